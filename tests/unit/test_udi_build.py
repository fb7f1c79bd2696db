"""What is built reads back as it was meant."""

import string
from datetime import date

import pytest
from biip.checksums import gs1_standard_check_digit
from hypothesis import given, settings, strategies as st

from udi import UdiError, build, parse
from udi.checks import GS1_ALPHABET, ma_check

days = st.dates(date(2000, 1, 1), date(2060, 12, 31))
upper = st.text(string.ascii_uppercase + string.digits, min_size=1, max_size=18)
anything_gs1 = st.text(GS1_ALPHABET, min_size=1, max_size=20)
gtins = st.from_regex(r"\A[0-9]{4}[1-9][0-9]{8}\Z").map(
    lambda text: text + str(gs1_standard_check_digit(text))
)
hibc_dis = st.from_regex(r"\A[A-Z][A-Z0-9]{3}[A-Z0-9]{1,18}[0-9]\Z")
ma_dis = st.from_regex(r"\AMA\.156\.M0\.[0-9]{6}\.[0-9a-zA-Z]{7}\Z").map(lambda text: text + ma_check(text))


def optional(**strategies):
    return st.fixed_dictionaries({}, optional=strategies)


def assert_reads_back(agency, form, values):
    scan = parse(build(agency, form=form, **values), agency=agency)
    assert scan.status != "invalid"
    for name, value in values.items():
        assert scan.get(name) == value or {name: value} in scan.readings, name


@settings(max_examples=300)
@given(
    gtins,
    optional(
        lot=anything_gs1,
        serial=anything_gs1,
        mfg_date=days,
        exp_date=days,
        quantity=st.integers(1, 10**8 - 1),
    ),
    st.sampled_from([None, "raw"]),
)
def test_gs1_raw(di, values, form):
    assert_reads_back("GS1", form, {"di": di, **values})


@settings(max_examples=300)
@given(
    gtins,
    optional(lot=anything_gs1, serial=anything_gs1, mfg_date=days, exp_date=days, additional_id=anything_gs1),
)
def test_gs1_digital_link(di, values):
    scan = parse(build("GS1", form="digital-link", di=di, **values))
    assert scan.status in ("valid", "valid_warn")
    assert {name: scan.get(name) for name in values} == values


@settings(max_examples=300)
@given(gtins, optional(lot=upper, serial=upper, mfg_date=days, exp_date=days, best_before=days))
def test_gs1_human_readable(di, values):
    scan = parse(build("GS1", form="hri", di=di, **values))
    assert scan.status in ("valid", "valid_warn")
    assert {name: scan.get(name) for name in values} == values


@settings(max_examples=300)
@given(
    hibc_dis,
    optional(
        lot=upper, serial=upper, mfg_date=st.dates(), exp_date=st.dates(), quantity=st.integers(0, 99999)
    ),
)
def test_hibc_concatenated(di, values):
    assert_reads_back("HIBCC", None, {"di": di, **values})


@settings(max_examples=300)
@given(hibc_dis, optional(exp_date=days), st.sampled_from(["lot", "serial"]), upper, st.booleans())
def test_hibc_two_lines(di, values, name, number, joined):
    text = build("HIBCC", form="two-line", di=di, **values, **{name: number})
    scan = parse(text.replace("\n", "") if joined else text)
    assert (scan.status, scan.di, scan.get(name)) == ("valid", di, number)
    assert scan.exp_date == values.get("exp_date")


@settings(max_examples=200)
@given(
    st.from_regex(r"\A[A-Z][0-9]{4}[A-Z]{6}[0-9]{5}\Z"),
    optional(
        serial=st.from_regex(r"\A[0-9]{6}\Z"),
        din=st.from_regex(r"\A[A-N][0-9]{14}\Z"),
        lot=st.from_regex(r"\A[0-9A-Z]{18}\Z"),
        exp_date=st.dates(date(1900, 1, 1), date(2099, 12, 31)),
        mfg_date=st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    ),
)
def test_iccbba(di, values):
    assert_reads_back("ICCBBA", None, {"di": di, **values})


@settings(max_examples=300)
@given(
    ma_dis,
    optional(serial=upper, lot=upper, sterile_lot=upper, mfg_date=days, exp_date=days),
)
def test_ma(di, values):
    assert_reads_back("MA", None, {"di": di, **values})


def test_published_carriers_are_built_again():
    assert build("ICCBBA", di="1TE123456A", lot="RZ12345678") == "=)1TE123456A&)RZ12345678"
    assert build("HIBCC", di="A123BJC5D6E71") == "+A123BJC5D6E71G"
    two_lines = build("HIBCC", form="two-line", di="A123BJC5D6E71", lot="10X3")
    assert two_lines == "+A123BJC5D6E71G\n+$$710X3G7"
    fda = parse("(01)51022222233336(11)141231(17)150707(10)A213B1(21)1234")
    assert build(
        "GS1", di=fda.di, lot=fda.lot, serial=fda.serial, mfg_date=fda.mfg_date, exp_date=fda.exp_date
    ) == ("0151022222233336111412311715070710A213B1\x1d211234")
    ma = parse("MA.156.M0.100011.2cscp023.Ste002.M200206.L343432.D555555.E200228.V200307.C9")
    values = {"serial": ma.serial, "mfg_date": ma.mfg_date, "lot": ma.lot, **ma.fields}
    for made_from_the_di in ("registrant", "package_level", "pi_check"):
        del values[made_from_the_di]
    assert build("MA", di=ma.di, **values) == ma.raw


@pytest.mark.parametrize(
    ("agency", "values"),
    [
        ("FDA", {"di": "1"}),
        ("GS1", {}),
        ("GS1", {"di": "51022222233337"}),
        ("GS1", {"di": "51022222233336", "form": "barcode"}),
        ("GS1", {"di": "51022222233336", "lot": "X" * 21}),
        ("GS1", {"di": "51022222233336", "lot": "Löt"}),
        ("GS1", {"di": "51022222233336", "colour": "red"}),
        ("GS1", {"di": "51022222233336", "exp_date": date(1950, 1, 1)}),
        ("GS1", {"di": "51022222233336", "form": "hri", "lot": "A(21)B"}),
        ("HIBCC", {"di": "a123"}),
        ("HIBCC", {"di": "A123BJC5D6E71", "lot": "lower"}),
        ("HIBCC", {"di": "A123BJC5D6E71", "lot": "A/SB"}),
        ("HIBCC", {"di": "A123BJC5D6E71", "colour": "red"}),
        ("HIBCC", {"di": "A123BJC5D6E71", "lot": "1", "serial": "2", "form": "two-line"}),
        ("HIBCC", {"di": "A123BJC5D6E71", "form": "hri"}),
        ("ICCBBA", {"di": "SHORT"}),
        ("ICCBBA", {"di": "A9999XYZ100T0944", "exp_date": date(1850, 1, 1)}),
        ("MA", {"di": "MA.156.M0.100204.13351765"}),
        ("MA", {"di": "MA.156.M0.100204.13351764", "lot": "A.B"}),
        ("MA", {"di": "MA.156.M0.100204.13351764", "quantity": 2}),
        ("AHM", {"di": "1", "lot": "2"}),
        ("AHM", {"di": 12}),
    ],
)
def test_refused(agency, values):
    with pytest.raises(UdiError):
        build(agency, **values)


def test_ahm():
    assert build("AHM", di="81234567890123456789") == "81234567890123456789"
