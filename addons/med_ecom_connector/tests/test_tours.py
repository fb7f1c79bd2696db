from odoo.tests import HttpCase, tagged

from .common import ShopCase


@tagged("post_install", "-at_install", "med_tour")
class TestTours(ShopCase, HttpCase):
    """Order desk and warehouse do their day's work in the browser."""

    def test_from_held_order_to_shipment(self):
        self.shop.add_product("NEW-1", "New thing", 10.0)
        self.shop.place_order([("NEW-1", 1), ("PO-100", 1)], note="ring twice")
        self.poll()
        held = self.assert_held("sku_unknown")
        self.start_tour("/odoo/shops", "med_order_desk_release", login=self.order_desk.login)
        self.run_cron("orders")
        self.assertEqual(held.state, "held", "released too early")

        thing = self._create_device("NEW-1", "New thing", 10.0)
        self._create_lot(thing, "NEW-A", quantity=3)
        self.run_cron("orders")
        self.assertEqual(held.state, "done", held.problem_text)
        self.start_tour("/odoo/shops", "med_order_desk_order", login=self.order_desk.login)

        warehouse = self._create_user("warehouse")
        picking = self.sales().picking_ids
        self.start_tour("/odoo/shop-deliveries", "med_warehouse_ship", login=warehouse.login)
        self.assertEqual(picking.state, "done")
        self.run_cron("shipments")
        (order,) = self.shop.orders.values()
        self.assertIn("00340434161094000001", str(order["fulfillments"]))
        self.assertIn("NEW-A", str(order["fulfillments"]))
