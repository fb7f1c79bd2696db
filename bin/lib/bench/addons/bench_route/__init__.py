from odoo import fields, http, models
from odoo.http import request


class BenchRow(models.Model):
    _name = "bench.row"
    _description = "Bench row"

    name = fields.Char()


class BenchRoute(http.Controller):
    @http.route("/bench/row", type="http", auth="public", methods=["POST"], csrf=False, save_session=False)
    def insert(self):
        request.env["bench.row"].sudo().create({"name": request.httprequest.get_data(as_text=True)})
        return request.make_json_response({"status": "ok"})
