from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..device_classes import DEVICE_CLASSES


class ProductTemplate(models.Model):
    _inherit = "product.template"

    is_medical_device = fields.Boolean(
        "Medical Device",
        tracking=True,
        help="Lots of a medical device start in quarantine; only released, unexpired lots reach customers.",
    )
    device_class = fields.Selection(
        DEVICE_CLASSES,
        tracking=True,
        help="Risk class. Lots of class II and III devices need an inspection report to be released.",
    )
    is_implant = fields.Boolean(tracking=True, help="Its records are kept for ever.")
    minimum_shelf_life_days = fields.Integer(
        "Minimum Remaining Shelf Life (days)",
        tracking=True,
        help="Days of life that a unit must still have when it leaves. With 0 it is sold until its expiry.",
    )
    use_expiration_date = fields.Boolean(
        compute="_compute_use_expiration_date", store=True, readonly=False, precompute=True
    )

    _minimum_shelf_life_positive = models.Constraint(
        "CHECK (minimum_shelf_life_days >= 0)", "The minimum remaining shelf life can't be negative."
    )

    @api.depends("is_medical_device")
    def _compute_use_expiration_date(self):
        """A device has an expiry unless somebody says otherwise; other products keep what they have."""
        for template in self:
            template.use_expiration_date = template.is_medical_device or template.use_expiration_date

    @api.constrains("is_medical_device", "type", "is_storable", "tracking")
    def _check_device_is_tracked(self):
        for template in self:
            if template.is_medical_device and (not template.is_storable or template.tracking == "none"):
                raise ValidationError(
                    self.env._(
                        "%(product)s is a medical device, so it must be traceable: tick 'Track Inventory' "
                        "and track it by lots or by unique serial number.",
                        product=template.display_name,
                    )
                )

    @api.onchange("is_medical_device")
    def _onchange_is_medical_device(self):
        if self.is_medical_device:
            self.is_storable = True
            if self.tracking == "none":
                self.tracking = "lot"

    def write(self, vals):
        """Keep the gate honest when the device flag or the tracking changes.

        Lots of a product that becomes a device go into quarantine; the flag of a product that
        has lots or stock can't be taken away, else anybody who edits products could open the gate.
        """
        if "tracking" in vals:
            retracked = self.filtered(lambda template: template.tracking != vals["tracking"])
            retracked.filtered("is_medical_device")._check_no_device_stock()
        if "is_medical_device" not in vals:
            return super().write(vals)
        flag = bool(vals["is_medical_device"])
        changed = self.filtered(lambda template: template.is_medical_device != flag)
        # sudo: the lots of every company count, and a product editor need not see lots
        lots = self.env["stock.lot"].sudo().search([("product_id.product_tmpl_id", "in", changed.ids)])
        if not flag:
            changed._check_no_device_stock()
        if lots and not flag:
            raise UserError(
                self.env._(
                    "%(product)s has lots, so it stays a medical device. Archive it and create a new product "
                    "if it was never one.",
                    product=lots.product_id[:1].display_name,
                )
            )
        res = super().write(vals)
        lots._start_in_quarantine()
        return res

    def _check_no_device_stock(self):
        """Stock of a device keeps the tracking under which it was moved."""
        # sudo: stock of every company counts, and a product editor need not see it
        quant = (
            self.env["stock.quant"]
            .sudo()
            .search([("product_id.product_tmpl_id", "in", self.ids), ("quantity", "!=", 0)], limit=1)
        )
        if quant:
            raise UserError(
                self.env._(
                    "%(product)s is in stock (%(location)s), so it stays a medical device tracked as it is. "
                    "Move or write off the stock first, or create a new product.",
                    product=quant.product_id.display_name,
                    location=quant.location_id.display_name,
                )
            )
