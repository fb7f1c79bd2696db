"""Orders of the fake Shopify, rounded as Shopify does: the tax of each line to the cent."""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
LOCATION = "gid://shopify/Location/77001"
ADDRESS = {
    "firstName": "Anna",
    "lastName": "Klein",
    "company": "Praxis Klein",
    "address1": "1 rue de Rivoli",
    "address2": None,
    "city": "Paris",
    "zip": "75001",
    "province": None,
    "countryCodeV2": "FR",
    "phone": "+33142278100",
}
#: what other shops call these fields, so that tests can say it once for all
_ALIASES = {key: key for key in ADDRESS} | {
    "first_name": "firstName",
    "last_name": "lastName",
    "address_1": "address1",
    "address_2": "address2",
    "postal_code": "zip",
    "postcode": "zip",
    "country": "countryCodeV2",
}


def iso(instant):
    return f"{instant:%Y-%m-%dT%H:%M:%SZ}"


def cents(amount):
    return Decimal(str(amount)).quantize(CENT, ROUND_HALF_UP)


def bag(amount, options):
    """An amount in the customer's and the shop's currency."""
    amount = cents(amount)
    theirs = {"amount": f"{amount}", "currencyCode": options.get("currency", "EUR")}
    ours = {"amount": f"{cents(amount * Decimal(str(options.get('rate', 1))))}", "currencyCode": "EUR"}
    return {"presentmentMoney": theirs, "shopMoney": ours}


def build_order(number, lines, options, serial):
    """A record with the fields of ``Order``; lists are plain, ``line_items`` and the like.

    Options, all optional: ``email``, ``billing`` and ``shipping`` (fields that differ from a French
    address, None for no address), ``customer`` (fields), ``note``, ``tax_rate`` (20; a tuple for
    several taxes), ``inclusive`` (prices with tax), ``discount`` (off each line) with ``code``,
    ``shipping_price`` (7.5; None for none), ``fee``, ``currency`` with ``rate``, ``paid``, ``gateway``,
    ``on_delivery`` (the carrier collects), ``unpaid``, ``company`` and ``vat`` (a business customer),
    ``attributes``, ``at``.
    """
    at = iso(options["at"])
    items = [build_line(next(serial), row, options) for row in lines]
    shipping, fees = _shipping(next(serial), options), _fees(next(serial), options)
    total, tax = _sum(items, shipping, fees, options)
    email = options.get("email", "anna.klein@example.com")
    order = {
        "__typename": "Order",
        "id": f"gid://shopify/Order/{number}",
        "name": f"#{number - 5_000_000_000}",
        "number": f"#{number - 5_000_000_000}",
        "createdAt": at,
        "updatedAt": at,
        "cancelledAt": None,
        "cancelReason": None,
        "closed": False,
        "edited": False,
        "displayFinancialStatus": _financial_status(options),
        "displayFulfillmentStatus": "UNFULFILLED",
        "currencyCode": "EUR",
        "presentmentCurrencyCode": options.get("currency", "EUR"),
        "taxesIncluded": options.get("inclusive", False),
        "email": email,
        "phone": None,
        "note": options.get("note"),
        "poNumber": None,
        "discountCodes": [options.get("code", "WELCOME")] if options.get("discount") else [],
        "paymentGatewayNames": [options.get("gateway", "shopify_payments")],
        "customAttributes": [{"key": k, "value": v} for k, v in options.get("attributes", {}).items()],
        "localized_fields": [],
        "customer": _customer(number, email, options),
        "purchasingEntity": _business(options),
        "billingAddress": _address(options.get("billing", {})),
        "shippingAddress": _address(options.get("shipping", {})),
        "totalPriceSet": bag(total, options),
        "totalTaxSet": bag(tax, options),
        "totalRefundedSet": bag(0, options),
        "line_items": items,
        "shipping_lines": shipping,
        "additionalFees": fees,
        "refund_rows": [],
        "return_rows": [],
        "fulfillment_rows": [],
        "metafields_by_key": {},
        "options": options,
    }
    unpaid = options.get("unpaid")
    order["transaction_rows"] = [] if unpaid else [_payment(next(serial), order, total, options)]
    order["fulfillment_orders"] = [build_fulfillment_order(next(serial), items, serial)]
    return order


def taxes(amount, options):
    """Tax lines of an amount, which includes them or not."""
    rates = options.get("tax_rate", 20)
    rates = () if rates is None else rates if isinstance(rates, tuple) else (rates,)
    base = Decimal(str(amount))
    if options.get("inclusive"):
        base /= 1 + sum(Decimal(str(rate)) for rate in rates) / 100
    return [
        {
            "title": "TVA",
            "ratePercentage": float(rate),
            "priceSet": bag(base * Decimal(str(rate)) / 100, options),
        }
        for rate in rates
    ]


def tax_of(row):
    return sum((amount_of(tax["priceSet"]) for tax in row["taxLines"]), Decimal(0))


