from odoo.tests import HttpCase, tagged

from .test_parcels import ShippingCase


@tagged("post_install", "-at_install", "med_tour")
class TestShippingTours(ShippingCase, HttpCase):
    def test_pick_weigh_ship_on_the_board(self):
        self.warehouse.out_type_id.must_weigh = True
        order, picking = self.order()
        self.start_tour("/odoo/shop-deliveries", "med_warehouse_board", login="test_keeper")
        self.env.invalidate_all()
        self.assertEqual(picking.shop_stage, "shipped")
        self.assertEqual(picking.ecom_parcel_ids.accepted_reason, "Ice packs added")
        self.run_cron("shipments")
        self.assertIn("SF-4711", str(self.shop.orders[order["id"]]["fulfillments"]))
