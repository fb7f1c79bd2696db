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

#: an order that waits for its money has none, whenever it was paid before: ``date_paid`` stays when a payment
#: is disputed (on-hold), lost (failed) or taken back by hand
AWAITS_MONEY = ("pending", "on-hold", "failed")

#: completing an unpaid order would mark it as paid, so only from here
COMPLETABLE = ("processing",)

#: products that keep no stock of their own
UNSOLD_TYPES = ("grouped", "external")

#: where the parts of an address stand
ADDRESS = {
    "first_name": "first_name",
    "last_name": "last_name",
    "company": "company",
    "street": "address_1",
    "street2": "address_2",
    "city": "city",
    "zip": "postcode",
    "state": "state",
    "country_code": "country",
    "phone": "phone",
    "email": "email",
}

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

#: meta key of an order with the reason why we cancelled it
CANCEL_REASON_KEY = "_odoo_cancel_reason"

#: meta keys of multi-currency plug-ins: units of the order's currency for one of the shop's own
FOREIGN_PER_OWN_KEYS = ("_wcpay_multi_currency_order_exchange_rate", "_woocs_order_rate")

#: lists of gift cards that plug-ins add to an order, which take them off its total
GIFT_CARD_LISTS = ("gift_cards", "pw_gift_cards_redeemed")

#: meta key on a fulfilment that carries our reference, and the one with the lots
REFERENCE_KEY = "_odoo_ref"
LOTS_KEY = "_lots"
PARCELS_KEY = "_parcels"
#: prefix of the order's meta key where the shop has no fulfilments; one key per shipment, since
#: two workers appending to one list would lose one of them
SHIPMENT_KEY = "_odoo_shipment_"

#: key beside the order under which the client puts its refunds as the sub-resource shows them
REFUND_DETAILS = "_refund_details"
#: meta key of a refund's line that names the order's line
REFUNDED_ITEM_KEY = "_refunded_item_id"
#: how the shop refuses a refund, with status 500
REFUND_REFUSED = "woocommerce_rest_cannot_create_order_refund"
ON_DELIVERY_METHODS = ("cod",)
GIFT_CARD_METHODS = ("gift_card", "giftcard", "woocommerce_gift_cards")
#: an order in one of these brings no money any more
WITHDRAWN = ("cancelled", "trash", "refunded")

NO_ROUTE = "rest_no_route"
TOPIC_HEADER = "x-wc-webhook-topic"
SIGNATURE_HEADER = "x-wc-webhook-signature"
