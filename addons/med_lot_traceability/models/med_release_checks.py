from odoo import models
from odoo.exceptions import AccessError, UserError

from ..lot_status import CLASSES_WITHOUT_REPORT, INSPECTOR, QUALITY_MANAGER, TRANSITIONS, WITHOUT_REASON

DATE_FIELDS = ("production_date", "expiration_date", "sterilisation_lot")
IDENTITY_FIELDS = ("name", "batch_id")
REPORT_FIELDS = ("inspection_report", "inspection_report_name")


class MedReleaseMixin(models.AbstractModel):
    """What is checked before a decision, and what a decision fixes."""

    _inherit = "med.release.mixin"

    def _has_role(self, group):
        """Whether the user may act in this role. Code that runs as superuser has its own reasons."""
        return self.env.su or self.env.user.has_group(group)

    def _check_transition(self, old, new, reason):
        """:param old: the status that counts now, :param new: the one that will count"""
        self.ensure_one()
        names = {"lot": self.name, "old": self._get_status_label(old), "new": self._get_status_label(new)}
        # Withdrawing a decision may leave the status as it is.
        group = INSPECTOR if old == new else TRANSITIONS.get((old, new))
        if not group:
            raise UserError(self.env._("Lot %(lot)s can't go from '%(old)s' to '%(new)s'.", **names))
        if not self._has_role(group):
            role = self.env.ref(group).sudo().name  # sudo: users don't read groups
            raise AccessError(
                self.env._(
                    "Changing lot %(lot)s from '%(old)s' to '%(new)s' needs the role '%(role)s'. "
                    "Ask somebody who has it.",
                    role=role,
                    **names,
                )
            )
        if not reason and (old, new) not in WITHOUT_REASON:
            raise UserError(
                self.env._("Give the reason why lot %(lot)s goes from '%(old)s' to '%(new)s'.", **names)
            )
        if new == "released" and old != new:
            self._check_releasable()

    def _check_releasable(self):
        """A release says that the evidence is there and that the goods may be used."""
        for record in self.with_context(bin_size=True).filtered("is_medical_device"):
            if problem := record._get_release_problem():
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
        if self.device_class not in CLASSES_WITHOUT_REPORT and not self._has_report():
            return self.env._(
                "Lot %(lot)s has no inspection report. Attach it to the lot before you release it.",
                lot=self.name,
            )
        return None

    def _has_report(self):
        return bool(self.inspection_report)

    def _is_decided(self):
        return self.release_status != "quarantine" or self.is_divided

    def _get_fixed(self, vals, names):
        """The decided devices among these records in which ``vals`` would change one of the fields."""
        names = [name for name in names if name in vals and name in self._fields]
        if not names or self._has_role(QUALITY_MANAGER):
            return self.browse()
        decided = self.filtered(lambda record: record.is_medical_device and record._is_decided())
        return decided.filtered(lambda record: any(record._would_change(name, vals[name]) for name in names))

    def _would_change(self, name, value):
        field = self._fields[name]
        new = field.convert_to_record(field.convert_to_cache(value, self), self)
        return (new or False) != (self[name] or False)

    def _check_dates_write(self, vals):
        """The dates carry the release decision: once it is made, only the quality manager corrects them."""
        for record in self._get_fixed(vals, DATE_FIELDS):
            raise AccessError(
                self.env._(
                    "The dates of lot %(lot)s were part of its release decision. "
                    "Ask the quality manager to correct them.",
                    lot=record.name,
                )
            )

    def _check_identity_write(self, vals):
        """A number under which something was decided stays, unless the quality manager corrects it."""
        for record in self._get_fixed(vals, IDENTITY_FIELDS):
            raise AccessError(
                self.env._(
                    "The release decision about lot %(lot)s was made under this number. "
                    "Ask the quality manager to correct the number or the batch.",
                    lot=record.name,
                )
            )

    def _check_report_write(self, vals):
        """The inspection report is the evidence of a decision: inspectors' business, and fixed afterwards."""
        regulated = self.filtered("is_medical_device")
        if not regulated or not any(name in vals for name in REPORT_FIELDS):
            return
        if not self._has_role(INSPECTOR):
            raise AccessError(self.env._("Only quality inspectors attach or change inspection reports."))
        for record in regulated:
            if record.release_status not in ("quarantine", "hold"):
                raise UserError(
                    self.env._(
                        "The inspection report of lot %(lot)s is part of its release decision. "
                        "Put the lot on hold before you change the report.",
                        lot=record.name,
                    )
                )
