from datetime import date

from odoo.fields import Command
from odoo.tests import tagged

from .scan_case import BOX, EXPIRY, ScanCase


@tagged("post_install", "-at_install")
class TestScanDelivery(ScanCase):
    def _stock_lot(self, name="L1", status="released", quantity=24, day=EXPIRY):
        lot = self._create_lot(name, status, quantity=quantity)
        lot.with_context(tracking_disable=True).sudo().expiration_date = self.env["stock.lot"]._to_expiration(
            day
        )
        return lot

    def test_pick_the_reserved_lot(self):
        lot = self._stock_lot()
        delivery = self._create_delivery(14)
        self.assertEqual(self._scan(delivery, self._carrier())["done"], 1)
        answer = self._scan(delivery, self._carrier(BOX))
        self.assertAnswer(answer, "ok", "counted")
        self.assertEqual((answer["done"], answer["expected"]), (13, 14))
        self.assertEqual(
            lot.quant_ids.filtered(lambda quant: quant.location_id == self.stock).reserved_quantity, 14
        )
        self.assertEqual(self._scan(delivery, self._carrier())["done"], 14)
        self.assertAnswer(self._scan(delivery, self._carrier()), "refused", "over_quantity")
        delivery.with_user(self.worker).button_validate()
        self.assertEqual(delivery.state, "done")
        self.assertEqual(lot.product_qty, 10)

    def test_part_of_it_becomes_a_backorder(self):
        self._stock_lot()
        delivery = self._create_delivery(3)
        self._scan(delivery, self._carrier())
        delivery.with_user(self.worker).with_context(skip_backorder=True).button_validate()
        self.assertEqual(delivery.move_ids.quantity, 1)

    def test_wrong_lot(self):
        self._stock_lot("L0", day=date(2030, 1, 1))
        self._stock_lot("L1")
        delivery = self._create_delivery(3)
        answer = self._scan(delivery, self._carrier())
        self.assertAnswer(answer, "refused", "wrong_lot")
        self.assertIn("L0", answer["message"])

    def test_not_released(self):
        self._stock_lot("L0")
        for status in ("quarantine", "hold", "rejected", "recalled"):
            with self.subTest(status=status):
                self._stock_lot(status, status)
                delivery = self._create_delivery(3)
                answer = self._scan(delivery, self._carrier(lot=status))
                self.assertAnswer(answer, "refused", "not_released")

    def test_unknown_lot(self):
        self._stock_lot()
        delivery = self._create_delivery(3)
        self.assertAnswer(self._scan(delivery, self._carrier(lot="XX")), "refused", "unknown_lot")

    def test_expired(self):
        self._stock_lot()
        delivery = self._create_delivery(3)
        old = self._carrier(lot="L0", exp_date=date(2020, 1, 1))
        self.assertAnswer(self._scan(delivery, old), "refused", "expired")

    def test_internal_transfer(self):
        self._stock_lot()
        shelf = self.env["stock.location"].create({"name": "Shelf", "location_id": self.stock.id})
        transfer = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.int_type_id.id,
                "location_id": self.stock.id,
                "location_dest_id": shelf.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self.device.id,
                            "product_uom_qty": 3,
                            "location_id": self.stock.id,
                            "location_dest_id": shelf.id,
                        }
                    )
                ],
            }
        )
        transfer.action_confirm()
        transfer.action_assign()
        self.assertAnswer(self._scan(transfer, self._carrier()), "ok", "counted")
        self.assertAnswer(self._scan(transfer, self._carrier(lot="XX")), "refused", "unknown_lot")

    def test_untracked_product(self):
        product = self._create_product("Bag", tracking="none", barcode="9506000134352")
        self._put_in_stock(product, 5)
        delivery = self._create_delivery(2, product)
        self.assertAnswer(self._scan(delivery, "9506000134352"), "ok", "counted")
        self.assertEqual(self._scan(delivery, "9506000134352")["done"], 2)
