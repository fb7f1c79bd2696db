"""Two-digit years and the forms of dates."""

from datetime import date

import pytest

from udi import dates


@pytest.mark.parametrize(
    ("two_digits", "this_year", "year"),
    [(26, 2026, 2026), (76, 2026, 2076), (77, 2026, 1977), (0, 2026, 2000), (99, 2026, 1999)]
    + [(0, 2075, 2100), (25, 2075, 2125), (26, 2075, 2026), (75, 2075, 2075)],
)
def test_years_from_49_back_to_50_ahead(two_digits, this_year, year):
    assert dates.full_year(two_digits, this_year) == year


def test_every_two_digit_year_is_in_the_window():
    for this_year in range(1990, 2120):
        ahead = [dates.full_year(two_digits, this_year) - this_year for two_digits in range(100)]
        assert (min(ahead), max(ahead)) == (-49, 50)


def test_a_year_outside_the_window_cannot_be_written():
    with pytest.raises(ValueError):
        dates.two_digit_year(date(1950, 1, 1))


@pytest.mark.parametrize(
    ("text", "form"),
    [("20240230", "YYYYMMDD"), ("00000101", "YYYYMMDD"), ("24000", "YYJJJ"), ("1324", "MMYY")],
)
def test_impossible(text, form):
    with pytest.raises(dates.DateProblem):
        dates.read(text, form)
