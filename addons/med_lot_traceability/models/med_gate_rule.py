from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import ormcache

from ..lot_status import EFFECTIVE_STATUSES
from ..operations import OPERATIONS

#: What the ledger keeps of a rule.
LOGGED_FIELDS = ("status", "operation", "active", "note")


class MedGateRule(models.Model):
    """The legality matrix of the release gate: what a rule allows may be moved, all else is refused."""

    _name = "med.gate.rule"
    _description = "Release Gate Rule"
    _inherit = ["mail.thread"]
    _order = "status, operation, id"

    status = fields.Selection(
        EFFECTIVE_STATUSES,
        required=True,
        tracking=True,
        group_expand=True,
        help="Status of the lot in the zone that it leaves; 'Expired' counts for waiting and released lots.",
    )
    operation = fields.Selection(OPERATIONS, required=True, tracking=True, group_expand=True)
    from_zone_ids = fields.Many2many(
        "med.zone",
        "med_gate_rule_from_zone_rel",
        "rule_id",
        "zone_id",
        "From",
        ondelete="restrict",
        tracking=True,
        help="Empty: from any zone.",
    )
    to_zone_ids = fields.Many2many(
        "med.zone",
        "med_gate_rule_to_zone_rel",
        "rule_id",
        "zone_id",
        "To",
        ondelete="restrict",
        tracking=True,
        help="Empty: to any zone.",
    )
    active = fields.Boolean(default=True, tracking=True)
    note = fields.Char("Reason", translate=True, tracking=True, help="Why this is allowed.")

    @api.depends("status", "operation", "from_zone_ids.name", "to_zone_ids.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        any_zone = self.env._("any zone")
        labels = {
            name: dict(self._fields[name]._description_selection(self.env))
            for name in ("status", "operation")
        }
        for rule in self:
            rule.display_name = self.env._(
                "%(status)s, %(operation)s: %(from_zones)s to %(to_zones)s",
                status=labels["status"].get(rule.status, ""),
                operation=labels["operation"].get(rule.operation, ""),
                from_zones=", ".join(rule.from_zone_ids.mapped("name")) or any_zone,
                to_zones=", ".join(rule.to_zone_ids.mapped("name")) or any_zone,
            )

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        self.env.registry.clear_cache()
        rules._log_change({})
        return rules

    def write(self, vals):
        before = {rule.id: rule._prepare_log_vals() for rule in self}
        res = super().write(vals)
        self.env.registry.clear_cache()
        self._log_change(before)
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_always(self):
        if self:
            raise UserError(
                self.env._(
                    "Rules of the release gate are part of the records. Archive '%(rule)s' instead.",
                    rule=self[0].display_name,
                )
            )

    # === The matrix === #

    @api.model
    @ormcache()
    def _get_matrix(self):
        """:return: dict of (status, operation) to a tuple of (rule id, from zone ids, to zone ids)"""
        matrix = {}
        # sudo: everybody is bound by the rules, whoever may read them
        for rule in self.sudo().search([]):  # pylint: disable=no-search-all
            row = (rule.id, frozenset(rule.from_zone_ids.ids), frozenset(rule.to_zone_ids.ids))
            matrix[rule.status, rule.operation] = (*matrix.get((rule.status, rule.operation), ()), row)
        return matrix

    @api.model
    def _find_rule_id(self, status, from_zone_id, to_zone_id, operation):
        """:return: id of the first rule that allows this movement, or None"""
        for rule_id, from_ids, to_ids in self._get_matrix().get((status, operation), ()):
            if (not from_ids or from_zone_id in from_ids) and (not to_ids or to_zone_id in to_ids):
                return rule_id
        return None

    @api.model
    def _is_allowed(self, status, from_zone_id, to_zone_id, operation):
        """Whether goods of this status may be moved so. No query once the rules are in memory.

        :param status: value of ``stock.lot.effective_status`` in the zone that the goods leave
        :param from_zone_id: id of med.zone
        :param to_zone_id: id of med.zone
        :param operation: one of ``operations.OPERATIONS``
        """
        return self._find_rule_id(status, from_zone_id, to_zone_id, operation) is not None

    @api.model
    @ormcache("operation", "to_zone_id")
    def _get_zones_by_statuses(self, operation, to_zone_id):
        """From where goods of which status may make a move: what reservation asks.

        :return: dict of a frozenset of statuses to the list of zone ids in which exactly these may leave
        """
        zones = {}
        # sudo: see _get_matrix
        for zone in self.env["med.zone"].sudo().search([]):  # pylint: disable=no-search-all
            statuses = frozenset(
                status
                for status, _label in EFFECTIVE_STATUSES
                if self._is_allowed(status, zone.id, to_zone_id, operation)
            )
            if statuses:
                zones.setdefault(statuses, []).append(zone.id)
        return zones

    @api.model
    def _get_deliverable_statuses(self):
        """:return: frozenset of the statuses with which goods may reach a customer from anywhere"""
        return frozenset(status for status, operation in self._get_matrix() if operation == "delivery")

    @api.model
    def _get_allowed_zones(self, status, from_zone_id, operation):
        """:return: the zones where goods of this status may go from here"""
        # sudo: for a text that tells people what to do
        zones = self.env["med.zone"].sudo().search([])  # pylint: disable=no-search-all
        return zones.filtered(lambda zone: self._is_allowed(status, from_zone_id, zone.id, operation))

    # === The ledger of changes === #

    def _prepare_log_vals(self):
        self.ensure_one()
        zones = {name: sorted(self[name].mapped("code")) for name in ("from_zone_ids", "to_zone_ids")}
        return {name: self[name] or False for name in LOGGED_FIELDS} | zones

    def _prepare_event_vals(self, old, new):
        self.ensure_one()
        return {
            "chain": f"rule/{self.id}",
            "kind": "rule",
            "happened_on": fields.Datetime.now(),
            "document_model": self._name,
            "document_id": self.id,
            "document_name": self.display_name,
            "reason": self.note,
            "details": {"old": old, "new": new},
        }

    def _log_change(self, before):
        """Write a row of the ledger for each rule that is new or differs from before.

        :param before: dict of rule id to what :meth:`_prepare_log_vals` returned
        """
        now = {rule.id: rule._prepare_log_vals() for rule in self}
        changed = self.filtered(lambda rule: before.get(rule.id) != now[rule.id])
        # sudo: the ledger is written to by code only
        self.env["med.trace.event"].sudo()._record(
            [rule._prepare_event_vals(before.get(rule.id), now[rule.id]) for rule in changed]
        )
