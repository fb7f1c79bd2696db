"""Walk through the ledger and find what was changed, taken out or put in behind its back.

Rows come as tuples of texts or Python values, in the order of ``EVENT_ROW``, ``ANCHOR_ROW`` and ``HEAD_ROW``,
and in any order of chains. What is kept in memory is where each chain stands, and the points that anchors
hold.
"""

from dataclasses import dataclass, field

from .canonical import GENESIS, chain_hash
from .columns import ANCHOR_COLUMNS, EVENT_COLUMNS, FORMAT
from .problems import Problem

EVENT_TABLE, ANCHOR_TABLE, HEAD_TABLE = "med_trace_event", "med_trace_anchor", "med_trace_head"
EVENT_ROW = (*EVENT_COLUMNS, "previous_hash", "hash")
ANCHOR_ROW = (*ANCHOR_COLUMNS, "previous_hash", "hash")
HEAD_ROW = ("chain", "sequence", "hash")
CHAIN_AT = EVENT_ROW.index("chain")

#: The chain that the anchors themselves form.
ANCHOR_CHAIN = "anchor"
#: So many problems are described; all are counted.
DESCRIBED = 100


@dataclass
class Report:
    """What a verification has found.

    :ivar problems: the first ``DESCRIBED`` of them
    :ivar last_anchor: hash of the newest anchor, to compare with what was printed or sent elsewhere
    """

    rows: int = 0
    chains: int = 0
    anchors: int = 0
    problem_count: int = 0
    problems: list[Problem] = field(default_factory=list)
    last_anchor: str | None = None

    def add(self, code, **details):
        self.problem_count += 1
        if len(self.problems) < DESCRIBED:
            self.problems.append(Problem(code, **details))


class Walker:
    """Follows all chains of one table at once."""

    def __init__(self, report, table, columns, chain_of):
        self.report = report
        self.table = table
        self.columns = columns
        self.names = (*columns, "previous_hash", "hash")
        self.chain_of = chain_of
        self.sequence_at = self.names.index("sequence")
        self.ends = {}  # chain -> (sequence, hash, row id)
        self.waiting = {}  # chain -> {sequence: row}: rows that came before their turn
        self.points = {}  # (chain, sequence) -> (hash, number of the anchor)

    def feed(self, row):
        chain = self.chain_of(row)
        sequence = int(row[self.sequence_at])
        waiting = self.waiting.setdefault(chain, {})
        expected = self.ends.get(chain, (0,))[0] + 1
        if sequence < expected or sequence in waiting:
            self._tell("extra", chain, row)
            self._check_content(chain, row)
            return
        waiting[sequence] = row
        while (row := waiting.pop(expected, None)) is not None:
            self._step(chain, row)
            expected += 1

    def finish(self, heads):
        """All rows have come: what still waits comes after a gap.

        :param heads: dict of chain to (sequence, hash)
        """
        for chain, waiting in self.waiting.items():
            for sequence in sorted(waiting):
                expected = self.ends.get(chain, (0,))[0] + 1
                if sequence > expected:
                    self.report.add(
                        "missing", table=self.table, chain=chain, sequence=expected, until=sequence - 1
                    )
                self._step(chain, waiting[sequence], after_gap=sequence > expected)
        for chain, (sequence, row_hash, row_id) in self.ends.items():
            self._check_head(chain, sequence, row_hash, row_id, heads.pop(chain, None))
        for chain, (sequence, _hash) in heads.items():
            self.report.add("missing", table=self.table, chain=chain, sequence=1, until=sequence)
        for (chain, sequence), (_hash, anchor) in self.points.items():
            self.report.add("anchor", table=self.table, chain=chain, sequence=sequence, anchor=anchor)

    def _step(self, chain, row, after_gap=False):
        sequence, previous_hash, row_hash = int(row[self.sequence_at]), row[-2], row[-1]
        last_hash = self.ends[chain][1] if chain in self.ends else GENESIS
        if not self._check_content(chain, row):
            pass
        elif not after_gap and (previous_hash or GENESIS) != last_hash:
            self._tell("link", chain, row)
        point = self.points.pop((chain, sequence), None)
        if point and point[0] != row_hash:
            self._tell("anchor", chain, row, anchor=point[1])
        self.ends[chain] = (sequence, row_hash, row[0])

    def _check_content(self, chain, row):
        """Whether the row is what was hashed when it was written."""
        try:
            # The first row has no previous hash at all, which hashes like an empty one.
            sound = row[1] in (FORMAT, str(FORMAT)) and row[-2] != ""
            sound = sound and chain_hash(row[-2], self.columns, row[:-2]) == row[-1]
        except (ArithmeticError, AttributeError, ValueError):
            sound = False  # a value that no such column can hold
        if not sound:
            self._tell("changed", chain, row)
        return sound

    def _check_head(self, chain, sequence, row_hash, row_id, head):
        where = {"table": self.table, "chain": chain}
        if head is None:
            self.report.add("no_head", **where, sequence=sequence, row_id=row_id)
        elif head[0] > sequence:
            self.report.add("missing", **where, sequence=sequence + 1, until=head[0])
        elif head[0] < sequence:
            self.report.add("beyond_head", **where, sequence=head[0] + 1, row_id=row_id)
        elif head[1] != row_hash:
            self.report.add("head", **where, sequence=sequence, row_id=row_id)

    def _tell(self, code, chain, row, **details):
        self.report.add(
            code, table=self.table, chain=chain, sequence=int(row[self.sequence_at]), row_id=row[0], **details
        )


