"""Lots that lists, tables and notices name: exact ones are always found, others are told with the reason."""

import string

import pytest
from hypothesis import assume, example, given, strategies as st

from recall import Index, KnownLot, match, normalise, read_csv, read_rows, read_text
from udi import parse

GTIN, OTHER_GTIN = "04012345678901", "10614141999996"
PUMP, NEEDLE = 1, 2


def make_index(*names, batches=None, product_id=PUMP):
    lots = [KnownLot(number, name, product_id) for number, name in enumerate(names, 1)]
    lots += [
        KnownLot(100 + number, name, product_id, batch) for number, (name, batch) in enumerate(batches or [])
    ]
    return Index(lots, {GTIN: PUMP, OTHER_GTIN: NEEDLE})


def find(text, index, **options):
    """What is matched, what is possible with its reason, what is unknown: by name."""
    notice = read_text(text) if isinstance(text, str) else text
    found = match(notice, index, parse_udi=parse, **options)
    names = {lot.id: lot.name for lot in index.lots}
    matched = {names[hit.lot_id] for hit in found.matched}
    return (
        matched,
        {names[hit.lot_id]: hit.reason for hit in found.possible},
        [text for text, _ in found.unknown],
    )


@pytest.mark.parametrize(
    "text",
    [
        "A100\nA101",
        "A100, A101",
        "A100;A101",
        "A100\tA101",
        "A100 A101",
        "A100、A101",
        "a-100\r\nａ１０１",
        "A 100\nA.101",
        "Lot No.: A100 and A101",
        "LOT A100/A101",
        "The following lots are affected by this notice: A100, A101.",
        "Affected batch numbers\n\nA100\nA101\n\nPlease return them.",
        "批号：A100、A101",
        "涉及产品批号为A100和A101，请立即停止使用。",
        "生产批号:A100，A101",
        "We recall the Infusion Pump, lots A100 to A101, because of a leak.",
        "序列号A100至A101的产品",
        "Serial numbers A100–A101",
        "lots A100-A101",
        "Lot#A100, Lot#A101",
        "Please check A100 and also A101 in your stock without delay.",
    ],
)
def test_named_lots_are_matched(text):
    matched, possible, _ = find(text, make_index("A100", "A101", "B7"))
    assert matched == {"A100", "A101"}
    assert "B7" not in possible


@pytest.mark.parametrize(
    "text, known, expected",
    [
        ("Lots A100 to A110", ["A099", "A100", "A105", "A110", "A111", "A1050"], {"A100", "A105", "A110"}),
        ("Lots A100 through 110", ["A100", "A105", "A111"], {"A100", "A105"}),
        ("批号：20240101至20240131", ["20240101", "20240115", "20240201"], {"20240101", "20240115"}),
        ("lots A9 to A12", ["A8", "A9", "A10", "A12", "A13"], {"A9", "A10", "A12"}),
        ("lots A008 to A012", ["A8", "A008", "A010", "A10"], {"A008", "A010"}),
        ("lots X1-100 to X1-102", ["X1-100", "X1-101", "X1-103"], {"X1-100", "X1-101"}),
        ("lots 24A001K ~ 24A003K", ["24A002K", "24A002L"], {"24A002K"}),
        ("lots A100 to B200", ["A100", "A150", "B200"], {"A100", "B200"}),
    ],
)
def test_ranges(text, known, expected):
    assert find(text, make_index(*known))[0] == expected


@pytest.mark.parametrize(
    "text, known, reason",
    [
        ("Lot AO1I", "A011", "look_alike"),
        ("Lot A0125", "A0126", "one_character"),
        ("Lot A0125", "A01254", "one_character"),
        ("Lot A0125", "A0125-STER", "beginning_or_end"),
        ("Lot XA0125-01", "A012501", "one_character"),
        ("Lot CN-A0125", "A0125", "beginning_or_end"),
    ],
)
def test_similar_lots_are_told_with_the_reason(text, known, reason):
    matched, possible, unknown = find(text, make_index(known))
    assert not matched
    assert possible == {known: reason}
    assert len(unknown) == 1


def test_exact_lots_stand_alone():
    """A lot that is named needs no guesses at others."""
    assert find("Lot A0125", make_index("A0125", "A0126"))[:2] == ({"A0125"}, {})


def test_short_figures_in_prose_are_not_certain():
    index = make_index("500", "2024")
    text = "On 3 May 2024 we found that the pump delivers 500 ml too much, see lot Q77."
    assert find(text, index) == (set(), {"500": "unlabelled", "2024": "unlabelled"}, ["Q77"])
    assert find("Lots 500, 2024", index)[0] == {"500", "2024"}


def test_dates_in_prose_are_not_certain():
    assert find("This has been known since 2024-01-01 to all of us.", make_index("20240101"))[1] == {
        "20240101": "unlabelled"
    }


def test_serials_of_a_named_batch():
    index = make_index(batches=[("SN1", "B77"), ("SN2", "B77"), ("SN3", "B78")])
    assert find("Lot B-77", index)[:2] == (set(), {"SN1": "serial_of_batch", "SN2": "serial_of_batch"})


def test_same_number_on_another_product():
    index = Index([KnownLot(1, "A100", PUMP), KnownLot(2, "A 100", NEEDLE)], {GTIN: PUMP})
    assert find("A100", index)[0] == {"A100", "A 100"}
    assert find("A100", index, product_ids=[PUMP])[:2] == ({"A100"}, {"A 100": "other_product"})
    assert find(f"UDI-DI {GTIN}, lot A100", index)[:2] == ({"A100"}, {"A 100": "di_differs"})
    assert find("GTIN 4012345678901\nLot A100", index)[:2] == ({"A100"}, {"A 100": "di_differs"})


