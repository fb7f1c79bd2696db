from werkzeug.exceptions import NotFound

from odoo.exceptions import AccessError
from odoo.http import Controller, content_disposition, request, route

from .life_cycle import XLSX


class ConsigneeController(Controller):
    """Consignee lists, for who may read the search. Downloads are logged, also with the lots they tell of."""

    @route("/med/consignees/<int:search_id>.xlsx", type="http", auth="user", methods=["GET"])
    def download_workbook(self, search_id):
        search, name = self._get_search(search_id, "xlsx")
        return self._make_response(search._make_workbook(), XLSX, name)

    @route("/med/consignees/<int:search_id>.csv", type="http", auth="user", methods=["GET"])
    def download_csv(self, search_id):
        search, name = self._get_search(search_id, "csv")
        return self._make_response(search._make_csv(), "text/csv;charset=utf-8", name)

    def _get_search(self, search_id, kind):
        search = request.env["med.consignee.search"].browse(search_id).exists()
        try:
            search.check_access("read")
        except AccessError:
            raise NotFound()
        if not search:
            raise NotFound()
        name = request.env._("Consignees %(search)s", search=search.name.replace("/", "-")) + f".{kind}"
        search._log_reading("export", name)
        search.line_ids.filtered("is_included").lot_id._log_reading("export", name)
        return search, name

    def _make_response(self, content, kind, name):
        headers = [("Content-Type", kind), ("Content-Disposition", content_disposition(name))]
        return request.make_response(content, headers)
