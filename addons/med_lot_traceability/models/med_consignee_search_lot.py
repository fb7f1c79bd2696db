from odoo import fields, models

REASONS = [
    ("serial_of_batch", "Serial number of a batch that is named"),
    ("di_differs", "Same number, but the device identifier is another product's"),
    ("other_product", "Same number on another product"),
    ("unlabelled", "Stands in the text, but isn't called a lot"),
    ("look_alike", "Characters that look alike (O/0, I/1, S/5, B/8, Z/2)"),
    ("one_character", "One character differs"),
    ("beginning_or_end", "Longer or shorter at the beginning or end"),
    ("product_named", "The product is named, but none of its lots"),
]


class MedConsigneeSearchLot(models.Model):
    _name = "med.consignee.search.lot"
    _description = "Lot of a Search for Consignees"
    _order = "search_id, line_number, id"

    search_id = fields.Many2one(
        "med.consignee.search", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="search_id.company_id")
    lot_id = fields.Many2one("stock.lot", "Lot/Serial", required=True, readonly=True, ondelete="restrict")
    product_id = fields.Many2one(related="lot_id.product_id")
    effective_status = fields.Selection(related="lot_id.effective_status")
    reason = fields.Selection(REASONS, "Why It Could Match", readonly=True, help="Empty: named exactly.")
    text = fields.Char("In the Text", readonly=True)
    line_number = fields.Integer("Line", readonly=True)
    is_included = fields.Boolean("Chosen", readonly=True)
    chosen_by_id = fields.Many2one(
        "res.users", "Choice By", readonly=True, help="Who chose it, or left it out."
    )
    chosen_on = fields.Datetime("Choice On", readonly=True)
    on_hand = fields.Float(readonly=True, digits="Product Unit")
    in_transit = fields.Float(readonly=True, digits="Product Unit")
    uom_id = fields.Many2one(related="lot_id.product_id.uom_id")

    def action_toggle(self):
        """Choose a lot, or leave it out; the list of consignees follows."""
        self.search_id._check_role()
        self.check_access("read")
        lines = self.sudo()  # sudo: searches are written by their own code only
        for line in lines:
            line.is_included = not line.is_included
        lines.write({"chosen_by_id": self.env.uid, "chosen_on": fields.Datetime.now()})
        lines.search_id._refresh_consignees()

    def _refresh_stock(self):
        quants = self.env["stock.quant"]._read_group(
            [("lot_id", "in", self.lot_id.ids), ("location_id.usage", "in", ("internal", "transit"))],
            ["lot_id", "location_id"],
            ["quantity:sum"],
        )
        here, moving = {}, {}
        for lot, location, quantity in quants:
            place = moving if location.usage == "transit" else here
            place[lot] = place.get(lot, 0) + quantity
        for line in self:
            line.on_hand = here.get(line.lot_id, 0)
            line.in_transit = moving.get(line.lot_id, 0)
