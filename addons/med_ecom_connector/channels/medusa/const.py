"""Names of Medusa 2, and what they mean to us."""

ORDER_STATUS = {
    "pending": "open",
    "requires_action": "open",
    "completed": "completed",
    "archived": "completed",
    "canceled": "cancelled",
}

#: a payment collection in one of these states holds no money
DEAD_COLLECTIONS = ("canceled", "failed")

#: where the parts of an address stand
ADDRESS = {
    "first_name": "first_name",
    "last_name": "last_name",
    "company": "company",
    "street": "address_1",
    "street2": "address_2",
    "city": "city",
    "zip": "postal_code",
    "state": "province",
    "country_code": "country_code",
    "phone": "phone",
}

#: metadata keys under which shops keep what Medusa has no field for
VAT_KEYS = ("vat", "vat_number", "vat_id", "tax_id", "tax_number")
NOTE_KEYS = ("note", "customer_note", "order_note", "comment")

#: a return that is still being put together ("open") is left out
RETURN_STATUS = {
    "requested": "requested",
    "partially_received": "received",
    "received": "received",
    "canceled": "cancelled",
}

#: a claim of this type has other goods go out, free of charge
REPLACEMENT = "replace"

#: words of a payment provider's id; Medusa itself has neither kind
GIFT_CARD_WORDS = {"giftcard", "gift"}
ON_DELIVERY_WORDS = {"cod", "cashondelivery"}
ON_DELIVERY_NAME = "on-delivery"

#: amounts of an order line that fall as goods come back
LINE_TOTALS = ("total", "tax_total", "original_total", "original_tax_total")

#: a price row with one of these is not the price for everybody
SPECIAL_PRICE_KEYS = ("rules", "rules_count", "min_quantity", "max_quantity", "price_list_id")

#: what a price row consists of when it is written back
PRICE_KEYS = ("id", "currency_code", "amount", "min_quantity", "max_quantity", "rules")

#: metadata key of an order: units of the shop's own currency for one of the order's
EXCHANGE_RATE_KEY = "exchange_rate"

#: metadata key of an order with the reason why it was cancelled
CANCEL_REASON_KEY = "cancel_reason"

#: metadata key that carries our reference on a fulfilment
REFERENCE_KEY = "odoo_ref"
LOTS_KEY = "lots"
PARCELS_KEY = "parcels"

#: where a variant may have its bar code, the general one first
BARCODE_KEYS = ("barcode", "ean", "upc")

#: the shop fills them in where a product has no variants of its own
EMPTY_TITLES = ("", "Default", "Default variant", "Default Variant")

#: how Medusa refuses to fulfil a part of a line whose product is reserved completely
NO_HEADROOM = "Not enough stock available"

SIGNATURE_HEADER = "x-medusa-signature"
SIGNATURE_PREFIX = "sha256="

#: "+" adds a plain field to Medusa's defaults, "*" a relation with all its fields
ORDER_FIELDS = ",".join(
    (
        "+updated_at,+currency_code,+email,+metadata,+custom_display_id,+total,+tax_total,+credit_line_total",
        "*items,*items.detail,*items.tax_lines,*items.adjustments,*items.variant",
        "*shipping_methods,*shipping_methods.tax_lines,*shipping_methods.adjustments",
        "*shipping_address,*billing_address,*customer,*credit_lines",
        "*payment_collections,*payment_collections.payments,*payment_collections.payments.captures",
        "*payment_collections.payments.refunds,*payment_collections.payments.refunds.refund_reason",
        "*fulfillments,*fulfillments.labels,*fulfillments.items",
    )
)
CLAIM_FIELDS = "*claim_items,*additional_items"
RETURN_FIELDS = "*items,*items.reason"
PRODUCT_FIELDS = ",".join(
    (
        "+metadata,+external_id,+handle,*options,*options.values,*images,*categories",
        "*variants,*variants.options,*variants.prices,*variants.inventory_items",
    )
)
PRICE_FIELDS = "id,product_id,*prices,*prices.price_rules"
VARIANT_FIELDS = "*product,*prices,*inventory_items,*inventory_items.inventory.location_levels"
