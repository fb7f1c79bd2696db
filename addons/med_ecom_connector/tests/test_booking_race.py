from contextlib import ExitStack

from odoo.tests import tagged

from .race import RaceCase

ROUNDS, WORKERS = 5, 4
COMPANY = "Race of bookings"


@tagged("post_install", "-at_install")
class TestBookingRace(RaceCase):
    """Workers that book the same order at the same time.

    In a company of its own: posted entries stay, and the currency of a company with entries is settled.
    """

    STORES, WORKERS, BATCH = 1, WORKERS, {"booking": 1}

    def create_store(self, env, warehouse, number):
        company = env["res.company"].with_context(active_test=False).search([("name", "=", COMPANY)])
        if not company:
            company = env["res.company"].create({"name": COMPANY, "country_id": env.ref("base.us").id})
            env["account.chart.template"].try_loading("generic_coa", company, install_demo=False)
        env = env(context={**env.context, "allowed_company_ids": company.ids})
        warehouse = env["stock.warehouse"].search([("company_id", "=", company.id)], limit=1)
        store = super().create_store(env, warehouse, number)
        store.invoice_policy = "order"
        store.action_create_clearing_journal()
        return store

    def take_in(self):
        """:return: id of a paid order, with one exchange per worker that asks for its booking"""
        sku = self.create_product(1)
        order = self.build(1, sku, paid=True)
        self.announce([order])
        self.work("order", workers=1)
        with self.environment() as env:
            sale = env["sale.order"].search([("order_line.product_id", "=", self.product_ids[-1])])
            waiting = env["ecom.exchange"].search([("kind", "=", "booking"), ("sale_order_id", "=", sale.id)])
            self.assertTrue(waiting)
            env["ecom.exchange"].create(
                [sale._prepare_booking_vals() for _index in range(WORKERS - len(waiting))]
            )
            return sale.id

    def test_each_is_booked_once_and_nobody_hears_of_it(self):
        for number in range(ROUNDS):
            sale_id = self.take_in()
            with ExitStack() as stack:
                for logger in ("odoo.sql_db", "odoo.addons.med_ecom_connector"):
                    stack.enter_context(self.assertNoLogs(logger, "INFO"))
                self.work("booking")
            with self.environment() as env:
                sale = env["sale.order"].browse(sale_id)
                payments = env["account.payment"].search([("sale_order_id", "=", sale_id)])
                self.assertEqual((len(payments), len(sale.invoice_ids)), (1, 1), f"round {number}")
                self.assertEqual(sale.invoice_ids.payment_state, "paid")
                exchanges = env["ecom.exchange"].search(
                    [("kind", "=", "booking"), ("sale_order_id", "=", sale_id)]
                )
                self.assertEqual(set(exchanges.mapped("state")), {"done"})
                self.assertFalse(any(exchanges.mapped("attempts")))
