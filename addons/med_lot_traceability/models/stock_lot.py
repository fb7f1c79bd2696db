from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class StockLot(models.Model):
    """What is known about a lot. How its release status changes is in ``stock_lot_release.py``."""

    _inherit = "stock.lot"

    name = fields.Char(tracking=True)
    is_medical_device = fields.Boolean(related="product_id.is_medical_device")
    product_tracking = fields.Selection(related="product_id.tracking")
    device_class = fields.Selection(related="product_id.device_class")
    batch_id = fields.Many2one(
        "med.lot.batch",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        domain="[('product_id', '=', product_id)]",
        help="The maker's lot that this serial number belongs to; its release status counts.",
    )
    sterilisation_lot = fields.Char(tracking=True)
    production_date = fields.Date(tracking=True, help="The day on which the maker made this lot.")
    expiration_date = fields.Datetime(tracking=True)
    status_ids = fields.One2many("med.lot.status", "lot_id", "Status by Zone", readonly=True, copy=False)
    on_hand_quant_ids = fields.One2many(
        "stock.quant",
        "lot_id",
        "Where It Lies",
        domain=[("location_id.usage", "in", ("internal", "transit")), ("quantity", "!=", 0)],
        readonly=True,
    )
    follows_batch = fields.Boolean(
        compute="_compute_follows_batch",
        search="_search_follows_batch",
        help="Its release status is its batch's; nothing was decided about this serial number alone.",
    )

    @api.depends("batch_id", "status_ids.status")
    def _compute_follows_batch(self):
        for lot in self:
            lot.follows_batch = lot.batch_id and not lot._get_row().status

    def _search_follows_batch(self, operator, value):
        if operator != "in" or value == {True, False}:
            return NotImplemented
        general = Domain("zone_id", "=", False) & Domain("status", "=", False)
        follows = Domain("batch_id", "!=", False) & Domain("status_ids", "any", general)
        return follows if True in value else ~follows

    @api.constrains("batch_id", "product_id")
    def _check_batch_product(self):
        for lot in self:
            if lot.batch_id and lot.batch_id.product_id != lot.product_id:
                raise ValidationError(
                    self.env._(
                        "Batch %(batch)s holds serial numbers of %(product)s, so %(lot)s can't belong to it. "
                        "Choose a batch of its own product.",
                        batch=lot.batch_id.name,
                        product=lot.batch_id.product_id.display_name,
                        lot=lot.name,
                    )
                )

    @api.depends("product_id")
    def _compute_expiration_date(self):
        """A device's expiry is the maker's: it stays empty until somebody enters it."""
        devices = self.filtered("product_id.is_medical_device")
        super(StockLot, self - devices)._compute_expiration_date()
        for lot in devices:
            lot.expiration_date = lot.expiration_date
