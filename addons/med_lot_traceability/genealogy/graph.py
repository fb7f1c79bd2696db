"""The graph that is drawn of a lot's way: from whom, through which zones and productions, to whom.

The lots that were asked for are drawn zone by zone; those that they were made from or
went into, as one node each.
"""

from .places import DIGITS, is_move, partner_key, side

#: Where a node is drawn when nothing else decides, from left to right
RANKS = {
    "supplier": 0,
    "found": 0,
    "ancestor": 1,
    "lot": 4,
    "descendant": 8,
    "consignee": 9,
    "scrap": 9,
    "missing": 9,
}
ZONE_RANKS = {"awaiting": 3, "returns": 3, "rejected": 5, "recalled": 5, "dispatch": 6, "transit": 6}
ZONE_RANK = 4
MADE_RANK, USED_RANK = 2, 7
LAST = ("consignee", "scrap", "missing")
SHORTENED = ("supplier", "consignee", "lot", "production")


def build_graph(rows: list[dict], lots: dict[int, dict], expanded: set[int], top: int = 9) -> dict:
    """Nodes and edges, without coordinates (see ``layout.arrange``).

    :param rows: rows of the ledger, of kind move and transformation; others are passed over
    :param lots: for each lot that may be shown: {"name", "product", "role": self, ancestor or descendant}
    :param expanded: the lots that are drawn zone by zone
    :param top: so many suppliers, consignees, lots and productions are drawn, those of the largest
        quantities; the others of a kind become one node of kind "more" with their ``count``
    """
    steps = _steps([row for row in rows if row["lot_id"] in lots], lots, expanded)
    instead = _shorten(steps, lots, top)
    edges = {}
    for source, target, quantity, row in steps:
        ends = instead.get(source, source), instead.get(target, target)
        if ends[0] != ends[1]:
            _add(edges, ends, quantity, row)
    keys = list(dict.fromkeys(key for ends in edges for key in ends))
    names = {key: row for source, target, _quantity, row in steps for key in (source, target)}
    counts = {}
    for key in instead.values():
        counts[key] = counts.get(key, 0) + 1
    nodes = [_node(key, names.get(key), lots, edges, counts) for key in keys]
    return {"nodes": nodes, "edges": [_edge(ends, edge) for ends, edge in edges.items()]}


def _steps(rows, lots, expanded):
    """(from, to, quantity or None, row): one for each step that is drawn."""
    steps, homes, known = [], {}, set()
    for row in rows:
        if not is_move(row):
            continue
        ends = [_place(row, end, expanded) for end in ("from", "to")]
        for key in ends:
            if key[0] in ("zone", "lot"):
                homes.setdefault(row["lot_id"], key)
            elif key[0] == "production":
                known.add((key, row["lot_id"]))
        if not any(key[0] in ("zone", "lot") for key in ends):  # from outside to outside: through the lot
            ends.insert(1, homes.get(row["lot_id"], ("lot", row["lot_id"])))
        steps += [
            (source, target, row["quantity"], row) for source, target in zip(ends, ends[1:], strict=False)
        ]
    for row in rows:
        if row["kind"] == "transformation" and row["quantity"] and row["source_lot_id"] in lots:
            production = _production(row)
            source, made = row["source_lot_id"], row["lot_id"]
            if (production, source) not in known:
                steps.append((homes.get(source, ("lot", source)), production, row["quantity"], row))
            if (production, made) not in known:
                known.add((production, made))
                steps.append((production, homes.get(made, ("lot", made)), None, row))
    return steps


def _place(row, end, expanded):
    """The key of the node at one end ("from", "to") of a movement."""
    place = side(row[f"{end}_usage"])
    if place == "inside":
        lot = row["lot_id"]
        return ("zone", lot, row[f"{end}_zone"] or "undivided") if lot in expanded else ("lot", lot)
    if place == "production":
        return _production(row)
    if place == "inventory":
        return ("scrap",) if row["operation"] == "scrap" else ("found" if end == "from" else "missing",)
    return ("supplier" if place == "supplier" else "consignee", partner_key(row))


