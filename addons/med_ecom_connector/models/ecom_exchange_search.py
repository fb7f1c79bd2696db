from odoo import api, fields, models
from odoo.fields import Domain


class EcomExchange(models.Model):
    _inherit = "ecom.exchange"

    attempt_ids = fields.One2many("ecom.exchange.attempt", "exchange_id", readonly=True)
    requeued_at = fields.Datetime(readonly=True, help="When somebody last released it.")
    anything = fields.Char(
        "Number, SKU, tracking or problem",
        store=False,
        compute="_compute_anything",
        search="_search_anything",
        help="Finds exchanges by the order's number, SKU, tracking number or what went wrong.",
    )

    def _outcome(self, failed_before):
        """What came of a try that has just ended; False if it was put off without having failed."""
        self.ensure_one()
        if self.state == "pending":
            return "failed" if self.attempts > failed_before else False
        return False if self.state == "dismissed" else self.state

    def _compute_anything(self):
        """Only there to be searched."""
        self.anything = False

    @api.model
    def _search_anything(self, operator, value):
        """One box for all that people have in hand when they ask what became of something."""
        if operator != "ilike" or not value:
            return NotImplemented
        term = value.strip()
        return Domain.OR(
            [
                Domain("reference", "ilike", term),
                Domain("external_id", "=", term),
                Domain("problem_text", "ilike", term),
                Domain("id", "in", self._ids_by_attempt(term)),
                Domain("id", "in", self._ids_by_payload(term)),
                Domain("sale_order_id", "in", self._orders_about(term)),
                Domain("picking_id", "in", self._pickings_about(term)),
            ]
        )

    @api.model
    def _ids_by_attempt(self, term):
        return (
            self.env["ecom.exchange.attempt"]._search([("message", "ilike", term)]).subselect("exchange_id")
        )

    @api.model
    def _ids_by_payload(self, term):
        """What waits for a person or has no order yet is found by what the shop sent.

        These are few; all others are found by what was made of them, which has indexes.
        """
        # The text is only compared, never shown: who may see the exchange may find it.
        waiting = [("state", "in", ("pending", "held", "dead")), ("payload", "ilike", term)]
        pushed = [("kind", "in", ("stock", "price")), ("payload", "ilike", f'"{term}"')]
        ids = self.sudo().with_context(active_test=False)._search(Domain(waiting) | Domain(pushed))
        return ids

    @api.model
    def _orders_about(self, term):
        """Orders with this number, or with an article of this SKU, or shipped under this tracking number."""
        # Warehouse and quality may see exchanges of orders that they can't open.
        lines = (
            self.env["sale.order.line"]
            .sudo()
            ._search([("product_id.default_code", "=ilike", term), ("order_id.ecom_store_id", "!=", False)])
        )
        orders = self.env["sale.order"].sudo()
        return orders._search(
            [
                ("ecom_store_id", "!=", False),
                "|",
                ("name", "ilike", term),
                "|",
                ("id", "in", lines.subselect("order_id")),
                ("picking_ids", "in", self._pickings_about(term)),
            ]
        )

    @api.model
    def _pickings_about(self, term):
        # see above
        pickings = self.env["stock.picking"].sudo()
        return pickings._search(
            [
                ("ecom_store_id", "!=", False),
                "|",
                ("name", "=ilike", term),
                "|",
                ("carrier_tracking_ref", "=ilike", term),
                ("ecom_parcel_ids.tracking_number", "=ilike", term),
            ]
        )
