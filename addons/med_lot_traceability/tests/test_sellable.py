import random
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import MedCommon


@tagged("post_install", "-at_install")
class TestSellable(MedCommon):
    def test_counts_what_can_be_promised(self):
        self._create_lot("Q1", "quarantine", quantity=5)
        self._create_lot("X1", days=-1, quantity=5)
        self._create_lot("G1", quantity=5)
        self._create_lot("G2", quantity=7)
        self._create_delivery(4)
        self.assertEqual(self.device._get_sellable_quantities(self.warehouse), {self.device.id: 8})

    def test_nothing_asked(self):
        self.assertEqual(self.env["product.product"]._get_sellable_quantities(self.warehouse), {})
        self.assertEqual(self.device._get_sellable_quantities(self.env["stock.warehouse"]), {})
        self.assertEqual(self.device._get_sellable_quantities(self.warehouse), {})

    def test_input_and_quality_zone_do_not_count(self):
        self.warehouse.reception_steps = "three_steps"
        self._create_lot("I1", quantity=5, location=self.warehouse.wh_input_stock_loc_id)
        self._create_lot("C1", quantity=5, location=self.warehouse.wh_qc_stock_loc_id)
        shelf = self.env["stock.location"].create({"name": "Shelf", "location_id": self.stock.id})
        self._create_lot("S1", quantity=2, location=shelf)
        self.assertEqual(self.device._get_sellable_quantities(self.warehouse), {self.device.id: 2})

    def test_short_count_of_one_lot_does_not_eat_another(self):
        self._create_lot("N1", quantity=-5)
        self._create_lot("P1", quantity=3)
        self.assertEqual(self.device._get_sellable_quantities(self.warehouse), {self.device.id: 3})
        untracked = self._create_product("Gauze", tracking="none")
        shelf = self.env["stock.location"].create({"name": "Shelf", "location_id": self.stock.id})
        self._put_in_stock(untracked, -5)
        self._put_in_stock(untracked, 3, location=shelf)
        self.assertEqual(untracked._get_sellable_quantities(self.warehouse), {})

    def test_unflushed_changes_count(self):
        lot = self._create_lot("L1", quantity=5)
        lot._set_release_status("hold", "complaint")
        self.assertEqual(self.device._get_sellable_quantities(self.warehouse), {})

    def test_equals_reservation_on_random_stock(self):
        """The figure is what one order for everything would really get, product by product."""
        chance = random.Random(19)
        second = self.env["stock.warehouse"].create({"name": "Second", "code": "W2"})
        shelves = self.env["stock.location"].create(
            [{"name": f"Shelf {index}", "location_id": self.stock.id} for index in range(3)]
        )
        products = self.env["product.product"]
        for index in range(12):
            product = self._create_random_product(chance, index)
            products |= product
            for number in range(chance.randint(0, 5)):
                self._create_random_stock(
                    chance, product, number, [self.stock, *shelves, second.lot_stock_id]
                )
        expected = {product.id: self._get_reservable(product, self.stock) for product in products}
        found = products._get_sellable_quantities(self.warehouse)
        self.assertEqual({product.id: found.get(product.id, 0) for product in products}, expected)
        both = products._get_sellable_quantities(self.warehouse | second)
        for product in products:
            total = expected[product.id] + self._get_reservable(product, second.lot_stock_id)
            self.assertEqual(both.get(product.id, 0), total)

    def _create_random_product(self, chance, index):
        kind = chance.choice(("device", "lot", "none"))
        return self._create_product(
            f"P{index}",
            is_medical_device=kind == "device",
            device_class=kind == "device" and "I",
            tracking="none" if kind == "none" else "lot",
            minimum_shelf_life_days=chance.choice((0, 30)),
        )

    def _create_random_stock(self, chance, product, number, locations):
        lot = None
        if product.tracking == "lot" and chance.random() < 0.9:
            status = chance.choice(("released", "released", "quarantine", "hold"))
            if not product.is_medical_device and status == "quarantine":
                status = "released"
            lot = self._create_lot(str(number), status, days=chance.choice((-5, 20, 400)), product=product)
        for location in chance.sample(locations, 2):
            self._put_in_stock(product, chance.choice((-2, 1, 4, 9)), lot, location)

    def _get_reservable(self, product, location):
        """The slow reference: what core finds for a move to a customer."""
        move = self.env["stock.move"].create(
            {
                "product_id": product.id,
                "product_uom_qty": 1,
                "location_id": location.id,
                "location_dest_id": self.customers.id,
                "date": fields.Datetime.now() - timedelta(days=1),
            }
        )
        return move._get_available_quantity(location)

    def test_one_query_for_many_products(self):
        products = self.device | self.env["product.product"].create(
            [{"name": str(index), "is_storable": True} for index in range(50)]
        )
        self.env.flush_all()
        products._get_sellable_quantities(self.warehouse)
        with self.assertQueryCount(1):
            products._get_sellable_quantities(self.warehouse)
