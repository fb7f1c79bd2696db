"""Does what came in equal what is there and what went out?"""

from collections.abc import Iterable

from .places import DIGITS, is_move, side

#: What a lot can come from and go to. What a count found or missed is explained by nobody.
IN = {"supplier": "received", "production": "made", "customer": "returned", "inventory": "found"}
OUT = {
    "customer": "shipped",
    "supplier": "returned_to_supplier",
    "production": "used",
    "inventory": "missing",
}
FIGURES = (
    "received",
    "made",
    "returned",
    "shipped",
    "returned_to_supplier",
    "used",
    "scrapped",
    "found",
    "missing",
)


def balance(rows: Iterable[dict], on_hand: float | None = None) -> dict:
    """The quantities of one lot, in its product's unit of measure.

    received + made + returned = on_hand + shipped + returned_to_supplier + used + scrapped + unexplained

    A count that finds or misses goods says that they are (not) there, but not where they came from or went:
    both are part of ``unexplained``, and so is ``difference``, stock that the ledger's rows do not add up to.
    ``suspicious`` is true if any of the three isn't zero, even when they cancel each other out.

    :param on_hand: what is in stock; None: what the rows add up to
    """
    sums = dict.fromkeys(FIGURES, 0.0)
    ledger = 0.0
    for row in rows:
        if not is_move(row):
            continue
        source, target = side(row["from_usage"]), side(row["to_usage"])
        if source == target:
            continue
        quantity, scrap = row["quantity"], row["operation"] == "scrap"
        ledger += quantity * ((target == "inside") - (source == "inside"))
        if source == "inventory" and scrap:  # taken back from scrap
            sums["scrapped"] -= quantity
        elif source != "inside":
            sums[IN[source]] += quantity
        if target == "inventory" and scrap:
            sums["scrapped"] += quantity
        elif target != "inside":
            sums[OUT[target]] += quantity
    on_hand = ledger if on_hand is None else on_hand
    result = sums | {"on_hand": on_hand, "ledger": ledger, "difference": ledger - on_hand}
    result["at_customers"] = sums["shipped"] - sums["returned"]
    result["unexplained"] = sums["missing"] - sums["found"] + result["difference"]
    result = {name: round(value, DIGITS) + 0.0 for name, value in result.items()}
    result["suspicious"] = any(result[name] for name in ("missing", "found", "difference"))
    return result


def stock_by_zone(rows: Iterable[dict]) -> dict[str, float]:
    """What the rows of one lot leave in each zone inside, by the zone's code; empty zones left out."""
    zones = {}
    for row in rows:
        if not is_move(row):
            continue
        for end, sign in (("from", -1), ("to", 1)):
            if side(row[f"{end}_usage"]) == "inside":
                code = row[f"{end}_zone"] or "undivided"
                zones[code] = zones.get(code, 0.0) + sign * row["quantity"]
    rounded = {code: round(quantity, DIGITS) for code, quantity in zones.items()}
    return {code: quantity for code, quantity in rounded.items() if quantity}
