from odoo import models
from odoo.fields import Command

CENT = 0.005


class EcomRefund(models.Model):
    _inherit = "ecom.refund"

    def _book(self):
        """Pay out what was captured, and credit what was invoiced.

        What is not invoiced yet needs no credit note: the invoice leaves out the refunded quantities. What
        remains, an amount only, waits for the invoice. Money of the order that is booked later, since the
        clearing journal came later, is paid out later, too.
        """
        for refund in self:
            refund._pay_out()
            if refund.state not in ("open", "waiting"):
                continue
            refund.state = "waiting"
            refund._credit()
            if refund._is_complete():
                refund.state = "done"

    # === MONEY === #

    def _pay_out(self):
        """Money goes back out of the clearing account."""
        self.ensure_one()
        journal = self.store_id._checked_journal(self.store_id.clearing_journal_id)
        if not self.is_due or not journal:
            return
        order, amount = self.sale_order_id, self._get_due_amount()
        payments = self.env["ecom.payment"]
        vals = payments._prepare_money_vals(order, journal, self.currency_id, -amount, self.refunded_at)
        name = order.client_order_ref or order.name
        memo = " ".join(filter(None, (name, self.name or self.external_id, self.reason)))
        payments._post_payments([{**vals, "ecom_refund_id": self.id, "memo": memo}])

    # === CREDIT NOTE === #

    def _is_complete(self):
        """Whether nothing is left to be credited, now or after an invoice still to come."""
        self.ensure_one()
        order = self.sale_order_id
        if self.credit_note_ids or order._shop_invoices():
            return True
        if order.state == "cancel" or order.ecom_refund_is_full:
            return True
        # lines only: the invoice will leave them out
        return self.currency_id.is_zero(self.amount - sum(self._lines().mapped("amount")))

    def _lines(self):
        return self.line_ids.filtered("quantity")

    def _credit(self):
        self.ensure_one()
        invoice = self.sale_order_id._shop_invoices()[-1:]
        if self.credit_note_ids or not invoice:
            return
        note = self._reversal(invoice) or self._partial_credit(invoice)
        if note:
            note.ecom_refund_id = self
            note.action_post()

    def _reversal(self, invoice):
        """The whole invoice taken back, line by line, when it is the only one and all of it is refunded."""
        order = self.sale_order_id
        whole = self.currency_id.is_zero(self.amount - invoice.amount_total)
        if not whole or len(order._shop_invoices()) > 1 or order._shop_credit_notes():
            return self.env["account.move"]
        return invoice._reverse_moves([self._prepare_note_head(invoice)])

    def _prepare_note_head(self, invoice):
        return {
            "ref": " ".join(filter(None, (self.name or self.external_id, self.reason))),
            "invoice_date": self.env["ecom.payment"]._open_date(
                invoice.company_id, invoice.journal_id, self.refunded_at
            ),
            "invoice_origin": invoice.invoice_origin,
        }

    def _partial_credit(self, invoice):
        line_vals = self._prepare_credit_lines(invoice)
        target = self._credited_amount(line_vals)
        if self.currency_id.compare_amounts(target, 0) <= 0:
            return self.env["account.move"]
        note = self.env["account.move"].create(
            {
                **self._prepare_note_head(invoice),
                "move_type": "out_refund",
                "reversed_entry_id": invoice.id,
                "journal_id": invoice.journal_id.id,
                "partner_id": invoice.partner_id.id,
                "partner_shipping_id": invoice.partner_shipping_id.id,
                "currency_id": self.currency_id.id,
                "fiscal_position_id": invoice.fiscal_position_id.id,
                "invoice_currency_rate": invoice.invoice_currency_rate,
                "invoice_line_ids": [Command.create(vals) for _amount, vals in line_vals],
            }
        )
        note._add_shop_rounding(target)
        return note

    def _credited_amount(self, line_vals):
        return self.currency_id.round(sum(amount for amount, _vals in line_vals))

    def _prepare_credit_lines(self, invoice):
        """:return: list of (amount with tax, values of an invoice line)"""
        rows = []
        left = self.amount
        for line in self.line_ids:
            quantity = self._quantity_to_credit(line)
            left -= line.amount
            if line.quantity and not quantity:
                continue
            amount = line.amount * quantity / line.quantity if line.quantity else line.amount
            rows.append((amount, self._prepare_goods_vals(invoice, line, quantity, amount)))
        shipping = self._shipping_line()
        if self.shipping_amount and shipping:
            left -= self.shipping_amount
            rows.append((self.shipping_amount, self._prepare_line_vals(shipping, 1, self.shipping_amount)))
        if left > CENT:
            rows += self._prepare_amount_lines(left)
        return rows

    def _quantity_to_credit(self, line):
        """Of a refunded quantity, what was invoiced: the open rest of the order is given up first."""
        sold = line.sale_line_id
        over = sold.qty_invoiced + sold.ecom_refunded_qty - sold.product_uom_qty
        return max(0.0, min(line.quantity, over))

    def _prepare_goods_vals(self, invoice, line, quantity, amount):
        if not quantity:
            # a lower price for goods that are kept
            return self._prepare_line_vals(line.sale_line_id.invoice_lines[:1], 1, amount)
        vals = self._prepare_line_vals(line.sale_line_id.invoice_lines[:1], quantity, amount)
        return {**vals, "sale_line_ids": [Command.link(line.sale_line_id.id)]}

    def _shipping_line(self):
        return self.sale_order_id.order_line.filtered("is_delivery").invoice_lines.filtered(
            lambda line: line.move_id.move_type == "out_invoice" and line.parent_state == "posted"
        )[:1]

    def _prepare_line_vals(self, source, quantity, amount):
        """An invoice line that comes to ``amount`` with the taxes of another one."""
        return {
            "product_id": source.product_id.id,
            "name": self.reason or source.name,
            "product_uom_id": source.product_uom_id.id,
            "account_id": source.account_id.id,
            "quantity": quantity,
            "price_unit": self._net_price(source.tax_ids, quantity, amount),
            "discount": 0,
            "tax_ids": [Command.set(source.tax_ids.ids)],
        }

    def _net_price(self, taxes, quantity, amount):
        """The unit price that comes to ``amount`` with tax."""
        if all(tax.price_include for tax in taxes):
            return amount / quantity
        details = taxes._get_tax_details(
            amount, 1, precision_rounding=self.currency_id.rounding, special_mode="total_included"
        )
        return details["total_excluded"] / quantity

    def _prepare_amount_lines(self, amount):
        """An amount without lines takes from each tax what it has of the invoices, so that VAT is right."""
        shares = {}
        sources = {}
        for line in self.sale_order_id._shop_invoices().invoice_line_ids:
            if line.display_type == "product":
                shares[line.tax_ids] = shares.get(line.tax_ids, 0.0) + line.price_total
                sources.setdefault(line.tax_ids, line)
        shares = {taxes: share for taxes, share in shares.items() if share > 0}
        total = sum(shares.values())
        amount = min(amount, self._left_to_credit())
        rows = []
        left = amount
        for taxes, share in shares.items():
            last = len(rows) == len(shares) - 1
            part = left if last else self.currency_id.round(amount * share / total)
            left -= part
            vals = self._prepare_line_vals(sources[taxes], 1, part)
            product = self.env.ref("med_ecom_connector.product_refund")
            name = self.reason or product.name
            rows.append((part, {**vals, "product_id": product.id, "name": name, "product_uom_id": False}))
        return [(part, vals) for part, vals in rows if part > CENT]

    def _left_to_credit(self):
        order = self.sale_order_id
        invoiced = sum(order._shop_invoices().mapped("amount_total"))
        return invoiced - sum(order._shop_credit_notes().mapped("amount_total"))