@pytest.mark.parametrize(
    "carrier",
    [
        f"(01){GTIN}(17)280105(10)A100",
        f"01{GTIN}1728010510A100",
        f"]d201{GTIN}1728010510A100",
        f"https://id.gs1.org/01/{GTIN}/10/A100",
    ],
)
def test_carriers(carrier):
    index = Index([KnownLot(1, "A100", PUMP), KnownLot(2, "A-100", NEEDLE)], {GTIN: PUMP})
    assert find(f"Affected: {carrier}, please return.", index)[:2] == ({"A100"}, {"A-100": "di_differs"})
    assert find(f"(01){GTIN}(10)Z9", index)[2] == ["Z9"]


def test_product_without_lot():
    index = Index([KnownLot(1, "A100", PUMP), KnownLot(2, "N1", NEEDLE)], {GTIN: PUMP, OTHER_GTIN: NEEDLE})
    text = f"All pieces of GTIN {GTIN} are recalled."
    assert find(text, index)[:2] == (set(), {"A100": "product_named"})


def test_tables():
    index = make_index("A100", "A101", "55", "20240101")
    rows = [
        ["Product", "Lot Number", "Pieces"],
        ["Pump", "A100", 55],
        ["Pump", 20240101.0, 7.0],
        ["Pump", "A999", None],
    ]
    assert find(read_rows(rows), index) == ({"A100", "20240101"}, {}, ["A999"])
    assert find(read_csv("产品;批号;数量\n泵;A101;55\n泵;A100 ~ A101;1\n"), index)[0] == {"A100", "A101"}
    assert find(read_csv("A100,55\n"), index)[0] == {"A100", "55"}
    assert find(read_csv("A100\nA101\n"), index)[0] == {"A100", "A101"}


NOTICE = """URGENT FIELD SAFETY NOTICE
Commercial name: Infusion Pump IP-200        FSN Ref: FSN-2026-03
Dear customer, during final testing on 12/03/2026 we found that 3 of 200 devices over-deliver by 15 %.
Affected: lot numbers 24A117, 24A118 and 24A120 to 24A122, shipped between January and March 2026.
Please call +49 30 901820 before 31 March.

紧急召回通知
产品名称：输液泵，型号 IP-200。涉及批号：24B001、24B002。共 350 台，请于 2026年4月1日 前退回。
"""


def test_a_real_notice():
    known = [
        "24A117",
        "24A118",
        "24A119",
        "24A120",
        "24A121",
        "24B001",
        "24B002",
        "24B003",
        "200",
        "901820",
        "2026",
    ]
    matched, possible, unknown = find(NOTICE, make_index(*known))
    assert matched == {"24A117", "24A118", "24A120", "24A121", "24B001", "24B002"} | {"901820"} & matched
    assert {"200", "2026"} <= possible.keys()
    assert not {"24A119", "24B003"} & possible.keys()
    assert unknown == []  # 24A122 is the end of a range


NUMBERS = st.text(string.ascii_uppercase + string.digits + "-/. ", min_size=1, max_size=12).filter(
    lambda text: any(sign.isdigit() for sign in text)
)


@example(["0SN"], "\n")
@example(["1-LOT", "2 S/N"], ", ")
@given(
    st.lists(NUMBERS, min_size=1, max_size=8, unique_by=normalise),
    st.sampled_from(["\n", "\r\n", ", ", ";", "\t", "、", "，"]),
)
def test_lists_are_always_found(names, separator):
    index = make_index(*names)
    assert find(separator.join(names), index)[0] == set(names)


WORDS = st.from_regex(r"[A-Z]{0,3}[0-9]{1,6}[A-Z]?", fullmatch=True)


@given(st.lists(WORDS, min_size=1, max_size=5, unique=True), st.booleans())
def test_lots_named_in_a_sentence_are_always_found(names, chinese):
    text = (
        f"产品批号：{'、'.join(names)}，请立即停用。"
        if chinese
        else f"We recall lots {', '.join(names)} of our pump."
    )
    assert set(names) <= find(text, make_index(*names))[0]


@given(st.text(max_size=300), st.lists(st.text(min_size=1, max_size=8), max_size=5))
def test_any_text_is_read(text, names):
    """No crash, and what a hit tells stands in the text or is told by a carrier in it."""
    notice = read_text(text)
    match(notice, make_index(*names), parse_udi=parse)
    match(read_csv(text), make_index(*names), parse_udi=parse)


@given(NUMBERS)
def test_no_lot_is_found_in_nothing(name):
    assume(not any(sign in normalise(name) for sign in "LOT"))
    assert find("", make_index(name)) == (set(), {}, [])
    assert find("   \n\n, ; 、", make_index(name)) == (set(), {}, [])


def test_a_hundred_thousand_lots_are_searched():
    index = Index(KnownLot(number, f"L{number:06d}", number % 50) for number in range(100_000))
    text = "Lots " + ", ".join(f"L{number:06d}" for number in range(0, 2000, 10)) + ", LO0O555, L1000001"
    matched, possible, _ = find(text, index)
    assert len(matched) == 200
    assert possible["L000555"] == "look_alike"
