from datetime import UTC, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..engine.tracking_events import TrackingEvent
from .common import ShopCase, ShopifyCase, WooCommerceCase
from .test_parcels import ShippingCase


class DeliveredCase(ShippingCase):
    def shipped(self, number="SF-100"):
        shop_order, picking = self.order(("PO-100", 1))
        picking.carrier_tracking_ref = number
        picking.button_validate()
        return shop_order, picking

    def tell(self, code, days=0.0):
        moment = (fields.Datetime.now() + timedelta(days=days)).replace(tzinfo=UTC, microsecond=0)
        event = TrackingEvent("SF100", code, moment, "")
        return self.env["ecom.tracking.event"]._receive(self.company, [event], "manual")

    def arrived(self, shop_order):
        return [int(bool(row["delivered_at"])) for row in shop_order["fulfillments"]]

    def test_the_carriers_word_reaches_the_shop_once(self):
        shop_order, picking = self.shipped()
        self.run_cron("shipments")
        self.tell("delivered", days=-0.1)
        self.run_cron("deliveries")
        self.assertEqual(self.arrived(shop_order), [1])
        self.assertTrue(picking.delivery_told_at)
        self.assertTrue(self.store._flow("delivery").last_success)
        # more is heard of the parcel
        self.tell("in_transit", days=-0.3)
        self.tell("delivered", days=-0.05)
        self.run_cron("deliveries")
        self.assertEqual(self.exchanges(kind="delivery").mapped("state"), ["done"])

    def test_what_arrived_before_the_shop_knew_of_the_shipment(self):
        shop_order, _picking = self.shipped()
        self.tell("delivered", days=-0.1)
        self.run_cron("deliveries")
        self.assertFalse(self.exchanges(kind="delivery"), "there is no fulfilment to mark yet")
        self.run_cron("shipments")
        self.run_cron("deliveries")
        self.assertEqual(self.arrived(shop_order), [1])

    def test_somebody_knows_it_without_the_carrier(self):
        shop_order, picking = self.shipped(number="")
        self.later()
        self.run_cron("shipments")
        worker = self._create_user("warehouse")
        picking.with_user(worker).action_mark_delivered()
        self.assertEqual(
            (picking.shipment_state, picking.sale_id.ecom_delivered_at), ("delivered", picking.delivered_at)
        )
        self.assertIn("without a word", picking.message_ids[0].body)
        self.run_cron("deliveries")
        self.assertEqual(self.arrived(shop_order), [1])
        first = picking.delivered_at
        picking.action_mark_delivered()
        self.assertEqual(picking.delivered_at, first)

    def test_what_has_not_left_is_not_delivered(self):
        _order, picking = self.order(("PO-100", 1))
        with self.assertRaises(UserError):
            picking.action_mark_delivered()

    def test_only_who_may_change_transfers(self):
        _order, picking = self.shipped()
        with self.assertRaises(AccessError):
            picking.with_user(self._create_user("auditor")).action_mark_delivered()

    def test_taken_back_before_the_shop_was_told(self):
        shop_order, picking = self.shipped()
        self.run_cron("shipments")
        self.tell("delivered", days=-0.2)
        self.tell("returned", days=-0.1)
        self.assertEqual(picking.shipment_state, "returned")
        self.run_cron("deliveries")
        self.assertEqual(self.arrived(shop_order), [0])
        exchange = self.exchanges(kind="delivery")
        self.assertEqual((exchange.state, exchange.problem), ("done", "delivery_withdrawn"))
        self.assertFalse(picking.delivery_told_at)

    def test_an_outage_heals_by_itself(self):
        shop_order, _picking = self.shipped()
        self.run_cron("shipments")
        self.shop.down = True
        self.tell("delivered", days=-0.1)
        self.run_cron("deliveries")
        self.assertEqual(self.exchanges(kind="delivery").state, "pending")
        self.shop.heal()
        self.later()
        self.run_cron("deliveries")
        self.assertEqual(self.arrived(shop_order), [1])


@tagged("post_install", "-at_install")
class TestDeliveredMedusa(DeliveredCase, ShopCase):
    pass


@tagged("post_install", "-at_install")
class TestDeliveredShopify(DeliveredCase, ShopifyCase):
    FAKE = ShopifyCase.FAKE
    CHANNEL = ShopifyCase.CHANNEL

    def arrived(self, shop_order):
        return [len(row["event_rows"]) for row in shop_order["fulfillment_rows"]]


@tagged("post_install", "-at_install")
class TestDeliveredWooCommerce(ShippingCase, WooCommerceCase):
    FAKE = WooCommerceCase.FAKE
    CHANNEL = WooCommerceCase.CHANNEL

    def test_a_shop_without_room_for_it_is_not_told(self):
        _order, picking = self.order(("PO-100", 1))
        picking.carrier_tracking_ref = "SF-100"
        picking.button_validate()
        self.run_cron("shipments")
        picking.action_mark_delivered()
        self.assertFalse(self.store.can_confirm_deliveries)
        self.assertTrue(picking.delivered_at)
        self.assertFalse(self.exchanges(kind="delivery"))
