"""Names of WooCommerce, and what they mean to us."""

ORDER_STATUS = {
    "pending": "open",
    "processing": "open",
    "on-hold": "open",
    # the customer may still pay: a failed order becomes pending again with the next attempt
    "failed": "open",
    "completed": "completed",
    "cancelled": "cancelled",
    # fully given back: nothing is left to deliver
    "refunded": "cancelled",
    "trash": "cancelled",
}

#: not orders yet: the customer or an editor is still at it; they come once they are placed
UNPLACED = ("checkout-draft", "auto-draft")

#: completing an unpaid order would mark it as paid, so only from here
COMPLETABLE = ("processing",)

#: products that keep no stock of their own
UNSOLD_TYPES = ("grouped", "external")

VAT_KEYS = (
    "_billing_vat_number",
    "_vat_number",
    "vat_number",
    "_billing_vat",
    "billing_vat",
    "_billing_eu_vat_number",
    "_billing_vat_id",
    "_tax_id",
    "tax_id",
)

#: meta key on a fulfilment that carries our reference, and the one with the lots
REFERENCE_KEY = "_odoo_ref"
LOTS_KEY = "_lots"
#: prefix of the order's meta key where the shop has no fulfilments; one key per shipment, since
#: two workers appending to one list would lose one of them
SHIPMENT_KEY = "_odoo_shipment_"

NO_ROUTE = "rest_no_route"
TOPIC_HEADER = "x-wc-webhook-topic"
SIGNATURE_HEADER = "x-wc-webhook-signature"
