import base64
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ShopCase
from .fakes.file_shop import FileShop
from .fakes.file_shop_styles import STYLES

HEADER = (
    "订单编号,订单创建时间,收货人姓名,收货地址,联系手机,商家编码,宝贝标题,购买数量,价格,运费,总金额,币种,国家"
)
ORDER = (
    "{no},2026-03-01 08:00:00,王芳,杭州市西湖区文三路1号,13800138000,"
    "{sku},血氧仪,{quantity},100.00,0,{total},EUR,CN"
)


class FileCase(ShopCase):
    """A shop that only exports and imports files."""

    FAKE = None
    CHANNEL = "file"

    def setUp(self):
        # without the shop that answers over a network
        super(ShopCase, self).setUp()
        self.store = self.env["ecom.store"].create(
            {
                "name": "File shop",
                "channel": "file",
                "warehouse_id": self.warehouse.id,
                "responsible_id": self.order_desk.id,
            }
        )

    @staticmethod
    def rows(*rows):
        filled = [{"sku": "PO-100", "quantity": 1, "total": "100.00", **row} for row in rows]
        return "\r\n".join([HEADER, *(ORDER.format(**row) for row in filled)])

    def upload(self, text, name="orders.csv", encoding="gbk", user=None, **vals):
        content = text.encode(encoding) if isinstance(text, str) else text
        files = self.env["ecom.file"].with_user(user or self.order_desk)
        return files.create(
            {"name": name, "store_id": self.store.id, "content": base64.b64encode(content), **vals}
        )

    def load(self, text, **vals):
        file = self.upload(text, **vals)
        file.action_check()
        self.assertEqual(file.state, "checked", file.message)
        file.action_load()
        self.run_cron("orders")
        return file

    def counts(self, file):
        return (file.new_count, file.changed_count, file.same_count, file.bad_count)


