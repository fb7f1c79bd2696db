from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .common import ShopCase, WooCommerceCase


@tagged("post_install", "-at_install")
class TestShares(ShopCase):
    """What a shop offers of what is sellable."""

    def offered(self, product=None):
        product = product or self.glove
        return self.env["ecom.sellable"]._quantities(self.store, product)[product.id]

    def share(self, **vals):
        return (
            self.env["ecom.stock.share"]
            .with_user(self.order_desk)
            .create({"store_id": self.store.id, **vals})
        )

    def test_percent_fixed_and_buffer(self):
        self.store.stock_buffer = 2
        self.assertEqual(self.offered(), 48)
        general = self.share(share=50)
        self.assertEqual((self.offered(), self.offered(self.oximeter)), (24, 14))
        own = self.share(product_id=self.glove.id, buffer=8, mode="fixed", share=30)
        self.assertEqual((self.offered(), self.offered(self.oximeter)), (30, 14))
        own.buffer = 40
        self.assertEqual(self.offered(), 8)
        (own | general).unlink()
        self.assertEqual(self.offered(), 48)

    def test_a_changed_share_is_sent(self):
        self.run_cron("stock")
        self.assertEqual(self.shop.stock("GLOVE"), 50)
        self.share(share=30)
        self.run_cron("stock")
        self.assertEqual((self.shop.stock("GLOVE"), self.shop.stock("PO-100")), (15, 9))

    def test_sum_is_explained(self):
        rows = self.share(share=60)
        self.assertIn("60 %", rows.explanation)
        self.assertIn("no piece is offered twice", rows.explanation)
        other = self.store.copy({"name": "Second"})
        rows.invalidate_recordset()
        self.assertIn("160 %", rows.explanation)
        self.env["ecom.stock.share"].create({"store_id": other.id, "share": 40})
        rows.invalidate_recordset()
        self.assertIn("100 %", rows.explanation)
        self.assertIn("no piece is offered twice", rows.explanation)

    def test_goods_of_accepted_backorders_are_not_offered(self):
        self.shop.place_order([("GLOVE", 60)])
        self.poll()
        self.sales().action_short_backorder()
        self.env["stock.quant"]._update_available_quantity(self.glove, self.warehouse.lot_stock_id, 15)
        self.assertEqual(self.offered(), 5)

    def test_an_order_takes_what_was_not_offered(self):
        """Buffer and share are about offering: what a customer was sold and what is there is promised."""
        other = self.store.copy({"name": "Second"})
        self.store.stock_buffer = 45
        self.share(share=10)
        self.env["ecom.stock.share"].create({"store_id": other.id, "share": 90})
        self.assertEqual(self.offered(), 0.5)
        self.shop.place_order([("GLOVE", 30)])
        self.poll()
        self.assertEqual((self.sales().state, self.sales().ecom_promise), ("sale", "promised"))
        self.assertEqual(sum(self.sales().picking_ids.move_ids.mapped("quantity")), 30)
        # the other shop was promised nothing by its share: it offers its part of what is left
        left = self.env["ecom.sellable"]._quantities(other, self.glove)[self.glove.id]
        self.assertEqual(left, 20 * 0.9)
        self.shop.place_order([("GLOVE", 21)])
        self.poll()
        self.assertEqual(self.sales()[-1].ecom_promise, "short", "what is not there is nobody's")

    def test_auditor_reads_only(self):
        auditor = self._create_user("auditor")
        row = self.share(share=60)
        row.with_user(auditor).read(["share"])
        with self.assertRaises(self.AccessError):
            row.with_user(auditor).share = 10


