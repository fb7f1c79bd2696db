"""EPCIS documents: against GS1's own schema when it is at hand, and against the standard's rules always."""

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest
from epcis_rows import (
    GTIN,
    ISSUER,
    NOW,
    OUT,
    SOURCES,
    STATUS,
    check_structure,
    make_row,
    make_year,
)
from hypothesis import given, strategies as st
from jsonschema import Draft7Validator, FormatChecker

from epcis import build, make_events, write
from epcis.identifiers import get_hash_id, read_gtin
from epcis.steps import find_step

# GS1's schema is not ours to ship; it lies beside the project, or where this variable says.
SHARED = Path(__file__).parents[3] / "shared" / "epcis" / "EPCIS-JSON-Schema.json"


SCHEMA = Path(os.environ.get("EPCIS_SCHEMA") or SHARED)


@pytest.fixture(scope="module")
def validator():
    if not SCHEMA.exists():
        pytest.skip(f"GS1's EPCIS-JSON-Schema.json is not at {SCHEMA}; EPCIS_SCHEMA may name its place")
    return Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8")), format_checker=FormatChecker())


def test_every_sort_of_row_is_valid(validator):
    document = build(make_year(), ISSUER, NOW, SOURCES)
    assert [error.message for error in validator.iter_errors(document)] == []


def test_the_schema_refuses_what_is_wrong(validator):
    """That the check above can fail: on a word that isn't GS1's, on a name outside every namespace."""
    for name, value in (("bizStep", "urn:epcglobal:cbv:bizstep:receiving"), ("lot", "A100")):
        document = build([make_row()], ISSUER, NOW)
        document["epcisBody"]["eventList"][0][name] = value
        assert not validator.is_valid(document)


def test_every_sort_of_row_is_well_formed():
    document = build(make_year(), ISSUER, NOW, SOURCES)
    check_structure(document)
    assert (
        len(document["epcisBody"]["eventList"]) == len(make_year()) - 4 * 3
    )  # no rules, merges, nothing moved


def test_receipt():
    (event,) = make_events([make_row(udi_di="4012345678901")], ISSUER)
    assert event["eventTime"] == "2026-03-01T16:30:00Z"
    assert event["eventTimeZoneOffset"] == "+08:00"
    assert (event["bizStep"], event["disposition"], event["action"]) == (
        "receiving",
        "in_progress",
        "OBSERVE",
    )
    assert event["quantityList"] == [
        {"epcClass": "https://id.gs1.org/01/04012345678901/10/A%2F100%20%E6%89%B9", "quantity": 12.0}
    ]
    assert event["readPoint"] == event["bizLocation"] == {"id": "https://erp.example.com/epcis/loc/8"}
    assert event["sourceList"][0]["source"] == "https://erp.example.com/epcis/pty/44"
    assert event["destinationList"][0]["destination"] == "https://erp.example.com/epcis/pty/company-1"
    assert [paper.get("type") for paper in event["bizTransactionList"]] == ["po", "recadv", "testres"]
    assert (event["med:made"], event["med:expires"]) == ("2026-01-05", "2028-01-05")
    assert event["med:hash"] == f"{1:064x}"


def test_shipment_leaves_our_places():
    (event,) = make_events([make_row(operation="delivery", **OUT)], ISSUER)
    assert (event["bizStep"], event["disposition"]) == ("shipping", "in_transit")
    assert event["readPoint"] == {"id": "https://erp.example.com/epcis/loc/8"}
    assert "bizLocation" not in event
    assert event["destinationList"][0]["destination"] == "https://erp.example.com/epcis/pty/44"


def test_serial_without_gtin():
    (event,) = make_events([make_row(is_serial=True, lot_name="SN 1")], ISSUER)
    assert event["epcList"] == ["https://erp.example.com/epcis/obj/PUMP-1/SN%201"]
    assert "quantityList" not in event


def test_what_is_made_has_its_master_data():
    (event,) = make_events([make_row(operation="production", from_usage="production")], ISSUER)
    assert event["action"] == "ADD"
    assert event["ilmd"] == {
        "cbvmda:lotNumber": "A/100 批",
        "cbvmda:itemExpirationDate": "2028-01-05",
        "med:productionDate": "2026-01-05",
    }


def test_header_tells_lot_and_expiry_of_received_goods():
    vocabulary = build([make_row()], ISSUER, NOW)["epcisHeader"]["epcisMasterData"]["vocabularyList"]
    (lot,) = vocabulary[0]["vocabularyElementList"]
    data = {item["id"]: item["attribute"] for item in lot["attributes"]}
    assert data["cbvmda:itemExpirationDate"] == "2028-01-05"
    assert data["cbvmda:lotNumber"] == "A/100 批"