@tagged("post_install", "-at_install")
class TestFiles(FileCase):
    def test_a_gbk_file_becomes_orders(self):
        file = self.upload(
            self.rows(
                {"no": "T1", "total": "300.00"},
                {"no": "T1", "sku": "CS-1-M", "quantity": 2, "total": "300.00"},
                {"no": "T2"},
            )
        )
        file.action_check()
        self.assertEqual(file.state, "checked", file.message)
        self.assertEqual(self.counts(file), (2, 0, 0, 0))
        self.assertEqual((file.row_count, file.record_count), (3, 2))
        self.assertFalse(self.exchanges() or self.sales(), "a dry run writes nothing")
        self.assertIn("王芳", file.preview)
        file.action_load()
        self.assertEqual(file.state, "done")
        self.run_cron("orders")
        sales = self.sales()
        self.assertEqual(sales.mapped("client_order_ref"), ["T1", "T2"])
        self.assertEqual(sales.mapped("amount_total"), [300.0, 100.0])
        self.assertEqual(sales[0].partner_id.name, "王芳")
        self.assertEqual(sales.mapped("state"), ["sale", "sale"])
        self.assertEqual(set(self.exchanges().mapped("source")), {"file"})
        self.assertEqual((file.exchange_count, file.order_count), (2, 2))

    def test_the_same_file_again_changes_nothing(self):
        text = self.rows({"no": "T1"}, {"no": "T2"})
        self.load(text)
        again = self.upload(text)
        self.assertTrue(again.is_repeat)
        again.action_check()
        self.assertEqual(self.counts(again), (0, 0, 2, 0))
        again.action_load()
        self.run_cron("orders")
        self.assertEqual(len(self.exchanges()), 2)
        self.assertEqual(len(self.sales()), 2)

    def test_a_corrected_file_updates_and_a_correction_back_does_too(self):
        self.load(self.rows({"no": "T1"}))
        cancelled = self.rows({"no": "T1"}).replace("国家", "国家,订单状态") + ",cancelled"
        file = self.load(cancelled)
        self.assertEqual(self.counts(file), (0, 1, 0, 0))
        self.assertEqual(self.sales().state, "cancel")
        back = self.load(self.rows({"no": "T1"}))
        self.assertEqual(self.counts(back), (0, 1, 0, 0))
        self.assertEqual(len(self.exchanges()), 3)
        self.assertEqual(len(self.sales()), 1)

    def test_bad_rows_are_mended_in_place(self):
        file = self.upload(
            self.rows({"no": "T1", "quantity": "one"}, {"no": "T2"}, {"no": "T3", "total": "1OO"})
        )
        file.action_check()
        self.assertEqual(self.counts(file), (1, 0, 0, 2))
        errors = file.error_ids
        self.assertEqual(errors.mapped("number"), [2, 4])
        self.assertEqual(errors.mapped("column_name"), ["购买数量", "总金额"])
        self.assertIn("“one” is not a number", errors[0].message)
        self.assertIn("table-danger", file.preview)
        errors[0].mended = "1"
        errors[1].mended = "100"
        file.action_check()
        self.assertEqual(self.counts(file), (3, 0, 0, 0))
        self.assertEqual(file.error_ids.mapped("mended"), ["1", "100"], "what was mended is on record")
        file.action_load()
        self.run_cron("orders")
        self.assertEqual(len(self.sales()), 3)
        with self.assertRaises(UserError):
            errors[0].mended = "2"

    def test_the_error_file_holds_whole_orders_and_loads_when_mended(self):
        text = self.rows(
            {"no": "T1", "quantity": "one", "total": "200.00"}, {"no": "T1", "total": "200.00"}, {"no": "T2"}
        )
        file = self.load(text)
        self.assertEqual(self.sales().mapped("client_order_ref"), ["T2"])
        attachment = int(file.action_download_errors()["url"].split("/")[3].split("?")[0])
        errors = self.env["ir.attachment"].browse(attachment)
        written = errors.raw.decode("gbk")
        self.assertEqual(errors.name, "orders_errors.csv")
        self.assertEqual(len(written.splitlines()), 3, "both rows of the bad order, not the good one")
        self.assertIn("is not a number", written)
        mended = self.load(written.replace(",one,", ",1,"))
        self.assertEqual(self.counts(mended), (1, 0, 0, 0))
        self.assertEqual(sorted(self.sales().mapped("client_order_ref")), ["T1", "T2"])

    def test_an_unknown_article_is_foretold_held_and_released(self):
        file = self.upload(self.rows({"no": "T1", "sku": "NEW-9"}))
        file.action_check()
        self.assertIn("NEW-9", file.remark)
        file.action_load()
        self.run_cron("orders")
        held = self.assert_held("sku_unknown")
        self.assertEqual(file.held_count, 1)
        self._create_lot(self._create_device("NEW-9", "New", 100), "N1", quantity=10)
        self.release(held)
        self.assertEqual(held.state, "done", held.message)
        self.assertEqual(self.sales().order_line.product_id.default_code, "NEW-9")

    def test_an_order_told_in_two_files(self):
        head = "订单编号,订单创建时间,收货人姓名,收货地址,总金额,币种\nT1,2026-03-01,王芳,文三路1号,300,EUR"
        items = "订单编号,商家编码,标题,购买数量,价格\nT1,PO-100,血氧仪,1,100\nT1,CS-1-M,袜,2,100"
        first = self.load(head)
        self.assertEqual((first.waiting_count, len(self.exchanges())), (1, 0))
        second = self.load(items)
        self.assertEqual(self.counts(second), (1, 0, 0, 0))
        self.assertEqual(self.sales().amount_total, 300)
        self.assertEqual(len(self.sales().order_line), 2)

    def test_an_unreadable_file_says_why(self):
        for content, code in ((b"PK\x03\x04...", "not_xlsx"), (b"a,b\n1,2", "no_layout"), (b"  ", "empty")):
            file = self.upload(content)
            file.action_check()
            self.assertEqual((file.state, file.problem), ("failed", code))
            self.assertTrue(file.message)

    def test_a_long_file_is_loaded_in_the_background(self):
        file = self.upload(self.rows(*({"no": f"T{index}"} for index in range(1101))))
        file.action_check()
        file.action_load()
        self.assertEqual((file.state, file.loaded_count), ("loading", 0))
        self.run_cron("files")
        self.assertEqual((file.state, file.loaded_count, file.progress), ("done", 1101, 100.0))
        self.assertEqual(len(self.exchanges()), 1101)

    def test_who_may_load(self):
        warehouse = self._create_user("warehouse")
        file = self.upload(self.rows({"no": "T1"}), user=warehouse)
        with self.assertRaises(AccessError):
            file.action_check()
        auditor = self._create_user("auditor")
        with self.assertRaises(AccessError):
            self.upload(self.rows({"no": "T1"}), user=auditor)
        self.assertTrue(file.with_user(auditor).name)

    def test_a_loaded_file_is_part_of_the_record(self):
        file = self.load(self.rows({"no": "T1"}))
        with self.assertRaises(UserError):
            file.unlink()
        with self.assertRaises(UserError):
            file.content = base64.b64encode(b"other")

    def test_an_older_exchange_asks_for_the_newest_state(self):
        """As with any shop: what a file told last counts, not what waited in the queue."""
        file = self.upload(self.rows({"no": "T1", "quantity": 1}))
        file.action_check()
        file.action_load()
        waiting = self.exchanges(state="pending")
        self.env.cr.execute(
            "UPDATE ecom_exchange SET create_date = create_date - interval '1 day' WHERE id = %s",
            [waiting.id],
        )
        self.load(self.rows({"no": "T1", "quantity": 3, "total": "300.00"}))
        self.assertEqual(self.sales().order_line.product_uom_qty, 3)
        self.assertEqual(self.exchanges(state="pending"), self.env["ecom.exchange"])

    def test_polls_and_comparisons_do_no_harm(self):
        self.load(self.rows({"no": "T1"}))
        self.store.import_since = fields.Datetime.subtract(fields.Datetime.now(), days=1)
        self.run_cron("poll")
        self.run_cron("compare")
        self.run_cron("orders")
        self.assertEqual((len(self.exchanges()), len(self.sales())), (1, 1))
        self.assertFalse(self.store.sync_error)


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


@tagged("post_install", "-at_install")
class TestDictionary(FileCase):
    def test_exported_in_one_click(self):
        for button in ("action_export_xlsx", "action_export_csv"):
            dictionary = self.env["ecom.dictionary.field"].with_user(self.order_desk)
            action = getattr(dictionary, button)()
            attachment = self.env["ir.attachment"].browse(int(action["url"].split("/")[3].split("?")[0]))
            self.assertTrue(attachment.name.startswith("data_dictionary."))
            self.assertGreater(len(attachment.raw), 5000)

    def test_importers_follow_it(self):
        """What the administrator changes in the dictionary, the next file is checked by."""
        self.env.ref("med_ecom_connector.field_order_phone").required = True
        text = self.rows({"no": "T1"}).replace("13800138000", "")
        file = self.upload(text)
        file.action_check()
        self.assertEqual(file.error_ids.mapped("column_name"), ["联系手机"])

    def test_only_the_administrator_edits_it(self):
        field = self.env.ref("med_ecom_connector.field_order_phone").with_user(self.order_desk)
        self.assertTrue(field.meaning)
        with self.assertRaises(AccessError):
            field.meaning = "other"
