from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from ..channels.registry import CHANNELS
from ..models.ecom_store_capabilities import FLAGS, SECRET_FLAGS
from .common import ShopCase


@tagged("post_install", "-at_install")
class TestStoreCapabilities(ShopCase):
    def test_a_store_says_what_its_channel_can_do(self):
        for code, channel in CHANNELS.items():
            store = self.env["ecom.store"].new({"channel": code})
            for name, flag in FLAGS.items():
                self.assertEqual(store[name], getattr(channel.capabilities, flag), (code, name))
            for name, secret in SECRET_FLAGS.items():
                self.assertEqual(store[name], secret in channel.capabilities.secrets, (code, name))
            self.assertTrue(store.connection_hint or not store.is_online, code)

    def test_only_flows_that_the_channel_knows_are_shown(self):
        store = self.store.copy({"channel": "file", "base_url": False})
        shown = store.offered_flow_ids.mapped("flow")
        self.assertIn("shipment", shown)
        self.assertIn("booking", shown)
        self.assertFalse({"poll", "compare", "product", "product_in"} & set(shown))
        board = {row["id"]: row for row in self.env["ecom.store.flow"].get_board()["stores"]}
        self.assertEqual([row["flow"] for row in board[store.id]["flows"]], shown)
        self.assertEqual(self.store.offered_flow_ids, self.store.flow_ids)
        store.flow_ids.filtered(lambda row: row.flow == "poll").problem = "network"
        self.assertIn("poll", store.offered_flow_ids.mapped("flow"))

    def test_the_form_asks_only_for_what_the_channel_needs(self):
        with Form(self.env["ecom.store"].with_user(self.env.ref("base.user_admin"))) as form:
            form.name = "Another shop"
            form.channel = "woocommerce"
            form.base_url = "https://another.example.com"
            self.assertFalse(form._get_modifier("api_secret", "invisible"))
            self.assertTrue(form._get_modifier("shop_location_id", "invisible"))
            form.channel = "medusa"
            self.assertTrue(form._get_modifier("api_secret", "invisible"))
            self.assertFalse(form._get_modifier("shop_location_id", "invisible"))

    def test_a_shop_that_is_asked_over_the_network_needs_an_address(self):
        with self.assertRaises(ValidationError):
            self.store.base_url = " "
