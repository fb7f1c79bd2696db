from werkzeug.exceptions import BadRequest, NotFound

from odoo.exceptions import AccessError
from odoo.http import Controller, content_disposition, request, route

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST = 2000


class TransportOrderController(Controller):
    """Transport orders as files, for who may read the deliveries."""

    @route("/ecom/transport_order.xlsx", type="http", auth="user", methods=["GET"])
    def download_workbook(self, ids):
        return self._answer(self._get_deliveries(ids)._make_transport_workbook(), XLSX, "xlsx")

    @route("/ecom/transport_order.csv", type="http", auth="user", methods=["GET"])
    def download_csv(self, ids):
        return self._answer(self._get_deliveries(ids)._make_transport_csv(), "text/csv;charset=utf-8", "csv")

    def _get_deliveries(self, ids):
        parts = ids.split(",")
        if len(parts) > MOST or not all(part.isascii() and part.isdigit() for part in parts):
            raise BadRequest()
        pickings = request.env["stock.picking"].browse(map(int, parts)).exists()
        try:
            pickings.check_access("read")
        except AccessError:
            raise NotFound() from None
        deliveries = pickings.filtered(lambda one: one._is_delivery())
        if not deliveries:
            raise NotFound()
        deliveries._log_reading("export", "transport order")
        return deliveries

    def _answer(self, content, kind, ending):
        name = f"{request.env._('Transport order')}.{ending}"
        headers = [("Content-Type", kind), ("Content-Disposition", content_disposition(name))]
        return request.make_response(content, headers)
