"""The drawing of the trace page, without Odoo."""

from genealogy_rows import lots, made, move
from hypothesis import given, strategies as st

from genealogy import arrange, build_graph


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
