"""Order files that are cut off, repeated, reordered or damaged: nothing is lost, nothing doubled."""

from odoo.tests import tagged

from .file_case import FileCase

HEADER = (
    "订单编号,下单时间,修改时间,收货人姓名,收货地址,国家代码,币种,订单总额,已付金额,付款状态,已退款金额,"
    "子订单编号,商家编码,数量,单价"
)
#: order, line, article, pieces, price, total, given back
LINES = (
    ("T1", "T1-1", "PO-100", 2, "100.00", "250.00", "0"),
    ("T1", "T1-2", "GLOVE", 10, "5.00", "250.00", "0"),
    ("T2", "T2-1", "PO-100", 1, "100.00", "100.00", "10.00"),
    ("T3", "T3-1", "CS-1-M", 3, "20.00", "60.00", "0"),
)


def row(number, line, sku, quantity, price, total, refunded, at="2026-03-02 08:00:00"):
    head = f"{number},2026-03-01 08:00:00,{at},王芳,文三路1号,CN,EUR,{total},{total},paid,{refunded}"
    return f"{head},{line},{sku},{quantity},{price}"


def written(rows):
    return "\r\n".join([HEADER, *rows]).encode("gbk")


ROWS = [row(*line) for line in LINES]
WHOLE = written(ROWS)


@tagged("post_install", "-at_install")
class TestFileFaults(FileCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for product in cls.oximeter | cls.stocking:
            cls._create_lot(product, "MORE", quantity=1000)
        cls.env["stock.quant"]._update_available_quantity(cls.glove, cls.warehouse.lot_stock_id, 1000)

    def tell(self, *contents):
        """Files that arrive one after the other; what can't be read is left to a person, who does nothing.

        :return: what became of it
        """
        self.store = self.store.copy({"name": "Another shop"})
        self.store.action_create_clearing_journal()
        for content in contents:
            file = self.upload(content)
            file.action_check()
            if file.state == "checked":
                file.action_load()
            self.run_cron("orders")
            self.run_cron("bookings")
        return self.outcome()

    def outcome(self):
        left = self.exchanges().filtered(lambda one: one.state != "done")
        return left.mapped("problem_text"), {
            sale.client_order_ref: (
                sale.state,
                sale.amount_total,
                sorted((line.product_id.default_code, line.product_uom_qty) for line in sale.order_line),
                sale.ecom_payment_ids.mapped("booked_amount"),
                sale.ecom_refund_ids.mapped("amount"),
            )
            for sale in self.sales()
        }

    def test_cut_off_anywhere_then_sent_again(self):
        expected = self.tell(WHOLE)
        self.assertEqual(expected[0], [])
        self.assertEqual(set(expected[1]), {"T1", "T2", "T3"})
        self.assertEqual(expected[1]["T2"][3:], ([100.0], [10.0]))
        second_row = WHOLE.index(b"T1-2")
        cuts = [
            100,
            len(WHOLE) - 1,
            len(WHOLE) - 3,
            len(WHOLE) - 12,
            *range(second_row - 70, second_row + 30, 9),
        ]
        for cut in cuts:
            with self.subTest(cut=WHOLE[:cut][-12:]):
                self.assertEqual(self.tell(WHOLE[:cut], WHOLE), expected)

    def test_repeated_and_reordered(self):
        expected = self.tell(WHOLE)
        for contents in (
            (WHOLE, WHOLE),
            (written(ROWS[::-1]),),
            (WHOLE, written(ROWS[::-1]), WHOLE),
            # an export that repeats rows where its pages meet
            (written([*ROWS[:3], *ROWS[1:]]),),
            (written([*ROWS, *ROWS]), WHOLE),
            (written(ROWS[2:]), written(ROWS[:2])),
        ):
            with self.subTest(rows=[content.count(b"\n") for content in contents]):
                self.assertEqual(self.tell(*contents), expected)

    def test_rows_repeated_without_numbers_of_lines_wait_for_a_person(self):
        def without(content):
            return content.replace("子订单编号".encode("gbk"), b"?")

        expected = self.tell(without(WHOLE))
        self.store = self.store.copy({"name": "Held"})
        file = self.upload(without(written([*ROWS[:2], *ROWS[:2]])))
        file.action_check()
        file.action_load()
        self.run_cron("orders")
        self.assert_held("total_differs")
        self.assertFalse(self.sales())
        self.assertEqual(self.tell(without(written([*ROWS, *ROWS])), without(WHOLE)), expected)

    def test_damaged_in_the_middle(self):
        expected = self.tell(WHOLE)
        damaged = WHOLE.replace(b"T2-1,PO-100,1,100.00", b"T2-1,PO-100,1\x00?,1")
        for broken in (damaged, WHOLE[:300] + b"\xff\xff" + WHOLE[300:], b"PK\x03\x04" + WHOLE):
            self.assertEqual(self.tell(broken, WHOLE), expected)

    def test_an_older_state_that_comes_later_is_left_out(self):
        older = written([row(*LINES[3], at="2026-03-01 09:00:00").replace(",3,20.00", ",1,60.00")])
        expected = self.tell(WHOLE)
        self.assertEqual(self.tell(older, WHOLE), expected)
        self.assertEqual(self.tell(WHOLE, older), expected)
        file = self.env["ecom.file"].search([("store_id", "=", self.store.id)], limit=1)
        self.assertEqual(self.counts(file), (0, 0, 1, 0))
        known = self.env["ecom.file.order"].search([("store_id", "=", self.store.id), ("number", "=", "T3")])
        self.assertIn(
            '"quantity":3', known.lines.replace('"3"', "3"), "whoever asks again gets the newer state"
        )
