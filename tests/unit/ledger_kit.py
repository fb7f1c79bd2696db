"""A small ledger without a database, and dumps of it as PostgreSQL writes them."""

from ledger import ANCHOR_COLUMNS, EVENT_COLUMNS, chain_hash
from ledger.verify import ANCHOR_ROW, EVENT_ROW, HEAD_ROW, verify


def _copied(value):
    """As COPY writes the text."""
    if value is None:
        return "\\N"
    for plain, letter in zip("\\\b\f\n\r\t\v", "\\bfnrtv", strict=True):
        value = value.replace(plain, "\\" + letter)
    return value


def _quoted(value):
    return "NULL" if value is None else "'" + value.replace("'", "''") + "'"


def copy_block(table, names, rows):
    lines = ["\t".join(map(_copied, row)) + "\n" for row in rows]
    return f"COPY public.{table} ({', '.join(names)}) FROM stdin;\n{''.join(lines)}\\.\n\n"


def inserts(table, names, rows, with_names=True):
    create = f"CREATE TABLE public.{table} (\n" + ",\n".join(f"    {name} text" for name in names) + "\n);\n"
    given_names = f" ({', '.join(names)})" if with_names else ""
    insert = f"INSERT INTO public.{table}{given_names} VALUES"
    return create + "".join(f"{insert} ({', '.join(map(_quoted, row))});\n" for row in rows)


class Ledger:
    """A small sound ledger as lists of rows of texts."""

    def __init__(self):
        self.events, self.anchors, self.ends = [], [], {}

    def add(self, chain, **vals):
        sequence, previous = self.ends.get(chain, (0, None))
        row_id = str(len(self.events) + 1)
        fixed = {"id": row_id, "format": "1", "chain": chain, "sequence": str(sequence + 1), "kind": "move"}
        row = [({**fixed, **vals}).get(name) for name in EVENT_COLUMNS]
        self.ends[chain] = (sequence + 1, chain_hash(previous, EVENT_COLUMNS, row))
        self.events.append([*row, previous, self.ends[chain][1]])

    def anchor(self):
        sequence, previous = self.ends.get("anchor", (0, None))
        heads = "\n".join(
            f"{chain} {at} {end}" for chain, (at, end) in self.ends.items() if chain != "anchor"
        )
        taken_on = "2026-01-01 00:00:00"
        row = [str(sequence + 1), "1", str(sequence + 1), taken_on, "1", "1", heads]
        self.ends["anchor"] = (sequence + 1, chain_hash(previous, ANCHOR_COLUMNS, row))
        self.anchors.append([*row, previous, self.ends["anchor"][1]])

    @property
    def heads(self):
        return [[chain, str(sequence), end] for chain, (sequence, end) in self.ends.items()]

    def verify(self, **options):
        return verify(map(tuple, self.events), self.heads, map(tuple, self.anchors), **options)

    def dump(self, block=copy_block):
        return (
            block("med_trace_anchor", ANCHOR_ROW, self.anchors)
            + block("med_trace_event", EVENT_ROW, self.events)
            + block("med_trace_head", HEAD_ROW, self.heads)
        )
