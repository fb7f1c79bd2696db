from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .fakes.file_shop import FileShop
from .fakes.file_shop_styles import STYLES
from .file_case import FileCase


@tagged("post_install", "-at_install")
class TestFileExport(FileCase):
    def ship(self, tracking=""):
        picking = self.sales()[-1].picking_ids
        picking.carrier_tracking_ref = tracking
        picking.button_validate()
        self.assertEqual(picking.state, "done")
        return picking

    def export(self, kind="shipment", layout="layout_out_shipments", **vals):
        wizard = self.env["ecom.file.export"].with_user(self.order_desk)
        action = wizard.create(
            {
                "store_id": self.store.id,
                "object": kind,
                "layout_id": self.env.ref(f"med_ecom_connector.{layout}").id,
                **vals,
            }
        ).action_export()
        return self.env["ecom.file"].browse(action["res_id"])

    def test_what_was_shipped_is_told_once_with_lots(self):
        self.load(self.rows({"no": "T1", "quantity": 12, "total": "1200.00"}))
        picking = self.ship("SF100")
        file = self.export(layout="layout_out_shipments_zh")
        lines = file._bytes().decode("gbk").splitlines()
        self.assertEqual(lines[0], "订单编号,物流公司,物流单号,发货时间,商家编码,数量,批号,有效期,签收时间")
        self.assertEqual(len(lines), 3, "the older lot's ten pieces, then two of the next")
        self.assertTrue(lines[1].startswith("T1,,SF100,") and "PO-100,10,PO-A," in lines[1], lines)
        self.assertIn("PO-100,2,PO-B,", lines[2])
        self.assertEqual(picking.ecom_shipment_ref, picking.name)
        self.assertEqual((file.direction, file.state), ("out", "done"))
        with self.assertRaisesRegex(UserError, "nothing to write"):
            self.export()
        self.assertEqual(self.export(only_new=False).row_count, 2, "the whole of it can be had again")

    def test_a_tracking_number_that_comes_late_is_told_again(self):
        self.load(self.rows({"no": "T1"}))
        picking = self.ship()
        self.assertNotIn("SF200", self.export()._bytes().decode())
        picking.carrier_tracking_ref = "SF200"
        self.assertIn("SF200", self.export()._bytes().decode())

    def test_a_delivery_is_told_in_the_next_file(self):
        self.load(self.rows({"no": "T1"}))
        picking = self.ship("SF100")
        self.assertTrue(self.export()._bytes().decode().splitlines()[1].endswith(","), "on its way")
        with freeze_time("2026-11-20 09:30:00"):
            picking.action_mark_delivered()
        self.assertIn("2026-11-20 09:30:00", self.export()._bytes().decode())
        with self.assertRaisesRegex(UserError, "nothing to write"):
            self.export()

    def test_stock_tells_what_may_be_sold_and_then_only_what_changed(self):
        def figures(file):
            lines = file._bytes().decode("utf-8-sig").splitlines()[1:]
            return dict(line.split(",") for line in lines)

        first = figures(self.export("stock", "layout_out_stock"))
        self.assertEqual((first["PO-100"], first["CS-1-M"]), ("30", "30"))
        self.load(self.rows({"no": "T1", "quantity": 2, "total": "200.00"}))
        # A test is one transaction: only the clock tells this push from the first one.
        with freeze_time(fields.Datetime.now() + timedelta(minutes=1)):
            self.assertEqual(figures(self.export("stock", "layout_out_stock")), {"PO-100": "28"})

    def test_prices(self):
        pricelist = self.env["product.pricelist"].create(
            {"name": "P", "currency_id": self.env.ref("base.EUR").id}
        )
        self.store.pricelist_id = pricelist
        content = self.export("price", "layout_out_prices")._bytes().decode("utf-8-sig")
        self.assertIn("PO-100,49.9,EUR", content)

    def test_orders_customers_and_products_and_orders_read_back(self):
        self.load(self.rows({"no": "T1", "quantity": 2, "total": "200.00"}))
        orders = self.export("order", "layout_out_orders")
        again = self.load(orders._bytes().replace(b"T1", b"T9"), name="again.csv")
        self.assertEqual(self.counts(again), (1, 0, 0, 0))
        self.assertEqual(self.sales().mapped("amount_total"), [200, 200])
        self.assertEqual(len(orders._bytes().splitlines()), 2)
        self.assertIn("王芳", self.export("customer", "layout_out_customers")._bytes().decode())
        self.assertIn("PUMP-1,Infusion pump", self.export("product", "layout_out_products")._bytes().decode())

    def test_an_order_with_everything_reads_back_to_the_cent(self):
        self._create_tax(5.0)
        shop = FileShop(STYLES[0])
        shop.add_product("PO-100", "Pulse oximeter", "49.90")
        order = shop.place_order(
            [("PO-100", 3), ("PO-100", 1)],
            discount="3.33",
            two_taxes=True,
            fee="4.00",
            dollars="0.92",
            gift_card=True,
            paid=True,
        )
        self.env.ref("base.USD").active = True
        shop.refund(order, "12.34")
        for kind, content in shop.exports():
            self.load(content, object=kind)
        content = self.export("order", "layout_out_orders")._bytes().replace(b"F1001", b"F2001")
        self.load(content, name="again.csv")
        first, second = self.sales()
        for name in ("amount_total", "amount_tax", "ecom_paid_amount", "ecom_refunded_amount"):
            self.assertAlmostEqual(first[name], second[name], 2, name)
        self.assertEqual(first.ecom_exchange_rate, second.ecom_exchange_rate)
        self.assertEqual(second.ecom_payment_ids.mapped("is_gift_card"), [True])
        self.assertFalse(self.exchanges(state="held").mapped("message"))
