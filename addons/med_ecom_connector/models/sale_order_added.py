from contextlib import contextmanager

from odoo import models

from ..exceptions import HoldExchange


class SaleOrder(models.Model):
    """What the shop adds to a confirmed order: the warehouse is asked for it once it is promised."""

    _inherit = "sale.order"

    def _has_added_goods(self):
        """Whether the shop added something to a confirmed order that was not promised yet."""
        self.ensure_one()
        return self.state == "sale" and any(self.order_line.mapped("ecom_unpromised_qty"))

    def _awaits_promise(self):
        """Whether goods of this shop order are to be promised now."""
        self.ensure_one()
        if self.state in ("draft", "sent"):
            return self._should_confirm_shop_order()
        return self._has_added_goods()

    def _promise_added_goods(self):
        """Promise what the shop has just added to a confirmed order, all of it or nothing."""
        self.ensure_one()
        if self.ecom_promise == "backorder":
            # somebody's yes was to what was missing then, not to what was added now
            self.ecom_promise = "promised"
        if self._has_added_goods():
            self._confirm_shop_orders()
        elif self.state == "sale" and self.ecom_promise == "short":
            # the shop took off again what was missing
            self.ecom_promise = "promised"

    def _ask_for_added_goods(self):
        """Have the warehouse deliver what was added and is promised now, or accepted as backorder."""
        for order in self:
            lines = order.order_line.filtered("ecom_unpromised_qty")
            with order._open_to_shop():
                lines.ecom_unpromised_qty = 0.0
                lines._action_launch_stock_rule()

    def _forget_added_goods(self):
        self.order_line.filtered("ecom_unpromised_qty").ecom_unpromised_qty = 0.0

    @contextmanager
    def _open_to_shop(self):
        """Orders that Odoo locks by itself on confirmation are open to the shop all the same.

        :raises HoldExchange: for an order that a person locked
        """
        self.ensure_one()
        locked = self.locked
        if locked and not self._should_be_locked():
            raise HoldExchange("changed_locked")
        if locked:
            self.action_unlock()
        yield
        if locked:
            self.action_lock()
