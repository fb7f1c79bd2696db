"""Figures and drawing of the trace page, without Odoo."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from genealogy import arrange, balance, build_graph, consignees, in_direction, stock_by_zone

START = datetime(2026, 1, 1)
PLACES = {
    "supplier": ("supplier", "supplier"),
    "awaiting": ("internal", "awaiting"),
    "released": ("internal", "released"),
    "dispatch": ("internal", "dispatch"),
    "returns": ("internal", "returns"),
    "transit": ("transit", "transit"),
    "customer": ("customer", "customer"),
    "loss": ("inventory", "loss"),
    "production": ("production", "production"),
}
INSIDE = [name for name, (usage, _zone) in PLACES.items() if usage in ("internal", "transit")]


def move(source, target, quantity=1.0, *, lot=1, partner=0, day=0, **values):
    return {
        "id": 1,
        "kind": "move",
        "operation": None,
        "lot_id": lot,
        "source_lot_id": None,
        "product_id": 1,
        "uom_name": "Units",
        "quantity": quantity,
        "happened_on": START + timedelta(days=day),
        "from_usage": PLACES[source][0],
        "from_zone": PLACES[source][1],
        "to_usage": PLACES[target][0],
        "to_zone": PLACES[target][1],
        "document_model": "stock.picking",
        "document_id": day,
        "document_name": f"WH/{day}",
        "partner_ref": partner,
        "commercial_partner_ref": partner,
        "partner_name": f"Partner {partner}",
        **values,
    }


def made(lot, source_lot, quantity=1.0, document=7):
    return move("awaiting", "awaiting", quantity, lot=lot) | {
        "kind": "transformation",
        "source_lot_id": source_lot,
        "document_model": "mrp.production",
        "document_id": document,
        "document_name": f"MO/{document}",
    }


def lots(**roles):
    return {int(key[1:]): {"name": key, "product": "Pump", "role": role} for key, role in roles.items()}


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


def ends(graph):
    return {(edge["source"], edge["target"]): edge for edge in graph["edges"]}


def test_graph_of_an_ordinary_lot():
    rows = [
        move("supplier", "awaiting", 10, partner=3),
        move("awaiting", "released", 6),
        move("awaiting", "released", 4),
        move("released", "customer", 7, partner=5),
        move("customer", "returns", 2, partner=5),
        move("released", "loss", 1),
        move("released", "loss", 0),
    ]
    edges = ends(build_graph(rows, lots(L1="self"), {1}))
    assert edges["supplier:3", "zone:1:awaiting"]["quantity"] == 10
    inside = edges["zone:1:awaiting", "zone:1:released"]
    assert (inside["quantity"], inside["count"], inside["unit"]) == (10, 2, "Units")
    assert edges["consignee:5", "zone:1:returns"]["back"]
    assert edges["zone:1:released", "missing"]["unexplained"]
    assert len(edges) == 5


def test_graph_through_a_production():
    """Two components, a kit, its consignee: the components are one node each."""
    rows = [
        move("supplier", "released", 4, lot=1, partner=3),
        move("supplier", "released", 8, lot=2, partner=4, product_id=2),
        made(3, 1, 4),
        made(3, 2, 8),
        move("production", "released", 4, lot=3, document_name="MO/7"),
        move("released", "customer", 4, lot=3, partner=5),
    ]
    edges = ends(build_graph(rows, lots(L1="ancestor", L2="ancestor", L3="self"), {3}))
    assert set(edges) == {
        ("supplier:3", "lot:1"),
        ("supplier:4", "lot:2"),
        ("lot:1", "production:MO/7"),
        ("lot:2", "production:MO/7"),
        ("production:MO/7", "zone:3:released"),
        ("zone:3:released", "consignee:5"),
    }
    assert edges["lot:2", "production:MO/7"]["quantity"] == 8
    hidden = build_graph(rows, lots(L1="ancestor", L3="self"), {3})
    assert not [node for node in hidden["nodes"] if node["id"] in ("lot:2", "supplier:4")]


def test_graph_of_many_consignees_is_shortened():
    rows = [move("supplier", "released", 500)]
    rows += [move("released", "customer", number, partner=number) for number in range(1, 31)]
    graph = build_graph(rows, lots(L1="self"), {1}, top=5)
    drawn = [node["id"] for node in graph["nodes"] if node["kind"] == "consignee"]
    assert drawn == [f"consignee:{number}" for number in range(26, 31)]
    (more,) = [node for node in graph["nodes"] if node["kind"] == "more"]
    assert more["count"] == 25
    assert ends(graph)["zone:1:released", more["id"]]["quantity"] == sum(range(1, 26))


def test_quantities_of_different_products_have_no_sum():
    rows = [
        move("released", "customer", 2, partner=5),
        move("released", "customer", 3, lot=2, partner=5, product_id=2),
    ]
    graph = build_graph(rows, lots(L1="self", L2="self"), set(), top=0)
    (edge,) = [edge for edge in graph["edges"] if edge["source"].startswith("more")]
    assert (edge["quantity"], edge["lots"]) == (None, 2)


def test_from_outside_to_outside_passes_the_lot():
    edges = ends(build_graph([move("supplier", "customer", 2, partner=5)], lots(L1="self"), {1}))
    assert set(edges) == {("supplier:5", "lot:1"), ("lot:1", "consignee:5")}


def test_layers_follow_the_goods():
    rows = [
        move("supplier", "awaiting", 10, partner=3),
        move("awaiting", "released", 10),
        move("released", "dispatch", 7),
        move("dispatch", "customer", 7, partner=5),
        move("released", "loss", 1, operation="scrap"),
        move("customer", "returns", 2, partner=5),
        move("returns", "released", 2),
    ]
    drawn = arrange(**build_graph(rows, lots(L1="self"), {1}))
    x = {node["id"]: node["x"] for node in drawn["nodes"]}
    assert (
        x["supplier:3"]
        < x["zone:1:awaiting"]
        < x["zone:1:released"]
        < x["zone:1:dispatch"]
        < x["consignee:5"]
    )
    assert x["zone:1:returns"] == x["zone:1:awaiting"]
    assert x["scrap"] == x["consignee:5"]


@given(
    st.integers(1, 12).flatmap(
        lambda size: st.tuples(
            st.just(size),
            st.sets(st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)), max_size=40),
            st.lists(st.integers(0, 3), min_size=size, max_size=size),
        )
    )
)
def test_any_graph_can_be_drawn(graph):
    """Circles included: no nodes overlap, edges begin and end at their nodes, all is within the drawing."""
    size, pairs, ranks = graph
    nodes = [{"id": str(number), "rank": ranks[number], "last": not ranks[number]} for number in range(size)]
    edges = [{"source": str(source), "target": str(target)} for source, target in sorted(pairs)]
    drawn = arrange(nodes, edges)
    boxes = [(node["x"], node["y"], node["x"] + node["w"], node["y"] + node["h"]) for node in drawn["nodes"]]
    for number, one in enumerate(boxes):
        assert min(one) >= 0 and one[2] <= drawn["width"] and one[3] <= drawn["height"]
        for other in boxes[:number]:
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    by_id = {node["id"]: node for node in drawn["nodes"]}
    for edge in drawn["edges"]:
        source, target = by_id[edge["source"]], by_id[edge["target"]]
        assert edge["points"][0][0] == source["x"] + source["w"]
        assert edge["points"][-1][0] == target["x"]
        assert edge["back"] or source["x"] < target["x"]
        assert all(0 <= y <= drawn["height"] for _x, y in edge["points"])
