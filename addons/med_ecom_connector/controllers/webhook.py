import logging
from dataclasses import replace

from odoo import http
from odoo.http import request

from ..channels.errors import PayloadError
from ..exceptions import HoldExchange
from .incoming import answer, public_post, read_body

_logger = logging.getLogger(__name__)


class EcomWebhook(http.Controller):
    @public_post("/ecom/webhook/<string:token>")
    def receive(self, token):
        """Note what a shop says has changed, and answer at once.

        The body is only a hint: the worker asks the shop for the truth. Nothing is stored unless
        the signature over the raw body is right.
        """
        body = read_body()
        if body is None:
            return answer(413, "too large")
        # Public route: the token in the address names the store, the signature proves the sender.
        store = request.env["ecom.store"].sudo().search([("webhook_token", "=", token)], limit=1)
        if not store:
            return answer(404, "unknown")
        headers = dict(request.httprequest.headers)
        try:
            channel = store._channel()
        except HoldExchange:
            # our own trouble, and it shows on the store: the shop shall try again
            return answer(503, "not ready")
        if not channel.verify_webhook(headers, body):
            _logger.warning("Webhook with a wrong signature for shop %s", store.id)
            return answer(401, "wrong signature")
        try:
            events = channel.parse_webhook(headers, body)
        except PayloadError as error:
            _logger.warning("Unreadable webhook for shop %s: %s", store.id, error)
            return answer(400, "unreadable")
        for event in events:
            self._note(store, event, body)
        return answer(200, "ok")

    def _note(self, store, event, body):
        # sudo: see above
        exchanges = request.env["ecom.exchange"].sudo()
        if event.kind == "order":
            exchanges._receive_hint(store, event, body)
        elif event.kind == "product" and store.catalogue_direction == "in" and store.can_read_products:
            exchanges._receive_hint(store, replace(event, kind="product_in"), body)
