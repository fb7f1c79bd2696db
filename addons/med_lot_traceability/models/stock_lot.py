from odoo import api, fields, models
from odoo.fields import Domain

from ..lot_status import EFFECTIVE_STATUSES, RELEASE_STATUSES, STATUSES_THAT_EXPIRE


class StockLot(models.Model):
    """What is known about a lot. How its release status changes is in ``stock_lot_release.py``."""

    _inherit = "stock.lot"

    is_medical_device = fields.Boolean(related="product_id.is_medical_device")
    device_class = fields.Selection(related="product_id.device_class")
    batch_id = fields.Many2one(
        "med.lot.batch",
        index="btree_not_null",
        tracking=True,
        help="The maker's lot that this serial number belongs to; its release status counts.",
    )
    sterilisation_lot = fields.Char(tracking=True)
    production_date = fields.Date(tracking=True, help="The day on which the maker made this lot.")
    expiration_date = fields.Datetime(tracking=True)
    # No dependency on the product: this is the status at birth, later ones are decisions.
    release_status = fields.Selection(
        RELEASE_STATUSES,
        compute="_compute_release_status",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
        help="Only released lots are reserved for customers and leave to them.",
    )
    effective_status = fields.Selection(
        EFFECTIVE_STATUSES,
        "Status",
        compute="_compute_effective_status",
        search="_search_effective_status",
        help="The release status, or 'Expired' for a waiting or released lot whose expiry has passed.",
    )
    status_ids = fields.One2many("med.lot.status", "lot_id", "Status by Zone", readonly=True, copy=False)
    inspection_report = fields.Binary(copy=False)
    inspection_report_name = fields.Char(copy=False, tracking=True)
    release_decided_by = fields.Many2one("res.users", "Decided By", readonly=True, copy=False)
    release_decided_on = fields.Datetime("Decided On", readonly=True, copy=False)
    release_reason = fields.Char("Reason", readonly=True, copy=False, tracking=True)

    def _compute_release_status(self):
        for lot in self:
            at_birth = "quarantine" if lot.product_id.is_medical_device else "released"
            lot.release_status = lot.batch_id.release_status or at_birth

    @api.depends("release_status", "expiration_date")
    def _compute_effective_status(self):
        for lot in self:
            expires = lot.release_status in STATUSES_THAT_EXPIRE
            lot.effective_status = "expired" if expires and lot._is_expired() else lot.release_status

    def _search_effective_status(self, operator, value):
        if operator != "in":
            return NotImplemented
        expired = Domain("release_status", "in", STATUSES_THAT_EXPIRE)
        expired &= Domain("expiration_date", "<=", "now")
        found = Domain("release_status", "in", [status for status in value if status != "expired"]) & ~expired
        return found | expired if "expired" in value else found

    @api.depends("product_id")
    def _compute_expiration_date(self):
        """A device's expiry is the maker's: it stays empty until somebody enters it."""
        devices = self.filtered("product_id.is_medical_device")
        super(StockLot, self - devices)._compute_expiration_date()
        for lot in devices:
            lot.expiration_date = lot.expiration_date

    def _is_expired(self):
        self.ensure_one()
        return bool(self.expiration_date) and self.expiration_date <= fields.Datetime.now()

    def _get_status_label(self, status):
        return dict(self._fields["effective_status"]._description_selection(self.env))[status]