def verify(events, heads, anchors, known_anchors=(), on_progress=None):
    """Verify a whole ledger.

    :param events: iterable of rows of the ledger
    :param heads: iterable of rows that say where chains end
    :param anchors: iterable of anchors
    :param known_anchors: hashes of anchors that were printed or sent elsewhere; they must be there
    :param on_progress: called with the number of rows walked, every 10,000 rows
    :return: :class:`Report`
    """
    report = Report()
    ends = {chain: (int(sequence), row_hash) for chain, sequence, row_hash in heads}
    anchor_end = {ANCHOR_CHAIN: ends.pop(ANCHOR_CHAIN)} if ANCHOR_CHAIN in ends else {}
    points = _walk_anchors(report, anchors, anchor_end, known_anchors)
    walker = Walker(report, EVENT_TABLE, EVENT_COLUMNS, lambda row: row[CHAIN_AT])
    walker.points = points
    for row in events:
        report.rows += 1
        walker.feed(row)
        if on_progress and report.rows % 10_000 == 0:
            on_progress(report.rows)
    walker.finish(ends)
    report.chains = len(walker.ends)
    return report


def _walk_anchors(report, anchors, end, known_anchors):
    """:return: dict of (chain, sequence) to (hash, number of the anchor), all that anchors hold"""
    walker = Walker(report, ANCHOR_TABLE, ANCHOR_COLUMNS, lambda _row: ANCHOR_CHAIN)
    at = ANCHOR_ROW.index("heads")
    unseen = set(known_anchors)
    points = {}
    for row in anchors:
        report.anchors += 1
        walker.feed(row)
        unseen.discard(row[-1])
        for line in (row[at] or "").splitlines():
            chain, sequence, row_hash = line.rsplit(" ", 2) if line.count(" ") >= 2 else (line, "0", "")
            if sequence.isdecimal():
                points[chain, int(sequence)] = (row_hash, int(row[walker.sequence_at]))
    walker.finish(end)
    report.last_anchor = walker.ends.get(ANCHOR_CHAIN, (0, None))[1]
    for anchor_hash in sorted(unseen):
        report.add("unknown_anchor", table=ANCHOR_TABLE, chain=ANCHOR_CHAIN, detail=anchor_hash)
    return points
