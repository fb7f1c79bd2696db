import tempfile

from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.wsgi import wrap_file

from odoo import fields
from odoo.exceptions import AccessError, MissingError
from odoo.http import Controller, content_disposition, request, route

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EPCIS = "application/ld+json"
REPORT = "med_lot_traceability.action_report_life_cycle"


class LifeCycleController(Controller):
    """The files of a lot, for who may read the lot. Each download is logged."""

    @route("/med/life_cycle/<int:lot_id>.pdf", type="http", auth="user", methods=["GET"])
    def download_pdf(self, lot_id, as_of=None):
        lot, moment = self._get_lot(lot_id), self._get_moment(as_of)
        report = request.env["ir.actions.report"]
        content, _kind = report._render_qweb_pdf(REPORT, lot.ids, data={"as_of": moment})
        return self._make_response(content, "application/pdf", f"{lot._get_life_cycle_name(moment)}.pdf")

    @route("/med/life_cycle/<int:lot_id>.xlsx", type="http", auth="user", methods=["GET"])
    def download_workbook(self, lot_id, as_of=None):
        lot, moment = self._get_lot(lot_id), self._get_moment(as_of)
        name = f"{lot._get_life_cycle_name(moment)}.xlsx"
        lot._log_reading("export", name)
        return self._make_response(lot._make_life_cycle_workbook(moment), XLSX, name)

    @route("/med/life_cycle/<int:lot_id>.epcis.json", type="http", auth="user", methods=["GET"])
    def download_epcis(self, lot_id, as_of=None):
        lot, moment = self._get_lot(lot_id), self._get_moment(as_of)
        name = f"{lot._get_life_cycle_name(moment)}.epcis.json"
        lot._log_reading("export", name)
        pieces = request.env["med.trace.event"]._write_lot_epcis(lot, moment)
        return self._make_response("".join(pieces).encode(), EPCIS, name)

    @route("/med/epcis/<int:export_id>.json", type="http", auth="user", methods=["GET"])
    def download_period(self, export_id):
        """The document of an export's period, from a file on disk: a year may not fit into memory."""
        export = request.env["med.epcis.export"].browse(export_id).exists()
        if not export:
            raise NotFound()
        file = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
        for piece in export._write_document():
            file.write(piece.encode())
        size = file.tell()
        file.seek(0)
        response = self._make_response(b"", EPCIS, export._get_file_name())
        response.response = wrap_file(request.httprequest.environ, file)
        response.direct_passthrough = True
        response.headers["Content-Length"] = size
        return response

    def _get_lot(self, lot_id):
        lot = request.env["stock.lot"].browse(lot_id)
        try:
            lot.check_access("read")
            lot.ensure_one().name  # noqa: B018  a lot that isn't there
        except (AccessError, MissingError):
            raise NotFound()
        return lot

    def _get_moment(self, as_of):
        """:param as_of: 'YYYY-MM-DD HH:MM:SS', UTC"""
        try:
            return fields.Datetime.to_datetime(as_of or None)
        except ValueError:
            raise BadRequest(request.env._("'as_of' must be a moment like 2026-03-31 08:00:00 (UTC)."))

    def _make_response(self, content, kind, name):
        headers = [("Content-Type", kind), ("Content-Disposition", content_disposition(name))]
        return request.make_response(content, headers)
