"""Orders of the fake Medusa, with totals computed the way Medusa does: unrounded."""

from decimal import Decimal

ADDRESS = {
    "first_name": "Anna",
    "last_name": "Klein",
    "company": "Praxis Klein",
    "address_1": "1 rue de Rivoli",
    "address_2": None,
    "city": "Paris",
    "country_code": "fr",
    "province": None,
    "postal_code": "75001",
    "phone": "+33142278100",
    "metadata": None,
}


def iso(instant):
    return instant.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def build_order(number, lines, options):
    """A payload as ``GET /admin/orders/{id}`` gives it.

    Options, all optional: ``email``, ``billing`` and ``shipping`` (fields that differ from a
    French address, or None for no address), ``customer`` (fields; ``has_account`` False), ``note``,
    ``exchange_rate``, ``vat``, ``tax_rate`` (20) or ``tax_rates`` (of (rate, name)), ``inclusive``
    (prices with tax), ``discount`` (amount off each line, in the price's terms) with ``code``,
    ``shipping_price`` (7.5; None for none), ``currency``, ``paid``, ``unpaid`` (not even
    authorized), ``status``, ``provider`` (of the payment), ``at``.
    """
    at = iso(options["at"])
    email = options.get("email", "anna.klein@example.com")
    order = {
        "id": f"order_{number:04d}",
        "display_id": number,
        "custom_display_id": None,
        "status": options.get("status", "pending"),
        "currency_code": options.get("currency", "eur"),
        "email": email,
        "metadata": _metadata(options),
        "created_at": at,
        "updated_at": at,
        "items": [_item(number, index, row, options) for index, row in enumerate(lines, 1)],
        "shipping_methods": _shipping(number, options),
        "billing_address": _address(options.get("billing", {})),
        "shipping_address": _address(options.get("shipping", {})),
        "customer": {
            "id": f"cus_{number}",
            "email": email,
            "has_account": False,
            **options.get("customer", {}),
        },
        "credit_lines": [],
        "fulfillments": [],
    }
    refresh_totals(order)
    order["payment_collections"] = _payments(number, order, options)
    return order


def _metadata(options):
    known = {key: options[key] for key in ("note", "exchange_rate") if options.get(key)}
    if options.get("vat"):
        known["vat_number"] = options["vat"]
    return known or None


def _item(number, index, row, options):
    discount = options.get("discount")
    adjustment = {
        "amount": discount and float(discount),
        "code": options.get("code", "WELCOME"),
        "is_tax_inclusive": options.get("inclusive", False),
    }
    return {
        "id": f"ordli_{number:04d}_{index:03d}",
        "title": row["title"],
        "subtitle": "Default",
        "variant_id": row["variant_id"],
        "variant_sku": row["sku"],
        "requires_shipping": True,
        "is_tax_inclusive": options.get("inclusive", False),
        "unit_price": row["unit_price"],
        "quantity": row["quantity"],
        "adjustments": [adjustment] if discount else [],
        "tax_lines": _tax_lines(options),
        "detail": {
            "fulfilled_quantity": 0,
            "return_received_quantity": 0,
            "return_dismissed_quantity": 0,
        },
    }


def _shipping(number, options):
    price = options.get("shipping_price", 7.5)
    if price is None:
        return []
    return [
        {
            "id": f"ordsm_{number:04d}",
            "name": "Standard",
            "amount": float(price),
            "is_tax_inclusive": options.get("inclusive", False),
            "adjustments": [],
            "tax_lines": _tax_lines(options),
        }
    ]


def _tax_lines(options):
    if options.get("tax_rates"):
        rows = options["tax_rates"]
        return [{"rate": float(rate), "code": name, "description": name} for rate, name in rows]
    rate = options.get("tax_rate", 20)
    return [] if rate is None else [{"rate": float(rate), "code": "tva", "description": "TVA"}]


def _address(fields):
    return None if fields is None else {**ADDRESS, **fields}


def _payments(number, order, options):
    """An order that nobody paid, or promised to, has not even a collection that asks for it."""
    if options.get("unpaid"):
        return []
    total, paid = order["total"], options.get("paid")
    collection = build_collection(number, total, "completed" if paid else "authorized")
    collection.update(authorized_amount=total, captured_amount=total if paid else 0)
    at = order["created_at"] if paid else None
    collection["payments"].append(build_payment(number, total, at, options.get("provider")))
    return [collection]


def build_collection(number, amount, status):
    """A payment collection without payments yet."""
    return {
        "id": f"pay_col_{number:04d}",
        "status": status,
        "amount": amount,
        "authorized_amount": 0,
        "captured_amount": 0,
        "refunded_amount": 0,
        "payments": [],
    }


def build_payment(number, amount, captured_at=None, provider=None):
    """A payment of a collection, with no capture or refund of its own yet."""
    return {
        "id": f"pay_{number:04d}",
        "provider_id": provider or "pp_system_default",
        "amount": amount,
        "captured_at": captured_at or None,
        "canceled_at": None,
        "captures": [],
        "refunds": [],
    }


def refresh_totals(order):
    """Set the amounts of lines and order from prices, returns and credit lines."""
    total = tax = Decimal(0)
    for line in order["items"] + order["shipping_methods"]:
        _set_line_totals(line)
        total += Decimal(repr(line["total"]))
        tax += Decimal(repr(line["tax_total"]))
    credit = sum(Decimal(repr(row["amount"])) for row in order["credit_lines"])
    order.update(total=float(total - credit), tax_total=float(tax), credit_line_total=float(credit))


def _set_line_totals(line):
    quantity = Decimal(repr(line.get("quantity", 1)))
    detail = line.get("detail", {})
    back = sum(detail.get(f"return_{key}_quantity", 0) for key in ("received", "dismissed"))
    current = quantity - back
    price = Decimal(repr(line.get("unit_price", line.get("amount"))))
    factor = 1 + sum((Decimal(repr(tax["rate"])) for tax in line["tax_lines"]), Decimal(0)) / 100
    divisor = factor if line["is_tax_inclusive"] else 1
    off = sum(Decimal(repr(row["amount"])) for row in line["adjustments"])
    off = off * current / quantity if quantity else Decimal(0)
    net, discounted = price * current / divisor, (price * current - off) / divisor
    line.update(
        {
            "subtotal": float(net),
            "total": float(discounted * factor),
            "tax_total": float(discounted * (factor - 1)),
            "original_total": float(net * factor),
            "original_tax_total": float(net * (factor - 1)),
            "discount_total": float((net - discounted) * factor),
        }
    )
