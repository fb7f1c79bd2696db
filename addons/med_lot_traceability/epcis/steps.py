"""What a ledger row means in the words of GS1's Core Business Vocabulary 2.0."""

from typing import NamedTuple


class Step(NamedTuple):
    biz_step: str
    disposition: str
    action: str = "OBSERVE"


RECEIVING = Step("receiving", "in_progress")
SHIPPING = Step("shipping", "in_transit")
HOLDING = Step("holding", "non_sellable_other")
RECALLED = Step("holding", "recalled")

#: by the code of the zone that goods are brought into
INTO_ZONE = {
    "awaiting": HOLDING,
    "returns": Step("holding", "returned"),
    "rejected": Step("holding", "non_conformant"),
    "recalled": RECALLED,
    "dispatch": Step("picking", "in_progress"),
    "transit": SHIPPING,
}
STORED = Step("storing", "sellable_accessible")
STORED_NOT_RELEASED = Step("storing", "sellable_not_accessible")

#: by the release status that was decided
DECISIONS = {
    "released": Step("accepting", "sellable_accessible"),
    "quarantine": HOLDING,
    "hold": HOLDING,
    "rejected": Step("inspecting", "non_conformant"),
    "recalled": RECALLED,
    "expired": Step("holding", "expired"),
}
KINDS = {
    "inspection": Step("inspecting", "conformant"),
    "label": Step("encoding", "encoded"),
    "change": Step("other", "unknown"),
}
OPERATIONS = {
    "receipt": RECEIVING,
    "delivery": SHIPPING,
    "customer_return": Step("receiving", "returned"),
    "hand_back": Step("shipping", "returned"),
    "supplier_return": Step("shipping", "returned"),
    "scrap": Step("destroying", "destroyed", "DELETE"),
}
COUNTED = Step("stock_taking", "in_progress")
MISSING = Step("stock_taking", "unknown", "DELETE")
CONSUMED = Step("assembling", "inactive", "DELETE")


def find_step(row):
    """The step of a row; None for rows that say nothing about goods: changes of rules, merges of partners."""
    if row["kind"] == "move":
        return _find_movement(row)
    if row["kind"] == "status":
        return DECISIONS.get(row.get("new_status"))
    step = KINDS.get(row["kind"])
    if step and row["kind"] == "inspection" and row.get("new_status") == "rejected":
        return step._replace(disposition="non_conformant")
    return step


def _find_movement(row):
    if step := OPERATIONS.get(row.get("operation")):
        return step
    if row.get("operation") == "inventory":
        return MISSING if row.get("to_usage") == "inventory" else COUNTED
    if row.get("to_usage") == "production":
        return CONSUMED
    if row.get("from_usage") == "production":
        return Step("commissioning" if row.get("is_serial") else "creating_class_instance", "active", "ADD")
    if row.get("from_usage") == "transit":
        return RECEIVING
    stored = STORED if row.get("release_status") == "released" else STORED_NOT_RELEASED
    return INTO_ZONE.get(row.get("to_zone"), stored)
