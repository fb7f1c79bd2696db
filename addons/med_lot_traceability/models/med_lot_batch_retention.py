from odoo import api, fields, models

from ..retention import get_retention


class MedLotBatch(models.Model):
    """A batch is kept as long as the serial numbers in it, and as its own dates demand."""

    _inherit = "med.lot.batch"

    retain_until = fields.Date(compute="_compute_retention")
    retain_forever = fields.Boolean("Kept for Ever", compute="_compute_retention")

    @api.depends("expiration_date", "product_id", "lot_ids.retain_until", "lot_ids.retain_forever")
    def _compute_retention(self):
        for batch in self:
            own = batch._get_own_retention()
            batch.retain_forever = own.for_ever or any(batch.lot_ids.mapped("retain_forever"))
            dates = [own.until, *batch.lot_ids.mapped("retain_until")]
            batch.retain_until = not batch.retain_forever and max(filter(None, dates), default=False)

    def _get_own_retention(self):
        # sudo: what must be kept does not depend on who asks
        product = self.sudo().product_id
        return get_retention(
            product.product_tmpl_id._get_retention_rules(self.company_id),
            self.expiration_date and self.expiration_date.date(),
            (self.create_date or fields.Datetime.now()).date(),
            product.is_implant,
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_retained(self):
        for batch in self:
            batch.env["med.retention"]._check(batch)
