"""Money that files tell of: payments, gift cards, fees, several taxes, refunds in whatever file they come."""

from decimal import Decimal

import pytest
from file_layouts import layout
from file_orders import line, order_with, orders_of
from hypothesis import given, strategies as st

from channels.aftersales import RETURN_STATUSES
from channels.errors import PayloadError
from channels.neutral import TaxRate
from engine.files import refunds


def money(**head):
    """What the payments of an order of 120 are: (status, amount, gift card, on delivery)."""
    order = order_with([line(unit_price="60")], **head)
    return [(one.status, one.amount, one.is_gift_card, one.on_delivery) for one in order.payments]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ({}, []),
        ({"payment_state": "unpaid"}, []),
        ({"payment_state": "paid"}, [("captured", 120, False, False)]),
        ({"paid_at": "2026-01-01"}, [("captured", 120, False, False)]),
        ({"payment_state": "refunded"}, [("captured", 120, False, False)]),
        ({"payment_state": "authorized"}, [("authorized", 120, False, False)]),
        ({"payment_state": "failed"}, [("failed", 120, False, False)]),
        ({"payment_state": "partially_paid"}, []),
        ({"payment_state": "partially_paid", "paid_amount": "50"}, [("captured", 50, False, False)]),
        ({"payment_state": "paid", "paid_amount": "100"}, [("captured", 100, False, False)]),
        ({"payment_state": "paid", "payment_method": "Gift card"}, [("captured", 120, True, False)]),
        ({"payment_state": "paid", "gift_card_amount": "120"}, [("captured", 120, True, False)]),
        (
            {"payment_state": "paid", "gift_card_amount": "20"},
            [("captured", 20, True, False), ("captured", 100, False, False)],
        ),
        (
            {"payment_state": "authorized", "gift_card_amount": "20"},
            [("captured", 20, True, False), ("authorized", 100, False, False)],
        ),
        ({"payment_method": "货到付款"}, [("authorized", 120, False, True)]),
        ({"payment_method": "COD", "status": "cancelled"}, [("voided", 120, False, True)]),
        # stamped when the order was completed: no proof of money
        ({"payment_method": "COD", "paid_at": "2026-01-01"}, [("authorized", 120, False, True)]),
        ({"payment_method": "COD", "payment_state": "paid"}, [("captured", 120, False, True)]),
    ],
)
def test_payments(head, expected):
    assert money(**head) == expected


def test_a_fee_is_a_line_of_its_own_with_the_highest_tax():
    order = order_with(
        [line(unit_price="60", tax_rate="20")], fee_amount="5", fee_name="Handling", total="150"
    )
    (fee,) = order.fee_lines
    assert (fee.name, fee.total, fee.tax_amount) == ("Handling", 6, 1)
    assert sum(part.total for part in (*order.lines, *order.fee_lines)) == order.total
    for bad in ({"fee_amount": "-1"}, {"shipping_amount": "-1"}):
        with pytest.raises(PayloadError, match="negative"):
            order_with([line(unit_price="60")], **bad)


def test_several_taxes_of_a_line():
    order = order_with([line(unit_price="49.90", tax_name="GST 5% + PST 7,5%")], price_includes_tax=False)
    (part,) = order.lines
    assert part.taxes == (TaxRate(Decimal(5), "GST"), TaxRate(Decimal("7.5"), "PST"))
    # 4.99 and 7.485, each rounded
    assert (part.tax_amount, part.total) == (Decimal("12.48"), Decimal("112.28"))


def test_rate_and_reason():
    order = order_with(
        [line(unit_price="60")], exchange_rate="0.92", status="cancelled", cancel_reason="Late"
    )
    assert (order.exchange_rate, order.cancel_reason) == (Decimal("0.92"), "Late")
    with pytest.raises(PayloadError, match="exchange_rate"):
        order_with([line(unit_price="60")], exchange_rate="0")


def test_returns_carry_status_and_lot():
    rows = [{"return_id": "R1", "sku": "A", "quantity": "1", "lot": "L1", "status": "approved"}]
    (found,) = order_with([line(unit_price="60")], returns=rows).returns
    assert (found.status, found.lines[0].lot) == ("approved", "L1")
    rows[0]["status"] = "perhaps"
    with pytest.raises(PayloadError, match=", ".join(RETURN_STATUSES)):
        order_with([line(unit_price="60")], returns=rows)


# --- refunds ---


