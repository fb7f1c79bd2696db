from odoo import fields, models

from ..release_state import is_stricter
from .med_lot_status import EXCLUSIVE, UNLOCKED


class MedReleaseMixin(models.AbstractModel):
    """The one door through which a release status changes."""

    _inherit = "med.release.mixin"

    def action_change_status(self):
        """Open the dialog that asks for the reason; the target status comes in the context."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "med_lot_traceability.med_lot_status_wizard_action"
        )
        records = "default_lot_ids" if self._name == "stock.lot" else "default_batch_ids"
        action["context"] = {records: self.ids, "default_status": self.env.context.get("med_target_status")}
        return action

    def _set_release_status(self, status, reason=None, zone=None):
        """Change the release status: what code calls, with all checks and consequences.

        A decision in general drops milder ones: a hold also reaches the zones that were released on their
        own, and a hold of a batch the serial numbers that were.

        :param status: one of the values of ``release_status``; False withdraws a decision: then what was
            decided in general counts in the zone, or for a serial number what was decided about its batch
        :param reason: why, kept with the lot; due for all but a release from quarantine
        :param zone: med.zone, when the decision is only about what lies there
        :raise AccessError: the user's roles don't allow this change
        :raise UserError: the change, or a release in this state, isn't possible
        """
        if zone is not None:
            zone.ensure_one()  # a decision about no zone must not become one about everything
        reason = (reason or "").strip() or False
        before, own = self._read_states(EXCLUSIVE)
        old = {record: own[record.id].in_zone(zone and zone.id) for record in self}
        new = {record: status or record._get_status_without(zone) for record in self}
        decided = self.filtered(lambda record: record._is_decision(status, old[record], zone))
        for record in decided:
            record._check_transition(old[record], new[record], reason)
        if decided:
            decided._store_decision(status, reason, zone)
            decided._apply_decision(before, own, reason, zone)
        decided.filtered(lambda record: is_stricter(new[record], old[record]))._log_shipments(zone)

    def _is_decision(self, status, old, zone):
        """Whether this says something new about the record, whose status is ``old`` now."""
        return status != old if status else bool(self._get_row(zone).status)

    def _get_row(self, zone=None):
        """The row with what was decided here: about the zone, or in general."""
        return self.status_ids.filtered(lambda row: row.zone_id == (zone or row.zone_id.browse()))

    def _get_status_without(self, zone):
        """The status that counts once the decision here is withdrawn."""
        return self.release_status

    def _get_lots(self):
        """The lots that a decision about these records reaches."""
        raise NotImplementedError

    def _read_states(self, lock):
        """:return: dict of lot id to its ReleaseState, and the same for these records by their ids"""
        raise NotImplementedError

    def _store_decision(self, status, reason, zone):
        """Write the rows that the gate reads, and drop the milder ones that a stricter one overrules."""
        owner = "lot_id" if self._name == "stock.lot" else "batch_id"
        # sudo: nobody may write these rows but this door
        rows = self.env["med.lot.status"].sudo().search([(owner, "in", self.ids)])
        decision = {
            "status": status,
            "reason": reason,
            "decided_by": self.env.uid,
            "decided_on": fields.Datetime.now(),  # under the lock: shipments that came first are older
        }
        general = rows.filtered(lambda row: not row.zone_id)
        if not zone:
            general.write(decision)
            (rows - general)._drop_milder_than(status)
        else:
            for row in general:
                row.revision += 1
            there = rows.filtered(lambda row: row.zone_id == zone)
            if status:
                there.write(decision)
                missing = self - there[owner]
                rows.create([{owner: record.id, "zone_id": zone.id, **decision} for record in missing])
            else:
                there.unlink()

    def _apply_decision(self, lots_before, before, reason, zone):
        """Bring the columns that people see up to date, tell the ledger, and draw the consequences.

        :param lots_before: dict of lot id to its state before the decision
        :param before: the same for these records by their ids
        """
        lots_after, after = self._read_states(UNLOCKED)
        vals = self._prepare_decision_vals(reason)
        if not zone:
            for status, records in self.grouped(lambda record: after[record.id].status).items():
                records._write_decision({"release_status": status, **vals})
        else:
            self._log_zone_decision(before, after, reason, zone)
        self._store_divided(after)
        # sudo: a decision reaches the serial numbers of every company
        lots = self._get_lots().sudo()
        if lots._name != self._name:
            lots._follow_batch(lots_after, {} if zone else vals)
        lots._log_changes(lots_before, lots_after, reason, zone, self)
        lots._draw_consequences(lots_before, lots_after)

    def _prepare_decision_vals(self, reason):
        return {
            "release_reason": reason,
            "release_decided_by": self.env.uid,
            "release_decided_on": fields.Datetime.now(),
        }

    def _store_divided(self, states):
        """:param states: dict of id to ReleaseState"""
        for record in self.filtered(lambda record: record.is_divided != bool(states[record.id].by_zone)):
            record._write_decision({"is_divided": not record.is_divided})

    def _log_zone_decision(self, before, after, reason, zone):
        """In general the chatter tracks the columns; about a zone it has to be told."""
        for record in self:
            names = {
                "zone": zone.name,
                "old": record._get_status_label(before[record.id].in_zone(zone.id)),
                "new": record._get_status_label(after[record.id].in_zone(zone.id)),
                "reason": reason or "",
            }
            record._message_log(
                body=self.env._("In zone '%(zone)s': from '%(old)s' to '%(new)s'. %(reason)s", **names)
            )