def _production(row):
    """What a production used and what it made are different documents for Odoo, of one name."""
    return ("production", row["document_name"] or f"{row['document_model']}/{row['document_id']}")


def _shorten(steps, lots, top):
    """{node: the node "more" that stands for it}, for all but the ``top`` largest of each kind."""
    weight = {}
    for source, target, quantity, _row in steps:
        for key in (source, target):
            weight[key] = weight.get(key, 0) + (quantity or 0)
    instead = {}
    groups = {}
    for key in weight:
        if key[0] in SHORTENED:
            role = lots[key[1]]["role"] if key[0] == "lot" else ""
            groups.setdefault((key[0], role), []).append(key)
    for group, keys in groups.items():
        if len(keys) > top + 1:  # one node for a single other one would save nothing
            keys.sort(key=lambda key: -weight[key])
            instead |= dict.fromkeys(keys[top:], ("more", *group))
    return instead


def _add(edges, ends, quantity, row):
    edge = edges.setdefault(ends, {"quantity": 0.0, "count": 0, "units": set(), "lots": set(), "row": row})
    edge["quantity"] += quantity or 0
    edge["count"] += 1
    edge["units"].add((row["product_id"], row["uom_name"]) if quantity is not None else None)
    edge["lots"].add(row["lot_id"])


def _edge(ends, edge):
    """Quantities of different products have no sum."""
    source, target = ends
    units = edge["units"] - {None}
    (unit,) = units if len(units) == 1 else ((None, None),)
    return {
        "source": _id(source),
        "target": _id(target),
        "quantity": round(edge["quantity"], DIGITS) if len(units) == 1 else None,
        "unit": unit[1],
        "count": edge["count"],
        "lots": len(edge["lots"]),
        "back": _is_return(source, target),
        "unexplained": source[0] == "found" or target[0] == "missing",
    }


def _is_return(source, target):
    """Runs from right to left: what customers gave back, what went back to a supplier or out of the scrap."""
    kind = source[1] if source[0] == "more" else source[0]
    return kind in ("consignee", "scrap") or (target[1] if target[0] == "more" else target[0]) == "supplier"


def _node(key, row, lots, edges, counts):
    kind = key[0]
    node = {"id": _id(key), "kind": kind, "rank": _rank(key, lots, edges), "last": kind in LAST}
    if kind == "zone":
        node |= {"lot_id": key[1], "zone": key[2], "subtitle": lots[key[1]]["name"]}
    elif kind == "lot":
        lot = lots[key[1]]
        node |= {"title": lot["name"], "subtitle": lot["product"], "role": lot["role"]}
        node |= {"model": "stock.lot", "res_id": key[1]}
    elif kind == "production":
        node |= {"title": row["document_name"], "model": row["document_model"], "res_id": row["document_id"]}
    elif kind in ("supplier", "consignee"):
        node |= {"title": row["partner_name"], "row_id": row["id"]}
        node |= {"model": "res.partner", "res_id": key[1]}
    elif kind == "more":
        node |= {"of": key[1], "role": key[2], "count": counts[key], "last": key[1] == "consignee"}
    return node


def _rank(key, lots, edges):
    if key[0] == "more":  # below those that it stands beside
        return RANKS.get(key[2] or key[1], USED_RANK) + 0.5
    kind = key[0]
    if kind == "zone":
        return ZONE_RANKS.get(key[2], ZONE_RANK)
    if kind == "lot":
        return RANKS.get(lots[key[1]]["role"], RANKS["lot"])
    if kind == "production":
        made = [target for source, target in edges if source == key]
        later = any(target[0] == "lot" and lots[target[1]]["role"] == "descendant" for target in made)
        return USED_RANK if later else MADE_RANK
    return RANKS[kind]


def _id(key):
    return ":".join(str(part) for part in key)
