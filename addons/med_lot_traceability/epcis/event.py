"""One ledger row as one EPCIS event."""

import uuid
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from . import identifiers as ids
from .steps import find_step

#: Event ids derive from the row's own hash, so every export of a row gives the same id.
EVENTS = uuid.UUID("5a5f0c0b-6f4e-4f0e-9c60-1d1a3b6d2e11")
#: UN/ECE Recommendation 20; pieces have none in EPCIS, and other units are told in our own namespace only.
UNIT_CODES = {
    "kg": "KGM",
    "g": "GRM",
    "L": "LTR",
    "m": "MTR",
    "cm": "CMT",
    "m²": "MTK",
    "m³": "MTQ",
    "Dozens": "DZN",
}
#: What our partners' systems can read beside the standard: name in our namespace -> column
EXTENSIONS = {
    "med:lot": "lot_name",
    "med:batch": "batch_name",
    "med:product": "product_name",
    "med:udi": "udi",
    "med:unit": "uom_name",
    "med:operation": "operation",
    "med:fromZone": "from_zone",
    "med:toZone": "to_zone",
    "med:releaseStatus": "release_status",
    "med:oldStatus": "old_status",
    "med:newStatus": "new_status",
    "med:zone": "zone",
    "med:reason": "reason",
    "med:user": "user_name",
    "med:inspectionReport": "report_name",
    "med:inspectionReportHash": "report_hash",
    "med:details": "details",
    "med:chain": "chain",
    "med:sequence": "sequence",
    "med:hash": "hash",
    "med:previousHash": "previous_hash",
}
DOCUMENT_TYPES = {
    "purchase.order": "po",
    "sale.order": "poc",
    "account.move": "inv",
    "mrp.production": "prodorder",
}
INCOMING = ("receipt", "customer_return")
OUTGOING = ("delivery", "hand_back", "supplier_return")


def make_events(rows, issuer, sources=None):
    """The events of ledger rows, in the rows' order.

    A row that a later one of ``rows`` corrects becomes an event with an error declaration that names the
    correcting event; the correcting row follows as an event of its own. A correction to quantity 0 says that
    the movement didn't happen, so nothing follows.

    :param rows: dicts, oldest first
    :param issuer: `Issuer`
    :param sources: dict of lot id to a row-like dict, for what transformations were made from
    """
    rows = list(rows)
    corrections = {row["corrects_id"]: row for row in rows if row.get("corrects_id")}
    for row in rows:
        if event := make_event(row, issuer, corrections.get(row["id"]), sources or {}):
            yield event


def make_event(row, issuer, correction=None, sources=None):
    """:return: the event of one row, None when the row tells nothing that EPCIS has an event for"""
    if row["kind"] == "move" and not row.get("quantity"):
        return None
    event = _make_frame(row, issuer)
    if row["kind"] == "transformation":
        body = _make_transformation(row, issuer, sources or {})
    else:
        body = _make_observation(row, issuer)
    if body is None:
        return None
    event |= body
    event |= _make_context(row, issuer)
    if correction:
        event["errorDeclaration"] = _make_error(correction)
    event |= {name: row[column] for name, column in EXTENSIONS.items() if row.get(column)}
    for name in ("production_date", "expiration_date"):
        if row.get(name):
            event["med:" + {"production_date": "made", "expiration_date": "expires"}[name]] = to_day(
                row[name]
            )
    return event


def get_event_id(row):
    return "urn:uuid:" + str(uuid.uuid5(EVENTS, row["hash"]))


def to_instant(value):
    """A naive UTC datetime, or its text, as EPCIS wants it."""
    value = datetime.fromisoformat(value) if isinstance(value, str) else value
    return value.strftime("%Y-%m-%dT%H:%M:%SZ")


def to_day(value):
    if isinstance(value, str):
        return value[:10]
    return (value.date() if isinstance(value, datetime) else value).isoformat()


def make_master_data(row):
    """What is known of the lot itself, by the names of CBV 2.0."""
    day = {"cbvmda:itemExpirationDate": "expiration_date", "med:productionDate": "production_date"}
    lot = row.get("batch_name") if ids.is_instance(row) else row.get("lot_name")
    data = {"cbvmda:lotNumber": lot} if lot else {}
    return data | {name: to_day(row[column]) for name, column in day.items() if row.get(column)}


