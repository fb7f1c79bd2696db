"""HIBC, ICCBBA, MA and AHM: what the published samples do not show."""

from datetime import date

import pytest

from udi import UdiError, parse
from udi.checks import hibc_check


def hibc(body):
    return parse(body + hibc_check(body))


@pytest.mark.parametrize(
    ("secondary", "expected"),
    [
        ("$$0926LOT1", {"exp_date": date(2026, 9, 30), "lot": "LOT1", "exp_precision": "month"}),
        ("$$1226LOT1", {"exp_date": date(2026, 12, 31), "lot": "LOT1"}),
        ("$$2093026LOT1", {"exp_date": date(2026, 9, 30), "lot": "LOT1"}),
        ("$$3260930LOT1", {"exp_date": date(2026, 9, 30), "lot": "LOT1"}),
        ("$$426093023LOT1", {"exp_date": date(2026, 9, 30), "exp_hour": 23, "lot": "LOT1"}),
        ("$$526273LOT1", {"exp_date": date(2026, 9, 30), "lot": "LOT1"}),
        ("$$62627323LOT1", {"exp_date": date(2026, 9, 30), "exp_hour": 23, "lot": "LOT1"}),
        ("$$7LOT1", {"exp_date": None, "lot": "LOT1"}),
        ("$LOT1", {"exp_date": None, "lot": "LOT1"}),
        ("26273LOT1", {"exp_date": date(2026, 9, 30), "lot": "LOT1"}),
        ("$$+7SER1", {"serial": "SER1", "lot": None}),
        ("$$+3260930SER1", {"serial": "SER1", "exp_date": date(2026, 9, 30)}),
        ("$+SER1", {"serial": "SER1", "lot": None}),
        ("$$8243260930LOT1", {"quantity": 24, "exp_date": date(2026, 9, 30), "lot": "LOT1"}),
        ("$$9001007LOT1", {"quantity": 100, "lot": "LOT1"}),
        ("$$824", {"quantity": 24, "lot": None}),
        ("$LOT1/Q500/16D20240229", {"quantity": 500, "mfg_date": date(2024, 2, 29)}),
    ],
)
def test_hibc_secondary_data(secondary, expected):
    scan = hibc(f"+A123BJC5D6E71/{secondary}")
    assert scan.status == "valid"
    assert {name: scan.get(name) for name in expected} == expected


@pytest.mark.parametrize(
    ("secondary", "errors"),
    [
        ("$$3260230LOT1", ["date_day"]),
        ("$$3261301LOT1", ["date_month"]),
        ("$$3260900LOT1", ["date_day"]),
        ("$$526366LOT1", ["date_day"]),
        ("$$426093024LOT1", ["date_hour"]),
        ("$$32609", ["truncated"]),
        ("$$3", ["truncated"]),
        ("$$", ["truncated"]),
        ("$$326O930LOT1", ["charset"]),
        ("$LOT1LOT1LOT1LOT1LOT1", ["length"]),
        ("$LOT1/$LOT2", ["repeated_field"]),
        ("$LOT1+S12", ["unknown_structure"]),
        ("$LOT1/-", ["truncated"]),
    ],
)
def test_hibc_secondary_data_refused(secondary, errors):
    scan = hibc(f"+A123BJC5D6E71/{secondary}")
    assert (scan.status, scan.errors) == ("invalid", errors)


@pytest.mark.parametrize("between", ["", "\n", "\r\n"])
def test_hibc_two_lines(between):
    scan = parse(f"+A123BJC5D6E71G{between}+$$52001510X3GD")
    assert (scan.status, scan.di, scan.lot) == ("valid", "A123BJC5D6E71", "10X3")
    assert scan.exp_date == date(2020, 1, 15)


def test_hibc_two_lines_whose_link_character_is_a_plus_and_check_character_a_space():
    scan = parse("+A123BJCMD6E79++$$52001510X3+ \r\n")
    assert (scan.status, scan.di, scan.lot) == ("valid", "A123BJCMD6E79", "10X3")


def test_hibc_second_line_alone_has_no_di():
    scan = parse("+$$52001510X3GD")
    assert scan.errors == ["missing_di"]
    assert (scan.lot, scan.get("link_char")) == ("10X3", "G")


def test_hibc_as_printed_below_code_39():
    assert parse("*+A123BJC5D6E71G*").di == "A123BJC5D6E71"


@pytest.mark.parametrize("raw", ["+A123BJC5D6E71H", "+A123BJC5D6E71/$$52001510X3D"])
def test_hibc_wrong_check_character_is_refused(raw):
    assert parse(raw).errors == ["hibc_check_char"]


def test_hibc_cut_off_anywhere_is_never_valid():
    whole = "+A123BJC5D6E71/$$52001510X3C"
    assert parse(whole).status == "valid"
    assert {parse(whole[:length]).status for length in range(1, len(whole))} == {"invalid"}


