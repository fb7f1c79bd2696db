import base64

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .file_case import FileCase


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

    def test_a_field_without_a_column_is_named_as_in_the_dictionary(self):
        file = self.upload(self.rows({"no": "T1"}).replace("订单创建时间", "没有人认识的列"))
        file.action_check()
        self.assertEqual(self.counts(file), (0, 0, 0, 1))
        self.assertIn("“Ordered at” is missing", file.error_ids.message)
        self.assertIn("layout", file.error_ids.message)

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

    def test_times_of_a_guessed_layout_are_those_of_the_shop_s_company(self):
        """A colleague on a journey, or the job that fetches files, must not shift every order's time."""
        self.order_desk.tz = "Europe/Paris"
        self.store.company_id.partner_id.tz = "Asia/Shanghai"
        file = self.load(self.rows({"no": "T1"}))
        self.assertEqual((file.layout_id.timezone, file.layout_id.checked), ("Asia/Shanghai", "guess"))
        self.assertEqual(str(self.sales().date_order), "2026-03-01 00:00:00")
        self.assertNotIn("+00:00", file.preview, "times are shown as the shop wrote them")
        by_hand = self.env["ecom.file.layout"].with_user(self.order_desk).default_get(["timezone"])
        self.assertEqual(by_hand["timezone"], "Asia/Shanghai")

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