def amount_of(money):
    return Decimal(money["presentmentMoney"]["amount"])


def build_line(number, row, options):
    quantity = int(row["quantity"])
    line = {
        "__typename": "LineItem",
        "id": f"gid://shopify/LineItem/{number}",
        "name": row["title"],
        "sku": row["sku"],
        "quantity": quantity,
        "currentQuantity": quantity,
        "unfulfilledQuantity": quantity,
        "requiresShipping": True,
        "variant": row["variant"],
        "originalUnitPriceSet": bag(row["price"], options),
        "discountAllocations": [],
        "duties": [],
    }
    set_amounts(line, options, cents(options.get("discount") or 0))
    return line


def set_amounts(line, options, off):
    """Amounts of a line from its unit price and quantity; ``off`` is the discount."""
    total = amount_of(line["originalUnitPriceSet"]) * line["quantity"]
    line["originalTotalSet"] = bag(total, options)
    line["discountAllocations"] = [{"allocatedAmountSet": bag(off, options)}] if off else []
    line["taxLines"] = taxes(total - off, options)


def refresh_totals(order):
    """The order's totals, which go on to include what an edit took off."""
    items, options = order["line_items"], order["options"]
    total, tax = _sum(items, order["shipping_lines"], order["additionalFees"], options)
    order.update(totalPriceSet=bag(total, options), totalTaxSet=bag(tax, options), edited=True)


def _shipping(number, options):
    price = options.get("shipping_price", 7.5)
    if price is None:
        return []
    return [
        {
            "id": f"gid://shopify/ShippingLine/{number}",
            "title": "Standard",
            "originalPriceSet": bag(price, options),
            "discountedPriceSet": bag(price, options),
            "taxLines": taxes(price, options),
        }
    ]


def _fees(number, options):
    if not options.get("fee"):
        return []
    fee = {"id": f"gid://shopify/AdditionalFee/{number}", "name": "Handling"}
    return [{**fee, "price": bag(options["fee"], options), "taxLines": []}]


def _sum(items, shipping, fees, options):
    off = [entry["allocatedAmountSet"] for row in items for entry in row["discountAllocations"]]
    net = sum((amount_of(row["originalTotalSet"]) for row in items), -sum(map(amount_of, off)))
    net += sum(amount_of(row["originalPriceSet"]) for row in shipping)
    net += sum(amount_of(row["price"]) for row in fees)
    tax = sum((tax_of(row) for row in items + shipping + fees), Decimal(0))
    return net + (0 if options.get("inclusive") else tax), tax


def _address(fields):
    """The address with changes, which may be in the words of the other fakes."""
    if fields is None:
        return None
    return {**ADDRESS, **{_ALIASES[key]: value for key, value in fields.items() if key in _ALIASES}}


def _customer(number, email, options):
    address = _address(options.get("billing") or {})
    return {
        "id": f"gid://shopify/Customer/{number}",
        "firstName": address["firstName"],
        "lastName": address["lastName"],
        "defaultEmailAddress": {"emailAddress": email},
        "defaultPhoneNumber": None,
        **options.get("customer", {}),
    }


def _business(options):
    if not options.get("company"):
        return None
    settings = {"taxSettings": {"taxRegistrationId": options.get("vat")}}
    return {"__typename": "PurchasingCompany", "company": {"name": options["company"]}, "location": settings}


def _financial_status(options):
    if options.get("paid"):
        return "PAID"
    return "PENDING" if options.get("unpaid") or options.get("on_delivery") else "AUTHORIZED"


def _payment(number, order, total, options):
    if options.get("on_delivery"):
        return {**transaction(number, "SALE", total, order), "status": "PENDING"}
    return transaction(number, "SALE" if options.get("paid") else "AUTHORIZATION", total, order)


def transaction(number, kind, amount, order, parent=None):
    return {
        "id": f"gid://shopify/OrderTransaction/{number}",
        "kind": kind,
        "status": "SUCCESS",
        "gateway": order["options"].get("gateway", "shopify_payments"),
        "createdAt": order["updatedAt"],
        "processedAt": order["updatedAt"],
        "paymentId": f"pay-{number}",
        "authorizationExpiresAt": None,
        "amountSet": bag(amount, order["options"]),
        "parentTransaction": {"id": parent["id"]} if parent else None,
    }


def build_fulfillment_order(number, items, serial):
    lines = [
        {
            "id": f"gid://shopify/FulfillmentOrderLineItem/{next(serial)}",
            "remainingQuantity": item["quantity"],
            "lineItem": item,
        }
        for item in items
    ]
    return {
        "__typename": "FulfillmentOrder",
        "id": f"gid://shopify/FulfillmentOrder/{number}",
        "status": "OPEN",
        "assignedLocation": {"location": {"id": LOCATION}},
        "line_rows": lines,
    }
