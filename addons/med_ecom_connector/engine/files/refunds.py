"""What is known of the refunds of an order that is told in files.

Some files name each refund, others only say how much was given back so far, and some of it we asked for
ourselves. Each amount must count once, whoever tells of it, in whatever order the files come. Refunds are
plain JSON: ``refund_id``, ``amount`` and what else a file says. ``unnamed`` is what of an amount is known
from a sum only: the next refund that comes with a name may be that one.
"""

from decimal import Decimal

ZERO = Decimal(0)


def told_sum(head):
    """How much an order's own row says was given back so far.

    :param head: fields of the order, as JSON
    :return: Decimal; None where it says nothing
    """
    if head.get("refunded_amount") is not None:
        return abs(Decimal(head["refunded_amount"]))
    whole = head.get("paid_amount") or head.get("total")
    return Decimal(whole) if head.get("payment_state") == "refunded" and whole else None


def with_sum(refunds, told, number):
    """The refunds, and one more for what the sum says beyond them; a smaller sum changes nothing.

    :param refunds: list of dicts
    :param told: Decimal or None, see :func:`told_sum`
    :param number: of the order, by which such a refund is named
    """
    missing = (told or ZERO) - sum((Decimal(one["amount"]) for one in refunds), ZERO)
    if missing <= 0:
        return refunds
    text = format(missing.normalize(), "f")
    return [*refunds, {"refund_id": f"{number}/{len(refunds) + 1}", "amount": text, "unnamed": text}]


def with_refund(refunds, row):
    """The refunds with one that a file names; what a sum told of it before is not counted again.

    :param row: dict with ``refund_id``, ``amount`` and, where it was we who asked for it, ``reference``
    """
    if find(refunds, row):
        return refunds
    left = Decimal(row["amount"])
    result = []
    for one in refunds:
        taken = min(left, Decimal(one.get("unnamed", 0)))
        left -= taken
        rest = Decimal(one.get("unnamed", 0)) - taken
        named = [*one.get("named", ()), row["refund_id"]] if taken else one.get("named")
        changes = {"unnamed": format(rest, "f")} if taken else {}
        result.append({**one, **changes, **({"named": named} if named else {})})
    return [*result, {**row, "amount": format(left.normalize(), "f")}] if left > 0 else result


def find(refunds, row):
    """The refund that a row names: by the shop's number, or by ours. None if it is news."""
    for one in refunds:
        numbers = {one["refund_id"], *one.get("named", ())}
        if row["refund_id"] in numbers or (row.get("reference") and row["reference"] == one.get("reference")):
            return one
    return None
