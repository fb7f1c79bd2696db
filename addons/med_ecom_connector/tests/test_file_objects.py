from unittest.mock import patch

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .file_case import FileCase


@tagged("post_install", "-at_install")
class TestFileObjects(FileCase):
    """Files of anything but orders: the same dry run, the same error file, nothing twice."""

    def load_twice(self, text, kind, expected, user=None):
        """Load a file, then again: the second time changes nothing."""
        vals = {"object": kind, "encoding": "utf-8", "name": f"{kind}.csv", "user": user}
        file = self.load(text, **vals)
        self.assertEqual(self.counts(file), expected, file.error_ids.mapped("message"))
        again = self.load(text, **vals)
        self.assertEqual(self.counts(again), (0, 0, file.record_count - expected[3], expected[3]))
        return file

    def test_products(self):
        text = "SKU,Name,Sales price,Weight,Tracking\nPO-100,Pulse oximeter,59.90,0.2,lot\nNEW-1,New,5,,lot"
        administrator = self._create_user("administrator")
        self.load_twice(text + "\nNEW-1,Twice,5,,lot", "product", (1, 1, 0, 1), administrator)
        self.assertEqual(self.oximeter.list_price, 59.90)
        new = self.env["product.product"].search([("default_code", "=", "NEW-1")])
        self.assertEqual((len(new), new.tracking, new.is_storable), (1, "lot", True))
        self.assertEqual(new.create_uid, administrator)

    def test_customers(self):
        text = (
            "Customer ID,Name,Email,Telephone,Address,City,Country\n"
            "C1,Anna Klein,anna@example.com,+33 6 12 34 56 78,1 rue A,Lyon,FR\n"
            "C2,Bob,bob@example.com,,2 rue B,Paris,XX\n"
        )
        administrator = self._create_user("administrator")
        self.load_twice(text, "customer", (1, 0, 0, 1), administrator)
        anna = self.env["res.partner"].search([("email", "=", "anna@example.com")])
        self.assertEqual((len(anna), anna.city, anna.country_id.code), (1, "Lyon", "FR"))
        self.load(text.replace("Lyon", "Nice"), object="customer", encoding="utf-8", user=administrator)
        self.assertEqual((anna.city, anna.write_uid), ("Nice", administrator))

    def test_nobody_changes_by_a_file_what_they_may_not_change_by_hand(self):
        for kind, text in (("product", "SKU,Name\nPO-100,Cheap"), ("customer", "Customer ID,Name\nC1,Anna")):
            file = self.upload(text, object=kind, encoding="utf-8")
            for action in (file.action_check, file.action_load):
                with self.assertRaisesRegex(AccessError, "may not do by hand either.*Ask somebody"):
                    action()
        self.assertEqual(self.oximeter.name, "Pulse oximeter")

    def test_the_background_loads_with_the_rights_of_whoever_pressed_the_button(self):
        text = "SKU,Name\nPO-100,Cheap"
        administrator = self._create_user("administrator")
        with patch("odoo.addons.med_ecom_connector.models.ecom_file_load.CHUNK", 0):
            file = self.load(text, object="product", encoding="utf-8", user=administrator)
        self.assertEqual(file.state, "loading")
        administrator.group_ids = self.env.ref("med_lot_traceability.group_order_desk")
        self.run_cron("files")
        self.assertEqual((file.state, self.oximeter.name), ("checked", "Pulse oximeter"))
        self.assertIn("Product", " ".join(file.message_ids.mapped("body")))

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
            "SKU,Quantity,Lot,Expiry date\nPO-100,7,PO-NEW,2031-01-31\nPO-100,10,PO-A,2031-01-31\n"
            "CS-1-M,3,,\nGLOVE,2,X,\nNOPE,1,,\n"
        )
        file = self.load_twice(text, "stock", (1, 0, 1, 3))
        self.assertIn("1 rows with 7 pieces in all become a receipt", file.remark)
        picking = self.env["stock.picking"].search([("origin", "=", "stock.csv")])
        self.assertEqual((len(picking), picking.state), (1, "assigned"))
        self.assertEqual(picking.move_line_ids.mapped("lot_name"), ["PO-NEW"])
        picking.button_validate()
        lot = self.env["stock.lot"].search([("name", "=", "PO-NEW"), ("product_id", "=", self.oximeter.id)])
        self.assertEqual((picking.state, lot.product_qty), ("done", 7))
        self.assertEqual(lot.expiration_date.date().isoformat(), "2031-01-31")
        self.assertEqual(lot.release_status, "quarantine")
        self.assertEqual(picking.ecom_file_id.name, "stock.csv")

    def test_the_warehouse_loads_a_file_that_no_layout_fits_yet(self):
        """The layout is guessed for whoever may load the file, though only others edit layouts."""
        warehouse = self._create_user("warehouse")
        file = self.load("SKU;Quantity;Lot\nPO-100;4;PO-W\n", object="stock", user=warehouse)
        self.assertEqual((file.state, self.counts(file)), ("done", (1, 0, 0, 0)))
        self.assertEqual(file.layout_id.delimiter, "semicolon")
        with self.assertRaises(AccessError):
            file.layout_id.with_user(warehouse).delimiter = "tab"

    def test_another_figure_of_the_same_stock_is_refused(self):
        """Stock that a file brings is added, not counted: nobody may take it for a count."""
        text = "SKU,Quantity,Lot,Expiry date\nPO-100,7,PO-NEW,2031-01-31\n"
        self.load(text, object="stock", encoding="utf-8")
        other = self.upload(text.replace(",7,", ",9,"), object="stock", encoding="utf-8")
        other.action_check()
        self.assertEqual(self.counts(other), (0, 0, 0, 1))
        self.assertIn("PO-NEW”: 7 are here", other.error_ids.message)
        self.assertIn("A file is no stock count", other.error_ids.message)
        other.action_load()
        picking = self.env["stock.picking"].search([("ecom_file_id.store_id", "=", self.store.id)])
        self.assertEqual(picking.move_ids.mapped("product_uom_qty"), [7])
        picking.button_validate()
        lot = picking.move_line_ids.lot_id
        self.env["stock.quant"]._update_available_quantity(
            self.oximeter, picking.location_dest_id, -3, lot_id=lot
        )
        again = self.load(text, object="stock", encoding="utf-8")
        self.assertEqual(self.counts(again), (0, 0, 1, 0), "what was sold since does not make it another one")
        counted = self.load(text.replace(",7,", ",4,"), object="stock", encoding="utf-8")
        self.assertEqual(self.counts(counted), (0, 0, 1, 0), "just what is here")

    def test_a_lot_at_several_places_is_compared_by_its_sum(self):
        text = "SKU,Quantity,Lot\nPO-100,3,PO-NEW\nPO-100,4,PO-NEW\n"
        self.load_twice(text, "stock", (2, 0, 0, 0))

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

    def shipped(self, quantity=12):
        """An order of which the older lot's ten pieces and two of the next have left."""
        self.load(self.rows({"no": "T1", "quantity": quantity, "total": f"{quantity}00.00"}))
        self.sales().picking_ids.button_validate()
        self.run_cron("shipments")

    def test_a_file_without_a_column_that_it_must_have_says_so_before_it_is_loaded(self):
        file = self.upload("Order,Rücksendung,Article,Qty\nT1,R1,PO-100,1", object="return")
        file.action_check()
        self.assertEqual((file.state, file.problem), ("failed", "no_field"))
        self.assertIn("Return number", file.message)

    def test_the_lot_that_a_return_names_is_expected(self):
        self.shipped()
        text = "Order number,Return ID,SKU,Quantity,Lot number\nT1,R1,PO-100,1,PO-B\nT1,R2,PO-100,2,PO-X"
        self.load_twice(text, "return", (1, 0, 0, 1))
        one = self.sales().ecom_return_ids
        self.assertEqual(one.line_ids.announced_lot, "PO-B")
        lines = one.picking_ids.move_line_ids
        self.assertEqual((lines.lot_id, lines.quantity), (self.lot_new, 1))

    def test_two_lots_of_an_article_come_back(self):
        self.shipped()
        text = "Order number,Return ID,SKU,Quantity,Lot number\nT1,R1,PO-100,3,PO-A\nT1,R1,PO-100,1,PO-B"
        self.load_twice(text, "return", (2, 0, 0, 0))
        lines = self.sales().ecom_return_ids.picking_ids.move_line_ids
        found = {line.lot_id: line.quantity for line in lines}
        self.assertEqual(found, {self.lot_old: 3, self.lot_new: 1})

    def test_refunds_reach_the_order_once(self):
        self.shipped()
        text = "Order number,Refund ID,Amount,Reason\nT1,R1,10.00,late\nT1,R2,-5,no\nT9,R3,5,no\n"
        self.load_twice(text, "refund", (1, 0, 0, 2))
        refund = self.sales().ecom_refund_ids
        self.assertEqual((refund.external_id, refund.amount, refund.reason), ("R1", 10, "late"))
        other = self.upload(text.replace("10.00", "11"), object="refund", encoding="utf-8")
        other.action_check()
        self.assertIn("known with another amount: 10", other.error_ids[0].message)

    def test_goods_that_were_refunded_are_expected_back(self):
        self.shipped(2)
        text = "Order number,Refund ID,Amount,SKU,Quantity\nT1,R1,100.00,PO-100,1\nT1,R1,5.00,,\n"
        self.load_twice(text, "refund", (1, 0, 0, 0))
        sale = self.sales()
        self.assertEqual((sale.ecom_refund_ids.amount, sale.ecom_refund_ids.line_ids.quantity), (105, 1))
        self.assertEqual(sale.ecom_return_ids.state, "expected")

    def test_prices_do_not_come_in(self):
        for kind in ("price", "cancel"):
            with self.assertRaisesRegex(ValidationError, "go out only"):
                self.upload("SKU,Price\nA,1", object=kind)
