"""Orders of a real Medusa 2.21 that were edited, cancelled, sent back or exchanged, as recorded."""

from decimal import Decimal

from channel_kit import connect, open_shop, read_order

from channels.medusa.mapping import parse_order
from payloads import load


def order(name):
    return parse_order(load("medusa", name))


def test_pieces_that_were_dismissed_as_damaged_are_counted_once():
    """One of two went back on sale, one did not: the shop counts the second as received, too."""
    (row,) = load("medusa", "order-return-dismissed")["returns"]
    assert [(item["received_quantity"], item["damaged_quantity"]) for item in row["items"]] == [(2, 1)]
    (one,) = order("order-return-dismissed").returns
    assert (one.status, one.reason) == ("received", "damaged")
    assert [(line.quantity, line.received) for line in one.lines] == [(2, 2)]


def test_total_is_what_was_ordered_though_the_shop_owed_only_a_part_of_the_refund():
    """Goods for 115.76 came back, 125.76 went back: only the difference is a credit line."""
    payload = load("medusa", "order-return-dismissed")
    assert [line["amount"] for line in payload["credit_lines"]] == [10]
    parsed = order("order-return-dismissed")
    assert (parsed.total, parsed.refunded) == (Decimal("199.44"), Decimal("125.76"))
    assert sorted(row.amount for row in parsed.refunds) == [10, Decimal("115.76")]


def test_edit_gives_up_what_was_authorized_and_asks_anew():
    parsed = order("order-edited-authorized")
    assert parsed.total == Decimal("188.64")
    money = {payment.status: payment.amount for payment in parsed.payments}
    assert money == {"voided": Decimal("68.88"), "captured": Decimal("188.64")}
    assert parsed.payment_state == "paid"


def test_cancelling_pays_back_what_was_captured():
    payload = load("medusa", "order-cancelled-paid")
    assert payload["total"] == 0
    parsed = order("order-cancelled-paid")
    assert (parsed.status, parsed.payment_state) == ("cancelled", "refunded")
    assert (parsed.total, parsed.refunded) == (Decimal("128.76"), Decimal("128.76"))
    assert [(payment.status, payment.amount) for payment in parsed.payments] == [
        ("captured", Decimal("128.76"))
    ]


def test_what_goes_out_in_an_exchange_is_a_line_of_the_order():
    parsed = order("order-exchange")
    assert {line.sku: (line.quantity, line.fulfilled) for line in parsed.lines} == {
        "PO-100": (2, 2),
        "CS-1-M": (1, 0),
    }
    assert parsed.total == Decimal("151.56")
    (one,) = parsed.returns
    (line,) = one.lines
    assert (one.status, line.quantity, one.in_exchange) == ("requested", 1, True)
    assert line.line_id == next(line.external_id for line in parsed.lines if line.sku == "PO-100")


# --- claims, by a fake that answers as Medusa 2.21 did ---


def claimed(**options):
    """:return: the order as read after a claim for one of two articles"""
    with open_shop("medusa") as shop:
        shop.add_product("A", "Article", 10, stock=50)
        placed = shop.place_order([("A", 2)], paid=True)
        shop.claim(placed, [(0, 1)], **options)
        return read_order(connect(shop), placed)


def test_replacement_claim_is_paid_for_by_what_comes_back():
    parsed = claimed(others=[("A", 1)], reason="wrong_item")
    (one,) = parsed.returns
    assert (one.is_claim, one.in_exchange, one.reason) == (True, True, "wrong_item")
    assert parsed.lines[-1].total == 12
    assert parsed.payment_state == "paid"


def test_replacement_claim_without_return_is_free():
    parsed = claimed(others=[("A", 1)], comes_back=False)
    line = parsed.lines[-1]
    assert (line.total, line.tax_amount, line.discount) == (0, 0, line.subtotal)
    assert parsed.total == sum(row.total for row in parsed.lines + parsed.shipping_lines)
    assert (parsed.returns, parsed.payment_state) == ((), "paid")


def test_refund_claim_is_a_return_with_its_reason():
    parsed = claimed(reason="production_failure")
    (one,) = parsed.returns
    assert (one.is_claim, one.in_exchange, one.reason) == (True, False, "production_failure")


def test_orders_without_a_claim_ask_for_none():
    with open_shop("medusa") as shop:
        shop.add_product("A", "Article", 10, stock=50)
        placed = shop.place_order([("A", 2)], paid=True)
        read_order(connect(shop), placed)
        assert not shop.asked(r"GET .*/claims$")
        shop.claim(placed, [(0, 1)])
        read_order(connect(shop), placed)
        assert len(shop.asked(r"GET .*/claims$")) == 1
