"""EPCIS documents: against GS1's own schema when it is at hand, and against the standard's rules always."""

import json
import os
import re
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given, strategies as st
from jsonschema import Draft7Validator, FormatChecker

from epcis import Issuer, build, make_events, write
from epcis.identifiers import get_hash_id, read_gtin
from epcis.steps import find_step

# GS1's schema is not ours to ship; it lies beside the project, or where this variable says.
SHARED = Path(__file__).parents[3] / "shared" / "epcis" / "EPCIS-JSON-Schema.json"
SCHEMA = Path(os.environ.get("EPCIS_SCHEMA") or SHARED)
ISSUER = Issuer("https://erp.example.com", "Clinic Supply", 1, "Asia/Shanghai")
NOW = datetime(2026, 7, 1, 8, 30)
GTIN = "04012345678901"
REPORT_HASH = "ab" * 32
COLUMNS = {
    "kind": "move",
    "operation": "receipt",
    "happened_on": datetime(2026, 3, 1, 16, 30),
    "recorded_on": datetime(2026, 3, 1, 16, 31),
    "user_name": "Lee",
    "company_id": 1,
    "product_id": 7,
    "product_code": "PUMP-1",
    "product_name": "Infusion Pump",
    "lot_id": 3,
    "lot_name": "A/100 批",
    "is_serial": False,
    "udi_di": None,
    "production_date": date(2026, 1, 5),
    "expiration_date": datetime(2028, 1, 5),
    "quantity": 12.0,
    "uom_name": "Units",
    "location_id": 4,
    "location_name": "Suppliers",
    "from_usage": "supplier",
    "from_zone": "supplier",
    "location_dest_id": 8,
    "location_dest_name": "WH/Input",
    "to_usage": "internal",
    "to_zone": "awaiting",
    "document_model": "stock.picking",
    "document_id": 5,
    "document_name": "WH/IN/00005",
    "order_model": "purchase.order",
    "order_name": "P00002",
    "partner_ref": 44,
    "partner_name": "Acme Instruments",
    "partner_address": "1 Long Road",
    "release_status": "quarantine",
    "report_hash": REPORT_HASH,
    "chain": "lot/3",
}
OUT = {"location_id": 8, "location_dest_id": 5, "to_usage": "customer", "to_zone": "customer"}
STATUS = {"kind": "status", "operation": None, "location_id": None, "location_dest_id": None}


def make_row(number=1, **values):
    return (
        COLUMNS | {"id": number, "sequence": number, "hash": f"{number:064x}", "corrects_id": None} | values
    )


def check_structure(document):
    """What EPCIS 2.0 demands beyond single values: ids, lists and references that hold together."""
    assert document["@context"][0].endswith("/epcis-context.jsonld")
    assert (document["type"], document["schemaVersion"]) == ("EPCISDocument", "2.0")
    vocabulary = document["epcisHeader"]["epcisMasterData"]["vocabularyList"]
    named = {element["id"] for kind in vocabulary for element in kind["vocabularyElementList"]}
    events = document["epcisBody"]["eventList"]
    assert all(count == 1 for count in Counter(event["eventID"] for event in events).values())
    for event in events:
        check_event(event, named, {event["eventID"] for event in events})


def check_event(event, named, event_ids):
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", event["eventID"])
    for name in ("eventTime", "recordTime"):
        assert datetime.fromisoformat(event[name]).tzinfo
    assert re.fullmatch(r"[+-]\d\d:\d\d", event["eventTimeZoneOffset"])
    transforms = event["type"] == "TransformationEvent"
    assert transforms or event["type"] == "ObjectEvent"
    lists = ("inputEPCList", "inputQuantityList", "outputEPCList", "outputQuantityList") if transforms else ()
    assert any(event.get(name) for name in lists or ("epcList", "quantityList"))
    if not transforms:
        assert event["action"] in ("OBSERVE", "ADD", "DELETE")
        assert "ilmd" not in event or event["action"] == "ADD"
        goods = [*event.get("epcList", []), *(item["epcClass"] for item in event.get("quantityList", []))]
        assert set(goods) <= named
    assert ("sourceList" in event) == ("destinationList" in event)
    for place in ("readPoint", "bizLocation"):
        assert place not in event or event[place]["id"] in named
    for party in [*event.get("sourceList", []), *event.get("destinationList", [])]:
        assert party["type"] == "possessing_party"
        assert (party.get("source") or party["destination"]) in named
    for uri in collect_uris(event):
        assert urlsplit(uri).scheme and re.fullmatch(r"[!-~]+", uri), uri
    assert set(event.get("errorDeclaration", {}).get("correctiveEventIDs", [])) <= event_ids


def collect_uris(event):
    yield event["eventID"]
    yield from event.get("epcList", [])
    yield from (item["epcClass"] for item in event.get("quantityList", []))
    yield from (paper["bizTransaction"] for paper in event.get("bizTransactionList", []))


@pytest.fixture(scope="module")
def validator():
    if not SCHEMA.exists():
        pytest.skip(f"GS1's EPCIS-JSON-Schema.json is not at {SCHEMA}; EPCIS_SCHEMA may name its place")
    return Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8")), format_checker=FormatChecker())


def make_year():
    """A row of each sort: every operation, decision and kind, lots and serials, with and without GTIN."""
    operations = [
        "receipt",
        "internal",
        "delivery",
        "customer_return",
        "supplier_return",
        "hand_back",
        "scrap",
        "inventory",
    ]
    variants = [{"operation": operation} for operation in operations]
    variants += [
        {"operation": "internal", "to_zone": zone} for zone in ("rejected", "recalled", "dispatch", "transit")
    ]
    variants += [
        {"operation": "production", "to_usage": "production"},
        {"operation": "production", "from_usage": "production"},
    ]
    variants += [
        {"operation": "inventory", "to_usage": "inventory"},
        {"operation": "internal", "from_usage": "transit"},
    ]
    variants += [
        STATUS | {"new_status": status}
        for status in ("released", "hold", "rejected", "recalled", "quarantine")
    ]
    variants += [STATUS | {"kind": kind} for kind in ("inspection", "label", "change", "rule", "merge")]
    variants += [STATUS | {"kind": "transformation", "source_lot_id": 9}, {"quantity": 0.0}]
    goods = [
        {},
        {"udi_di": GTIN},
        {"is_serial": True},
        {"is_serial": True, "udi_di": GTIN, "batch_name": "B1"},
    ]
    return [
        make_row(number, **variant, **item)
        for number, (variant, item) in enumerate(((v, g) for v in variants for g in goods), 1)
    ]


SOURCES = {9: {"lot_name": "C9", "udi_di": None, "product_code": "NEEDLE", "is_serial": False}}


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
