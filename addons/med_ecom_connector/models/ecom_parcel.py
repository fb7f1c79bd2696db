from odoo import api, fields, models

from ..engine.tracking_numbers import tracking_key
from ..engine.weights import judge

#: To the gram, as scales for parcels show it.
WEIGHT_DIGITS = (16, 3)


class EcomParcel(models.Model):
    """One parcel of a delivery: what core's packages don't know of it.

    A package may be used again and pass several transfers; the number, the weighing and the way of
    a parcel belong to one delivery. Goods that were not put in a pack travel in a parcel without package.
    """

    _name = "ecom.parcel"
    _description = "Parcel"
    _order = "picking_id, id"
    _rec_names_search = ["tracking_number", "name"]

    picking_id = fields.Many2one(
        "stock.picking", "Delivery", required=True, index=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="picking_id.company_id", store=True, index=True)
    package_id = fields.Many2one("stock.package", index="btree_not_null", readonly=True)
    name = fields.Char(compute="_compute_name", store=True)
    move_line_ids = fields.One2many("stock.move.line", "ecom_parcel_id", "Content", readonly=True)
    tracking_number = fields.Char()
    tracking_key = fields.Char(compute="_compute_tracking_key", store=True, index="btree_not_null")
    tracking_url = fields.Char("Tracking link", compute="_compute_tracking_url")
    expected_weight = fields.Float(
        digits=WEIGHT_DIGITS,
        readonly=True,
        help="Of the products, and of the box by its package type.",
    )
    is_weight_known = fields.Boolean(readonly=True, help="Every product in it has a weight.")
    actual_weight = fields.Float(digits=WEIGHT_DIGITS, readonly=True)
    deviation = fields.Float(digits=WEIGHT_DIGITS, compute="_compute_weight_state", store=True)
    weight_state = fields.Selection(
        [
            ("missing", "Not weighed"),
            ("unknown", "Nothing to compare with"),
            ("deviation", "Deviates"),
            ("accepted", "Accepted"),
            ("ok", "As expected"),
        ],
        compute="_compute_weight_state",
        store=True,
    )
    weighed_by = fields.Many2one("res.users", readonly=True)
    weighed_on = fields.Datetime(readonly=True)
    accepted_by = fields.Many2one("res.users", "Deviation accepted by", readonly=True)
    accepted_on = fields.Datetime("Deviation accepted on", readonly=True)
    accepted_reason = fields.Char("Reason of the deviation", readonly=True)
    weight_uom_name = fields.Char("Unit", related="picking_id.weight_uom_name")

    _package_uniq = models.UniqueIndex(
        "(picking_id, package_id) WHERE package_id IS NOT NULL", "A package is one parcel of a delivery."
    )

    # === COMPUTE METHODS === #

    @api.depends("package_id.name", "picking_id.name")
    def _compute_name(self):
        for parcel in self:
            parcel.name = parcel.package_id.name or parcel.picking_id.name

    @api.depends("name", "tracking_number")
    def _compute_display_name(self):
        for parcel in self:
            parcel.display_name = " – ".join(filter(None, (parcel.name, parcel.tracking_number)))

    @api.depends("tracking_number")
    def _compute_tracking_key(self):
        for parcel in self:
            parcel.tracking_key = tracking_key(parcel.tracking_number) or False

    @api.depends("tracking_number", "picking_id.carrier_id.tracking_url", "picking_id.carrier_tracking_url")
    def _compute_tracking_url(self):
        for parcel in self:
            picking, number = parcel.picking_id, parcel.tracking_number
            # sudo: whoever sees the parcel may follow it, also without access to carriers
            template = picking.carrier_id.sudo().tracking_url
            if template and number:
                parcel.tracking_url = template.replace("<shipmenttrackingnumber>", number)
            elif number and number == picking.carrier_tracking_ref:
                parcel.tracking_url = picking.carrier_tracking_url
            else:
                parcel.tracking_url = False

    @api.depends("actual_weight", "expected_weight", "is_weight_known", "accepted_on")
    def _compute_weight_state(self):
        unit = self.env["stock.picking"]._get_weight_unit()
        for parcel in self:
            state = judge(
                parcel.expected_weight,
                parcel.actual_weight,
                parcel.picking_id.picking_type_id._get_weigh_tolerance(),
                unit,
                parcel.is_weight_known,
            )
            is_judged = state in ("ok", "deviation")
            parcel.deviation = parcel.actual_weight - parcel.expected_weight if is_judged else 0.0
            needs_person = state in ("deviation", "unknown")
            parcel.weight_state = "accepted" if needs_person and parcel.accepted_on else state

    # === BUSINESS METHODS === #

    def _get_expected_weight(self, weights=None):
        """What the parcel should weigh, in Odoo's unit of weight.

        :param weights: weights of products that are just being entered, by product
        :return: weight, and the products whose weight is unknown
        """
        self.ensure_one()
        weights = weights or {}
        total = self.package_id.package_type_id.base_weight
        inner = self.move_line_ids.result_package_id - self.package_id
        total += sum(package.package_type_id.base_weight for package in inner)
        unknown = self.env["product.product"]
        for line in self.move_line_ids:
            weight = weights.get(line.product_id) or line.product_id.weight
            if not weight:
                unknown |= line.product_id
            total += weight * line.quantity_product_uom
        return total, unknown

    def _refresh_expected(self):
        """Take down what the parcel should weigh now; an acceptance for another content ends."""
        for parcel in self:
            expected, unknown = parcel._get_expected_weight()
            vals = {"expected_weight": expected, "is_weight_known": not unknown}
            same = round(expected - parcel.expected_weight, WEIGHT_DIGITS[1]) == 0
            if same and parcel.is_weight_known == (not unknown):
                continue
            if parcel.accepted_on:
                vals |= {"accepted_on": False, "accepted_by": False, "accepted_reason": False}
            parcel.write(vals)

    def _note_weight(self, weight, reason=None):
        """Take down what the scale said; a deviation needs the reason why it is accepted."""
        self.ensure_one()
        now = fields.Datetime.now()
        self.write(
            {
                "actual_weight": weight,
                "weighed_by": self.env.uid,
                "weighed_on": now,
                "accepted_on": False,
                "accepted_by": False,
                "accepted_reason": False,
            }
        )
        self.package_id.shipping_weight = weight
        if reason and self.weight_state in ("deviation", "unknown"):
            self.write({"accepted_on": now, "accepted_by": self.env.uid, "accepted_reason": reason})
            self.picking_id.message_post(body=self._get_acceptance_text())

    def _get_acceptance_text(self):
        self.ensure_one()
        values = {
            "parcel": self.name,
            "actual": f"{self.actual_weight:.3f} {self.weight_uom_name}",
            "expected": f"{self.expected_weight:.3f} {self.weight_uom_name}",
            "reason": self.accepted_reason,
        }
        if not self.is_weight_known:
            return self.env._(
                "Parcel %(parcel)s weighs %(actual)s; what it should weigh is not known. "
                "Accepted, because: %(reason)s",
                **values,
            )
        return self.env._(
            "Parcel %(parcel)s weighs %(actual)s instead of %(expected)s. Accepted, because: %(reason)s",
            **values,
        )

    def _get_weight(self):
        """What it weighs, as far as anybody knows: by the scale, else by its products."""
        self.ensure_one()
        return self.actual_weight or self.expected_weight
