"""Where a movement begins and ends, as far as a balance or a graph is concerned."""

from collections.abc import Iterable

INSIDE = frozenset({"internal", "transit", "view"})
#: What a lot is to the one that was asked for
SELF, ANCESTOR, DESCENDANT = "self", "ancestor", "descendant"
DIGITS = 6  # as many as the ledger keeps


def side(usage: str | None) -> str:
    """ "inside", "supplier", "customer", "inventory" or "production" for the usage of a location."""
    return "inside" if usage in INSIDE or not usage else usage


def is_move(row: dict) -> bool:
    """Whether something moved; a correction to zero leaves a row of which nothing moved."""
    return row["kind"] == "move" and bool(row["quantity"])


def in_direction(row: dict, direction: str) -> bool:
    """Whether a row of the traced lot answers "where from" (backward) or "where to" (forward).

    Movements inside and decisions answer both.
    """
    if direction == "both" or row["kind"] != "move":
        return True
    source, target = side(row["from_usage"]), side(row["to_usage"])
    if source == "supplier" and target == "customer":  # sent by the supplier to the customer
        return True
    if direction == "forward":
        return source not in ("supplier", "production")
    return target not in ("customer", "production") and source != "customer"


def partner_key(row: dict) -> int:
    """The company that a row's partner belongs to, or 0."""
    return row["commercial_partner_ref"] or row["partner_ref"] or 0


def consignees(rows: Iterable[dict]) -> list[dict]:
    """Who got how much and gave back how much, largest first.

    :return: dicts of partner_id (0: none was named), name, shipped, returned, net, first, last, documents
    """
    found = {}
    for row in rows:
        if not is_move(row) or row["from_usage"] == row["to_usage"]:
            continue
        sign = (row["to_usage"] == "customer") - (row["from_usage"] == "customer")
        if not sign:
            continue
        key = partner_key(row)
        entry = found.setdefault(key, _new_consignee(key, row))
        entry["shipped" if sign > 0 else "returned"] += row["quantity"]
        entry["net"] += sign * row["quantity"]
        entry["last"] = max(entry["last"], row["happened_on"])
        entry["documents"].add((row["document_model"], row["document_id"]))
    for entry in found.values():
        entry["documents"] = len(entry["documents"])
        for figure in ("shipped", "returned", "net"):
            entry[figure] = round(entry[figure], DIGITS)
    return sorted(found.values(), key=lambda entry: (-entry["shipped"], entry["name"] or ""))


def _new_consignee(key, row):
    return {
        "partner_id": key,
        "name": row["partner_name"],
        "shipped": 0.0,
        "returned": 0.0,
        "net": 0.0,
        "first": row["happened_on"],
        "last": row["happened_on"],
        "documents": set(),
    }
