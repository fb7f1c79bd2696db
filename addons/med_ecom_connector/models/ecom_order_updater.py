from odoo import api, models

from ..engine.instants import naive_utc
from ..engine.order_marks import order_marks
from ..exceptions import HoldExchange


class EcomOrderUpdater(models.AbstractModel):
    """Brings an order that was taken in before up to date with the shop."""

    _name = "ecom.order.updater"
    _description = "Updates shop orders"

    @api.model
    def _update(self, binding, arrival):
        """Take over what may change by itself; hold what a person must decide.

        An older state than the one we know, or the same, changes nothing.
        """
        sale = binding.sale_order_id
        done = {"sale_order_id": sale.id, "reference": arrival.order.number}
        modified = naive_utc(arrival.order.modified_at)
        known = arrival.digest == binding.digest or (binding.modified_at and modified < binding.modified_at)
        marks = order_marks(arrival.order)
        state = {
            "digest": arrival.digest,
            "marks": marks,
            "modified_at": modified,
            "synced_at": self.env.cr.now(),
        }
        try:
            if known:
                self._confirm(sale)
                arrival.exchanges._finish(**done)
                return
            remark = self._apply(binding, arrival, marks)
        except HoldExchange as hold:
            if hold.problem == "short" and not known:
                # everything was taken over, only the goods are missing
                binding.write(state)
            arrival.exchanges._hold(hold.problem, hold.params, **done)
            return
        binding.write(state)
        (arrival.exchanges | arrival.exchanges._others_of_the_order())._finish(*remark, **done)

    @api.model
    def _apply(self, binding, arrival, marks):
        """:return: what to remark on the exchange, as ``_finish`` takes it"""
        sale, order = binding.sale_order_id, arrival.order
        self._take_over_state(sale, order)
        self._note_shipped_by_shop(sale, order)
        canceller = self.env["ecom.order.canceller"]
        if order.status == "cancelled":
            return canceller._cancel(sale, order)
        canceller._reopen(sale)
        if sale.state != "cancel":
            self.env["ecom.order.editor"]._edit(binding, arrival, marks)
            self._confirm(sale)
        return ()

    @api.model
    def _take_over_state(self, sale, order):
        known = self.env["ecom.order.builder"]._prepare_state_vals(order)
        # A write that changes nothing would still get in the way of the shipment flow.
        changed = {name: value for name, value in known.items() if (sale[name] or "") != (value or "")}
        if changed:
            sale.write(changed)

    @api.model
    def _note_shipped_by_shop(self, sale, order):
        """Somebody may have fulfilled in the shop itself, which lowers the shop's own stock figure."""
        shipped = {line.external_id: float(line.fulfilled) for line in order.lines if line.fulfilled}
        for line in sale.order_line:
            if shipped.get(line.ecom_line_ref, 0.0) > line.ecom_shipped_qty:
                line.ecom_shipped_qty = shipped[line.ecom_line_ref]

    @api.model
    def _confirm(self, sale):
        """:raises HoldExchange: when the goods are not there"""
        if sale._awaits_promise():
            short = sale._confirm_shop_orders()
            if short:
                raise HoldExchange("short", **short[sale])
