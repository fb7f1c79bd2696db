from odoo import api, fields, models
from odoo.exceptions import UserError

from ..release_state import ReleaseState

#: Writing one of these on a done line may turn a legal shipment into an illegal one.
GATED_FIELDS = {"lot_id", "quant_id", "product_id", "product_uom_id", "move_id", "location_dest_id"}


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    # Holds and recalls look for the lines of a lot; core has no index there.
    lot_id = fields.Many2one(index="btree_not_null")
    lot_release_status = fields.Selection(related="lot_id.release_status", string="Release Status")

    @api.depends("product_id", "lot_id.expiration_date", "picking_id.scheduled_date")
    def _compute_expiration_date(self):
        """A device's expiry is the maker's: never make one up from the receipt date."""
        devices = self.filtered("product_id.is_medical_device")
        super(StockMoveLine, self - devices)._compute_expiration_date()
        for line in devices:
            line.expiration_date = line.lot_id.expiration_date or line.expiration_date

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        # A line added to a done transfer ships at once, without _action_done.
        lines.filtered(lambda line: line.state == "done")._med_check_release_gate()
        return lines

    def write(self, vals):
        if GATED_FIELDS & vals.keys():
            touched = self
        else:
            # Taking back a part of what was shipped is always allowed; shipping more is not.
            touched = self.filtered(lambda line: vals.get("quantity", 0) > line.quantity)
        res = super().write(vals)
        touched.filtered(lambda line: line.state == "done")._med_check_release_gate()
        return res

    def _action_done(self):
        """The one door that pickings, scrap, inventory and returns all pass."""
        shipped = self.filtered(lambda line: line._med_is_guarded())
        # Lots are locked before the quants, in the same order as a hold does: no deadlock.
        with_lot = shipped.filtered("lot_id")
        with_lot._med_check_release_gate()
        res = super()._action_done()
        # Core may just have found or created the lot by its name.
        (shipped - with_lot)._med_check_release_gate()
        return res

    def _med_is_guarded(self):
        """Whether the release rules apply to this line: something leaves to a customer."""
        self.ensure_one()
        return (
            self.location_dest_id.usage == "customer"
            and self.product_uom_id.compare(self.quantity, 0) > 0
            and (self.product_id.is_medical_device or bool(self.lot_id))
        )

    def _med_check_release_gate(self):
        """Refuse lines that ship what may not be shipped.

        The status is read under a lock that a concurrent hold has to wait for, so that of a hold and
        a shipment at the same moment exactly one comes first.

        :raise UserError: names every product and lot that is in the way, and what to do
        """
        guarded = self.filtered(lambda line: line._med_is_guarded())
        states = guarded.lot_id._lock_release_states()
        problems = {}
        for line in guarded:
            state = states.get(line.lot_id.id, ReleaseState(None))
            zone = line.location_id.effective_zone_id
            problem = line._med_get_gate_problem(state.in_zone(zone.id), state.expiration_date)
            if problem:
                problems[problem] = True
        if problems:
            raise UserError("\n".join([self.env._("These goods may not leave:"), *problems]))

    def _med_get_gate_problem(self, status, expiration_date):
        """Why this line may not leave.

        :param status: release status of its lot, None without a lot
        :param expiration_date: expiry of its lot
        :return: one line of text for people, or None when all is well
        """
        product = self.product_id.display_name
        if not status:
            return self.env._(
                "- %(product)s has no lot or serial number. Choose a released lot on the transfer.",
                product=product,
            )
        lot = self.lot_id
        if status != "released":
            return self.env._(
                "- %(product)s, lot %(lot)s: the release status is '%(status)s'. Choose a released lot, "
                "or have this one released by quality.",
                product=product,
                lot=lot.name,
                status=lot._get_status_label(status),
            )
        if self.product_id.is_medical_device and expiration_date and expiration_date <= fields.Datetime.now():
            return self.env._(
                "- %(product)s, lot %(lot)s: expired on %(date)s. Choose a lot that hasn't expired.",
                product=product,
                lot=lot.name,
                date=fields.Date.to_string(fields.Datetime.context_timestamp(self, expiration_date)),
            )
        return None
