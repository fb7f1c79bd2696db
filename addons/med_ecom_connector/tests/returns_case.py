from odoo.tests import Form

from .money_case import MoneyCase


class ReturnsCase(MoneyCase):
    """Goods that come back: always into the returns zone, decided on once, told to the shop."""

    def shipped(self, lines=(("PO-100", 2),), **options):
        order, sale = self.take_in(lines, **options)
        self.ship(sale)
        self.run_cron("shipments")
        return order, sale

    def receive(self, one, quantity=None):
        picking = one.picking_ids.filtered(lambda picking: picking.state == "assigned")
        if quantity is not None:
            picking.move_ids.quantity = quantity
        picking.move_ids.picked = True
        picking.with_user(self._create_user("warehouse")).with_context(skip_backorder=True)._action_done()
        return picking

    def decide(self, one, decision, reason=""):
        """By the dialog, as the order desk does it."""
        wizards = self.env["ecom.return.decide"].with_user(self.order_desk)
        with Form(wizards.with_context(default_return_id=one.id)) as form:
            form.decision = decision
            if reason:
                form.reason = reason
        wizard = form.record
        wizard.action_confirm()
        return wizard

    def in_zone(self, code, product):
        quants = self.env["stock.quant"].search(
            [("product_id", "=", product.id), ("location_id.effective_zone_id.code", "=", code)]
        )
        return sum(quants.mapped("quantity"))
