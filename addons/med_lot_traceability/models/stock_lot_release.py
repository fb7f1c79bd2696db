from collections import defaultdict

from odoo import api, models

from ..release_state import ReleaseState, combine
from .med_lot_batch import DATES
from .med_lot_status import UNLOCKED


class StockLot(models.Model):
    """A lot as something that quality releases; the door itself is in med_release_decision.py."""

    _name = "stock.lot"
    _inherit = ["med.release.mixin", "stock.lot"]

    def _get_status_at_birth(self):
        return self.batch_id.release_status or super()._get_status_at_birth()

    @api.model_create_multi
    def create(self, vals_list):
        """A serial number has the dates of its batch, unless it comes with its own."""
        lots = super().create([self._prepare_vals_of_batch(vals) for vals in vals_list])
        lots.filtered("batch_id")._store_divided(lots._read_states(UNLOCKED)[0])
        return lots

    def _prepare_vals_of_batch(self, vals):
        batch_id = vals.get("batch_id") or self.env.context.get("default_batch_id")
        # sudo: whoever registers a serial number may learn the dates of its batch
        batch = self.env["med.lot.batch"].sudo().browse(batch_id or ())
        return vals | {name: batch[name] for name in DATES if batch[name] and not vals.get(name)}

    def write(self, vals):
        moved = self.filtered(lambda lot: lot.product_id.id != vals.get("product_id", lot.product_id.id))
        rebatched = self.filtered(lambda lot: lot.batch_id.id != vals.get("batch_id", lot.batch_id.id))
        res = super().write(vals)
        rebatched._keep_status()
        moved._start_in_quarantine()
        return res

    def _keep_status(self):
        """A serial number that changes its batch keeps its status: only a decision changes that."""
        for lot in self:
            status = False if lot.batch_id.release_status == lot.release_status else lot.release_status
            # sudo: nobody may write these rows but the door
            lot._get_row().sudo().status = status
        self._store_divided(self._read_states(UNLOCKED)[0])

    def _start_in_quarantine(self):
        """Released lots of what has just become a device: they have to be inspected."""
        for records in (self.batch_id, self):
            records = records.filtered(
                lambda record: record.is_medical_device and record.release_status == "released"
            )
            # sudo: a consequence of the change of the product, which is the user's right
            records.sudo()._set_release_status(
                "quarantine", self.env._("The product of this lot became a medical device.")
            )

    def _lock_release_states(self):
        """Read what was decided and the expiry, and keep others from changing it until this transaction ends.

        FOR SHARE lets parallel shipments of a lot through, but waits for a hold in progress; when
        that hold commits, PostgreSQL refuses this snapshot and Odoo retries the whole request, which
        then sees the hold. A plain read would ship the lot.

        :return: dict of lot id to :class:`ReleaseState`
        """
        return self.env["med.lot.status"]._get_states(self.ids)[0] if self.ids else {}

    def _read_states(self, lock):
        states = self.env["med.lot.status"]._get_states(self.ids, lock=lock)[0]
        return states, states

    def _get_lots(self):
        return self

    def _has_report(self):
        """What was found out about the batch counts for its serial numbers."""
        return super()._has_report() or bool(self.batch_id.inspection_report)

    def _get_status_without(self, zone):
        if not self.batch_id:
            return super()._get_status_without(zone)
        batch = self.batch_id
        if not zone:
            return batch.release_status
        there = batch._get_row(zone).status
        of_batch = ReleaseState(batch.release_status, {zone.id: there} if there else {})
        return combine(ReleaseState(self._get_row().status), of_batch).in_zone(zone.id)

    def _follow_batch(self, states, vals):
        """Write what a decision about their batch made of these serial numbers.

        Without tracking: it is told once on the batch, not ten thousand times.

        :param states: dict of lot id to ReleaseState
        :param vals: the other columns of a decision in general
        """
        lots = self.with_context(tracking_disable=True)
        changed = lots.filtered(lambda lot: lot.release_status != states[lot.id].status)
        for status, group in changed.grouped(lambda lot: states[lot.id].status).items():
            group._write_decision({"release_status": status, **vals})
        lots._store_divided(states)

    def _log_changes(self, before, after, reason, zone, decided):
        """Call :meth:`_log_decision` once for each kind of change.

        :param before, after: dict of lot id to ReleaseState
        :param zone: med.zone that the decision is limited to
        :param decided: what the decision was about, lots or batches
        """
        groups = defaultdict(list)
        alone = decided if decided._name == self._name else self.browse()
        for lot in self:
            old, new = before[lot.id], after[lot.id]
            if old.status != new.status or (lot in alone and not zone):
                groups[old.status, new.status, None].append(lot.id)
            for zone_id in old.by_zone.keys() | new.by_zone.keys():
                there = (old.in_zone(zone_id), new.in_zone(zone_id), zone_id)
                if there[0] != there[1] or (lot in alone and zone and zone.id == zone_id):
                    groups[there].append(lot.id)
        for (old_status, new_status, zone_id), lot_ids in groups.items():
            there = self.env["med.zone"].browse(zone_id) if zone_id else None
            self.browse(lot_ids)._log_decision(old_status, new_status, reason, zone=there)

    def _log_decision(self, old_status, new_status, reason, zone=None):
        """Called once for each group of lots whose status a decision changed from one value to another.

        Nothing to do here: what the decision is written to (the ledger) extends this.

        :param old_status: value of ``release_status``
        :param new_status: value of ``release_status``
        :param reason: text or False
        :param zone: med.zone that the decision is limited to, or None
        """
