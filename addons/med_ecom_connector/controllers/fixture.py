from odoo import http
from odoo.http import content_disposition, request


class EcomFixture(http.Controller):
    @http.route("/ecom/exchange/<int:exchange_id>/fixture", type="http", auth="user", methods=["GET"])
    def download(self, exchange_id):
        """The anonymised payload of an exchange, as a file for a test."""
        name, text = request.env["ecom.exchange"].browse(exchange_id)._fixture()
        headers = [("Content-Type", "application/json"), ("Content-Disposition", content_disposition(name))]
        return request.make_response(text, headers)
