from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MedCommon


@tagged("post_install", "-at_install")
class TestGatePlaces(MedCommon):
    """Goods don't get into another zone because somebody renames the place, the lot or the product."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls._create_user("administrator")
        cls.zones = {zone.code: zone for zone in cls.env["med.zone"].search([])}
        cls.room = cls.env["stock.location"].create({"name": "Room", "location_id": cls.stock.id})
        cls.shelf = cls.env["stock.location"].create({"name": "Shelf", "location_id": cls.room.id})
        cls.rejected = cls.env["stock.location"].create(
            {
                "name": "Rejects",
                "location_id": cls.warehouse.view_location_id.id,
                "zone_id": cls.zones["rejected"].id,
            }
        )

    def test_place_with_devices_stays_what_it_is(self):
        lot = self._create_lot("Q1", "quarantine", quantity=5, location=self.shelf)
        room = self.room.with_user(self.admin)
        changes = (
            {"zone_id": self.zones["released"].id},
            {"location_id": self.rejected.id},
            {"usage": "customer"},
            {"active": False},
        )
        for place in (room, self.shelf.with_user(self.admin)):
            for values in changes:
                with (
                    self.subTest(place=place.name, values=values),
                    self.assertRefusal(UserError, "Move the stock first"),
                ):
                    place.write(values)
        self.assertEqual(self.shelf.effective_zone_id, self.zones["undivided"])
        room.write({"name": "Room 2", "zone_id": False, "usage": "internal"})
        lot.quant_ids.move_quants(self.stock)
        for values in changes[:2]:
            room.write(values)

    def test_goods_at_customers_stay_delivered(self):
        """A customer location that becomes an internal one would bring goods back past the gate."""
        place = self.customers.copy()
        self._create_lot("L1", quantity=5, location=place)
        with self.assertRefusal(UserError, "Move the stock first"):
            place.with_user(self.admin).location_id = self.room

    def test_other_goods_may_stay(self):
        product = self._create_product("Gauze", tracking="none")
        self._put_in_stock(product, 5, location=self.shelf)
        self.room.with_user(self.admin).zone_id = self.zones["released"]
        self.assertEqual(self.shelf.effective_zone_id, self.zones["released"])

    def test_zones_are_the_quality_managers(self):
        manager, warehouse = self._create_user("quality_manager"), self._create_user("warehouse")
        warehouse.group_ids |= self.env.ref("stock.group_stock_manager")
        with self.assertRefusal(AccessError, "quality manager"):
            self.room.with_user(warehouse).zone_id = self.zones["released"]
        values = {"name": "New", "location_id": self.stock.id}
        self.room.with_user(warehouse).create(values)
        with self.assertRefusal(AccessError, "quality manager"):
            self.room.with_user(warehouse).create({**values, "zone_id": self.zones["released"].id})
        self.room.with_user(manager).zone_id = self.zones["released"]
        with self.assertRaises(AccessError):
            self.zones["released"].with_user(warehouse).is_sellable = False

    def test_lot_in_stock_keeps_its_product(self):
        other = self._create_product("Other Pump", is_medical_device=True)
        plain = self._create_product("Gauze")
        lot = self._create_lot("L1", quantity=5)
        for product in (other, plain):
            with self.assertRefusal(UserError, "its product can't change"):
                lot.with_user(self.admin).product_id = product
        free = self._create_lot("L2")
        free.product_id = other
        self.assertEqual(free.product_id, other)

    def test_product_in_stock_keeps_its_tracking(self):
        self._put_in_stock(self.device, 5)  # without a lot, as from before the module
        for values in ({"tracking": "serial"}, {"is_medical_device": False}):
            with self.subTest(values=values), self.assertRefusal(UserError, "is in stock"):
                self.device.with_user(self.admin).write(values)
        self._put_in_stock(self.device, -5)
        self.device.tracking = "serial"
