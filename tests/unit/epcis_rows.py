"""Rows of the ledger to make EPCIS of, and what any such document must be."""

import re
from collections import Counter
from datetime import date, datetime
from urllib.parse import urlsplit

from epcis import Issuer

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
