from odoo import fields, models
from odoo.exceptions import UserError

from ..lot_status import STATUSES_THAT_EXPIRE
from ..release_state import ReleaseState


class StockMoveLine(models.Model):
    """The check of the release gate. The doors at which it stands are in ``stock_move_line.py``."""

    _inherit = "stock.move.line"

    def _med_get_operation(self):
        """:return: one of ``operations.OPERATIONS``"""
        self.ensure_one()
        return self.location_id._med_get_operation_to(self.location_dest_id, self.move_id.is_inventory)

    def _med_is_guarded(self):
        """Whether the gate looks at this line: each device, and other lots on their way to a customer."""
        self.ensure_one()
        if self.product_uom_id.compare(self.quantity, 0) <= 0:
            return False
        if self.product_id.is_medical_device:
            return True
        return self.location_dest_id.usage == "customer" and bool(self.lot_id)

    def _med_check_release_gate(self):
        """Refuse lines that move what may not be moved so.

        The status is read under a lock that a concurrent hold has to wait for, so that of a hold and
        a shipment at the same moment exactly one comes first.

        :return: what the gate found, a dict of lot id to ReleaseState
        :raise UserError: names every product and lot that is in the way, and what to do
        """
        # sudo: the gate judges whatever is moved, by lots and places that the user need not be able to read
        guarded = self.sudo().filtered(lambda line: line._med_is_guarded())
        states = guarded.lot_id._lock_release_states()
        problems = {}
        for line in guarded:
            problem = line._med_get_gate_problem(states.get(line.lot_id.id))
            if problem:
                problems[problem] = True
        if problems:
            raise UserError("\n".join([self.env._("These goods may not be moved so:"), *problems]))
        return states

    def _med_get_status(self, state):
        """The status that counts for this line: that of the lot in the zone that it leaves.

        :param state: ReleaseState of its lot
        """
        status = state.in_zone(self.location_id.effective_zone_id.id)
        expiry = state.expiration_date
        expires = self.product_id.is_medical_device and status in STATUSES_THAT_EXPIRE
        return "expired" if expires and expiry and expiry <= fields.Datetime.now() else status

    def _med_get_gate_problem(self, state):
        """Why this line may not be moved.

        :param state: ReleaseState of its lot, None without a lot
        :return: one line of text for people, or None when all is well
        """
        if not self.lot_id:
            return self._med_get_problem_without_lot()
        status = self._med_get_status(state or ReleaseState(None))
        if self.product_id.is_medical_device:
            allowed = self.env["med.gate.rule"]._is_allowed(
                status,
                self.location_id.effective_zone_id.id,
                self.location_dest_id.effective_zone_id.id,
                self._med_get_operation(),
            )
        else:
            allowed = status == "released"
        return None if allowed else self._med_get_refusal(status, state)

    def _med_get_problem_without_lot(self):
        if self.location_dest_id.usage == "inventory":
            return None  # the way out for stock that got in without a lot
        return self.env._(
            "- %(product)s has no lot or serial number, so it may not go from %(place)s to %(target)s. "
            "Enter the lot; stock that has none can only be written off.",
            product=self.product_id.display_name,
            place=self.location_id.display_name,
            target=self.location_dest_id.display_name,
        )

    def _med_get_refusal(self, status, state):
        if status == "expired":
            day = fields.Datetime.context_timestamp(self, state.expiration_date).date()
            reason = self.env._("expired on %(date)s", date=fields.Date.to_string(day))
        else:
            label = self.lot_id._get_status_label(status) if status else ""
            reason = self.env._("the release status is '%(status)s'", status=label)
        operation = self._med_get_operation()
        labels = dict(self.env["med.gate.rule"]._fields["operation"]._description_selection(self.env))
        return self.env._(
            "- %(product)s, lot %(lot)s: %(reason)s; with that it may not go from %(place)s (%(from_zone)s) "
            "to %(target)s (%(to_zone)s) as '%(operation)s'. %(advice)s",
            product=self.product_id.display_name,
            lot=self.lot_id.name,
            reason=reason,
            place=self.location_id.display_name,
            from_zone=self.location_id.effective_zone_id.name or "-",
            target=self.location_dest_id.display_name,
            to_zone=self.location_dest_id.effective_zone_id.name or "-",
            operation=labels[operation],
            advice=self._med_get_advice(status, operation),
        )

    def _med_get_advice(self, status, operation):
        """What people can do about a refusal."""
        if operation == "delivery":
            if status == "released":
                return self.env._("Move it to released stock or dispatch first.")
            if status == "expired":
                return self.env._("Choose a lot that hasn't expired.")
            return self.env._("Choose a released lot, or have this one released by quality.")
        zones = self.env["med.gate.rule"]._get_allowed_zones(
            status, self.location_id.effective_zone_id.id, operation
        )
        if zones:
            return self.env._("It may go to: %(zones)s.", zones=", ".join(zones.mapped("name")))
        return self.env._("Ask quality to decide about this lot first.")
