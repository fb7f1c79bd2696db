"""Published carriers of all agencies, with the reading that each must have."""

import json
from datetime import date
from pathlib import Path

import pytest

from udi import AGENCIES, parse

FILE = Path(__file__).parents[1] / "payloads" / "udi" / "udi_samples.json"
SAMPLES = json.loads(FILE.read_text(encoding="utf-8"))["samples"]


@pytest.fixture(params=SAMPLES, ids=lambda sample: sample["id"])
def sample(request):
    return request.param


def test_status_and_codes(sample):
    scan = parse(sample["raw"])
    assert scan.status == sample["status"]
    assert sorted(scan.errors + scan.warnings) == sorted(sample["errors"])
    assert scan.agency == sample["agency"]
    assert scan.raw == sample["raw"]


def test_fields(sample):
    scan = parse(sample["raw"])
    values = {name: scan.get(name) for name in sample["expected"]}
    assert {
        name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()
    } == sample["expected"]


def test_what_is_questioned_is_shown_and_not_stored(sample):
    scan = parse(sample["raw"])
    assert (scan.status == "ambiguous") == bool(scan.readings)
    if scan.status == "ambiguous":
        assert scan.lot is None
        assert scan.serial is None


def test_the_agency_can_be_told(sample):
    assert parse(sample["raw"], agency=sample["agency"]) == parse(sample["raw"])


def test_samples_of_every_agency_with_a_published_specimen():
    assert {sample["agency"] for sample in SAMPLES} == set(AGENCIES) - {"AHM"}
