from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..lot_status import (
    CLASSES_WITHOUT_REPORT,
    EFFECTIVE_STATUSES,
    INSPECTOR,
    QUALITY_MANAGER,
    RELEASE_STATUSES,
    STATUSES_THAT_EXPIRE,
    TRANSITIONS,
    WITHOUT_REASON,
)

#: Written by a status change only, never on their own.
DECISION_FIELDS = ("release_status", "release_reason", "release_decided_by", "release_decided_on")
DATE_FIELDS = ("production_date", "expiration_date")
REPORT_FIELDS = ("inspection_report", "inspection_report_name")


class StockLot(models.Model):
    _inherit = "stock.lot"

    is_medical_device = fields.Boolean(related="product_id.is_medical_device")
    device_class = fields.Selection(related="product_id.device_class")
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
        help="Only released lots are reserved for customers and leave to them.",
    )
    effective_status = fields.Selection(
        EFFECTIVE_STATUSES,
        "Status",
        compute="_compute_effective_status",
        search="_search_effective_status",
        help="The release status, or 'Expired' for a waiting or released lot whose expiry has passed.",
    )
    inspection_report = fields.Binary(copy=False)
    inspection_report_name = fields.Char("Inspection Report Name", copy=False, tracking=True)
    release_decided_by = fields.Many2one("res.users", "Decided By", readonly=True, copy=False)
    release_decided_on = fields.Datetime("Decided On", readonly=True, copy=False)
    release_reason = fields.Char("Reason", readonly=True, copy=False, tracking=True)

    def _compute_release_status(self):
        for lot in self:
            lot.release_status = "quarantine" if lot.product_id.is_medical_device else "released"

    @api.depends("release_status", "expiration_date")
    def _compute_effective_status(self):
        for lot in self:
            expires = lot.release_status in STATUSES_THAT_EXPIRE
            lot.effective_status = "expired" if expires and lot._is_expired() else lot.release_status

    def _search_effective_status(self, operator, value):
        if operator != "in":
            return NotImplemented
        expired = Domain("release_status", "in", STATUSES_THAT_EXPIRE) & Domain("expiration_date", "<=", "now")
        found = Domain("release_status", "in", [status for status in value if status != "expired"]) & ~expired
        return found | expired if "expired" in value else found

    @api.depends("product_id")
    def _compute_expiration_date(self):
        """A device's expiry is the maker's: it stays empty until somebody enters it."""
        devices = self.filtered("product_id.is_medical_device")
        super(StockLot, self - devices)._compute_expiration_date()
        for lot in devices:
            lot.expiration_date = lot.expiration_date

    @api.model_create_multi
    def create(self, vals_list):
        """Create the lots as their product says; a status in the values passes the same door as later."""
        lots = super().create(
            [{name: value for name, value in vals.items() if name not in DECISION_FIELDS} for vals in vals_list]
        )
        by_decision = {}
        for lot, vals in zip(lots, vals_list, strict=True):
            if vals.get("release_status"):
                key = (vals["release_status"], vals.get("release_reason"))
                by_decision[key] = by_decision.get(key, self.browse()) | lot
        for (status, reason), decided in by_decision.items():
            decided._set_release_status(status, reason)
        return lots

    def write(self, vals):
        """Write, and take the one door for status changes, whoever comes: button, import or API."""
        others = {name: value for name, value in vals.items() if name not in DECISION_FIELDS}
        self._check_regulated_write(others)
        res = super().write(others) if others else True
        if "product_id" in others:
            self._start_in_quarantine()
        status = vals.get("release_status")
        changed = self.filtered(lambda lot: status and lot.release_status != status)
        if changed:
            changed._check_transition(status, vals.get("release_reason"))
            super(StockLot, changed).write(self._prepare_decision_vals(status, vals.get("release_reason")))
            if status != "released":
                changed._free_customer_reservations()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_regulated(self):
        # sudo: a move in any company counts
        lines = self.env["stock.move.line"].sudo()
        for line in lines.search([("lot_id", "in", self.filtered("is_medical_device").ids)], limit=1):
            raise UserError(
                self.env._(
                    "Lot %(lot)s of a medical device has moved, so its record must be kept. Put it on hold or "
                    "reject it instead.",
                    lot=line.lot_id.name,
                )
            )

    def action_change_status(self):
        """Open the dialog that asks for the reason; the target status comes in the context."""
        action = self.env["ir.actions.act_window"]._for_xml_id("med_lot_traceability.med_lot_status_wizard_action")
        action["context"] = {
            "default_lot_ids": self.ids,
            "default_status": self.env.context.get("med_target_status"),
        }
        return action

    def _set_release_status(self, status, reason=None):
        """Change the release status: the single door for code, with all checks.

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

    def _is_expired(self):
        self.ensure_one()
        return bool(self.expiration_date) and self.expiration_date <= fields.Datetime.now()

    def _get_status_label(self, status):
        return dict(self._fields["effective_status"]._description_selection(self.env))[status]

    def _has_role(self, group):
        """Whether the user may act in this role. Code that runs as superuser has its own reasons."""
        return self.env.su or self.env.user.has_group(group)

    def _check_transition(self, status, reason):
        for lot in self:
            group = TRANSITIONS.get((lot.release_status, status))
            if not group:
                raise UserError(
                    self.env._(
                        "Lot %(lot)s can't go from '%(old)s' to '%(new)s'.",
                        lot=lot.name,
                        old=lot._get_status_label(lot.release_status),
                        new=lot._get_status_label(status),
                    )
                )
            if not lot._has_role(group):
                raise AccessError(
                    self.env._(
                        "Changing lot %(lot)s to '%(new)s' needs the role '%(role)s'. Ask somebody who has it.",
                        lot=lot.name,
                        new=lot._get_status_label(status),
                        role=self.env.ref(group).sudo().name,  # sudo: users don't read groups
                    )
                )
            if not (reason or "").strip() and (lot.release_status, status) not in WITHOUT_REASON:
                raise UserError(
                    self.env._(
                        "Give the reason why lot %(lot)s becomes '%(new)s'.",
                        lot=lot.name,
                        new=lot._get_status_label(status),
                    )
                )
        if status == "released":
            self._check_releasable()

    def _check_releasable(self):
        """A release says that the evidence is there and that the goods may be used."""
        for lot in self.with_context(bin_size=True).filtered("is_medical_device"):
            if lot._is_expired():
                raise UserError(
                    self.env._("Lot %(lot)s has expired, it can't be released. Reject it instead.", lot=lot.name)
                )
            if lot.use_expiration_date and not lot.expiration_date:
                raise UserError(
                    self.env._(
                        "Lot %(lot)s has no expiry date. Enter the maker's date before you release it.", lot=lot.name
                    )
                )
            if lot.device_class not in CLASSES_WITHOUT_REPORT and not lot.inspection_report:
                raise UserError(
                    self.env._(
                        "Lot %(lot)s has no inspection report. Attach it to the lot before you release it.",
                        lot=lot.name,
                    )
                )

    def _check_regulated_write(self, vals):
        """Dates and reports carry the release decision, so who may still change them depends on it."""
        regulated = self.filtered("is_medical_device")
        dates = [name for name in DATE_FIELDS if name in vals]
        if dates and not self._has_role(QUALITY_MANAGER):
            for lot in regulated.filtered(lambda lot: lot.release_status != "quarantine"):
                if any(lot._fields[name].convert_to_record(
                    lot._fields[name].convert_to_cache(vals[name], lot), lot
                ) != lot[name] for name in dates):
                    raise AccessError(
                        self.env._(
                            "The dates of lot %(lot)s were part of its release decision. Ask the quality manager "
                            "to correct them.",
                            lot=lot.name,
                        )
                    )
        if any(name in vals for name in REPORT_FIELDS):
            if regulated and not self._has_role(INSPECTOR):
                raise AccessError(self.env._("Only quality inspectors attach or change inspection reports."))
            for lot in regulated.filtered(lambda lot: lot.release_status not in ("quarantine", "hold")):
                raise UserError(
                    self.env._(
                        "The inspection report of lot %(lot)s is part of its release decision. Put the lot on "
                        "hold before you change the report.",
                        lot=lot.name,
                    )
                )

    def _start_in_quarantine(self):
        """Lots that were never decided on, of what has become a device: they have to be inspected."""
        lots = self.filtered(
            lambda lot: lot.is_medical_device and lot.release_status == "released" and not lot.release_decided_on
        )
        if lots:
            super(StockLot, lots).write({"release_status": "quarantine"})
            lots._free_customer_reservations()

    def _lock_release_states(self):
        """Read status and expiry, and keep others from changing them until this transaction ends.

        FOR SHARE lets parallel shipments of a lot through, but waits for a hold in progress; when
        that hold commits, PostgreSQL refuses this snapshot and Odoo retries the whole request, which
        then sees the hold. A plain read would ship the lot. Sorted by id, so that two readers
        and a hold on many lots lock in one order.

        :return: dict of lot id to (release status, expiry as naive UTC datetime or None)
        """
        if not self:
            return {}
        self.flush_recordset(["release_status", "expiration_date"])
        rows = self.env.execute_query(
            SQL(
                "SELECT id, release_status, expiration_date FROM stock_lot WHERE id = ANY(%s) ORDER BY id FOR SHARE",
                list(self.ids),
            )
        )
        return {lot_id: (status, expiration_date) for lot_id, status, expiration_date in rows}

    def _free_customer_reservations(self):
        """Take these lots out of transfers to customers that aren't done, and tell those transfers."""
        # sudo: quality decides about lots, it need not be allowed to edit transfers
        lines = (
            self.env["stock.move.line"]
            .sudo()
            .search([("lot_id", "in", self.ids), ("state", "not in", ("draft", "done", "cancel"))])
        )
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
