from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL


class MedEpcisExport(models.TransientModel):
    _name = "med.epcis.export"
    _description = "EPCIS Export of a Period"

    date_from = fields.Date(
        "From", required=True, default=lambda self: fields.Date.context_today(self).replace(month=1, day=1)
    )
    date_to = fields.Date("To", required=True, default=fields.Date.context_today, help="This day included.")
    product_ids = fields.Many2many(
        "product.product", string="Products", domain=[("is_medical_device", "=", True)], help="Empty: all."
    )
    event_count = fields.Integer("Rows of the Ledger", compute="_compute_event_count")

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for export in self:
            if export.date_from > export.date_to:
                raise ValidationError(self.env._("The period ends before it begins. Swap the dates."))

    @api.depends("date_from", "date_to", "product_ids")
    def _compute_event_count(self):
        for export in self:
            dated = export.date_from and export.date_to
            export.event_count = dated and self.env["med.trace.event"].search_count(export._get_domain())

    def action_export(self):
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": f"/med/epcis/{self.id}.json", "target": "download"}

    def _write_document(self):
        """:return: iterator of pieces of the document; logs the export"""
        self.ensure_one()
        self.check_access("read")
        self._log_export()
        start, end = self._get_period()
        return self.env["med.trace.event"]._write_period_epcis(start, end, self.product_ids.ids)

    def _log_export(self):
        """One entry per lot: who asks about a lot must find it."""
        start, end = self._get_period()
        query = SQL(
            """
            SELECT DISTINCT lot_id FROM med_trace_event
             WHERE happened_on >= %s AND happened_on < %s AND company_id = %s AND lot_id IS NOT NULL AND %s
            """,
            start,
            end,
            self.env.company.id,
            SQL("product_id = ANY(%s)", self.product_ids.ids) if self.product_ids else SQL("TRUE"),
        )
        lots = self.env["stock.lot"].browse([lot_id for (lot_id,) in self.env.execute_query(query)])
        self.env["med.access.log"]._log("export", lots, self._get_file_name())

    def _get_file_name(self):
        return f"EPCIS {self.date_from} - {self.date_to}.json"

    def _get_domain(self):
        start, end = self._get_period()
        domain = [("happened_on", ">=", start), ("happened_on", "<", end)]
        domain.append(("company_id", "=", self.env.company.id))
        return domain + ([("product_id", "in", self.product_ids.ids)] if self.product_ids else [])

    def _get_period(self):
        """From midnight to midnight where the user is, as naive UTC."""
        zone = ZoneInfo(self.env.user.tz or "UTC")
        days = (self.date_from, self.date_to + timedelta(days=1))
        return [datetime.combine(day, time.min, zone).astimezone(UTC).replace(tzinfo=None) for day in days]
