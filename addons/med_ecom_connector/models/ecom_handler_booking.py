from odoo import api, models
from odoo.exceptions import UserError


class EcomHandlerBooking(models.AbstractModel):
    """The books: payments, invoices and credit notes of shop orders, brought to what they should be.

    Every run looks at all of an order and does what is missing, so that it may be repeated at will.
    """

    _name = "ecom.handler.booking"
    _description = "Books payments, invoices and refunds of shop orders"
    _inherit = "ecom.handler"

    @api.model
    def _handle(self, exchanges):
        # an order may have several exchanges, and each its own worker
        self.env["ecom.booking.guard"]._lock(exchanges.sale_order_id)
        for store, rows in exchanges.grouped("store_id").items():
            # what is posted here need not be booked again
            handler = self.with_company(store.company_id).with_context(ecom_is_booking=True)
            orders = handler.env["sale.order"].browse(rows.sale_order_id.ids)
            orders.ecom_payment_ids._book()
            handler._invoice(orders)
            orders.ecom_refund_ids._book()
            handler._credit_unpaid(orders.filtered(lambda order: order.state == "cancel"))
            for order in orders:
                handler._reconcile(order)
            rows._finish()
            store._flow("booking")._succeeded()

    # === INVOICES === #

    @api.model
    def _invoice(self, orders):
        """Create and post what is due by the shop's policy; one invoice per order and occasion."""
        due = orders.filtered(lambda order: self._is_due(order))
        # exchanged goods are taken off the invoice of those that went out for them
        for has_exchange, some in due.grouped(lambda order: order._has_shop_exchange()).items():
            some = some.with_context(raise_if_nothing_to_invoice=False)
            invoices = some._create_invoices(grouped=True, final=has_exchange)
            for invoice in invoices:
                self._complete_invoice(invoice)
            invoices.action_post()

    @api.model
    def _is_due(self, order):
        return (
            order.ecom_invoice_policy not in (False, "none")
            and order.state == "sale"
            and any(
                line.qty_to_invoice > 0 or (line.qty_to_invoice < 0 and line.ecom_exchanged_qty)
                for line in order.order_line
            )
        )

    @api.model
    def _complete_invoice(self, invoice):
        order = invoice.line_ids.sale_line_ids.order_id
        if invoice.amount_total < 0:
            raise UserError(
                self.env._(
                    "What is due of %(order)s comes to less than nothing: invoice it by hand.",
                    order=order.display_name,
                )
            )
        vals = {"invoice_date": invoice.company_id._get_today()}
        rate = order._shop_rate(invoice.currency_id)
        if rate:
            vals["invoice_currency_rate"] = 1 / rate
        invoice.write(vals)
        if self._is_last(order):
            before = sum(order._shop_invoices().mapped("amount_total"))
            invoice._add_shop_rounding(order.amount_total - before)

    @api.model
    def _is_last(self, order):
        """Whether with this invoice exactly the whole order is invoiced: its total is then the shop's."""
        lines = order.order_line.filtered(lambda line: not line.display_type)
        return not order._shop_refunds() and all(line.qty_invoiced == line.product_uom_qty for line in lines)

    @api.model
    def _credit_unpaid(self, orders):
        """Take back the invoices of cancelled orders for which no money ever came.

        Where money came, its refund makes the credit note.
        """
        for order in orders:
            if order.ecom_paid_amount or order._shop_credit_notes():
                continue
            invoices = order._shop_invoices()
            heads = [{"ref": order.client_order_ref, "invoice_origin": order.name} for _invoice in invoices]
            if invoices:
                invoices._reverse_moves(heads).action_post()

    # === RECONCILIATION === #

    @api.model
    def _reconcile(self, order):
        """Match what belongs together: invoices with money in, credit notes with money out, then the rest."""
        invoices, notes = order._shop_invoices(), order._shop_credit_notes()
        payments = self.env["account.payment"].search([("sale_order_id", "=", order.id)]).move_id
        for moves in (
            invoices | payments.filtered(lambda move: move.origin_payment_id.payment_type == "inbound"),
            notes | payments.filtered(lambda move: move.origin_payment_id.payment_type == "outbound"),
            invoices | notes | payments,
        ):
            self._match(moves)

    @api.model
    def _match(self, moves):
        lines = moves.line_ids.filtered(
            lambda line: (
                line.parent_state == "posted"
                and line.account_id.account_type == "asset_receivable"
                and not line.reconciled
            )
        )
        for group in lines.grouped("account_id").values():
            if any(line.balance > 0 for line in group) and any(line.balance < 0 for line in group):
                group.reconcile()
