from odoo.fields import Command
from odoo.tests import tagged

from .common import ShopCase


@tagged("post_install", "-at_install")
class TestAllocation(ShopCase):
    """The rules choose where each line leaves from, and the order says why."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lyon = cls.env["stock.warehouse"].create(
            {"name": "Lyon", "code": "LYO", "company_id": cls.company.id}
        )
        cls.stock(cls.glove, cls.lyon, 40)

    @classmethod
    def stock(cls, product, warehouse, quantity, lot=None):
        cls.env["stock.quant"]._update_available_quantity(
            product, warehouse.lot_stock_id, quantity, lot_id=lot
        )

    def rule(self, **vals):
        return self.env["ecom.allocation.rule"].create(
            {
                "name": "All",
                "company_id": self.company.id,
                "place_ids": [
                    Command.create({"warehouse_id": self.warehouse.id, "sequence": 1}),
                    Command.create({"warehouse_id": self.lyon.id, "sequence": 2}),
                ],
                **vals,
            }
        )

    def order(self, *lines, **options):
        self.shop.place_order(list(lines), **options)
        self.poll()
        return self.sales()[-1]

    def places(self, sale):
        return {
            move.product_id.default_code: move.location_id.warehouse_id for move in sale.picking_ids.move_ids
        }

    def test_most_in_stock(self):
        self.rule(criterion="stock")
        self.assertEqual(self.order(("GLOVE", 1)).warehouse_id, self.warehouse)
        self.stock(self.glove, self.lyon, 100)
        sale = self.order(("GLOVE", 1))
        self.assertEqual((sale.warehouse_id, self.places(sale)), (self.lyon, {"GLOVE": self.lyon}))

    def test_nearest_by_postcode_and_why(self):
        self.rule(criterion="distance", name="Nearest")
        france = self.env.ref("base.fr")
        for warehouse, prefix, distance in (
            (self.warehouse, "", 400),
            (self.lyon, "", 500),
            (self.lyon, "7", 10),
        ):
            self.env["ecom.warehouse.reach"].create(
                {
                    "warehouse_id": warehouse.id,
                    "country_id": france.id,
                    "zip_prefix": prefix,
                    "distance": distance,
                }
            )
        sale = self.order(("GLOVE", 1))
        self.assertEqual(sale.warehouse_id, self.lyon)
        why = {row.warehouse_id: row.explanation for row in sale.ecom_allocation_ids}
        self.assertIn("Chosen · 10 km · Nearest", why[self.lyon])
        self.assertIn("Another one comes first · 400 km", why[self.warehouse])
        far = self.order(("GLOVE", 1), shipping={"postal_code": "13001"})
        self.assertEqual(far.warehouse_id, self.warehouse)

    def test_split_over_lines_and_within_a_line(self):
        self.rule(split="split")
        sale = self.order(("PO-100", 1), ("GLOVE", 80))
        self.assertEqual(sale.ecom_promise, "promised")
        gloves = sale.picking_ids.move_ids.filtered(lambda move: move.product_id == self.glove)
        found = {move.location_id.warehouse_id: (move.product_uom_qty, move.quantity) for move in gloves}
        self.assertEqual(found, {self.warehouse: (50, 50), self.lyon: (30, 30)})
        self.assertEqual(len(sale.picking_ids), 2)
        self.assertEqual(sale.warehouse_id, self.warehouse)

    def test_keep_together_or_short(self):
        self.rule(split="keep")
        sale = self.order(("PO-100", 1), ("GLOVE", 60))
        self.assertEqual((sale.state, sale.ecom_promise), ("draft", "short"))
        reasons = {(row.product_id, row.warehouse_id): row.reason for row in sale.ecom_allocation_ids}
        self.assertEqual(reasons[self.glove, self.warehouse], "less")
        self.assertEqual(reasons[self.oximeter, self.warehouse], "together")

    def test_conditions_and_order_of_rules(self):
        category = self.env["product.category"].create({"name": "Gloves"})
        self.glove.categ_id = category
        to_lyon = [Command.create({"warehouse_id": self.lyon.id})]
        self.rule(name="Gloves", sequence=1, categ_ids=category.ids, place_ids=to_lyon)
        self.rule(name="South", sequence=2, zip_prefixes="13, 83", place_ids=to_lyon)
        self.rule(name="Rest", sequence=3)
        sale = self.order(("PO-100", 1), ("GLOVE", 1))
        self.assertEqual(self.places(sale), {"PO-100": self.warehouse, "GLOVE": self.lyon})
        south = self.order(("PO-100", 1), shipping={"postal_code": "83000"})
        self.assertEqual(south.ecom_promise, "short", "only Lyon may deliver, and has none")

    def test_shop_offers_what_its_rules_allow(self):
        quantities = self.env["ecom.sellable"]._quantities
        self.assertEqual(quantities(self.store, self.glove), {self.glove.id: 50})
        self.rule()
        self.store.invalidate_recordset()
        self.assertEqual(quantities(self.store, self.glove), {self.glove.id: 90})

    def test_earliest_expiry(self):
        lot = self._create_lot(self.oximeter, "PO-EARLY", days=30, quantity=1)
        self.stock(self.oximeter, self.warehouse, -1, lot)
        self.stock(self.oximeter, self.lyon, 5, lot)
        self.rule(criterion="expiry")
        sale = self.order(("PO-100", 1))
        self.assertEqual(sale.warehouse_id, self.lyon)
        self.assertIn("expires in", sale.ecom_allocation_ids[0].explanation)

    def test_transfer_is_proposed(self):
        self.stock(self.glove, self.lyon, 20)
        sale = self.order(("GLOVE", 55))
        options = self.env["ecom.short"].browse(
            sale.with_user(self.order_desk).action_short_options()["res_id"]
        )
        options.place_ids.with_user(self.order_desk).action_transfer()
        picking = self.env["stock.picking"].search([("origin", "=", sale.name)])
        self.assertEqual((picking.state, picking.move_ids.product_uom_qty), ("draft", 5))
        self.assertEqual(picking.location_id, self.lyon.lot_stock_id)
        picking.action_confirm()
        picking.action_assign()
        picking.button_validate()
        self.run_cron("stock")
        self.assertEqual((sale.state, sale.ecom_promise), ("sale", "promised"))

    def test_chosen_by_hand_is_not_asked_again(self):
        self.rule(place_ids=[Command.create({"warehouse_id": self.warehouse.id})])
        sale = self.order(("GLOVE", 51))
        self.stock(self.glove, self.lyon, 20)
        options = self.env["ecom.short"].browse(
            sale.with_user(self.order_desk).action_short_options()["res_id"]
        )
        options.place_ids.with_user(self.order_desk).action_take()
        self.assertEqual((sale.state, sale.warehouse_id), ("sale", self.lyon))
