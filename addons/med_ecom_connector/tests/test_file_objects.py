from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .test_files import FileCase


@tagged("post_install", "-at_install")
class TestFileObjects(FileCase):
    """Files of anything but orders: the same dry run, the same error file, nothing twice."""

    def load_twice(self, text, kind, expected):
        """Load a file, then again: the second time changes nothing."""
        file = self.load(text, object=kind, encoding="utf-8", name=f"{kind}.csv")
        self.assertEqual(self.counts(file), expected, file.error_ids.mapped("message"))
        again = self.load(text, object=kind, encoding="utf-8", name=f"{kind}.csv")
        self.assertEqual(self.counts(again), (0, 0, file.record_count - expected[3], expected[3]))
        return file

    def test_products(self):
        text = "SKU,Name,Sales price,Weight,Tracking\nPO-100,Pulse oximeter,59.90,0.2,lot\nNEW-1,New,5,,lot"
        self.load_twice(text + "\nNEW-1,Twice,5,,lot", "product", (1, 1, 0, 1))
        self.assertEqual(self.oximeter.list_price, 59.90)
        new = self.env["product.product"].search([("default_code", "=", "NEW-1")])
        self.assertEqual((len(new), new.tracking, new.is_storable), (1, "lot", True))

    def test_customers(self):
        text = (
            "Customer ID,Name,Email,Telephone,Address,City,Country\n"
            "C1,Anna Klein,anna@example.com,+33 6 12 34 56 78,1 rue A,Lyon,FR\n"
            "C2,Bob,bob@example.com,,2 rue B,Paris,XX\n"
        )
        self.load_twice(text, "customer", (1, 0, 0, 1))
        anna = self.env["res.partner"].search([("email", "=", "anna@example.com")])
        self.assertEqual((len(anna), anna.city, anna.country_id.code), (1, "Lyon", "FR"))
        self.load(text.replace("Lyon", "Nice"), object="customer", encoding="utf-8")
        self.assertEqual(anna.city, "Nice")

    def test_tracking_numbers_from_a_3pl(self):
        self.load(self.rows({"no": "T1"}))
        self.sales().picking_ids.button_validate()
        text = "Order number,Carrier,Tracking number\nT1,SF,SF900\nT9,SF,SF901"
        self.load_twice(text, "shipment", (0, 1, 0, 1))
        self.assertEqual(self.sales().picking_ids.carrier_tracking_ref, "SF900")
        self.run_cron("shipments")
        outbox = self.env["ecom.file.outbox"].search([("store_id", "=", self.store.id)])
        self.assertIn("SF900", outbox.rows)

    def test_opening_stock_is_received_and_waits_in_quarantine(self):
        text = (
            "SKU,Quantity,Lot,Expiry date\nPO-100,7,PO-NEW,2031-01-31\nPO-100,5,PO-A,2031-01-31\n"
            "CS-1-M,3,,\nGLOVE,2,X,\nNOPE,1,,\n"
        )
        self.load_twice(text, "stock", (1, 0, 1, 3))
        picking = self.env["stock.picking"].search([("origin", "=", "stock.csv")])
        self.assertEqual((len(picking), picking.state), (1, "assigned"))
        self.assertEqual(picking.move_line_ids.mapped("lot_name"), ["PO-NEW"])
        picking.button_validate()
        lot = self.env["stock.lot"].search([("name", "=", "PO-NEW"), ("product_id", "=", self.oximeter.id)])
        self.assertEqual((picking.state, lot.product_qty), ("done", 7))
        self.assertEqual(lot.expiration_date.date().isoformat(), "2031-01-31")
        self.assertEqual(lot.release_status, "quarantine")

    def test_returns_reach_the_order(self):
        self.load(self.rows({"no": "T1", "quantity": 2, "total": "200.00"}))
        self.sales().picking_ids.button_validate()
        text = (
            "Order number,Return ID,SKU,Quantity,Return reason\nT1,R1,PO-100,1,broken\nT1,R1,CS-1-M,1,other"
        )
        self.load_twice(text, "return", (1, 0, 0, 1))
        returned = self.env["ecom.return"].search([("sale_order_id", "=", self.sales().id)])
        self.assertEqual(returned.shop_number, "R1")
        self.assertEqual(returned.line_ids.mapped("quantity"), [1])

    def test_prices_do_not_come_in(self):
        with self.assertRaises(ValidationError):
            self.upload("SKU,Price\nA,1", object="price")
