import logging
from dataclasses import replace

from werkzeug.exceptions import RequestEntityTooLarge

from odoo import http
from odoo.http import request

from ..channels.errors import PayloadError
from ..exceptions import HoldExchange

_logger = logging.getLogger(__name__)

#: Bytes. WooCommerce sends the whole order: 500 lines stay under half of this.
MAX_BODY = 2 * 1024 * 1024


class EcomWebhook(http.Controller):
    @http.route(
        "/ecom/webhook/<string:token>",
        type="http",
        auth="public",
        methods=["POST"],
        csrf=False,
        save_session=False,
        max_content_length=MAX_BODY,
    )
    def receive(self, token):
        """Note what a shop says has changed, and answer at once.

        The body is only a hint: the worker asks the shop for the truth. Nothing is stored unless
        the signature over the raw body is right.
        """
        try:
            # kept, as Odoo calls this again when the transaction has to be repeated
            body = request.httprequest.get_data()
        except RequestEntityTooLarge:
            return self._answer(413, "too large")
        # Public route: the token in the address names the store, the signature proves the sender.
        store = request.env["ecom.store"].sudo().search([("webhook_token", "=", token)], limit=1)
        if not store:
            return self._answer(404, "unknown")
        headers = dict(request.httprequest.headers)
        try:
            channel = store._channel()
        except HoldExchange:
            # our own trouble, and it shows on the store: the shop shall try again
            return self._answer(503, "not ready")
        if not channel.verify_webhook(headers, body):
            _logger.warning("Webhook with a wrong signature for shop %s", store.id)
            return self._answer(401, "wrong signature")
        try:
            events = channel.parse_webhook(headers, body)
        except PayloadError as error:
            _logger.warning("Unreadable webhook for shop %s: %s", store.id, error)
            return self._answer(400, "unreadable")
        for event in events:
            if event.kind == "order":
                request.env["ecom.exchange"].sudo()._receive_hint(store, event, body)
            elif event.kind == "product" and store.catalogue_direction == "in" and store.can_read_products:
                hint = replace(event, kind="product_in")
                request.env["ecom.exchange"].sudo()._receive_hint(store, hint, body)
        return self._answer(200, "ok")

    def _answer(self, status, text):
        return request.make_json_response({"status": text}, status=status)
