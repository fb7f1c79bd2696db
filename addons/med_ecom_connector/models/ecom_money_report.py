from odoo import api, fields, models
from odoo.tools import SQL


class EcomMoneyReport(models.Model):
    """A shop order's money beside its books: what was captured, booked, invoiced, given back and credited.

    A view of the database, so it is never out of date.
    """

    _name = "ecom.money.report"
    _description = "Shop money against the books"
    _inherit = "ecom.order.link"
    _auto = False
    _order = "ordered_at desc, id desc"
    _rec_name = "sale_order_id"

    sale_order_id = fields.Many2one("sale.order", readonly=True)
    store_id = fields.Many2one("ecom.store", "Shop", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    ordered_at = fields.Datetime(readonly=True)
    total = fields.Monetary(readonly=True)
    captured = fields.Monetary(readonly=True)
    refunded = fields.Monetary(readonly=True)
    booked = fields.Monetary(readonly=True, help="Money in the books: in less out.")
    invoiced = fields.Monetary(readonly=True, help="Posted invoices less posted credit notes.")
    open_booking = fields.Monetary(
        "Not booked", readonly=True, help="Captured less refunded in the shop, less what is in the books."
    )
    open_invoice = fields.Monetary(
        "Paid, not invoiced",
        readonly=True,
        help="Captured less refunded in the shop, less what is invoiced. Below zero: invoiced, not paid.",
    )
    reason = fields.Selection(
        [
            ("taken_back", "The shop took money back"),
            ("no_journal", "The shop has no clearing journal"),
            ("not_captured", "More given back than was captured"),
            ("held", "Its booking is held"),
            ("not_booked", "Not booked"),
            ("invoice", "Invoices and money differ"),
        ],
        readonly=True,
        help="Took money back: the shop has less captured than is booked; book it back, unless the shop errs "
        "or gets it again. No clearing journal: set it up, and what is due is booked. More given back than "
        "captured: no money was booked in that could go out; ask the shop again whether it was captured. "
        "Held: mend what the held exchange names, then book.",
    )
    to_check = fields.Boolean(
        readonly=True,
        help="Money that is not in the books, or invoices and money of an order with invoices that differ.",
    )

    explanation = fields.Char(compute="_compute_explanation")

    @api.depends("reason")
    def _compute_explanation(self):
        for row in self:
            # sudo: whoever sees this row may see what its payments are about
            back = row.sudo().sale_order_id.ecom_payment_ids.filtered("is_taken_back")
            row.explanation = " ".join(payment._describe_taken_back() for payment in back)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT row.*, reason IS NOT NULL AS to_check
              FROM (
                    SELECT row.*,
                           captured - refunded - booked AS open_booking,
                           captured - refunded - invoiced AS open_invoice,
                           CASE
                           WHEN is_taken_back THEN 'taken_back'
                           WHEN abs(captured - refunded - booked) > 0.004 THEN
                                CASE WHEN NOT has_journal THEN 'no_journal'
                                     WHEN refunded - captured > 0.004 THEN 'not_captured'
                                     WHEN is_held THEN 'held'
                                     ELSE 'not_booked' END
                           WHEN has_invoice AND is_complete
                            AND abs(captured - refunded - invoiced) > 0.004 THEN 'invoice'
                           END AS reason
                      FROM (%s) AS row
                   ) AS row
            """,
            self._query_orders(),
        )

    def _query_orders(self):
        return SQL(
            """
            SELECT sale.id,
                   sale.id AS sale_order_id,
                   sale.ecom_store_id AS store_id,
                   sale.company_id,
                   sale.partner_id,
                   sale.currency_id,
                   sale.ecom_ordered_at AS ordered_at,
                   sale.amount_total AS total,
                   COALESCE(paid.amount, 0) AS captured,
                   COALESCE(paid.is_taken_back, FALSE) AS is_taken_back,
                   COALESCE(given.amount, 0) AS refunded,
                   COALESCE(money.amount, 0) AS booked,
                   COALESCE(bills.amount, 0) AS invoiced,
                   bills.amount IS NOT NULL AS has_invoice,
                   sale.invoice_status = 'invoiced' AS is_complete,
                   store.clearing_journal_id IS NOT NULL AS has_journal,
                   EXISTS (SELECT FROM ecom_exchange
                            WHERE sale_order_id = sale.id AND kind = 'booking'
                              AND state IN ('held', 'dead')) AS is_held
              FROM sale_order sale
              JOIN ecom_store store ON store.id = sale.ecom_store_id
              LEFT JOIN LATERAL (
                    SELECT SUM(amount) FILTER (WHERE state = 'captured') AS amount,
                           BOOL_OR(is_taken_back) AS is_taken_back
                      FROM ecom_payment
                     WHERE sale_order_id = sale.id) paid ON TRUE
              LEFT JOIN LATERAL (
                    SELECT SUM(amount) AS amount FROM ecom_refund
                     WHERE sale_order_id = sale.id AND state NOT IN ('sending', 'cancelled')) given ON TRUE
              LEFT JOIN LATERAL (
                    SELECT SUM(CASE payment_type WHEN 'inbound' THEN amount ELSE -amount END) AS amount
                      FROM account_payment
                     WHERE sale_order_id = sale.id AND state IN ('in_process', 'paid')) money ON TRUE
              LEFT JOIN LATERAL (%s) bills ON TRUE
            """,
            self._query_invoices(),
        )

    def _query_invoices(self):
        """Invoices by the order's lines, and credit notes of refunds, which may have no such line."""
        return SQL(
            """
            SELECT SUM(CASE move.move_type WHEN 'out_invoice' THEN move.amount_total
                                           ELSE -move.amount_total END) AS amount
              FROM account_move move
             WHERE move.state = 'posted'
               AND move.move_type IN ('out_invoice', 'out_refund')
               AND move.id IN (
                   SELECT item.move_id
                     FROM account_move_line item
                     JOIN sale_order_line_invoice_rel rel ON rel.invoice_line_id = item.id
                     JOIN sale_order_line line ON line.id = rel.order_line_id
                    WHERE line.order_id = sale.id
                   UNION
                   SELECT note.id
                     FROM account_move note
                     JOIN ecom_refund refund ON refund.id = note.ecom_refund_id
                    WHERE refund.sale_order_id = sale.id)
            """
        )

    def action_set_up_journal(self):
        """Set up the shops' clearing journals, and book what is due on them."""
        self.store_id.action_create_clearing_journal()
        return self.action_book()

    def action_ask_shop(self):
        """Ask the shops for these orders once more: money that was captured unnoticed comes to light."""
        self.sale_order_id._ask_shop_again()
        return True

    def action_book(self):
        """Look at these orders again: what is due and was not booked is booked now."""
        self.sale_order_id._queue_booking()
        return True

    def action_book_back(self):
        """Book out what the shops took back of these orders' payments."""
        return self.sale_order_id.ecom_payment_ids.filtered("is_taken_back").action_book_back()
