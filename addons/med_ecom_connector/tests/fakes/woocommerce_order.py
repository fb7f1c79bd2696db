"""Orders of the fake WooCommerce, rounded as WooCommerce does: the order, not its lines."""

from decimal import ROUND_HALF_UP, Decimal

ADDRESS = {
    "first_name": "Anna",
    "last_name": "Klein",
    "company": "Praxis Klein",
    "address_1": "1 rue de Rivoli",
    "address_2": "",
    "city": "Paris",
    "state": "",
    "postcode": "75001",
    "country": "FR",
    "email": "anna.klein@example.com",
    "phone": "+33142278100",
}
AMOUNTS = ("total", "total_tax", "subtotal", "subtotal_tax", "amount")


def gmt(instant):
    return f"{instant:%Y-%m-%dT%H:%M:%S}"


def build_order(number, lines, options, serial):
    """A payload as ``GET /orders/{id}`` gives it.

    Options, all optional: ``email``, ``billing`` and ``shipping`` (fields that differ from a
    French address; None for an empty shipping address), ``customer_id`` (0, a guest), ``note``,
    ``tax_rate`` (20) or ``tax_rates`` (of (rate, name)), ``inclusive`` (prices with tax),
    ``discount`` (net amount off each line) with ``code``, ``shipping_price`` (7.5; None for none),
    ``fee``, ``currency``, ``paid``, ``status``, ``vat``, ``method`` (of payment),
    ``transaction_id``, ``at``, ``decimals`` of the shop.
    """
    at = gmt(options["at"])
    paid = options.get("paid", False)
    items = [_item(next(serial), row, options) for row in lines]
    shipping = _charges(serial, options.get("shipping_price", 7.5), {"method_title": "Flat rate"}, options)
    fees = _charges(serial, options.get("fee"), {"name": "Handling"}, options)
    everything = items + shipping + fees
    tax = sum(Decimal(row["total_tax"]) for row in everything)
    net = sum(Decimal(row["total"]) for row in everything)
    billing = {**ADDRESS, **options.get("billing", {})}
    billing["email"] = options.get("email", billing["email"])
    return {
        "id": number,
        "number": str(number),
        "status": options.get("status", "processing" if paid else "on-hold"),
        "currency": options.get("currency", "EUR"),
        "version": "11.0.1",
        "prices_include_tax": options.get("inclusive", False),
        "date_created_gmt": at,
        "date_modified_gmt": at,
        "date_paid_gmt": at if paid else None,
        "total": _text(_round(net + tax, options.get("decimals", 2))),
        "total_tax": _text(_round(tax, options.get("decimals", 2))),
        "customer_id": options.get("customer_id", 0),
        "billing": billing,
        "shipping": _shipping_address(options.get("shipping", {})),
        "payment_method": options.get("method", "bacs"),
        "transaction_id": options.get("transaction_id", ""),
        "payment_method_title": "Bank transfer",
        "customer_note": options.get("note", ""),
        "meta_data": _vat_meta(options),
        "line_items": items,
        "tax_lines": _tax_lines(options),
        "shipping_lines": shipping,
        "fee_lines": fees,
        "coupon_lines": _coupons(serial, options),
        "refunds": [],
    }


def _item(item_id, row, options):
    rate = _rate(options)
    gross = Decimal(str(row["price"])) * Decimal(str(row["quantity"]))
    subtotal = gross / (1 + rate / 100) if options.get("inclusive") else gross
    subtotal_tax = subtotal * rate / 100
    total = subtotal - Decimal(str(options.get("discount", 0)))
    total_tax = total * rate / 100
    return {
        "id": item_id,
        **{key: row[key] for key in ("name", "product_id", "variation_id", "sku", "quantity")},
        "subtotal": _text(subtotal),
        "subtotal_tax": _text(subtotal_tax),
        "total": _text(total),
        "total_tax": _text(total_tax),
        "taxes": _taxes(total_tax, _text(subtotal_tax), options),
        "price": float(total / Decimal(str(row["quantity"]))) if row["quantity"] else 0,
        "meta_data": [],
    }


def _charges(serial, amount, names, options):
    if amount is None:
        return []
    net = Decimal(str(amount))
    tax = net * _rate(options) / 100
    row = {"id": next(serial), **names, "total": _text(net), "total_tax": _text(tax), "meta_data": []}
    return [{**row, "taxes": _taxes(tax, "", options)}]


def _rates(options):
    if options.get("tax_rates"):
        return list(options["tax_rates"])
    rate = options.get("tax_rate", 20)
    return [] if rate is None else [(rate, "TVA")]


def _rate(options):
    return sum(Decimal(str(rate)) for rate, _name in _rates(options))


def _taxes(total, subtotal, options):
    whole = _rate(options) or 1
    shares = [Decimal(str(rate)) / whole for rate, _name in _rates(options)]
    return [
        {
            "id": number,
            "total": _text(total * share),
            "subtotal": subtotal and _text(Decimal(subtotal) * share),
        }
        for number, share in enumerate(shares, 1)
    ]


def _tax_lines(options):
    return [
        {
            "id": number,
            "rate_code": f"FR-{name}-{number}",
            "rate_id": number,
            "label": name.replace("%", "&#37;"),
            "rate_percent": int(rate) if float(rate).is_integer() else float(rate),
        }
        for number, (rate, name) in enumerate(_rates(options), 1)
    ]


def _shipping_address(fields):
    address = {key: value for key, value in ADDRESS.items() if key != "email"}
    return dict.fromkeys(address, "") if fields is None else {**address, "phone": "", **fields}


def _vat_meta(options):
    vat = options.get("vat")
    return [{"id": 1, "key": "_billing_vat_number", "value": vat}] if vat else []


def _coupons(serial, options):
    if not options.get("discount"):
        return []
    code = options.get("code", "welcome")
    return [{"id": next(serial), "code": code, "discount": str(options["discount"])}]


def _round(amount, decimals=2):
    return amount.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _text(amount):
    return f"{amount:.6f}"


def answer(order, decimals):
    """The order as the API shows it, amounts with that many decimals."""
    if isinstance(order, dict):
        return {
            key: f"{Decimal(value):.{decimals}f}"
            if key in AMOUNTS and isinstance(value, str) and value
            else answer(value, decimals)
            for key, value in order.items()
        }
    return [answer(row, decimals) for row in order] if isinstance(order, list) else order


def set_line(row, quantity, price=None, rate=20):
    """An editor changes quantity or net unit price of a line; its discount is gone then, as in the shop."""
    net = (
        Decimal(str(price)) if price is not None else Decimal(row["subtotal"]) / Decimal(str(row["quantity"]))
    )
    total = net * Decimal(str(quantity))
    tax = total * Decimal(str(rate)) / 100
    row.update(quantity=quantity, price=float(net), subtotal=_text(total), total=_text(total))
    row.update(subtotal_tax=_text(tax), total_tax=_text(tax))
    row["taxes"] = [{"id": 1, "total": _text(tax), "subtotal": _text(tax)}] if rate else []


def refresh_totals(order):
    rows = order["line_items"] + order["shipping_lines"] + order["fee_lines"]
    net = sum(Decimal(row["total"]) for row in rows)
    tax = sum(Decimal(row["total_tax"]) for row in rows)
    order.update(total=_text(_round(net + tax)), total_tax=_text(_round(tax)))
