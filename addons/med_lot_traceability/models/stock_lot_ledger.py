from odoo import api, models
from odoo.exceptions import UserError

from .ledger_change import LOT_FIELDS, snapshot


class StockLot(models.Model):
    """What the ledger writes about lots."""

    _inherit = "stock.lot"

    @api.model_create_multi
    def create(self, vals_list):
        lots = super().create(vals_list)
        if any(vals.get("inspection_report") for vals in vals_list):
            lots.filtered("inspection_report_sha256")._record_inspections()
        return lots

    def write(self, vals):
        """Inspections and changes of weighty data are written down, with what was there before."""
        before = snapshot(self, [name for name in LOT_FIELDS if name in vals])
        reports = {lot: lot.inspection_report_sha256 for lot in self} if "inspection_report" in vals else {}
        res = super().write(vals)
        if reports:
            self.filtered(lambda lot: lot.inspection_report_sha256 != reports[lot])._record_inspections()
        self._record_changes(before)
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_ledger(self):
        # sudo: a row of any company counts
        row = (
            self.env["med.trace.event"]
            .sudo()
            .search(["|", ("lot_id", "in", self.ids), ("source_lot_id", "in", self.ids)], limit=1)
        )
        if row:
            raise UserError(
                self.env._(
                    "Lot %(lot)s is in the ledger, so its record must be kept. "
                    "Put it on hold or reject it instead.",
                    lot=(row.lot_id & self or row.source_lot_id).name,
                )
            )

    def _get_recorded(self):
        return self.filtered("is_medical_device")

    def _log_decision(self, old_status, new_status, reason, zone=None):
        super()._log_decision(old_status, new_status, reason, zone)
        decision = {
            "old_status": old_status,
            "new_status": new_status,
            "reason": reason,
            "zone": zone.code if zone else None,
        }
        self.env["med.trace.event"]._record(
            [lot._prepare_event_vals("status", **decision) for lot in self._get_recorded()]
        )

    def action_view_ledger(self):
        """:return: action that shows the rows about these lots"""
        action = self.env["ir.actions.act_window"]._for_xml_id("med_lot_traceability.med_trace_event_action")
        action["domain"] = ["|", ("lot_id", "in", self.ids), ("source_lot_id", "in", self.ids)]
        return action

    def _prepare_event_vals(self, kind, **extra):
        """Values of a ledger row about this lot, with all that is known of it now.

        :param kind: one of ``med.trace.event.kind``
        :param extra: further columns, or other values for these
        :return: dict for ``med.trace.event._record``
        """
        self.ensure_one()
        lot, batch = self.sudo(), self.batch_id.sudo()  # sudo: as in stock.move.line._record_moves
        return {
            **lot.product_id._prepare_event_vals(kind),
            "chain": f"lot/{lot.id}",
            "lot_id": lot.id,
            "lot_name": lot.name,
            "batch_name": batch.name,
            "production_date": lot.production_date or batch.production_date,
            "expiration_date": lot.expiration_date or batch.expiration_date,
            "release_status": lot.effective_status,
            "report_name": lot.inspection_report_name or batch.inspection_report_name,
            "report_hash": lot.inspection_report_sha256 or batch.inspection_report_sha256,
            **({"company_id": lot.company_id.id} if lot.company_id else {}),
            **extra,
        }
