from decimal import Decimal

from odoo import api, models

from ..engine.instants import naive_utc
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
        if arrival.digest == binding.digest or (binding.modified_at and modified < binding.modified_at):
            self._confirm(sale)
            arrival.exchanges._finish(**done)
            return
        try:
            self._apply(sale, arrival.order)
        except HoldExchange as hold:
            arrival.exchanges._hold(hold.problem, hold.params, **done)
            return
        binding.write({"digest": arrival.digest, "modified_at": modified, "synced_at": self.env.cr.now()})
        (arrival.exchanges | arrival.exchanges._others_of_the_order())._finish(**done)

    @api.model
    def _apply(self, sale, order):
        known = {
            "ecom_payment_state": order.payment_state,
            "ecom_payment_method": order.payment_method,
            "ecom_customer_note": order.note,
        }
        # A write that changes nothing would still get in the way of the shipment flow.
        changed = {name: value for name, value in known.items() if (sale[name] or "") != (value or "")}
        if changed:
            sale.write(changed)
        self._note_shipped_by_shop(sale, order)
        if order.status == "cancelled":
            self._cancel(sale)
            return
        changes = self._changes(sale, order)
        if changes:
            raise HoldExchange("changed_after_import", changes="; ".join(changes))
        self._confirm(sale)

    @api.model
    def _note_shipped_by_shop(self, sale, order):
        """Somebody may have fulfilled in the shop itself, which lowers the shop's own stock figure."""
        shipped = {line.external_id: float(line.fulfilled) for line in order.lines if line.fulfilled}
        for line in sale.order_line:
            if shipped.get(line.ecom_line_ref, 0.0) > line.ecom_shipped_qty:
                line.ecom_shipped_qty = shipped[line.ecom_line_ref]

    @api.model
    def _confirm(self, sale):
        if sale.state in ("draft", "sent") and sale._should_confirm_shop_order():
            sale.action_confirm()

    @api.model
    def _cancel(self, sale):
        if sale.state == "cancel":
            return
        left = sale.picking_ids.filtered(lambda picking: picking.state == "done")
        if left:
            raise HoldExchange("cancelled_after_shipment", pickings=", ".join(left.mapped("name")))
        if sale.locked:
            raise HoldExchange("cancelled_locked")
        sale._action_cancel()

    @api.model
    def _changes(self, sale, order):
        """What the shop's lines and ours differ in, for a person to read."""
        ours = {line.ecom_line_ref: line for line in sale.order_line if line.ecom_line_ref}
        theirs = {line.external_id: line for line in order.lines}
        changes = []
        for ref, line in theirs.items():
            quantity = Decimal(str(ours[ref].product_uom_qty)) if ref in ours else Decimal(0)
            if quantity != line.quantity:
                changes.append(
                    f"{line.sku or line.name}: {quantity.normalize():f} → {line.quantity.normalize():f}"
                )
        changes += [
            f"{line.product_id.default_code or line.name}: {line.product_uom_qty:g} → 0"
            for ref, line in ours.items()
            if ref not in theirs and line.product_uom_qty
        ]
        return changes
