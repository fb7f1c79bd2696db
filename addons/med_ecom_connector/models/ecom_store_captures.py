from datetime import timedelta

from odoo import fields, models

from ..channels.errors import ChannelError
from ..exceptions import HoldExchange

#: How often orders whose money is open are asked for, by shops whose polls don't show a capture.
ASK_EVERY = timedelta(minutes=5)
#: Authorisations lapse before that, at every payment provider we know of.
OPEN_FOR = timedelta(days=30)
#: The newest ones; with more open than that, the nightly comparison sees to the rest.
MOST = 500
OPEN_STATES = ("unpaid", "authorized", "partially_paid")


class EcomStore(models.Model):
    """Money that was captured without the shop's order counting as changed, in case its webhook got lost."""

    _inherit = "ecom.store"

    def _poll_orders_alone(self):
        super()._poll_orders_alone()
        if not self._capabilities().stamps_captures:
            self._ask_for_captures()

    def _ask_for_captures(self):
        """Ask for the orders whose money is open, by their ids; the inbox leaves out what has not changed."""
        flow = self._flow("poll")
        now = fields.Datetime.now()
        if flow._is_paused() or (flow.money_asked_at and flow.money_asked_at > now - ASK_EVERY):
            return
        flow.money_asked_at = now
        channel = self._channel()
        step = channel.capabilities.max_fetch_batch
        external_ids = self._find_open_money().ecom_order_binding_ids.mapped("external_id")
        try:
            for start in range(0, len(external_ids), step):
                orders = channel.fetch_orders(external_ids[start : start + step])
                if self.env["ecom.exchange"]._receive_orders(self, "poll", orders):
                    self.env["ecom.exchange"]._wake("order")
        except (ChannelError, HoldExchange) as error:
            # what was read so far stays
            flow._failed(error)
        self.env["ir.cron"]._commit_progress()

    def _find_open_money(self):
        """:return: ``sale.order`` whose money the shop may capture at any moment"""
        now = fields.Datetime.now()
        orders = self.env["sale.order"].search(
            [
                ("ecom_store_id", "=", self.id),
                ("ecom_payment_state", "in", OPEN_STATES),
                ("state", "!=", "cancel"),
                ("ecom_cancelled_at", "=", False),
                ("ecom_ordered_at", ">=", now - OPEN_FOR),
                # those just taken in are known well enough
                ("create_date", "<=", now - ASK_EVERY),
            ],
            order="ecom_ordered_at desc",
            limit=MOST,
        )
        # what the carrier collects, the shop never learns
        return orders.filtered(lambda order: not order.ecom_on_delivery)
