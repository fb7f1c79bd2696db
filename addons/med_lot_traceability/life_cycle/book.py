"""The rows of one lot, sorted into what people ask for."""

from dataclasses import dataclass, field
from datetime import datetime

INSIDE = ("internal", "transit", "view")
#: What comes in and what goes out, by the kind of place outside
ENTRIES = {
    "supplier": "received",
    "customer": "customer_returned",
    "production": "made",
    "inventory": "found",
}
EXITS = {"customer": "shipped", "supplier": "supplier_returned", "production": "used", "inventory": "lost"}
DECISIONS = ("status", "inspection")


@dataclass
class Book:
    """:param rows: what counts, oldest first: corrected rows are replaced by their corrections
    :param corrections: pairs (row that was wrong, row that corrects it), as they were written
    :param chain: all rows of the lot's own chain up to the last that counts, in order
    :param totals: quantities by the names of `ENTRIES` and `EXITS`, and "scrapped"
    """

    rows: list = field(default_factory=list)
    corrections: list = field(default_factory=list)
    chain: list = field(default_factory=list)
    totals: dict = field(default_factory=dict)

    @property
    def movements(self):
        return [row for row in self.rows if row["kind"] == "move" and row["quantity"]]

    @property
    def decisions(self):
        return [row for row in self.rows if row["kind"] in DECISIONS]

    @property
    def other_rows(self):
        return [row for row in self.rows if row["kind"] not in ("move", *DECISIONS)]

    @property
    def balance(self):
        """What must be on hand, by the ledger."""
        entered = sum(self.totals[name] for name in ENTRIES.values())
        return entered - sum(self.totals[name] for name in (*EXITS.values(), "scrapped"))


def open_book(rows, chain, as_of=None):
    """:param rows: all rows about the lot, dicts, also those that were corrected
    :param chain: name of the lot's own chain
    :param as_of: only what had happened, and what corrections had been written, by then (naive UTC)
    """
    limit = as_of or datetime.max
    corrections = {
        row["corrects_id"]: row for row in rows if row["corrects_id"] and row["recorded_on"] <= limit
    }
    written = [
        row
        for row in rows
        if row["happened_on"] <= limit and (not row["corrects_id"] or row["recorded_on"] <= limit)
    ]
    last = max((row["sequence"] for row in written if row["chain"] == chain), default=0)
    book = Book(
        rows=sorted((row for row in written if row["id"] not in corrections), key=_get_place),
        corrections=[(row, corrections[row["id"]]) for row in written if row["id"] in corrections],
        chain=sorted(
            (row for row in rows if row["chain"] == chain and row["sequence"] <= last),
            key=lambda row: row["sequence"],
        ),
    )
    book.totals = sum_up(book.movements)
    return book


def sum_up(movements):
    """Quantities by how they came in and went out; moves between our own places count in neither."""
    totals = dict.fromkeys((*ENTRIES.values(), *EXITS.values(), "scrapped"), 0)
    for row in movements:
        if row["from_usage"] not in INSIDE:
            totals[ENTRIES.get(row["from_usage"], "found")] += row["quantity"]
        if row["to_usage"] not in INSIDE:
            name = "scrapped" if row["operation"] == "scrap" else EXITS.get(row["to_usage"], "lost")
            totals[name] += row["quantity"]
    return totals


def _get_place(row):
    return row["happened_on"], row["id"]
