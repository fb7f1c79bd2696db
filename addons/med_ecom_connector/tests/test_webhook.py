import hashlib
import hmac

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..controllers.incoming import MAX_BODY
from .common import ShopCase, WooCommerceCase
from .lost_race import lose_first

CONTROLLER = "odoo.addons.med_ecom_connector.controllers.webhook"


@tagged("post_install", "-at_install")
class TestWebhook(ShopCase, HttpCase):
    """What the address answers, and what it leaves behind."""

    def post(self, body, headers, token=None):
        path = f"/ecom/webhook/{token or self.store.webhook_token}"
        return self.url_open(path, data=body, headers=headers, method="POST")

    def test_signed_webhook_is_noted_and_answered(self):
        order = self.shop.place_order([("PO-100", 1)])
        headers, body = self.shop.order_webhook(order)
        self.assertEqual(self.post(body, headers).status_code, 200)
        exchange = self.exchanges()
        self.assertEqual(
            (exchange.source, exchange.external_id, exchange.state), ("webhook", order["id"], "pending")
        )
        self.assertFalse(self.shop.requests, "the answer must not wait for the shop")
        self.run_cron("orders")
        self.assertEqual(len(self.sales()), 1)

    def test_the_same_webhook_again_is_answered_and_not_noted(self):
        headers, body = self.shop.order_webhook(self.shop.place_order([("PO-100", 1)]))
        for _time in range(3):
            self.assertEqual(self.post(body, headers).status_code, 200)
        self.assertEqual(len(self.exchanges()), 1)

    @mute_logger("odoo.service.model")
    def test_a_repeated_transaction_still_has_the_body(self):
        headers, body = self.shop.order_webhook(self.shop.place_order([("PO-100", 1)]))
        calls = lose_first(self, self.env["ecom.exchange"], "_receive_hint")
        self.assertEqual(self.post(body, headers).status_code, 200)
        self.assertEqual((len(calls), len(self.exchanges())), (2, 1))

    @mute_logger(CONTROLLER)
    def test_wrong_signature_stores_nothing(self):
        order = self.shop.place_order([("PO-100", 1)])
        headers, body = self.shop.webhook("order.placed", {"id": order["id"]}, secret="another")
        self.assertEqual(self.post(body, headers).status_code, 401)
        headers.pop("X-Medusa-Signature")
        self.assertEqual(self.post(body, headers).status_code, 401)
        self.assertFalse(self.exchanges())

    @mute_logger(CONTROLLER)
    def test_tampered_body_stores_nothing(self):
        headers, body = self.shop.order_webhook(self.shop.place_order([("PO-100", 1)]))
        self.assertEqual(self.post(body + b" ", headers).status_code, 401)
        self.assertFalse(self.exchanges())

    @mute_logger(CONTROLLER)
    def test_shop_without_secret_accepts_nothing(self):
        headers, body = self.shop.webhook("order.placed", {"id": "order_1"}, secret="")
        self.store.webhook_secret = False
        self.assertEqual(self.post(body, headers).status_code, 401)

    def test_body_over_the_limit(self):
        headers, _body = self.shop.order_webhook(self.shop.place_order([("PO-100", 1)]))
        self.assertEqual(self.post(b"x" * (MAX_BODY + 1), headers).status_code, 413)
        self.assertFalse(self.exchanges())

    def test_unknown_address(self):
        headers, body = self.shop.order_webhook(self.shop.place_order([("PO-100", 1)]))
        self.assertEqual(self.post(body, headers, token="nobody").status_code, 404)

    @mute_logger(CONTROLLER)
    def test_signed_nonsense(self):
        headers, _body = self.shop.webhook("order.placed", {})
        nonsense = b"not json"
        headers["X-Medusa-Signature"] = self.sign(nonsense)
        self.assertEqual(self.post(nonsense, headers).status_code, 400)
        self.assertFalse(self.exchanges())

    def test_event_that_does_not_concern_us(self):
        headers, body = self.shop.webhook("customer.created", {"id": "cus_1"})
        self.assertEqual(self.post(body, headers).status_code, 200)
        self.assertFalse(self.exchanges())

    def sign(self, body):
        secret = self.shop.WEBHOOK_SECRET.encode()
        return f"sha256={hmac.new(secret, body, hashlib.sha256).hexdigest()}"


@tagged("post_install", "-at_install")
class TestWebhookWooCommerce(WooCommerceCase, HttpCase):
    def post(self, body, headers):
        path = f"/ecom/webhook/{self.store.webhook_token}"
        return self.url_open(path, data=body, headers=headers, method="POST")

    def test_the_first_ping_is_a_form(self):
        """WooCommerce shows an error to whoever saves a webhook unless this is answered with 200."""
        headers = {
            "User-Agent": "WooCommerce/11.0.1 Hookshot (WordPress/7.1)",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.assertEqual(self.post(b"webhook_id=1", headers).status_code, 200)
        self.assertFalse(self.exchanges())

    @mute_logger(CONTROLLER)
    def test_another_form_is_refused(self):
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        self.assertEqual(self.post(b"webhook_id=1&id=2", headers).status_code, 401)

    def test_an_order_is_noted(self):
        order = self.shop.place_order([("PO-100", 1)], paid=True)
        headers, body = self.shop.order_webhook(order)
        self.assertEqual(self.post(body, headers).status_code, 200)
        self.assertEqual(self.exchanges().mapped("external_id"), [str(order["id"])])

    def test_what_was_deleted_meanwhile_is_no_failure(self):
        gone = {"code": "woocommerce_rest_shop_order_invalid_id", "message": "Invalid ID."}
        headers, body = self.shop.webhook("order.updated", gone)
        self.assertEqual(self.post(body, headers).status_code, 200)
        self.assertFalse(self.exchanges())