def test_hibc_lot_after_a_quantity_without_a_date_is_questioned():
    scan = parse("+A99912345/$$81210X3/16D20111212/14D20200906/S77DEFG45$")
    assert (scan.status, scan.readings) == ("ambiguous", [{"lot": "10X3"}])
    assert (scan.lot, scan.get("quantity"), scan.serial) == (None, 12, "77DEFG45")


def test_hibc_unknown_data_identifier_is_kept_and_said():
    scan = hibc("+A123BJC5D6E71/25SXYZ")
    assert (scan.warnings, scan.get("hibc_25S")) == (["unknown_segment_kept"], "XYZ")


def test_hibc_small_letters_are_no_hibc():
    assert parse("+a123bjc5d6e71g").errors == ["charset"]


def test_basic_udi_di_is_no_di():
    assert parse("++A999MODELIDENTIFIER11S8").di is None
    assert parse("++A999MODELIDENTIFIER11S9").errors == ["basic_udi_di_check"]
    assert parse("++A9").errors == ["basic_udi_di_format"]


TISSUE = "=/A9999XYZ100T0944=,000025=A99971312345600=>014032=}013032&,1000000000000XYZ123"


def test_iccbba_compound_message_counts_its_structures():
    assert parse("=+06000" + TISSUE).status == "valid"
    assert parse("=+07000" + TISSUE).errors == ["truncated"]
    assert parse("=+05000" + TISSUE).errors == ["length"]


@pytest.mark.parametrize(
    ("raw", "errors"),
    [
        (TISSUE[:-1], ["truncated"]),
        (TISSUE.replace("014032", "014366"), ["date_day"]),
        (TISSUE.replace("014032", "0140X2"), ["charset"]),
        ("=,000025", ["missing_di"]),
        ("=/A9999XYZ100T0944=", ["truncated"]),
        ("=/A9999XYZ100T0944=?1", ["unknown_structure"]),
        ("=/A9999XYZ100T0944=,000025=,000026", ["repeated_field"]),
    ],
)
def test_iccbba_refused(raw, errors):
    scan = parse(raw)
    assert (scan.status, scan.errors) == ("invalid", errors)


def test_iccbba_leap_day_and_last_century():
    assert parse(TISSUE.replace("=>014032", "=>024366")).exp_date == date(2024, 12, 31)
    assert parse(TISSUE.replace("=}013032", "=}999001")).mfg_date == date(1999, 1, 1)


MA = "MA.156.M0.100011.2cscp023"


def test_ma_wrong_check_digit_of_the_production_identifiers_warns():
    scan = parse(f"{MA}.LA1.C9")
    assert (scan.status, scan.warnings, scan.lot) == ("valid_warn", ["ma_pi_check"], "A1")


def test_ma_with_both_check_digits_wrong_is_refused():
    assert parse("MA.156.M0.100011.2cscp024.LA1.C9").errors == ["ma_di_check", "ma_pi_check"]


def test_ma_check_digits_leave_out_the_digit_9():
    assert parse(f"{MA}.S1576130942.LA1").status == "valid"


def test_ma_expiry_is_the_earlier_of_valid_until_and_expired():
    assert parse(f"{MA}.V261231").exp_date == date(2026, 12, 31)
    assert parse(f"{MA}.E20270101").exp_date == date(2027, 1, 1)
    assert parse(f"{MA}.E270101.V261231").exp_date == date(2026, 12, 31)
    assert parse(f"{MA}.E270101.V261231").status == "valid"


def test_ma_dot_in_a_lot_is_questioned():
    scan = parse(f"{MA}.LA1.9B.V261231")
    assert (scan.status, scan.errors, scan.lot) == ("ambiguous", ["unknown_segment"], None)
    assert {"lot": "A1"} in scan.readings
    assert {"lot": "A1.9B"} in scan.readings


@pytest.mark.parametrize(
    ("raw", "errors"),
    [
        (f"{MA}.M260230", ["date_day"]),
        (f"{MA}.M26023", ["truncated"]),
        (f"{MA}.", ["truncated"]),
        (f"{MA}.L", ["truncated"]),
        (MA[:-1], ["truncated"]),
        ("MA.15X.M0.100011.2cscp023", ["di_format"]),
        (f"{MA}.L批", ["charset"]),
        (f"{MA}.LA1.LB2", ["repeated_field"]),
    ],
)
def test_ma_refused(raw, errors):
    scan = parse(raw)
    assert (scan.status, scan.errors) == ("invalid", errors)


def test_ahm_is_opaque_and_must_be_named():
    assert parse("81234567890123456789", agency="AHM").di == "81234567890123456789"
    assert parse("81234567890123456789").status == "invalid"
    assert parse("批号", agency="AHM").errors == ["charset"]


@pytest.mark.parametrize("raw", [None, b"+A123BJC5D6E71G", 12])
def test_a_carrier_is_text(raw):
    with pytest.raises(UdiError):
        parse(raw)


def test_unknown_agency():
    with pytest.raises(UdiError):
        parse("1", agency="FDA")
