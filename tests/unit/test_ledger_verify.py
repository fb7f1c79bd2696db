"""The canonical form, the reading of dumps, and what the verifier says, without a database."""

import datetime
import gzip
import io
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st
from ledger_kit import Ledger, copy_block, inserts

from ledger import chain_hash
from ledger.canonical import canonical_text
from ledger.columns import BOOLEAN, DATE, DATETIME, DECIMAL, INTEGER, TEXT
from ledger.command import main
from ledger.dump import DumpError, read_table
from ledger.verify import EVENT_ROW

KINDS = {
    INTEGER: st.integers(-(2**31), 2**31 - 1),
    TEXT: st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])),
    BOOLEAN: st.booleans(),
    DECIMAL: st.decimals(
        allow_nan=False, allow_infinity=False, places=6, min_value=-(10**9), max_value=10**9
    ),
    DATE: st.dates(min_value=datetime.date(1000, 1, 1)),
    DATETIME: st.datetimes(min_value=datetime.datetime(1000, 1, 1)),
}


TEXTS = KINDS[TEXT] | st.sampled_from(
    ["\\N", "\\.", "批号：甲\t乙", "a\\tb\nc", "é", "é", "it's", "E'x'", "; ("]
)


def _dumped(kind, value):
    """As PostgreSQL writes the value as text."""
    if value is None:
        return None
    if kind == BOOLEAN:
        return "t" if value else "f"
    if kind == DATETIME:
        text = value.strftime("%Y-%m-%d %H:%M:%S").rjust(19, "0")
        return text + (f".{value.microsecond:06d}".rstrip("0") if value.microsecond else "")
    if kind == DECIMAL:
        return format(value, "f")
    return str(value)


@pytest.fixture
def ledger():
    ledger = Ledger()
    for index in range(4):
        ledger.add("lot/1", lot_name=f"批号\t\\N {index}\nit's", quantity="1.500000", is_serial="f")
        ledger.add("lot/2", lot_name="", details='{"a": ["\\\\", ");"]}')
        ledger.anchor()
    return ledger


def _codes(report):
    return [(problem.code, problem.chain, problem.sequence) for problem in report.problems]


@given(
    st.lists(st.sampled_from(sorted(KINDS)).flatmap(lambda k: st.tuples(st.just(k), st.none() | KINDS[k])))
)
def test_python_values_and_dumped_texts_have_one_canonical_form(pairs):
    columns = {str(index): kind for index, (kind, _value) in enumerate(pairs)}
    values = [value for _kind, value in pairs]
    assert canonical_text(columns, values) == canonical_text(columns, [_dumped(*pair) for pair in pairs])


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**9), max_value=10**9))
def test_decimals_are_written_one_way(number):
    texts = {canonical_text({"q": DECIMAL}, [form]) for form in (number, str(number), number.normalize())}
    assert len(texts) == 1


def test_canonical_form_is_for_ever():
    """Whoever changes this breaks every ledger that was ever written."""
    day = datetime.date(2026, 3, 1)
    row = [7, "é\n", False, Decimal("2.500000"), day, datetime.datetime(2026, 3, 1, 8), None]
    columns = dict(zip("abcdefg", [INTEGER, TEXT, BOOLEAN, DECIMAL, DATE, DATETIME, TEXT], strict=True))
    text = '["7","é\\n","false","2.5","2026-03-01","2026-03-01 08:00:00",null]'
    assert canonical_text(columns, row) == text
    assert (
        chain_hash(None, columns, row) == "a78cd21493c1588b7523f62abb2fd4030e446fb160154fea445e9f818911d9a6"
    )


@given(st.lists(st.lists(st.none() | TEXTS, min_size=2, max_size=2), max_size=5), st.booleans())
def test_dumps_give_back_what_was_stored(tmp_path_factory, rows, with_names):
    path = tmp_path_factory.mktemp("dump") / "dump.sql"
    for block in (copy_block, lambda *arguments: inserts(*arguments, with_names=with_names)):
        path.write_text(block("other", ["a", "b"], [["1", "2"]]) + block("t", ["a", "b"], rows), newline="")
        assert list(read_table(path, "t", ["b", "a"])) == [(b, a) for a, b in rows]