def test_correction_declares_the_error():
    rows = [make_row(1), make_row(2, quantity=10.0, corrects_id=1, reason="Counted again")]
    wrong, right = make_events(rows, ISSUER)
    assert wrong["errorDeclaration"] == {
        "declarationTime": "2026-03-01T16:31:00Z",
        "reason": "incorrect_data",
        "correctiveEventIDs": [right["eventID"]],
        "med:reason": "Counted again",
        "med:user": "Lee",
        "med:hash": f"{2:064x}",
    }
    assert wrong["quantityList"][0]["quantity"] == 12.0
    assert right["quantityList"][0]["quantity"] == 10.0
    assert "errorDeclaration" not in right


def test_movement_that_never_happened():
    (event,) = make_events([make_row(1), make_row(2, quantity=0.0, corrects_id=1)], ISSUER)
    assert event["errorDeclaration"]["reason"] == "did_not_occur"
    assert "correctiveEventIDs" not in event["errorDeclaration"]


def test_same_row_same_event_id():
    first, again = ([event["eventID"] for event in make_events([make_row(5)], ISSUER)] for _ in range(2))
    assert first == again
    assert first != [event["eventID"] for event in make_events([make_row(6)], ISSUER)]


def test_transformation():
    row = make_row(kind="transformation", operation=None, source_lot_id=9, quantity=3.0)
    (event,) = make_events([row], ISSUER, SOURCES)
    assert event["inputQuantityList"] == [
        {"epcClass": "https://erp.example.com/epcis/class/NEEDLE/C9", "quantity": 3.0}
    ]
    assert event["outputQuantityList"][0]["epcClass"].endswith("/PUMP-1/A%2F100%20%E6%89%B9")


@pytest.mark.parametrize(
    "values, expected",
    [
        ({"operation": "internal", "to_zone": "awaiting"}, ("holding", "non_sellable_other", "OBSERVE")),
        ({"operation": "internal", "to_zone": "released"}, ("storing", "sellable_not_accessible", "OBSERVE")),
        (
            {"operation": "internal", "to_zone": "released", "release_status": "released"},
            ("storing", "sellable_accessible", "OBSERVE"),
        ),
        ({"operation": "internal", "to_zone": "dispatch"}, ("picking", "in_progress", "OBSERVE")),
        ({"operation": "customer_return"}, ("receiving", "returned", "OBSERVE")),
        ({"operation": "scrap"}, ("destroying", "destroyed", "DELETE")),
        (STATUS | {"new_status": "released"}, ("accepting", "sellable_accessible", "OBSERVE")),
        (STATUS | {"new_status": "recalled"}, ("holding", "recalled", "OBSERVE")),
        (
            STATUS | {"kind": "inspection", "new_status": "rejected"},
            ("inspecting", "non_conformant", "OBSERVE"),
        ),
        (STATUS | {"kind": "inspection", "new_status": "released"}, ("inspecting", "conformant", "OBSERVE")),
    ],
)
def test_steps(values, expected):
    assert find_step(make_row(**values)) == expected


def test_gtin():
    assert read_gtin("4012345678901") == GTIN
    assert read_gtin("4012345678902") is None  # wrong check digit
    assert read_gtin("A123BJC5D6E71") is None
    assert read_gtin("٤012345678901") is None


def test_report_hash():
    assert get_hash_id("00" * 32) == "ni:///sha-256;" + "A" * 43
    assert get_hash_id("not a hash") is None


def test_rows_are_read_one_by_one():
    """A year of events needs no memory: the first piece comes before the second row is asked for."""
    asked = []

    def give():
        for number in (1, 2):
            asked.append(number)
            yield make_row(number)

    pieces = write(give(), ISSUER, NOW, corrections={})
    next(pieces)
    next(pieces)
    assert asked == [1]
    list(pieces)
    assert asked == [1, 2]


TEXT = st.text(min_size=1, max_size=20).filter(
    lambda text: not any("\ud800" <= sign <= "\udfff" for sign in text)
)


@given(
    lot=TEXT,
    code=TEXT,
    number=TEXT,
    quantity=st.floats(0.001, 1e6),
    minutes=st.integers(0, 10**6),
    serial=st.booleans(),
)
def test_any_text_makes_valid_ids(lot, code, number, quantity, minutes, serial):
    row = make_row(lot_name=lot, product_code=code, document_name=number, quantity=quantity, is_serial=serial)
    row["happened_on"] += timedelta(minutes=minutes)
    check_structure(build([row], ISSUER, NOW))