@tagged("post_install", "-at_install")
class TestScheduledPrices(ShopCase):
    def test_a_price_begins_and_ends_by_itself(self):
        now = fields.Datetime.now()
        begins, ends = now + timedelta(hours=3), now + timedelta(hours=5)
        pricelist = self.env["product.pricelist"].create({"name": "Web", "company_id": self.company.id})
        self.env["product.pricelist.item"].create(
            {
                "pricelist_id": pricelist.id,
                "applied_on": "0_product_variant",
                "product_id": self.glove.id,
                "compute_price": "fixed",
                "fixed_price": 3.0,
                "date_start": begins,
                "date_end": ends,
            }
        )
        self.store.pricelist_id = pricelist
        self.run_cron("stock")
        self.run_cron("prices")
        cron = self.env.ref("med_ecom_connector.ir_cron_prices")
        # of this minute are those of what was just sent
        soon = now + timedelta(hours=1)
        due = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id), ("call_at", ">", soon)])
        self.assertEqual(due.mapped("call_at"), [begins])
        self.assertEqual(float(self.shop.price("GLOVE")), 5.0)
        with freeze_time(begins):
            self.run_cron("prices")
        self.assertEqual(float(self.shop.price("GLOVE")), 3.0)
        due = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id), ("call_at", ">", begins)])
        self.assertEqual(due.mapped("call_at"), [ends + timedelta(seconds=1)])
        with freeze_time(ends + timedelta(seconds=1)):
            self.run_cron("prices")
        self.assertEqual(float(self.shop.price("GLOVE")), 5.0)


@tagged("post_install", "-at_install")
class TestCompareBeforePush(WooCommerceCase):
    """A sale between asking for orders and sending stock is taken in, not overwritten."""

    def test_sale_in_the_last_second(self):
        self.run_cron("stock")
        self.env["stock.quant"]._update_available_quantity(self.glove, self.warehouse.lot_stock_id, 10)
        store = type(self.store)
        poll = store._poll_orders
        polls = []

        def poll_then_sell(this):
            poll(this)
            polls.append(this)
            if len(polls) == 1:
                self.shop.place_order([("GLOVE", 3)])

        with patch.object(store, "_poll_orders", poll_then_sell):
            self.run_cron("stock")
        self.assertEqual(len(polls), 2)
        self.assertEqual(self.sales().mapped("state"), ["sale"])
        self.assertEqual(self.shop.stock("GLOVE"), 57)
        self.assertEqual(set(self.exchanges(kind="stock").mapped("state")), {"done"})
        self.assertEqual(len(self.exchanges(kind="stock")), 2, "the same exchange goes on")

    def test_what_nobody_sold_is_put_right(self):
        self.run_cron("stock")
        self.shop.products["GLOVE"]["stock_quantity"] = 4
        self.env["stock.quant"]._update_available_quantity(self.glove, self.warehouse.lot_stock_id, 10)
        self.run_cron("stock")
        self.assertEqual(self.shop.stock("GLOVE"), 60)

    def test_computed_once(self):
        handler = type(self.env["ecom.handler.stock"])
        with patch.object(handler, "_targets", autospec=True, side_effect=handler._targets) as targets:
            self.run_cron("stock")
        self.assertEqual(targets.call_count, 1)
        self.assertEqual(self.shop.stock("GLOVE"), 50)


@tagged("post_install", "-at_install")
class TestReservedAgain(ShopCase):
    def test_another_lot_at_once(self):
        self.shop.place_order([("PO-100", 8)])
        self.poll()
        moves = self.sales().picking_ids.move_ids
        self.assertEqual(moves.move_line_ids.lot_id, self.lot_old)
        self.lot_old._set_release_status("hold", "complaint")
        self.assertEqual((moves.move_line_ids.lot_id, moves.quantity), (self.lot_new, 8))
        self.lot_new._set_release_status("hold", "complaint")
        self.assertEqual(moves.quantity, 0)
        self.lot_old._set_release_status("released", "found harmless")
        self.assertEqual((moves.move_line_ids.lot_id, moves.quantity), (self.lot_old, 8))

    def test_a_recall_takes_the_product_off_the_shop(self):
        self.run_cron("stock")
        self.assertEqual(self.shop.stock("PO-100"), 30)
        (self.lot_old | self.lot_new)._set_release_status("recalled", "maker's notice")
        self.run_cron("stock")
        self.assertEqual(self.shop.stock("PO-100"), 0)
