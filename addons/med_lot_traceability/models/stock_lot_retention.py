from datetime import datetime, time

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..retention import get_retention


class StockLot(models.Model):
    """Until when a lot's records must be kept, and the refusal to give them up before."""

    _inherit = "stock.lot"

    retain_until = fields.Date(
        compute="_compute_retention",
        store=True,
        help="The day until which the records of this lot must be kept; later movements may prolong it.",
    )
    retain_forever = fields.Boolean("Kept for Ever", compute="_compute_retention", store=True)

    @api.depends(
        "expiration_date",
        "product_id.is_medical_device",
        "product_id.is_implant",
        "product_id.retention_rule",
        "product_id.retention_supply_years",
        "product_id.jurisdiction_ids.retention_months",
        "product_id.jurisdiction_ids.retention_years",
        "product_id.jurisdiction_ids.retention_supply_years",
        "product_id.jurisdiction_ids.implants_for_ever",
        "product_id.jurisdiction_ids.retention_implant_years",
    )
    def _compute_retention(self):
        retentions = self._get_retentions()
        for lot in self:
            retention = retentions.get(lot)
            lot.retain_until = retention and retention.until
            lot.retain_forever = bool(retention and retention.for_ever)

    def _get_retentions(self):
        """Until when the records of these lots must be kept, as of now.

        :return: dict of lot to :class:`~..retention.Retention`; lots that are no devices are missing
        """
        # sudo: what must be kept does not depend on who asks
        devices = self.sudo().filtered("product_id.is_medical_device")
        moved_on = devices._get_last_movements()
        now = fields.Datetime.now()
        return {
            lot.sudo(self.env.su): get_retention(
                lot.product_id.product_tmpl_id._get_retention_rules(lot.company_id),
                lot.expiration_date and lot.expiration_date.date(),
                # the term ends by the company's calendar, so it begins by it
                (lot.company_id or self.env.company)._get_day(
                    moved_on.get(lot._origin.id) or lot.create_date or now
                ),
                lot.product_id.is_implant,
            )
            for lot in devices
        }

    def _get_last_movements(self):
        """:return: dict of lot id to the time of its last done movement"""
        if not self.ids:
            return {}
        self.env["stock.move.line"].flush_model(["lot_id", "state", "date"])
        return dict(
            self.env.execute_query(
                SQL(
                    "SELECT lot_id, MAX(date) FROM stock_move_line"
                    " WHERE lot_id = ANY(%s) AND state = 'done' GROUP BY lot_id",
                    list(self.ids),
                )
            )
        )

    def _check_retention(self, record):
        """Refuse to give up a record that belongs to these lots while one of them must be kept.

        :param record: what somebody wants to delete or change
        :raise UserError: names the record, until when it must be kept, and who demands it
        """
        today = self.env.company._get_today()
        kept = {lot: kept for lot, kept in self._get_retentions().items() if kept.holds_on(today)}
        if not kept:
            return
        lot = max(kept, key=lambda lot: (kept[lot].for_ever, kept[lot].until or today))
        values = {
            # sudo: the refusal names the record to whoever tried
            "record": record.sudo().display_name,
            "kind": self.env["ir.model"]._get(record._name).name,
            "lot": lot.sudo().name,
            "rule": kept[lot].source,
        }
        if kept[lot].for_ever:
            raise UserError(
                self.env._(
                    "%(kind)s '%(record)s' must be kept for ever (%(rule)s, lot %(lot)s): it can be neither "
                    "deleted nor altered. Enter a correction as a new record instead.",
                    **values,
                )
            )
        raise UserError(
            self.env._(
                "%(kind)s '%(record)s' must be kept until %(date)s (%(rule)s, lot %(lot)s): it can be "
                "neither deleted nor altered before. Enter a correction as a new record instead.",
                date=fields.Date.to_string(kept[lot].until),
                **values,
            )
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_before_retention_ends(self):
        """A lot that was only mistyped, of which nothing is recorded yet, may go."""
        for lot in self._filter_recorded():
            lot._check_retention(lot)

    def _filter_recorded(self):
        # sudo: what any company recorded counts
        rows = self.env["med.trace.event"].sudo()._read_group([("lot_id", "in", self.ids)], ["lot_id"])
        lines = self.env["stock.move.line"].sudo()._read_group([("lot_id", "in", self.ids)], ["lot_id"])
        recorded = {lot.id for (lot,) in rows + lines}
        return self.filtered(lambda lot: lot.id in recorded)

    @api.model
    def _cron_prolong_retention(self):
        """Movements of the last two days prolong retention; each done line would lock the lot for it."""
        since = datetime.combine(fields.Date.add(fields.Date.today(), days=-2), time())
        lines = self.env["stock.move.line"].search([("state", "=", "done"), ("write_date", ">=", since)])
        lots = lines.lot_id.filtered("is_medical_device")
        self.env.add_to_compute(self._fields["retain_until"], lots)
        self.env.add_to_compute(self._fields["retain_forever"], lots)
        lots.flush_recordset(["retain_until", "retain_forever"])
