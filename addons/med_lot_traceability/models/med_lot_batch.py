from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

DATES = ("production_date", "expiration_date", "sterilisation_lot")


class MedLotBatch(models.Model):
    """The maker's lot that serial numbers belong to, when a carrier holds both: it is what gets inspected."""

    _name = "med.lot.batch"
    _description = "Batch of Serial Numbers"
    _inherit = ["med.release.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"

    name = fields.Char("Lot Number", required=True, tracking=True)
    product_id = fields.Many2one(
        "product.product",
        required=True,
        index=True,
        tracking=True,
        domain="[('tracking', '=', 'serial'), ('is_storable', '=', True)]",
    )
    is_medical_device = fields.Boolean(related="product_id.is_medical_device")
    device_class = fields.Selection(related="product_id.device_class")
    use_expiration_date = fields.Boolean(related="product_id.use_expiration_date")
    company_id = fields.Many2one("res.company", index=True)
    lot_ids = fields.One2many("stock.lot", "batch_id", "Serial Numbers", readonly=True)
    production_date = fields.Date(tracking=True, help="The day on which the maker made this batch.")
    expiration_date = fields.Datetime(tracking=True)
    sterilisation_lot = fields.Char(tracking=True)
    status_ids = fields.One2many("med.lot.status", "batch_id", "Status by Zone", readonly=True, copy=False)
    lot_count = fields.Integer("Serial Number Count", compute="_compute_counts")
    deviating_count = fields.Integer(
        "Deviating Serial Numbers", compute="_compute_counts", help="Decided on their own."
    )
    product_qty = fields.Float("On Hand", digits="Product Unit", compute="_compute_counts")

    _name_uniq = models.UniqueIndex(
        "(product_id, name, COALESCE(company_id, 0))", "This product has a batch of that number already."
    )

    @api.depends("lot_ids")
    def _compute_counts(self):
        """One query however many serial numbers there are: reading them takes seconds."""
        self.env["stock.quant"].flush_model(["lot_id", "quantity", "location_id"])
        self.env["stock.lot"].flush_model(["batch_id"])
        self.env["med.lot.status"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT lot.batch_id, COUNT(*), COUNT(decided.status), SUM(on_hand.quantity)
                  FROM stock_lot lot
                  LEFT JOIN med_lot_status decided ON decided.lot_id = lot.id AND decided.zone_id IS NULL
                  LEFT JOIN LATERAL (
                    SELECT SUM(quant.quantity) AS quantity
                      FROM stock_quant quant
                      JOIN stock_location location ON location.id = quant.location_id
                     WHERE quant.lot_id = lot.id AND location.usage IN ('internal', 'transit')
                       ) on_hand ON TRUE
                 WHERE lot.batch_id = ANY(%s)
                 GROUP BY lot.batch_id
                """,
                self.ids,
            )
        )
        found = {batch_id: counts for batch_id, *counts in rows}
        for batch in self:
            counts = found.get(batch.id, (0, 0, 0))
            batch.lot_count, batch.deviating_count, batch.product_qty = counts[0], counts[1], counts[2] or 0

    def write(self, vals):
        """What the maker says about the batch, he says about its serial numbers."""
        passed_on = [name for name in DATES if name in vals]
        before = {batch: {name: batch[name] for name in passed_on} for batch in self}
        res = super().write(vals)
        for batch, old in before.items():
            for name in passed_on:
                same = batch.lot_ids.filtered(lambda lot, name=name, old=old: lot[name] == old[name])
                if batch[name] != old[name]:
                    # sudo: the right to correct the batch was checked, its serial numbers only follow
                    same.sudo().with_context(tracking_disable=True).write({name: batch[name]})
        return res

    @api.constrains("product_id")
    def _check_product(self):
        self.lot_ids._check_batch_product()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        for batch in self:
            if batch.is_medical_device and batch._is_decided():
                raise UserError(
                    self.env._(
                        "Batch %(batch)s was decided about, so its record must be kept.", batch=batch.name
                    )
                )

    def _get_lots(self):
        # sudo: the decision reaches the serial numbers of every company
        return self.sudo().lot_ids

    def _read_states(self, lock):
        return self.env["med.lot.status"]._get_states(self._get_lots().ids, self.ids, lock)

    def _store_decision(self, status, reason, zone):
        """A stricter decision also reaches the serial numbers that were decided on their own."""
        super()._store_decision(status, reason, zone)
        # sudo: nobody may write these rows but this door
        rows = self.env["med.lot.status"].sudo()
        own = rows.search([("lot_id.batch_id", "in", self.ids), ("status", "!=", False)])
        own.filtered(lambda row: not zone or row.zone_id == zone)._drop_milder_than(status)

    def action_open_serials(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("med_lot_traceability.stock_lot_action")
        action["domain"] = [("batch_id", "=", self.id)]
        action["context"] = {"default_batch_id": self.id, "default_product_id": self.product_id.id}
        return action
