from datetime import datetime

from odoo.tests import tagged

from .scan_case import BOX, ScanCase


@tagged("post_install", "-at_install")
class TestScanCount(ScanCase):
    def _count(self, raw, location=None, **values):
        quants = self.env["stock.quant"].with_user(self.worker)
        return quants.med_scan_count(raw, (location or self.stock).id, **values)

    def test_adds_up(self):
        lot = self._create_lot("L1", quantity=20)
        lot.expiration_date = datetime(2031, 5, 31, 12)
        answer = self._count(self._carrier(BOX))
        self.assertAnswer(answer, "ok", "counted")
        self.assertEqual((answer["done"], answer["expected"]), (12, 20))
        self.assertEqual(self._count(self._carrier())["done"], 13)
        quant = self.env["stock.quant"].search([("lot_id", "=", lot.id), ("location_id", "=", self.stock.id)])
        self.assertEqual((quant.quantity, quant.inventory_quantity), (20, 13))
        self.assertTrue(quant.inventory_quantity_set)

    def test_found_where_the_books_know_none(self):
        self._create_lot("L1")
        self.assertEqual(self._count(self._carrier())["status"], "warn")

    def test_unknown_lot(self):
        self.assertAnswer(self._count(self._carrier()), "refused", "unknown_lot")

    def test_serial_counts_once(self):
        self._create_lot("S1", quantity=1, product=self.serial_device)
        raw = self._carrier("A123BJC5D6E71", lot=None, serial="S1")
        self.assertEqual(self._count(raw)["done"], 1)
        self.assertAnswer(self._count(raw), "refused", "duplicate_serial")

    def test_not_at_a_customer(self):
        self._create_lot("L1")
        self.assertEqual(self._count(self._carrier(), self.customers)["status"], "refused")
