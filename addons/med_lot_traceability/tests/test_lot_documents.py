from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.purchase_stock.models.stock import StockLot as PurchaseLot
from odoo.addons.sale_stock.models.stock import StockLot as SaleLot
from odoo.addons.stock.models.stock_lot import StockLot as CoreLot

from .common import MedCommon


@tagged("post_install", "-at_install")
class TestLotDocuments(MedCommon):
    """Our one-query figures are core's figures."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lot = cls._create_lot("D1", quantity=50)
        cls.other_customer = cls.env["res.partner"].create({"name": "Hospital"})

    def _ship(self, partner, quantity=1):
        order = self.env["sale.order"].create(
            {
                "partner_id": partner.id,
                "order_line": [
                    Command.create(
                        {"product_id": self.device.id, "product_uom_qty": quantity, "price_unit": 1}
                    )
                ],
            }
        )
        order.action_confirm()
        order.picking_ids.move_ids.picked = True
        order.picking_ids._action_done()
        self.assertEqual(order.picking_ids.state, "done")
        return order

    def _core(self, model, method, *names):
        """What core's own method finds."""
        lots = self.env["stock.lot"].browse(self.lot.ids)
        lots.invalidate_recordset()
        with patch.object(
            self.env.registry["stock.lot"],
            "_find_delivery_ids_by_lot_iterative",
            CoreLot._find_delivery_ids_by_lot_iterative,
        ):
            getattr(model, method)(lots)
        found = [lots[name] for name in names]
        lots.invalidate_recordset()
        return found

    def test_deliveries_and_consignees(self):
        for partner in (self.customer, self.other_customer, self.customer):
            self._ship(partner)
        deliveries, count = self._core(CoreLot, "_compute_delivery_ids", "delivery_ids", "delivery_count")
        self.assertEqual(count, 3)
        self.assertEqual((self.lot.delivery_ids, self.lot.delivery_count), (deliveries, count))
        (partners,) = self._core(CoreLot, "_compute_partner_ids", "partner_ids")
        self.assertEqual(set(self.lot.partner_ids.ids), set(partners.ids))
        self.assertEqual(self.lot.consignee_count, 2)
        self.assertEqual(
            self.lot.action_view_consignees()["domain"], [("id", "in", self.lot.partner_ids.ids)]
        )

    def test_orders(self):
        order = self._ship(self.customer)
        sales, count = self._core(SaleLot, "_compute_sale_order_ids", "sale_order_ids", "sale_order_count")
        self.assertEqual((sales, count), (order, 1))
        self.assertEqual((self.lot.sale_order_ids, self.lot.sale_order_count), (sales, count))

    def test_purchases(self):
        purchase = self.env["purchase.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [Command.create({"product_id": self.device.id, "product_qty": 5})],
            }
        )
        purchase.button_confirm()
        receipt = purchase.picking_ids
        receipt.move_line_ids.write({"lot_id": self.lot.id, "quantity": 5, "picked": True})
        receipt._action_done()
        self.assertEqual(receipt.state, "done")
        found = self._core(
            PurchaseLot, "_compute_purchase_order_ids", "purchase_order_ids", "purchase_order_count"
        )
        self.assertEqual(found, [purchase, 1])
        self.assertEqual([self.lot.purchase_order_ids, self.lot.purchase_order_count], found)

    def test_through_what_was_made_of_it(self):
        """A component's consignees are those of the product it went into."""
        product = self._create_product("Set", is_medical_device=True, device_class="I")
        made = self._create_lot("M1", product=product, quantity=5)
        lines = self.env["stock.move.line"]
        production = self.env["stock.location"].search([("usage", "=", "production")], limit=1)
        for lot, source, target in ((self.lot, self.stock, production), (made, production, self.stock)):
            move = self.env["stock.move"].create(
                {
                    "product_id": lot.product_id.id,
                    "product_uom_qty": 1,
                    "location_id": source.id,
                    "location_dest_id": target.id,
                    "move_line_ids": [
                        Command.create(
                            {
                                "product_id": lot.product_id.id,
                                "lot_id": lot.id,
                                "quantity": 1,
                                "location_id": source.id,
                                "location_dest_id": target.id,
                            }
                        )
                    ],
                }
            )
            move.picked = True
            move._action_done()
            lines |= move.move_line_ids
        lines[1].consume_line_ids = lines[0]
        delivery = self._create_forced_delivery(made, product=product)
        delivery._action_done()
        deliveries, _count = self._core(CoreLot, "_compute_delivery_ids", "delivery_ids", "delivery_count")
        self.assertEqual(deliveries, delivery)
        self.assertEqual(self.lot.delivery_ids, delivery)
        self.assertEqual(self.lot.partner_ids, self.customer)

    def test_other_companies_are_not_counted(self):
        self._ship(self.customer)
        company = self.env["res.company"].create({"name": "Elsewhere"})
        user = self._create_user("warehouse")
        user.write({"company_ids": [Command.set(company.ids)], "company_id": company.id})
        lot = self.lot.with_user(user).with_context(allowed_company_ids=company.ids)
        self.assertFalse(lot.delivery_count)
        self.assertFalse(lot.sale_order_count)
