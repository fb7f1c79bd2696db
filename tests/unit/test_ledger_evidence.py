"""Rows of a lot in its life-cycle file: the verifier reads and checks them without the database."""

import io
import json
import zlib
from datetime import datetime

import pytest

from ledger import EVENT_COLUMNS, chain_hash, evidence
from ledger.command import main


def make_rows(count):
    rows, previous = [], None
    for number in range(1, count + 1):
        row = dict.fromkeys(EVENT_COLUMNS)
        row |= {"id": 10 + number, "format": 1, "chain": "lot/7", "sequence": number, "kind": "move"}
        row |= {
            "happened_on": datetime(2026, 1, number),
            "quantity": 2.5,
            "is_serial": False,
            "lot_name": "批A",
        }
        row_hash = chain_hash(previous, EVENT_COLUMNS, list(row.values()))
        rows.append({**row, "previous_hash": previous, "hash": row_hash})
        previous = row_hash
    return rows


@pytest.fixture
def content():
    return json.dumps(evidence.make(make_rows(5)), ensure_ascii=False).encode()


def run(path):
    out = io.StringIO()
    return main([str(path)], out), out.getvalue()


def as_pdf(content, compressed):
    stream = zlib.compress(content) if compressed else content
    return (
        b"%PDF-1.4\n1 0 obj\n<< /Length 1 >>\nstream\nBT ET\nendstream\n2 0 obj\nstream\n"
        + stream
        + b"\nendstream\n%%EOF"
    )


@pytest.mark.parametrize("wrap", [bytes, lambda data: as_pdf(data, False), lambda data: as_pdf(data, True)])
def test_sound_file(tmp_path, content, wrap):
    path = tmp_path / "file"
    path.write_bytes(wrap(content))
    status, text = run(path)
    assert status == 0
    assert "lot/7: 5 rows: sound." in text
    assert make_rows(5)[-1]["hash"] in text


def tamper_with_value(rows):
    rows[2]["quantity"] = "3"


def tamper_with_order(rows):
    rows[1], rows[2] = {**rows[2], "sequence": "2"}, {**rows[1], "sequence": "3"}


def take_one_out(rows):
    del rows[2]


def take_the_first_out(rows):
    del rows[0]


@pytest.mark.parametrize("tamper", [tamper_with_value, tamper_with_order, take_one_out, take_the_first_out])
def test_tampered_file(tmp_path, content, tamper):
    document = json.loads(content)
    tamper(document["rows"])
    path = tmp_path / "file.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    assert run(path)[0] == 1


def test_other_files_hold_no_rows(tmp_path):
    for name, data in (
        ("a.json", b'{"type": "other"}'),
        ("b.pdf", b"%PDF-1.4"),
        ("c.json", b"{"),
        ("d", b""),
    ):
        (tmp_path / name).write_bytes(data)
        assert evidence.read_file(tmp_path / name) == []
    assert evidence.read_file(tmp_path / "none") == []
