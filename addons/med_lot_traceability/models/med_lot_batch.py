from odoo import fields, models

from ..lot_status import RELEASE_STATUSES


class MedLotBatch(models.Model):
    """The maker's lot that serial numbers belong to, when a carrier holds both: it is what gets inspected."""

    _name = "med.lot.batch"
    _description = "Batch of Serial Numbers"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"

    name = fields.Char("Lot Number", required=True, tracking=True)
    product_id = fields.Many2one("product.product", required=True, index=True, tracking=True)
    company_id = fields.Many2one("res.company", index=True)
    lot_ids = fields.One2many("stock.lot", "batch_id", "Serial Numbers")
    production_date = fields.Date(tracking=True)
    expiration_date = fields.Datetime(tracking=True)
    sterilisation_lot = fields.Char(tracking=True)
    release_status = fields.Selection(
        RELEASE_STATUSES, required=True, default="quarantine", copy=False, index=True, tracking=True
    )
    status_ids = fields.One2many("med.lot.status", "batch_id", "Status by Zone", readonly=True, copy=False)
    inspection_report = fields.Binary(copy=False)
    inspection_report_name = fields.Char(copy=False, tracking=True)

    _name_uniq = models.UniqueIndex(
        "(product_id, name, COALESCE(company_id, 0))", "This product has a batch of that number already."
    )
