from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from .common import ShopCase, WooCommerceCase
from .outbound_prices import OutboundPrices

SHIPMENT = {"medusa": "POST .*/fulfillments$", "woocommerce": "POST .*/fulfillments$", "shopify": " Fulfill$"}
STOCK = {
    "medusa": "POST .*location-levels/batch",
    "woocommerce": "POST .*/products/batch",
    "shopify": " SetStock$",
}


class Outbound(OutboundPrices):
    """Stock, prices and shipments reach the shop, once, and right."""

    def available(self, sku):
        """What the shop offers, less its own reservations for open orders."""
        stock = self.shop.stock(sku) or 0
        if self.CHANNEL == "medusa":
            for order in self.shop.orders.values():
                if order["status"] != "canceled":
                    stock -= sum(
                        item["quantity"] - item["detail"]["fulfilled_quantity"]
                        for item in order["items"]
                        if item["variant_sku"] == sku
                    )
        return stock

    def ship(self, sale, tracking="00340434161094000001"):
        picking = sale.picking_ids.filtered(lambda one: one.state != "done")
        picking.carrier_tracking_ref = tracking
        picking.button_validate()
        self.run_cron("shipments")
        return picking

    def test_first_push_matches_and_sends_sellable_stock(self):
        self._create_lot(self.oximeter, "PO-Q", quantity=7, status="quarantine")
        self._create_lot(self.stocking, "CS-OLD", days=-1, quantity=9, status="quarantine")
        self.run_cron("stock")
        self.assertEqual(self.shop.stock("PO-100"), 30)
        self.assertEqual(self.shop.stock("CS-1-M"), 30)
        self.assertEqual(self.shop.stock("GLOVE"), 50)
        self.assertEqual(self.exchanges(kind="stock").mapped("state"), ["done"])

    def test_only_changes_are_sent(self):
        self.run_cron("stock")
        asked = len(self.shop.asked(STOCK[self.CHANNEL]))
        self.run_cron("stock")
        self.assertEqual(len(self.shop.asked(STOCK[self.CHANNEL])), asked)
        self.env["stock.quant"]._update_available_quantity(self.glove, self.warehouse.lot_stock_id, -8)
        self.run_cron("stock")
        self.assertEqual(self.shop.stock("GLOVE"), 42)
        self.assertEqual(self.exchanges(kind="stock")[-1].reference, "× 1")

    def test_hold_takes_a_lot_off_the_shop(self):
        self.run_cron("stock")
        self.lot_new._set_release_status("hold", "complaint")
        self.run_cron("stock")
        self.assertEqual(self.shop.stock("PO-100"), 10)

    def test_order_lowers_what_is_offered_exactly_once(self):
        self.run_cron("stock")
        self.shop.place_order([("PO-100", 4)])
        self.run_cron("stock")
        self.assertEqual(len(self.sales()), 1, "orders are taken in before stock is sent")
        self.assertEqual(self.available("PO-100"), 26)
        self.ship(self.sales())
        self.run_cron("stock")
        self.assertEqual(self.available("PO-100"), 26)

    def test_buffer_is_never_offered(self):
        self.store.stock_buffer = 12
        self.run_cron("stock")
        self.assertEqual(self.shop.stock("PO-100"), 18)

    def test_shop_figure_changed_by_somebody_is_put_right_by_the_comparison(self):
        self.run_cron("stock")
        self.set_shop_stock("GLOVE", 999)
        self.run_cron("compare")
        self.run_cron("stock")
        self.assertEqual(self.shop.stock("GLOVE"), 50)

    def test_shipment_with_tracking_and_lot(self):
        order = self.shop.place_order([("PO-100", 12), ("CS-1-M", 1)])
        self.poll()
        picking = self.ship(self.sales())
        exchange = self.exchanges(kind="shipment")
        self.assertEqual(exchange.state, "done", exchange.problem_text)
        self.assertTrue(picking.ecom_shipment_ref)
        text = str(self.shop.orders[order["id"]]) + str(getattr(self.shop, "fulfillments", ""))
        for expected in (
            "00340434161094000001",
            "PO-A",
            "PO-B",
            "CS-A",
            fields.Date.to_string(self.lot_old.expiration_date),
        ):
            self.assertIn(expected, text)

    def test_shipment_after_time_out_is_not_made_twice(self):
        self.shop.place_order([("PO-100", 2)])
        self.poll()
        self.shop.fail_next("drop_after", match=SHIPMENT[self.CHANNEL])
        self.ship(self.sales())
        exchange = self.exchanges(kind="shipment")
        self.assertEqual((exchange.state, exchange.problem), ("pending", "network"))
        self.later()
        self.run_cron("shipments")
        self.assertEqual(exchange.state, "done", exchange.problem_text)
        self.assertEqual(len(self.shop.asked(SHIPMENT[self.CHANNEL])), 1)

    def test_shipment_waits_for_its_tracking_number(self):
        order = self.shop.place_order([("PO-100", 1)])
        self.poll()
        picking = self.sales().picking_ids
        picking.carrier_id = self.env["delivery.carrier"].search([], limit=1) or self.env[
            "delivery.carrier"
        ].create({"name": "Courier", "product_id": self.env.ref("med_ecom_connector.product_shipping").id})
        picking.button_validate()
        self.run_cron("shipments")
        exchange = self.exchanges(kind="shipment")
        self.assertEqual((exchange.state, exchange.problem), ("pending", "awaiting_tracking"))
        self.assertFalse(self.shop.asked(SHIPMENT[self.CHANNEL]))
        picking.carrier_tracking_ref = "LATE-1"
        self.run_cron("shipments")
        self.assertEqual(self.exchanges(kind="shipment").mapped("state"), ["done"])
        self.assertIn("LATE-1", str(self.shop.orders[order["id"]]))

    def test_shipped_quantity_counts_once_when_the_shop_was_faster(self):
        """The shop told us of our own shipment before we had noted it ourselves."""
        self.run_cron("stock")
        order = self.shop.place_order([("CS-1-M", 5)])
        self.poll()
        sale = self.sales()
        handler = type(self.env["ecom.handler.shipment"])
        note = handler._note_shipped

        def beaten(model, picking, external_id):
            line = picking.sale_id.order_line.filtered("ecom_line_ref")
            line.ecom_shipped_qty = 2
            return note(model, picking, external_id)

        picking = sale.picking_ids
        picking.move_ids.quantity = 2
        picking.move_ids.picked = True
        picking.carrier_tracking_ref = "FIRST"
        picking.with_context(skip_backorder=True).button_validate()
        with patch.object(handler, "_note_shipped", beaten):
            self.run_cron("shipments")
        self.assertEqual(sale.order_line.filtered("ecom_line_ref").ecom_shipped_qty, 2)
        self.ship(sale, tracking="SECOND")
        self.assertEqual(sale.order_line.filtered("ecom_line_ref").ecom_shipped_qty, 5)
        self.assertIn("SECOND", str(self.shop.orders[order["id"]]))

    def test_tracking_number_after_the_shop_was_told(self):
        self.shop.place_order([("PO-100", 1)])
        self.poll()
        picking = self.ship(self.sales(), tracking=False)
        picking.carrier_tracking_ref = "TOO-LATE"
        self.run_cron("shipments")
        last = self.exchanges(kind="shipment")[-1]
        self.assertEqual((last.state, last.problem), ("done", "tracking_late"))
        self.assertEqual(self.sales().order_line[0].ecom_shipped_qty, 1)

    def test_partial_shipments(self):
        self.run_cron("stock")
        order = self.shop.place_order([("CS-1-M", 3)])
        self.poll()
        picking = self.sales().picking_ids
        picking.move_ids.quantity = 1
        picking.move_ids.picked = True
        picking.with_context(skip_backorder=True).button_validate()
        self.run_cron("shipments")
        self.ship(self.sales(), tracking="SECOND")
        self.assertEqual(
            self.exchanges(kind="shipment").mapped("state"),
            ["done", "done"],
            self.exchanges().mapped("problem_text"),
        )
        self.assertEqual(self.sales().order_line[0].ecom_shipped_qty, 3)
        self.assertIn(
            "SECOND", str(self.shop.orders[order["id"]]) + str(getattr(self.shop, "fulfillments", ""))
        )

    def test_refused_article_is_named_and_the_others_go_through(self):
        self.run_cron("stock")
        binding = self.env["ecom.product.binding"].search(
            [("store_id", "=", self.store.id), ("sku", "=", "GLOVE")]
        )
        ids = {"external_id": binding.external_id, "inventory_id": binding.inventory_id}
        binding.write({"external_id": "999999", "inventory_id": "999999"})
        self.env["stock.quant"]._update_available_quantity(self.glove, self.warehouse.lot_stock_id, -1)
        self.lot_new._set_release_status("hold", "complaint")
        self.run_cron("stock")
        held = self.assert_held("items_refused")
        self.assertIn("GLOVE", held.message)
        self.assertEqual(self.shop.stock("PO-100"), 10)
        self.run_cron("stock")
        self.assertEqual(
            len(self.exchanges(kind="stock")), 2, "a refused article is not sent again and again"
        )
        binding.write(ids)
        held.action_release()
        self.run_cron("stock")
        self.assertEqual(held.state, "done", held.problem_text)
        self.assertEqual(self.shop.stock("GLOVE"), 49)

    def test_stock_waits_while_a_shipment_is_sent(self):
        tries = []

        def busy_at_first(store):
            tries.append(store)
            return len(tries) > 1

        with patch.object(type(self.store), "_try_lock_stock_writes", busy_at_first):
            self.run_cron("stock")
        exchange = self.exchanges(kind="stock")
        self.assertEqual((exchange.state, exchange.attempts, len(tries)), ("done", 0, 2))
        self.assertEqual(self.shop.stock("PO-100"), 30)


@tagged("post_install", "-at_install")
class TestOutboundMedusa(Outbound, ShopCase):
    def set_shop_stock(self, sku, quantity):
        self.shop.variants[sku]["levels"] = dict.fromkeys(self.shop.variants[sku]["levels"], quantity)


@tagged("post_install", "-at_install")
class TestOutboundWooCommerce(Outbound, WooCommerceCase):
    def set_shop_stock(self, sku, quantity):
        self.shop.products[sku]["stock_quantity"] = quantity
