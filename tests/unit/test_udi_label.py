"""Labels: an independent reader (zxing) reads what was written, and everything is on the label."""

import io
import json
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
import zxingcpp
from hypothesis import given, settings, strategies as st
from PIL import Image

from udi import UdiError, build, parse
from udi.datamatrix import modules
from udi.label import draw, fill, width, wrap

FILE = Path(__file__).parents[1] / "payloads" / "udi" / "udi_samples.json"
SAMPLES = [
    sample
    for sample in json.loads(FILE.read_text(encoding="utf-8"))["samples"]
    if sample["status"].startswith("valid") and sample["agency"] in ("GS1", "HIBCC", "ICCBBA", "MA", "AHM")
]


def read_back(agency, carrier):
    rows = modules(agency, carrier)
    scale = 4
    picture = Image.new("L", ((len(rows) + 4) * scale,) * 2, 255)
    for y, row in enumerate(rows):
        for x, module in enumerate(row):
            if module:
                box = ((x + 2) * scale, (y + 2) * scale, (x + 3) * scale, (y + 3) * scale)
                picture.paste(0, box)
    (code,) = zxingcpp.read_barcodes(picture)
    return code


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["id"])
def test_samples_are_read_back(sample):
    """Every good carrier of the sample file that fits into one symbol."""
    scan = parse(sample["raw"], agency=sample["agency"] if sample["agency"] == "AHM" else None)
    agency, carrier = scan.agency, sample["raw"]
    if agency == "GS1":
        if not scan.di:
            pytest.skip("no DI, no label")
        values = {name: scan.get(name) for name in ("di", "mfg_date", "exp_date", "lot", "serial")}
        carrier = build("GS1", **values)
    code = read_back(agency, carrier)
    assert code.bytes.decode("latin-1") == carrier
    assert code.symbology_identifier == ("]d2" if agency == "GS1" else "]d1")


@settings(max_examples=200, deadline=None)
@given(
    st.text("ABCXYZ0123456789-/%", min_size=1, max_size=20),
    st.text("ABCXYZ0123456789-/%", min_size=1, max_size=20),
)
def test_fnc1_stands_between_lot_and_serial(lot, serial):
    carrier = build("GS1", di="09506000117843", exp_date=date(2030, 1, 31), lot=lot, serial=serial)
    assert read_back("GS1", carrier).bytes.decode() == carrier


def test_what_no_symbol_holds():
    with pytest.raises(UdiError):
        modules("AHM", "批")


def test_everything_is_on_the_label():
    pieces = ["(01)09506000117843", "(11)260131", "(17)290131", "(10)" + "L" * 20, "(21)" + "S" * 20]
    facts = [("REF", "IP-200"), ("LOT", "L" * 20), ("SN", "S" * 20), ("made", "2026-01-31")]
    facts += [("expires", "2029-01-31"), ("", "1 Units")]
    carrier = build("GS1", di="09506000117843", lot="L" * 20, serial="S" * 20)
    picture = draw("GS1", carrier, name="泵 <Pump> & Co", facts=facts, text=pieces)
    root = ElementTree.parse(io.StringIO(picture)).getroot()
    texts = [(element.text, element) for element in root if element.tag.endswith("text")]
    said = " ".join(text for text, _element in texts)
    for expected in ("泵 <Pump> & Co", *pieces, *(text for _kind, text in facts), "REF", "LOT", "SN"):
        assert expected in said
    for _text, element in texts:
        assert 0 < float(element.get("y")) < 40


@pytest.mark.parametrize("length", [1, 40, 60, 120, 200])
def test_long_carriers_stay_on_the_label(length):
    picture = draw("AHM", "8" * length, name="P", facts=[], text=["8" * length])
    root = ElementTree.parse(io.StringIO(picture)).getroot()
    lines = [element for element in root if element.tag.endswith("text")][1:]
    assert "".join(line.text for line in lines) == "8" * length
    assert all(len(line.text) * float(line.get("font-size")) * 0.605 <= 56 for line in lines)
    assert all(float(line.get("y")) < 39.7 for line in lines)


def test_wrapping():
    assert wrap("short", 20, 2) == ["short"]
    assert wrap("two lines of words", 8, 2) == ["two lines", "of words"]
    assert wrap("字" * 50, 20, 2) == ["字" * 20, "字" * 19 + "…"]
    assert wrap("", 20, 2) == []
    assert all(width(line) <= 21 for line in wrap("字a" * 50, 20, 2))


def test_filling():
    assert fill(["aa", "bb", "cccccc"], 5) == ["aa bb", "ccccc", "c"]
    assert fill([], 5) == []