def test_several_rows_in_one_insert(tmp_path):
    path = tmp_path / "dump.sql"
    path.write_text("INSERT INTO public.t (a, b) VALUES\n\t(1, 'x),\n('),\n\t(NULL, E'\\\\n');\nSELECT 1;\n")
    assert list(read_table(path, "t", ["a", "b"])) == [("1", "x),\n("), (None, "\\n")]


def test_sound_ledger(ledger):
    report = ledger.verify(known_anchors=[ledger.anchors[0][-1]])
    assert (report.rows, report.chains, report.anchors, report.problems) == (8, 2, 4, [])
    assert report.last_anchor == ledger.anchors[-1][-1]


def test_rows_in_any_order(ledger):
    ledger.events.reverse()
    ledger.anchors.reverse()
    assert ledger.verify().problems == []


@pytest.mark.parametrize("column", EVENT_ROW)
@pytest.mark.parametrize("index", [0, 3, 7])
def test_a_changed_value_is_found(ledger, column, index):
    row = ledger.events[index]
    at = EVENT_ROW.index(column)
    row[at] = "99" if column in ("sequence", "id", "format") else (row[at] or "") + "1"
    problems = ledger.verify().problems
    assert any(problem.row_id == row[0] for problem in problems)


def test_no_previous_hash_is_not_an_empty_one(ledger):
    ledger.events[0][-2] = ""
    assert _codes(ledger.verify())[0] == ("changed", "lot/1", 1)


def test_removed_rows_are_named(ledger):
    del ledger.events[2]  # the second of lot/1
    assert _codes(ledger.verify())[0] == ("missing", "lot/1", 2)


def test_removed_last_row_is_named(ledger):
    del ledger.events[-1]
    assert ("missing", "lot/2", 4) in _codes(ledger.verify())


def test_a_chain_that_was_computed_anew_is_found_by_its_anchors(ledger):
    """Even who recomputes all hashes and the chain's end can't recompute what was anchored."""
    forged = Ledger()
    for row in ledger.events:
        vals = dict(zip(EVENT_ROW, row, strict=True))
        forged.add(row[2], lot_name="forged" if row[0] == "1" else vals["lot_name"])
    forged.anchors, forged.ends["anchor"] = ledger.anchors, ledger.ends["anchor"]
    assert "anchor" in {code for code, *_where in _codes(forged.verify())}


def test_anchors_that_were_computed_anew_are_found_by_a_known_hash(ledger):
    known = ledger.anchors[1][-1]
    forged = Ledger()
    forged.add("lot/1")
    forged.anchor()
    assert forged.verify().problems == []
    assert _codes(forged.verify(known_anchors=[known])) == [("unknown_anchor", "anchor", None)]


def test_heads(ledger):
    ledger.ends["lot/9"] = (2, "x")
    del ledger.ends["lot/1"]
    ledger.ends["lot/2"] = (4, "x")
    codes = {code for code, *_where in _codes(ledger.verify())}
    assert codes == {"missing", "no_head", "head"}


@pytest.mark.parametrize("block", [copy_block, inserts])
@pytest.mark.parametrize("packed", [False, True])
def test_command(tmp_path, ledger, block, packed):
    path = tmp_path / "dump"

    def run(*arguments):
        data = ledger.dump(block).encode()
        path.write_bytes(gzip.compress(data) if packed else data)
        out = io.StringIO()
        return main([str(path), *arguments], out), out.getvalue()

    assert run() == (0, f"8 rows in 2 chains, 4 anchors: sound.\nNewest anchor: {ledger.anchors[-1][-1]}\n")
    assert run("--anchor", "0" * 64)[0] == 1
    ledger.events[4][EVENT_ROW.index("quantity")] = "2.000000"
    code, text = run()
    assert code == 1
    assert "Row 3 of chain lot/1 (med_trace_event, id 5) was changed after it was written." in text


def test_command_explains_what_it_cannot_read(tmp_path):
    (tmp_path / "dump.sql").write_text("SELECT 1;\n")
    for path, words in (("none.sql", "There is no"), ("dump.sql", "has no table med_trace_head")):
        out = io.StringIO()
        assert main([str(tmp_path / path)], out) == 2
        assert words in out.getvalue()


def test_old_dumps_lack_columns(tmp_path):
    (tmp_path / "dump.sql").write_text(copy_block("t", ["a"], []))
    with pytest.raises(DumpError, match="lacks the columns b"):
        list(read_table(tmp_path / "dump.sql", "t", ["a", "b"]))