def _make_frame(row, issuer):
    happened = row["happened_on"]
    return {
        "type": "TransformationEvent" if row["kind"] == "transformation" else "ObjectEvent",
        "eventID": get_event_id(row),
        "eventTime": to_instant(happened),
        "eventTimeZoneOffset": _get_offset(happened, issuer.time_zone),
        "recordTime": to_instant(row["recorded_on"]),
    }


def _get_offset(moment, zone):
    moment = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    minutes = round(moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).utcoffset().total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def _make_observation(row, issuer):
    step = find_step(row)
    if step is None or not (row.get("lot_name") or row.get("product_id")):
        return None
    body = _list_goods(row, issuer, "epcList", "quantityList")
    body |= {"action": step.action, "bizStep": step.biz_step, "disposition": step.disposition}
    if step.action == "ADD" and (data := make_master_data(row)):
        body["ilmd"] = data
    return body


def _list_goods(row, issuer, epc_list, quantity_list):
    if ids.is_instance(row):
        return {epc_list: [ids.get_instance_id(row, issuer)]}
    item = {"epcClass": ids.get_class_id(row, issuer)}
    if row.get("quantity"):
        item["quantity"] = row["quantity"]
        if code := UNIT_CODES.get(row.get("uom_name")):
            item["uom"] = code
    return {quantity_list: [item]}


def _make_transformation(row, issuer, sources):
    source = sources.get(row.get("source_lot_id"))
    if not source:
        return None
    used = _list_goods(
        source | {"quantity": row.get("quantity")}, issuer, "inputEPCList", "inputQuantityList"
    )
    made = _list_goods(row | {"quantity": None}, issuer, "outputEPCList", "outputQuantityList")
    body = used | made | {"bizStep": "assembling", "disposition": "active"}
    if data := make_master_data(row):
        body["ilmd"] = data
    return body


def _make_context(row, issuer):
    """Where, on which papers, from whom to whom."""
    context = {}
    outgoing = row.get("operation") in OUTGOING
    place = ids.get_location_id(row, "location" if outgoing else "location_dest", issuer)
    if row["kind"] == "move" and place:
        context["readPoint"] = {"id": place}
        if not outgoing:  # once shipped, goods are at no place of ours
            context["bizLocation"] = {"id": place}
    if papers := _list_papers(row, issuer):
        context["bizTransactionList"] = papers
    partner = ids.get_partner_id(row, issuer)
    if partner and row.get("operation") in INCOMING + OUTGOING:
        giver, taker = (issuer.party, partner) if outgoing else (partner, issuer.party)
        context["sourceList"] = [{"type": "possessing_party", "source": giver}]
        context["destinationList"] = [{"type": "possessing_party", "destination": taker}]
    return context


def _list_papers(row, issuer):
    papers = []
    for kind in ("order", "document"):
        model, number = row.get(f"{kind}_model"), row.get(f"{kind}_name") or row.get(f"{kind}_id")
        if model and number:
            paper = {"bizTransaction": issuer.make_uri("bt", model, number)}
            if name := _get_paper_type(model, row):
                paper = {"type": name, **paper}
            papers.append(paper)
    if report := ids.get_hash_id(row.get("report_hash")):
        papers.append({"type": "testres", "bizTransaction": report})
    return papers


def _get_paper_type(model, row):
    if model == "stock.picking":
        by_operation = {
            "receipt": "recadv",
            "delivery": "desadv",
            "customer_return": "rma",
            "hand_back": "desadv",
            "supplier_return": "rma",
        }
        return by_operation.get(row.get("operation"))
    return DOCUMENT_TYPES.get(model)


def _make_error(correction):
    """Of the event of the row that ``correction`` replaces."""
    happened = bool(correction.get("quantity")) or correction["kind"] != "move"
    error = {
        "declarationTime": to_instant(correction["recorded_on"]),
        "reason": "incorrect_data" if happened else "did_not_occur",
    }
    if happened:
        error["correctiveEventIDs"] = [get_event_id(correction)]
    if correction.get("reason"):
        error["med:reason"] = correction["reason"]
    if correction.get("user_name"):
        error["med:user"] = correction["user_name"]
    return error | {"med:hash": correction["hash"]}
