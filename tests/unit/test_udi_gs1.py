"""GS1: the forms of a carrier, lost separators, wrong elements."""

from datetime import date

import pytest

from udi import parse

DI = "51022222233336"
FDA = {
    "di": DI,
    "mfg_date": date(2014, 12, 31),
    "exp_date": date(2015, 7, 7),
    "lot": "A213B1",
    "serial": "1234",
}
RAW = f"01{DI}111412311715070710A213B1\x1d211234"


def values(scan):
    return {name: scan.get(name) for name in FDA}


@pytest.mark.parametrize(
    "raw",
    [
        RAW,
        f"]C1{RAW}",
        f"]d2{RAW}",
        f"]Q3{RAW}",
        f"]e0{RAW}",
        f"]J1{RAW}",
        f"\x1d{RAW}\x1d\r\n",
        RAW.replace("\x1d", "\u241d"),
        f"(01){DI}(11)141231(17)150707(10)A213B1(21)1234",
        f"(01) {DI} (11) 141231 (17) 150707 (10) A213B1 (21) 1234",
        f"[01]{DI}[11]141231[17]150707[10]A213B1[21]1234",
        f"https://id.gs1.org/01/{DI}/10/A213B1/21/1234?17=150707&11=141231",
        f"HTTP://example.org/some/path/01/{DI}/10/A213B1/21/1234/?17=150707&11=141231&lang=en",
    ],
)
def test_all_forms_say_the_same(raw):
    scan = parse(raw)
    assert scan.status == "valid"
    assert values(scan) == FDA


def test_the_lost_separator_of_the_fda_sample_is_questioned_with_both_readings():
    scan = parse(RAW.replace("\x1d", ""))
    assert scan.status == "ambiguous"
    assert scan.errors == ["missing_fnc1"]
    assert scan.readings[0] == {"lot": "A213B1211234"}
    assert {"lot": "A213B1", "serial": "1234"} in scan.readings
    assert (scan.di, scan.exp_date, scan.lot) == (DI, date(2015, 7, 7), None)


def test_a_date_in_the_tail_is_questioned_even_with_other_separators():
    scan = parse(f"01{DI}21SER9\x1d10LOT117150707")
    assert scan.readings[1] == {"lot": "LOT1", "exp_date": date(2015, 7, 7)}
    assert scan.serial == "SER9"


def test_readings_of_a_value_that_is_too_long():
    scan = parse("0104150011164140211GTFG32DLF1723033110158993A")
    assert {"serial": "1GTFG32DLF", "exp_date": date(2023, 3, 31), "lot": "158993A"} in scan.readings


def test_a_lot_that_is_too_long_and_nothing_else_is_wrong():
    scan = parse(f"01{DI}10{'X' * 21}")
    assert scan.errors == ["length"]


def test_usual_lot_length_questions_longer_lots_and_vouches_for_others():
    single = f"01{DI}10ABC121XYZ"
    assert parse(single).errors == ["missing_fnc1"]
    assert parse(single, usual_lot_length=10).lot == "ABC121XYZ"
    scan = parse(RAW, usual_lot_length=5)
    assert scan.errors == ["atypical_lot_length"]
    assert scan.readings[0] == {"lot": "A213B1"}
    assert scan.lot is None
    assert parse("+A123BJC5D6E71/$$52001510X3C", usual_lot_length=3).status == "ambiguous"


@pytest.mark.parametrize(
    ("raw", "errors"),
    [
        (f"01{DI}17151301", ["date_month"]),
        (f"01{DI}17150001", ["date_month"]),
        (f"01{DI}17150431", ["date_day"]),
        (f"(01){DI}(17)1507", ["truncated"]),
        (f"01{DI}171507", ["truncated"]),
        (f"01{DI}17", ["truncated"]),
        (f"(01){DI}(10)", ["truncated"]),
        (f"01{DI}05", ["unknown_ai"]),
        (f"(01){DI}(05)1", ["length"]),
        (f"(01){DI}(10)LÖT", ["charset"]),
        (f"01{DI}10L\u0663T", ["charset"]),
        (f"01{DI}17\u0661\u0665\u0660\u0667\u0660\u0667", ["charset"]),
        (f"(01){DI}(10)A(10)B", ["repeated_field"]),
        ("(00)123456789012345678", ["sscc_check_digit"]),
        (f"https://id.gs1.org/01/{DI}/10", ["truncated"]),
        (f"https://id.gs1.org/01/{DI}?17=150230", ["date_day"]),
        ("https://id.gs1.org/01/51022222233337", ["gtin_check_digit"]),
        ("https://example.org/shop", ["missing_di"]),
        ("http://[", ["unknown_structure"]),
        ("", ["empty"]),
        ("]d2", ["empty"]),
        ("hello", ["unknown_format"]),
        ("0" * 3000, ["length"]),
    ],
)
def test_refused(raw, errors):
    scan = parse(raw)
    assert scan.errors == errors
    assert scan.status == "invalid"


def test_leap_day_and_last_day_of_february():
    assert parse(f"(01){DI}(17)240229").exp_date == date(2024, 2, 29)
    assert parse(f"(01){DI}(17)240200").exp_date == date(2024, 2, 29)
    assert parse(f"(01){DI}(17)230200").exp_date == date(2023, 2, 28)


def test_expiry_with_time():
    scan = parse(f"(01){DI}(7003)2607311430")
    assert (scan.exp_date, scan.get("exp_time")) == (date(2026, 7, 31), "14:30")


def test_quantity_and_elements_without_a_name():
    scan = parse(f"(01){DI}(30)12(7040)1ABC")
    assert (scan.get("quantity"), scan.get("ai_7040")) == (12, "1ABC")


def test_brackets_inside_a_lot():
    assert parse(f"(01){DI}(10)A(9)B").lot == "A(9)B"


@pytest.mark.parametrize("raw", ["4006381333931", "]E04006381333931", "]E04006381333931\r"])
def test_a_bar_code_with_nothing_but_a_gtin(raw):
    scan = parse(raw)
    assert (scan.status, scan.di) == ("valid", "04006381333931")


def test_thirteen_digits_that_may_be_a_cut_off_message():
    scan = parse("0112345678902")
    assert scan.status == "ambiguous"
    assert scan.readings == [{"di": "00112345678902"}]
    assert parse("]E00112345678902").status == "valid"
    assert parse("4006381333932").errors == ["gtin_check_digit"]


def test_made_after_it_expires():
    scan = parse(f"(01){DI}(11)200101(17)190101")
    assert (scan.status, scan.warnings) == ("valid_warn", ["date_conflict"])
