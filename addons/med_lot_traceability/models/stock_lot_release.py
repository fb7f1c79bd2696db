from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..lot_status import CLASSES_WITHOUT_REPORT, INSPECTOR, QUALITY_MANAGER, TRANSITIONS, WITHOUT_REASON
from .med_lot_status import EXCLUSIVE

#: Written by a status change only, never on their own.
DECISION_FIELDS = ("release_status", "release_reason", "release_decided_by", "release_decided_on")
DATE_FIELDS = ("production_date", "expiration_date")
REPORT_FIELDS = ("inspection_report", "inspection_report_name")


def _without_decision(vals):
    return {name: value for name, value in vals.items() if name not in DECISION_FIELDS}


class StockLot(models.Model):
    """The one door through which the release status of a lot changes."""

    _inherit = "stock.lot"

    @api.model_create_multi
    def create(self, vals_list):
        """Create the lots as their product says; a status in the values passes the same door as later."""
        lots = super().create([_without_decision(vals) for vals in vals_list])
        self.env["med.lot.status"]._ensure_lot_rows(lots.ids)
        by_decision = {}
        for lot, vals in zip(lots, vals_list, strict=True):
            lot._check_report_write({name: value for name, value in vals.items() if value})
            if vals.get("release_status"):
                decision = (vals["release_status"], vals.get("release_reason"))
                by_decision[decision] = by_decision.get(decision, self.browse()) | lot
        for (status, reason), decided in by_decision.items():
            decided._set_release_status(status, reason)
        return lots

    def write(self, vals):
        """Whoever changes the status, by button, import or API, gets the same checks and the same traces."""
        others = _without_decision(vals)
        self._check_dates_write(others)
        self._check_report_write(others)
        moved = self.filtered(lambda lot: lot.product_id.id != others.get("product_id", lot.product_id.id))
        res = super().write(others)
        moved._start_in_quarantine()
        status = vals.get("release_status")
        changed = self.filtered(lambda lot: status and lot.release_status != status)
        if changed:
            changed._check_transition(status, vals.get("release_reason"))
            before = changed.grouped("release_status")
            changed._lock_for_decision()
            decision = changed._prepare_decision_vals(status, vals.get("release_reason"))
            super(StockLot, changed).write(decision)
            # sudo: nobody may write these rows but this door
            changed.status_ids.filtered(lambda row: not row.zone_id).sudo().write(
                {
                    "status": status,
                    "reason": decision["release_reason"],
                    "decided_by": decision["release_decided_by"],
                    "decided_on": decision["release_decided_on"],
                }
            )
            for old_status, lots in before.items():
                lots._log_decision(old_status, status, decision["release_reason"])
            if status != "released":
                changed._free_customer_reservations()
        return res

    def action_change_status(self):
        """Open the dialog that asks for the reason; the target status comes in the context."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "med_lot_traceability.med_lot_status_wizard_action"
        )
        action["context"] = {
            "default_lot_ids": self.ids,
            "default_status": self.env.context.get("med_target_status"),
        }
        return action

    def _set_release_status(self, status, reason=None):
        """Change the release status: what code calls, with all checks.

        :param status: one of the values of ``release_status``
        :param reason: why, kept with the lot; due for all but a release from quarantine
        :raise AccessError: the user's roles don't allow this change
        :raise UserError: the change, or a release in this state, isn't possible
        """
        self.write({"release_status": status, "release_reason": reason})

    def _prepare_decision_vals(self, status, reason):
        return {
            "release_status": status,
            "release_reason": reason or False,
            "release_decided_by": self.env.uid,
            "release_decided_on": fields.Datetime.now(),
        }

    def _has_role(self, group):
        """Whether the user may act in this role. Code that runs as superuser has its own reasons."""
        return self.env.su or self.env.user.has_group(group)

    def _check_transition(self, status, reason):
        for lot in self:
            names = {
                "lot": lot.name,
                "old": lot._get_status_label(lot.release_status),
                "new": lot._get_status_label(status),
            }
            group = TRANSITIONS.get((lot.release_status, status))
            if not group:
                raise UserError(self.env._("Lot %(lot)s can't go from '%(old)s' to '%(new)s'.", **names))
            if not lot._has_role(group):
                role = self.env.ref(group).sudo().name  # sudo: users don't read groups
                raise AccessError(
                    self.env._(
                        "Changing lot %(lot)s from '%(old)s' to '%(new)s' needs the role '%(role)s'. "
                        "Ask somebody who has it.",
                        role=role,
                        **names,
                    )
                )
            if not (reason or "").strip() and (lot.release_status, status) not in WITHOUT_REASON:
                raise UserError(
                    self.env._("Give the reason why lot %(lot)s goes from '%(old)s' to '%(new)s'.", **names)
                )
        if status == "released":
            self._check_releasable()

    def _check_releasable(self):
        """A release says that the evidence is there and that the goods may be used."""
        for lot in self.with_context(bin_size=True).filtered("is_medical_device"):
            if problem := lot._get_release_problem():
                raise UserError(problem)

    def _get_release_problem(self):
        if self._is_expired():
            return self.env._(
                "Lot %(lot)s has expired, it can't be released. Reject it instead.", lot=self.name
            )
        if self.use_expiration_date and not self.expiration_date:
            return self.env._(
                "Lot %(lot)s has no expiry date. Enter the maker's date before you release it.", lot=self.name
            )
        if self.device_class not in CLASSES_WITHOUT_REPORT and not self.inspection_report:
            return self.env._(
                "Lot %(lot)s has no inspection report. Attach it to the lot before you release it.",
                lot=self.name,
            )
        return None

    def _check_dates_write(self, vals):
        """The dates carry the release decision: once it is made, only the quality manager corrects them."""
        dates = [name for name in DATE_FIELDS if name in vals]
        if not dates or self._has_role(QUALITY_MANAGER):
            return
        for lot in self:
            if not lot.is_medical_device or lot.release_status == "quarantine":
                continue
            if any(
                (lot._fields[name].convert_to_cache(vals[name], lot) or False) != lot[name] for name in dates
            ):
                raise AccessError(
                    self.env._(
                        "The dates of lot %(lot)s were part of its release decision. "
                        "Ask the quality manager to correct them.",
                        lot=lot.name,
                    )
                )

    def _check_report_write(self, vals):
        """The inspection report is the evidence of a decision: inspectors' business, and fixed afterwards."""
        regulated = self.filtered("is_medical_device")
        if not regulated or not any(name in vals for name in REPORT_FIELDS):
            return
        if not self._has_role(INSPECTOR):
            raise AccessError(self.env._("Only quality inspectors attach or change inspection reports."))
        for lot in regulated:
            if lot.release_status not in ("quarantine", "hold"):
                raise UserError(
                    self.env._(
                        "The inspection report of lot %(lot)s is part of its release decision. "
                        "Put the lot on hold before you change the report.",
                        lot=lot.name,
                    )
                )

    def _start_in_quarantine(self):
        """Released lots of what has just become a device: they have to be inspected."""
        lots = self.filtered(lambda lot: lot.is_medical_device and lot.release_status == "released")
        if lots:
            # sudo: a consequence of the change of the product, which is the user's right
            lots.sudo()._set_release_status(
                "quarantine", self.env._("The product of this lot became a medical device.")
            )

    def _lock_release_states(self):
        """Read what was decided and the expiry, and keep others from changing it until this transaction ends.

        FOR SHARE lets parallel shipments of a lot through, but waits for a hold in progress; when
        that hold commits, PostgreSQL refuses this snapshot and Odoo retries the whole request, which
        then sees the hold. A plain read would ship the lot.

        :return: dict of lot id to :class:`ReleaseState`
        """
        return self.env["med.lot.status"]._get_states(self.ids) if self.ids else {}

    def _lock_for_decision(self):
        """Wait for the shipments of these lots that run now; later ones wait for this transaction."""
        self.env["med.lot.status"]._get_states(self.ids, EXCLUSIVE)

    def _log_decision(self, old_status, new_status, reason, zone=None):
        """Called once for each group of lots whose status a decision changed from one value to another.

        Nothing to do here: what the decision is written to (the ledger) extends this.

        :param old_status: value of ``release_status``
        :param new_status: value of ``release_status``
        :param reason: text or False
        :param zone: med.zone that the decision is limited to, or None
        """

    def _free_customer_reservations(self):
        """Take these lots out of transfers to customers that aren't done, and tell those transfers."""
        # sudo: quality decides about lots, it need not be allowed to edit transfers
        lines = self.env["stock.move.line"].sudo()
        lines = lines.search([("lot_id", "in", self.ids), ("state", "not in", ("draft", "done", "cancel"))])
        lines = lines.filtered(lambda line: line.move_id._med_leaves_to_customer())
        for picking, picking_lines in lines.grouped("picking_id").items():
            if picking:
                picking.message_post(body=self._prepare_freed_message(picking_lines.lot_id))
        lines.unlink()

    def _prepare_freed_message(self, lots):
        return self.env._(
            "No longer reserved, because the release status changed: %(lots)s. Check the availability again.",
            lots=", ".join(
                f"{lot.name} ({lot.product_id.display_name}): {lot._get_status_label(lot.release_status)}"
                for lot in lots
            ),
        )
