"""Names of Shopify, and what they mean to us."""

#: the version all documents in ``queries`` are validated against
API_VERSION = "2026-10"

#: most rows of one ``inventorySetQuantities``, of one ``productVariantsBulkUpdate``, and of one ``nodes``
MAX_QUANTITIES = 250
MAX_NODES = 250

#: where the parts of an address stand
ADDRESS = {
    "first_name": "firstName",
    "last_name": "lastName",
    "company": "company",
    "street": "address1",
    "street2": "address2",
    "city": "city",
    "zip": "zip",
    "state": "province",
    "country_code": "countryCodeV2",
    "phone": "phone",
}

PAYMENT_STATE = {
    "PENDING": "unpaid",
    "AUTHORIZED": "authorized",
    "PARTIALLY_PAID": "partially_paid",
    "PAID": "paid",
    "PARTIALLY_REFUNDED": "partially_refunded",
    "REFUNDED": "refunded",
    "EXPIRED": "failed",
    "VOIDED": "failed",
}
RETURN_STATUS = {
    "REQUESTED": "requested",
    "OPEN": "approved",
    "CLOSED": "received",
    "DECLINED": "declined",
    "CANCELED": "cancelled",
}
CANCEL_REASONS = ("CUSTOMER", "DECLINED", "FRAUD", "INVENTORY", "OTHER", "STAFF")

#: transactions that stand for money taken, and those that only reserve it
CAPTURES = ("SALE", "CAPTURE")
AUTHORIZATIONS = ("AUTHORIZATION", "EMV_AUTHORIZATION")
FAILED = ("FAILURE", "ERROR")
GIFT_CARD = "gift_card"
#: what the names of gateways for money that the carrier collects contain
ON_DELIVERY = (
    "cash on delivery",
    "cod)",
    "cash_on_delivery",
    "contre remboursement",
    "nachnahme",
    "货到付款",
)

#: keys of custom attributes under which themes ask for the VAT number
VAT_KEYS = (
    "vat",
    "vat number",
    "vat_number",
    "vat id",
    "vat_id",
    "tax id",
    "tax_id",
    "tax number",
    "tax_number",
)
TAX_FIELD = "TAX_CREDENTIAL_"

#: metafields of an order, one per shipment: our reference, its lots, and the fulfilment it became
NAMESPACE = "medsuite"
SHIPMENT_KEY = "shipment_"
#: bytes of lots that one metafield takes: JSON may have 128 KB since 2026-04
MAX_LOTS = 100_000

#: metafield of a product: our reference and the pictures that we sent
PRODUCT_KEY = "product"

#: products that customers can buy; an unlisted one by those who know its address
ON_SALE = ("ACTIVE", "UNLISTED")
#: what the shop wants where there is nothing to choose
ONLY_OPTION = "Title"
ONLY_VALUE = "Default Title"
#: where shops keep their pictures
PICTURE_HOSTS = ("cdn.shopify.com",)

#: fulfilment orders whose goods can be shipped
SHIPPABLE = ("OPEN", "IN_PROGRESS")
#: fulfilments that never came to be
DEAD_FULFILLMENTS = ("CANCELLED", "ERROR", "FAILURE")

#: event of a fulfilment, and what it is shown as
DELIVERED = "DELIVERED"

#: rights of the access token that our documents need; "write" includes "read"
SCOPES = (
    "read_customers",
    "write_fulfillments",
    "write_inventory",
    "read_locations",
    "write_merchant_managed_fulfillment_orders",
    "write_orders",
    "write_products",
    "write_publications",
    "write_returns",
)

SIGNATURE_HEADER = "x-shopify-hmac-sha256"
TOPIC_HEADER = "x-shopify-topic"
