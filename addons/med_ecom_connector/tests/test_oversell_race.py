import os
from datetime import UTC, datetime

from odoo.tests import tagged
from odoo.tools import mute_logger

from .fakes.medusa_order import iso, refresh_totals
from .race import RaceCase

#: A hundred take some minutes; fewer may be asked for while one works on it.
ROUNDS = int(os.environ.get("MEDSUITE_OVERSELL_ROUNDS", "100"))
PIECES, ORDERS = 5, 50


@tagged("post_install", "-at_install")
class TestOversellRace(RaceCase):
    """Fifty orders through three shops for five pieces, taken in by four workers."""

    STORES, WORKERS, BATCH = 3, 4, {"order": 5}

    @mute_logger("odoo.sql_db")
    def test_exactly_as_many_are_promised_as_there_are(self):
        for number in range(ROUNDS):
            sku = self.create_product(PIECES)
            self.announce([self.build(index + 1, sku) for index in range(ORDERS)])
            self.work()
            with self.environment() as env:
                lines = env["sale.order.line"].search([("product_id", "=", self.product_ids[-1])])
                promises = lines.order_id.mapped("ecom_promise")
                self.assertEqual(
                    (promises.count("promised"), promises.count("short"), len(lines)),
                    (PIECES, ORDERS - PIECES, ORDERS),
                    f"round {number}",
                )
                confirmed = lines.filtered(lambda line: line.state == "sale").order_id
                self.assertEqual(set(confirmed.mapped("ecom_promise")), {"promised"})
                self.assertEqual(
                    sum(lines.move_ids.mapped("quantity")), PIECES, "what is promised is reserved"
                )
                self.assertEqual(len(lines.order_id.ecom_store_id), self.STORES)


@tagged("post_install", "-at_install")
class TestRaiseRace(RaceCase):
    """Two customers of two shops have a piece each, and both order one more: the last one that there is."""

    BATCH = {"order": 1}

    def raise_quantity(self, order):
        order["items"][0]["quantity"] = 2
        order["updated_at"] = iso(datetime.now(UTC))
        refresh_totals(order)

    @mute_logger("odoo.sql_db")
    def test_the_last_piece_is_promised_once(self):
        for number in range(max(ROUNDS // 10, 1)):
            sku = self.create_product(3)
            orders = [self.build(index + 1, sku) for index in range(2)]
            self.announce(orders)
            self.work()
            for order in orders:
                self.raise_quantity(order)
            self.announce(orders)
            self.work()
            with self.environment() as env:
                lines = env["sale.order.line"].search([("product_id", "=", self.product_ids[-1])])
                self.assertEqual(lines.mapped("state"), ["sale", "sale"])
                self.assertEqual(lines.mapped("product_uom_qty"), [2, 2], "both are as in their shops")
                self.assertEqual(
                    sorted(lines.order_id.mapped("ecom_promise")), ["promised", "short"], f"round {number}"
                )
                self.assertEqual(sum(lines.move_ids.mapped("product_uom_qty")), 3)
                self.assertEqual(sum(lines.move_ids.mapped("quantity")), 3)
                waiting = env["ecom.exchange"].search(
                    [("sale_order_id", "in", lines.order_id.ids), ("state", "!=", "done")]
                )
                self.assertEqual(waiting.mapped("problem"), ["short"])
