from odoo import http
from odoo.http import request


class EcomFixture(http.Controller):
    @http.route("/ecom/exchange/<int:exchange_id>/fixture", type="http", auth="user", methods=["GET"])
    def download(self, exchange_id):
        """The anonymised payload of an exchange, as a file for a test."""
        name, text = request.env["ecom.exchange"].browse(exchange_id)._fixture()
        disposition = f'attachment; filename="{name}"'
        headers = [("Content-Type", "application/json"), ("Content-Disposition", disposition)]
        return request.make_response(text, headers)
