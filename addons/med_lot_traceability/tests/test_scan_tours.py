from datetime import datetime

from odoo.tests import HttpCase, tagged

from .scan_case import ScanCase


@tagged("post_install", "-at_install", "med_tour")
class TestScanTours(ScanCase, HttpCase):
    """The warehouse receives by scan, and is refused a shipment by scan, in the browser."""

    def _start(self, tour, picking):
        self.start_tour(
            f"/odoo/action-stock.action_picking_tree_all/{picking.id}", tour, login=self.worker.login
        )

    def test_receive_by_scan(self):
        receipt = self._open_receipt(quantity=13)
        self._start("med_warehouse_receive_by_scan", receipt)
        self.assertEqual(receipt.state, "done")
        lot = receipt.move_line_ids.lot_id
        self.assertEqual(lot.name, "TOUR-1")
        self.assertEqual(lot.expiration_date, datetime(2031, 5, 31, 12))
        self.assertEqual(lot.product_qty, 13)

    def test_refused_shipment(self):
        self._create_lot("OTHER", quantity=5)
        lot = self._create_lot("TOUR-1", "quarantine", quantity=5)
        lot.expiration_date = datetime(2031, 5, 31, 12)
        delivery = self._create_delivery(2)
        self._start("med_warehouse_refused_by_scan", delivery)
        self.assertFalse(delivery.move_line_ids.filtered("picked"))
        self.assertNotEqual(delivery.state, "done")
