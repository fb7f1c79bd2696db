"""What can be wrong with a ledger, in words."""

from dataclasses import dataclass

TEXTS = {
    "changed": "Row {sequence} of chain {chain} ({table}, id {row_id}) was changed after it was written.",
    "link": "Row {sequence} of chain {chain} ({table}, id {row_id}) doesn't follow on the row before it: "
    "one of the two was replaced.",
    "extra": "Row {sequence} of chain {chain} ({table}, id {row_id}) is there twice: it was put in.",
    "missing": "Rows {sequence} to {until} of chain {chain} ({table}) are missing.",
    "no_head": "The end of chain {chain} ({table}, last row id {row_id}) isn't recorded in med_trace_head.",
    "beyond_head": "Rows {sequence} and later of chain {chain} ({table}, up to id {row_id}) come after "
    "the end that med_trace_head recorded: they were put in, or the record was changed.",
    "head": "The last row of chain {chain} ({table}, row {sequence}, id {row_id}) isn't the one that "
    "med_trace_head recorded: one of the two was changed.",
    "anchor": "Row {sequence} of chain {chain} ({table}, id {row_id}) isn't what anchor {anchor} took down: "
    "it was replaced or taken out.",
    "unknown_anchor": "No anchor has the known hash {detail}: anchors were replaced or taken out.",
}


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong.

    :ivar code: key of ``TEXTS``
    :ivar row_id: id of the row in question as it is stored, or None for a row that isn't there
    """

    code: str
    table: str
    chain: str
    sequence: int | None = None
    row_id: int | str | None = None
    until: int | None = None
    anchor: int | None = None
    detail: str | None = None

    def __str__(self):
        return TEXTS[self.code].format(**vars(self))
