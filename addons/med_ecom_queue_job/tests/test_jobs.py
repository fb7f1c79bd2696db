from unittest.mock import patch

from psycopg2.errors import UniqueViolation

from odoo.tests import tagged

from odoo.addons.med_ecom_connector.tests.common import ShopCase
from odoo.addons.queue_job.exception import RetryableJobError
from odoo.addons.queue_job.job import Job


@tagged("post_install", "-at_install")
class TestJobs(ShopCase):
    """The same exchanges, done by jobs."""

    def jobs(self, state="pending"):
        name = f"root.shops.shop_{self.store.id}."
        return self.env["queue.job"].search([("channel", "=like", f"{name}%"), ("state", "=", state)])

    def perform(self):
        """Do what the job runner would, until nothing is left to do."""
        while jobs := self.jobs():
            for row in jobs:
                job = Job.load(self.env, row.uuid)
                job.perform()
                job.set_done()
                job.store()

    def test_orders_come_in_by_jobs(self):
        for _number in range(3):
            self.shop.place_order([("PO-100", 1)])
        self.run_cron("poll")
        self.assertFalse(self.sales())
        self.assertEqual(self.jobs().mapped("channel"), [f"root.shops.shop_{self.store.id}.order"])
        self.perform()
        self.assertEqual(len(self.sales()), 3)
        self.assertEqual(set(self.exchanges(kind="order").mapped("state")), {"done"})

    def test_the_cron_is_a_safety_net(self):
        self.shop.place_order([("PO-100", 1)])
        self.run_cron("poll")
        self.run_cron("orders")
        self.assertEqual(len(self.sales()), 1)
        self.perform()
        self.assertEqual(len(self.sales()), 1)

    def test_many_hints_make_one_job(self):
        for _number in range(3):
            order = self.shop.place_order([("PO-100", 1)])
            headers, body = self.shop.order_webhook(order)
            for event in self.store._channel().parse_webhook(headers, body):
                self.env["ecom.exchange"]._receive_hint(self.store, event, body)
        self.assertEqual(len(self.jobs()), 1)
        self.perform()
        self.assertEqual(len(self.sales()), 3)

    def test_a_bad_order_is_held_and_fails_no_job(self):
        self.shop.place_order([("PO-100", 1)], tax_rate=7)
        self.shop.place_order([("PO-100", 1)])
        self.run_cron("poll")
        self.perform()
        self.assert_held("tax_unmapped")
        self.assertEqual(len(self.sales()), 1)

    def test_a_shop_that_is_down_backs_off_in_a_later_job(self):
        order = self.shop.place_order([("PO-100", 1)])
        headers, body = self.shop.order_webhook(order)
        for event in self.store._channel().parse_webhook(headers, body):
            self.env["ecom.exchange"]._receive_hint(self.store, event, body)
        self.shop.down = True
        (job,) = self.jobs()
        Job.load(self.env, job.uuid).perform()
        exchange = self.exchanges()
        self.assertEqual((exchange.state, exchange.attempts), ("pending", 1))
        later = self.jobs() - job
        self.assertEqual(later.eta, exchange.next_try)

    def test_a_lost_race_is_tried_again_and_not_counted(self):
        self.shop.place_order([("PO-100", 1)])
        self.run_cron("poll")
        lost = patch.object(self.env.registry["ecom.exchange"], "_run", side_effect=UniqueViolation())
        with lost, self.assertRaises(RetryableJobError) as caught:
            self.env["ecom.exchange"]._job_run(self.store.id, "order")
        self.assertTrue(caught.exception.ignore_retry)

    def test_shipments_go_out_by_jobs(self):
        self.shop.place_order([("GLOVE", 1)])
        self.run_cron("poll")
        self.perform()
        picking = self.sales().picking_ids
        picking.move_ids.picked = True
        picking._action_done()
        self.perform()
        self.assertTrue(picking.ecom_shipment_ref)