def row(number, amount, **more):
    return {"refund_id": number, "amount": amount, "told": amount, **more}


def whole(known):
    return sum(Decimal(one["amount"]) for one in known)


def test_what_a_sum_grows_by_is_a_refund_of_its_own():
    known = refunds.with_sum([], Decimal(10), "T1")
    assert refunds.with_sum(known, Decimal(10), "T1") == known
    known = refunds.with_sum(known, Decimal("12.34"), "T1")
    assert [(one["refund_id"], one["amount"]) for one in known] == [("T1/1", "10"), ("T1/2", "2.34")]
    assert refunds.with_sum(known, Decimal(5), "T1") == known
    assert refunds.with_sum(known, None, "T1") == known


def test_a_named_refund_takes_the_place_of_what_a_sum_told():
    known = refunds.with_sum([], Decimal(10), "T1")
    known = refunds.with_refund(known, row("R1", "7"))
    assert whole(known) == 10 and len(known) == 1
    known = refunds.with_refund(known, row("R2", "5"))
    assert whole(known) == 12, "three of the five were told before"
    for again in ("R1", "R2"):
        assert refunds.with_refund(known, row(again, "7")) == known


def test_our_own_refund_is_recognised_by_its_reference():
    ours = {"refund_id": "RF/1", "reference": "RF/1", "amount": "5"}
    assert refunds.with_refund([ours], row("R9", "5", reference="RF/1")) == [ours]
    assert refunds.with_sum([ours], Decimal(5), "T1") == [ours]
    assert whole(refunds.with_sum([ours], Decimal("7.34"), "T1")) == Decimal("7.34")


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ({}, None),
        ({"refunded_amount": "-5"}, 5),
        ({"payment_state": "refunded", "total": "9"}, 9),
        ({"payment_state": "refunded", "total": "9", "paid_amount": "4"}, 4),
        ({"payment_state": "partially_refunded", "total": "9"}, None),
    ],
)
def test_what_a_row_says_was_given_back(head, told):
    assert refunds.told_sum(head) == told


@given(
    amounts=st.lists(st.integers(1, 99), max_size=6),
    news=st.lists(st.tuples(st.sampled_from(["sum", "named"]), st.integers(0, 6)), max_size=20),
    ends_with_sum=st.booleans(),
)
def test_each_amount_counts_once_in_whatever_order_the_files_come(amounts, news, ends_with_sum):
    """The shop makes refunds one after the other; files tell of them singly, as a sum, again, and late."""
    complete = (
        [("sum", len(amounts))] if ends_with_sum else [("named", index) for index in range(len(amounts))]
    )
    known = []
    for kind, number in [*news, *complete]:
        if kind == "sum":
            known = refunds.with_sum(known, Decimal(sum(amounts[:number])), "T1")
        elif number < len(amounts):
            known = refunds.with_refund(known, row(f"R{number}", str(amounts[number])))
        assert whole(known) <= sum(amounts)
    assert whole(known) == sum(amounts)
    ids = [one["refund_id"] for one in known]
    assert len(ids) == len(set(ids))


# --- rows that come twice, in another order, or not at all ---

LINES = {
    "No": "order.number",
    "SKU": "order_line.sku",
    "Line": "order_line.line_id",
    "Qty": "order_line.quantity",
}
ROWS = ("1,A,1-1,2", "1,B,1-2,1", "2,A,2-1,5", "3,C,3-1,1", "3,C,3-2,1")


def told_by(rows):
    orders = orders_of(("No,SKU,Line,Qty\n" + "\n".join(rows)).encode(), layout(LINES))
    assert not any(order.is_bad for order in orders)
    return {
        order.number: sorted((one["line_id"], one["sku"], one["quantity"]) for one in order.lines)
        for order in orders
    }


@given(st.lists(st.integers(0, len(ROWS) - 1), max_size=4), st.randoms())
def test_repeated_and_reordered_rows_tell_the_same(repeated, random):
    rows = [*ROWS, *(ROWS[index] for index in repeated)]
    random.shuffle(rows)
    assert told_by(rows) == told_by(ROWS)


def test_a_line_that_contradicts_itself_is_bad():
    (order,) = orders_of(b"No,SKU,Line,Qty\n1,A,1-1,2\n1,A,1-1,3", layout(LINES))
    assert [(row.number, error.code) for row in order.rows for error in row.errors] == [(3, "line_twice")]
