from datetime import timedelta

from odoo import api, fields, models


class EcomPayment(models.Model):
    _inherit = "ecom.payment"

    def _book(self):
        """Bring the books to what is captured.

        What was booked is never changed: a part more is a payment more, and what was taken back is booked
        as money that went out again, once an accountant has said so.

        :return: ``account.payment`` that were made
        """
        vals_list = []
        for payment in self.filtered("is_due"):
            journal = payment.store_id._journal_for(payment)
            if not journal:
                continue
            difference = payment._captured() - payment.booked_amount
            payment.booked_amount += difference
            vals_list.append(payment._prepare_payment_vals(journal, difference))
        return self._post_payments(vals_list)

    @api.model
    def _post_payments(self, vals_list):
        payments = self.env["account.payment"].create(vals_list)
        payments.action_post()
        return payments

    def _prepare_payment_vals(self, journal, amount):
        self.ensure_one()
        order = self.sale_order_id
        name = order.client_order_ref or order.name
        moment = self.paid_at if amount > 0 else self.taken_back_at
        return {
            **self._prepare_money_vals(order, journal, self.currency_id, amount, moment),
            "ecom_payment_id": self.id,
            "memo": f"{name} {self.reference or self.external_id}",
            "payment_reference": self.reference or self.external_id,
        }

    @api.model
    def _prepare_money_vals(self, order, journal, currency, amount, moment):
        """Values of an ``account.payment``: money in, or out where ``amount`` is negative."""
        inbound = amount > 0
        lines = (
            journal.inbound_payment_method_line_ids if inbound else journal.outbound_payment_method_line_ids
        )
        balance = order._shop_balance(abs(amount), currency)
        return {
            "payment_type": "inbound" if inbound else "outbound",
            "partner_type": "customer",
            "partner_id": order.partner_invoice_id.commercial_partner_id.id,
            "company_id": order.company_id.id,
            "journal_id": journal.id,
            "payment_method_line_id": lines[:1].id,
            "currency_id": currency.id,
            "amount": currency.round(abs(amount)),
            "date": self._open_date(order.company_id, journal, moment),
            "sale_order_id": order.id,
            **({} if balance is None else {"force_balance": balance}),
        }

    @api.model
    def _open_date(self, company, journal, moment):
        """The day of the money, or the first one after that is not closed."""
        day = company._get_day(moment or fields.Datetime.now())
        return max(day, company._get_user_fiscal_lock_date(journal) + timedelta(days=1))
