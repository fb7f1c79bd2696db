from odoo import api, fields, models
from odoo.fields import Domain

from ..lot_status import EFFECTIVE_STATUSES, RELEASE_STATUSES, STATUSES_THAT_EXPIRE
from .med_lot_status import UNLOCKED

#: Written by a decision only, never on their own.
DECISION_FIELDS = (
    "release_status",
    "release_reason",
    "release_decided_by",
    "release_decided_on",
    "is_divided",
)


def _without_decision(vals):
    return {name: value for name, value in vals.items() if name not in DECISION_FIELDS}


class MedReleaseMixin(models.AbstractModel):
    """What quality releases: a lot or serial number, or the batch that serial numbers belong to.

    The one door through which its status changes is ``_set_release_status`` in med_release_decision.py; what
    it checks is in med_release_checks.py. Models that use this have the fields ``name``, ``product_id``,
    ``is_medical_device``, ``device_class``, ``use_expiration_date``, ``production_date``, ``status_ids``,
    ``expiration_date``.
    """

    _name = "med.release.mixin"
    _description = "Has a Release Status"

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
        group_expand=True,
        help="Only released lots are reserved for customers and leave to them.",
    )
    effective_status = fields.Selection(
        EFFECTIVE_STATUSES,
        "Status",
        compute="_compute_effective_status",
        search="_search_effective_status",
        help="The release status, or 'Expired' for a waiting or released lot whose expiry has passed.",
    )
    is_divided = fields.Boolean(
        "Differs by Zone", readonly=True, copy=False, help="In some zone another status was decided."
    )
    inspection_report = fields.Binary(copy=False)
    inspection_report_name = fields.Char(copy=False, tracking=True)
    release_decided_by = fields.Many2one("res.users", "Decided By", readonly=True, copy=False)
    release_decided_on = fields.Datetime("Decided On", readonly=True, copy=False)
    release_reason = fields.Char("Reason", readonly=True, copy=False, tracking=True)

    def _compute_release_status(self):
        for record in self:
            record.release_status = record._get_status_at_birth()

    def _get_status_at_birth(self):
        return "quarantine" if self.product_id.is_medical_device else "released"

    @api.depends("release_status", "expiration_date")
    def _compute_effective_status(self):
        for record in self:
            expires = record.release_status in STATUSES_THAT_EXPIRE
            record.effective_status = "expired" if expires and record._is_expired() else record.release_status

    def _search_effective_status(self, operator, value):
        if operator != "in":
            return NotImplemented
        expired = Domain("release_status", "in", STATUSES_THAT_EXPIRE)
        expired &= Domain("expiration_date", "<=", "now")
        found = Domain("release_status", "in", [status for status in value if status != "expired"]) & ~expired
        return found | expired if "expired" in value else found

    def _is_expired(self):
        self.ensure_one()
        return bool(self.expiration_date) and self.expiration_date <= fields.Datetime.now()

    def _get_status_label(self, status):
        return dict(self._fields["effective_status"]._description_selection(self.env))[status]

    @api.model_create_multi
    def create(self, vals_list):
        """Create the records as their product says; a status in the values passes the door, as later."""
        forged = {f"default_{name}" for name in DECISION_FIELDS}
        context = {key: value for key, value in self.env.context.items() if key not in forged}
        plain = [_without_decision(vals) for vals in vals_list]
        # The whole context is replaced: what forges a decision must not be in it.
        clean = self.with_context(context)  # pylint: disable=context-overridden
        records = super(MedReleaseMixin, clean).create(plain).with_env(self.env)
        records._read_states(UNLOCKED)  # makes the rows that the gate reads
        by_decision = {}
        for record, vals in zip(records, vals_list, strict=True):
            record._check_report_write({name: value for name, value in vals.items() if value})
            if vals.get("release_status"):
                decision = (vals["release_status"], vals.get("release_reason"))
                by_decision[decision] = by_decision.get(decision, self.browse()) | record
        for (status, reason), decided in by_decision.items():
            decided._set_release_status(status, reason)
        return records

    def write(self, vals):
        """Whoever changes the status, by button, import or API, gets the same checks and the same traces."""
        others = _without_decision(vals)
        self._check_dates_write(others)
        self._check_identity_write(others)
        self._check_report_write(others)
        res = super().write(others)
        if vals.get("release_status"):
            self._set_release_status(vals["release_status"], vals.get("release_reason"))
        return res

    def _write_decision(self, vals):
        """Past the door: what a decision writes, once it has been checked."""
        return super().write(vals)  # pylint: disable=super-method-mismatch
