from odoo import api, fields, models


class MedConsigneeSearchConsignee(models.Model):
    _name = "med.consignee.search.consignee"
    _description = "Consignee of a Search"
    _order = "search_id, partner_name, id"
    _rec_name = "partner_name"

    search_id = fields.Many2one(
        "med.consignee.search", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="search_id.company_id")
    lot_id = fields.Many2one("stock.lot", "Lot/Serial", required=True, readonly=True, ondelete="restrict")
    partner_ref = fields.Integer("Partner ID", readonly=True, help="As the ledger has it.")
    partner_id = fields.Many2one("res.partner", "In the Address Book", readonly=True, ondelete="set null")
    partner_name = fields.Char("Consignee", readonly=True)
    partner_address = fields.Char("Address", readonly=True, help="That of the latest shipment.")
    phone = fields.Char(readonly=True)
    email = fields.Char(readonly=True)
    shipped = fields.Float(readonly=True, digits="Product Unit")
    returned = fields.Float(readonly=True, digits="Product Unit")
    remaining = fields.Float(
        "Still with Them", compute="_compute_remaining", store=True, digits="Product Unit"
    )
    uom_name = fields.Char("Unit", readonly=True)
    first_shipment = fields.Datetime(readonly=True)
    last_shipment = fields.Datetime(readonly=True)
    orders = fields.Char(readonly=True)

    @api.depends("shipped", "returned")
    def _compute_remaining(self):
        for consignee in self:
            consignee.remaining = consignee.shipped - consignee.returned
