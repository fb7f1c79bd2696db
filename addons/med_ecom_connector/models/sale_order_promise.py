from collections import defaultdict

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

SHOWN_PRODUCTS = 5


class SaleOrder(models.Model):
    """Promising goods: a shop order is confirmed only if its goods are there and nobody else's.

    Promised means: when the order was confirmed, the goods were sellable and free while no other
    worker could promise the same products.
    """

    _inherit = "sale.order"

    ecom_promise = fields.Selection(
        [("promised", "Promised"), ("short", "Short"), ("backorder", "Accepted as backorder")],
        string="Goods",
        readonly=True,
        copy=False,
        index="btree_not_null",
        tracking=True,
        help="Promised: the goods were there, and promised to nobody else, when the order was confirmed. "
        "Short: they were not, or not for what the shop added later; somebody must decide. "
        "Accepted as backorder: confirmed all the same.",
    )

    def _get_shop_needs(self):
        """:return: dict of product to the pieces that are still to be promised, in the product's unit"""
        self.ensure_one()
        needs = defaultdict(float)
        for line in self.order_line.filtered("is_storable"):
            needs[line.product_id] += line.product_uom_id._compute_quantity(
                line._get_unpromised_qty(), line.product_id.uom_id, round=False
            )
        return {product: quantity for product, quantity in needs.items() if quantity > 0}

    def _confirm_shop_orders(self):
        """Confirm the orders whose goods are there, first come first served; the others stay as they are.

        Of an order that was confirmed before, this is about what the shop added since.

        :return: dict of each order that is short to the parameters of its problem
        """
        short = self._promise()
        # A person's yes to a backorder stands.
        confirmed = self - self.browse(order.id for order in short)
        added = confirmed.filtered(lambda order: order.state == "sale")
        if confirmed - added:
            (confirmed - added).action_confirm()
        added._ask_for_added_goods()
        return {order: order._describe_short(missing) for order, missing in short.items()}

    def _promise(self):
        """Give each order its goods, or mark it as short.

        :return: dict of each order that is short to {product: pieces that are there}
        """
        asking = self.filtered(lambda order: order.ecom_promise != "backorder")
        products = asking.order_line.filtered("is_storable").product_id
        self.env["ecom.promise.guard"]._lock(products)
        free = asking._get_free_goods(asking._get_candidate_warehouses(), products)
        short = {}
        for order in asking.sorted(lambda order: (order.ecom_ordered_at or order.date_order, order.id)):
            rows, missing = order._plan_goods(free)
            order._note_allocation(rows)
            if missing:
                short[order] = missing
        lacking = asking.filtered(lambda order: order in short)
        lacking.filtered(lambda order: order.ecom_promise != "short").ecom_promise = "short"
        (asking - lacking).ecom_promise = "promised"
        return short

    def _get_free_goods(self, warehouses, products):
        """What these orders may be promised: quotations yield to older orders only, what was added to all.

        :return: dict of (warehouse id, product id) to quantity
        """
        quotations = self.filtered(lambda order: order.state != "sale")
        return self.env["ecom.sellable"]._free(warehouses, products, before=quotations)

    def _describe_short(self, missing):
        self.ensure_one()
        needs = self._get_shop_needs()
        details = [
            f"{product.default_code or product.name} {there:g} / {needs[product]:g}"
            for product, there in missing.items()
        ]
        return {"details": "; ".join(details[:SHOWN_PRODUCTS])}

    # === WHAT TO DO ABOUT A SHORT ORDER === #

    def _check_may_decide_short(self):
        self.ensure_one()
        if not self.env.user.has_group("med_lot_traceability.group_order_desk"):
            raise AccessError(self.env._("Only the order desk decides about orders that are short."))
        self.check_access("write")
        if self.ecom_promise != "short" or self.state == "cancel":
            raise UserError(
                self.env._("%(order)s is not short any more: load the page again.", order=self.name)
            )
        if self.state == "sale" and self.locked and not self._should_be_locked():
            raise self.ecom_store_id._trouble("changed_locked", {})

    def action_short_retry(self):
        """Look again whether the goods are there, and confirm the order if they are."""
        self._check_may_decide_short()
        return self._settle_short()

    def action_short_backorder(self):
        """Confirm the order all the same; what is missing is delivered when it comes in."""
        self._check_may_decide_short()
        self.ecom_promise = "backorder"
        return self._settle_short()

    def _settle_short(self):
        """Confirm if possible, and close the exchanges that waited for it.

        :return: an action that tells how it went
        """
        short = self._confirm_shop_orders()
        waiting = self._get_exchanges_short()
        waiting.decided_by_id = self.env.uid
        if short:
            waiting._hold("short", short[self])
            return self._short_notification("warning", self.env._("The goods are still missing."))
        waiting._finish()
        self.env["ecom.exchange"]._wake("stock")
        return self._short_notification("success", self.env._("%(order)s is confirmed.", order=self.name))

    def _get_exchanges_short(self):
        """The exchanges that wait for goods of these orders."""
        # sudo: the order desk has no write access to the log itself; to settle these is all it does to them
        exchanges = self.env["ecom.exchange"].sudo()
        return exchanges.search(
            [("sale_order_id", "in", self.ids), ("state", "=", "held"), ("problem", "=", "short")]
        )

    def action_confirm(self):
        """Who confirms a short order by Odoo's own button has accepted that its goods come later."""
        res = super().action_confirm()
        by_hand = self.filtered(lambda order: order.ecom_promise == "short" and order.state == "sale")
        if by_hand:
            by_hand.ecom_promise = "backorder"
            by_hand._get_exchanges_short()._finish(decided_by_id=self.env.uid)
        return res

    def _action_cancel(self):
        """Nobody waits for the goods of a cancelled order any more."""
        res = super()._action_cancel()
        self._forget_added_goods()
        self._get_exchanges_short()._finish()
        return res

    def _short_notification(self, kind, message):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": kind,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_short_message(self):
        """Write to the customer that the goods are missing, from the template, in the customer's language."""
        self._check_may_decide_short()
        template = self.env.ref("med_ecom_connector.mail_template_short")
        return {
            "type": "ir.actions.act_window",
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Message to the customer"),
            "context": {
                "default_model": "sale.order",
                "default_res_ids": self.ids,
                "default_template_id": template.id,
                "default_composition_mode": "comment",
                "default_email_layout_xmlid": "mail.mail_notification_layout_with_responsible_signature",
            },
        }

    def action_short_options(self):
        """Show where else the goods are, and which lots can't be taken and why."""
        self._check_may_decide_short()
        wizard = self.env["ecom.short"].create({"order_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "res_model": "ecom.short",
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Where the goods are"),
        }

    def _deliver_lot(self, lot, location):
        """Put a lot on the order's delivery that wasn't picked by itself, as much of it as is missing."""
        for move in self.picking_ids.move_ids.filtered(
            lambda move: (
                move.product_id == lot.product_id and move.state in ("confirmed", "partially_available")
            )
        ):
            open_quantity = move.product_qty - sum(move.move_line_ids.mapped("quantity_product_uom"))
            quants = self.env["stock.quant"]._gather(lot.product_id, location, lot_id=lot, strict=True)
            free = sum(quants.mapped("quantity")) - sum(quants.mapped("reserved_quantity"))
            quantity = min(open_quantity, free)
            if quantity > 0:
                self.env["stock.move.line"].create(
                    {
                        **move._prepare_move_line_vals(quantity=quantity),
                        "lot_id": lot.id,
                        "location_id": location.id,
                        "picking_id": move.picking_id.id,
                    }
                )
