from odoo import api, models


class IrActionsReport(models.Model):
    """Whoever prints a regulated record is logged, whatever the report."""

    _inherit = "ir.actions.report"

    def _render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        self._log_print(report_ref, res_ids)
        # A PDF is made from the HTML, and that is one printing.
        logged = self.with_context(med_print_is_logged=True)
        return super(IrActionsReport, logged)._render_qweb_pdf(report_ref, res_ids=res_ids, data=data)

    @api.model
    def _render_qweb_html(self, report_ref, docids, data=None):
        self._log_print(report_ref, docids)
        return super()._render_qweb_html(report_ref, docids, data=data)

    @api.model
    def _render_qweb_text(self, report_ref, docids, data=None):
        self._log_print(report_ref, docids)
        return super()._render_qweb_text(report_ref, docids, data=data)

    def _log_print(self, report_ref, res_ids):
        if not res_ids or self.env.context.get("med_print_is_logged"):
            return
        report = self._get_report(report_ref)
        if report.model not in self.env:
            return
        records = self.env[report.model].browse([res_ids] if isinstance(res_ids, int) else res_ids)
        if hasattr(records, "_get_records_logged_on_print"):
            records._get_records_logged_on_print()._log_reading("print", report.name)
