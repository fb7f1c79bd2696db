"""Figures and drawing of the trace page, without Odoo."""

from datetime import timedelta

import pytest
from genealogy_rows import PLACES, START, move
from hypothesis import given, strategies as st

from genealogy import balance, consignees, in_direction, stock_by_zone


def test_balance_of_an_ordinary_lot():
    rows = [
        move("supplier", "awaiting", 100),
        move("awaiting", "released", 100),
        move("released", "customer", 60, partner=5),
        move("customer", "returns", 3, partner=5),
        move("released", "loss", 2, operation="scrap"),
        move("released", "supplier", 5),
        move("released", "production", 10),
    ]
    result = balance(rows, on_hand=26)
    assert (result["received"], result["shipped"], result["returned"], result["at_customers"]) == (
        100,
        60,
        3,
        57,
    )
    assert (result["scrapped"], result["returned_to_supplier"], result["used"]) == (2, 5, 10)
    assert (result["unexplained"], result["suspicious"]) == (0, False)
    assert stock_by_zone(rows) == {"released": 23, "returns": 3}


def test_what_a_count_found_or_missed_is_unexplained():
    assert balance([move("loss", "released", 4)], 4)["unexplained"] == -4
    rows = [move("supplier", "released", 4), move("released", "loss", 1)]
    assert balance(rows, 3)["unexplained"] == 1
    found_as_well = balance([*rows, move("loss", "released", 1)], 4)
    assert (found_as_well["unexplained"], found_as_well["suspicious"]) == (0, True)


def test_stock_that_the_ledger_does_not_know_is_unexplained():
    result = balance([move("supplier", "released", 4)], on_hand=5)
    assert (result["difference"], result["unexplained"], result["suspicious"]) == (-1, -1, True)


def test_taken_back_from_scrap():
    rows = [
        move("supplier", "released", 4),
        move("released", "loss", 2, operation="scrap"),
        move("loss", "released", 1, operation="scrap"),
    ]
    result = balance(rows)
    assert (result["scrapped"], result["found"], result["on_hand"]) == (1, 0, 3)


def test_from_supplier_to_customer_counts_twice():
    result = balance([move("supplier", "customer", 4)], 0)
    assert (result["received"], result["shipped"], result["unexplained"]) == (4, 4, 0)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(sorted(PLACES)),
            st.sampled_from(sorted(PLACES)),
            st.integers(0, 1000),
            st.sampled_from([None, "scrap"]),
        )
    ),
    st.integers(-5, 5),
)
def test_figures_always_add_up(steps, missing):
    """The equation that people see holds whatever moved, and the zones add up to the ledger's stock."""
    rows = [move(source, target, float(quantity), operation=kind) for source, target, quantity, kind in steps]
    ledger = balance(rows)["ledger"]
    result = balance(rows, ledger - missing)
    came = result["received"] + result["made"] + result["returned"]
    went = sum(result[name] for name in ("on_hand", "shipped", "returned_to_supplier", "used", "scrapped"))
    assert came == pytest.approx(went + result["unexplained"])
    assert result["difference"] == missing
    assert sum(stock_by_zone(rows).values()) == pytest.approx(ledger)


def test_consignees_by_company():
    rows = [
        move("released", "customer", 5, partner=5, day=1),
        move("released", "customer", 9, partner=6, day=2),
        move("customer", "returns", 2, partner=5, day=3),
        move("released", "customer", 0, partner=7),
        move("released", "customer", 1, partner=0),
    ]
    found = {entry["partner_id"]: entry for entry in consignees(rows)}
    assert list(found) == [6, 5, 0]
    assert (found[5]["shipped"], found[5]["returned"], found[5]["net"], found[5]["documents"]) == (5, 2, 3, 2)
    assert (found[5]["first"], found[5]["last"]) == (START + timedelta(1), START + timedelta(3))


def test_direction():
    receipt, shipment = move("supplier", "awaiting"), move("dispatch", "customer")
    inside, direct = move("awaiting", "released"), move("supplier", "customer")
    assert [in_direction(row, "backward") for row in (receipt, shipment, inside, direct)] == [1, 0, 1, 1]
    assert [in_direction(row, "forward") for row in (receipt, shipment, inside, direct)] == [0, 1, 1, 1]
