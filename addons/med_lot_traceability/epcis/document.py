"""A whole EPCIS document, written piece by piece so that a year of events needs little memory."""

import json

from . import identifiers as ids
from .event import make_event, make_master_data, to_instant

CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
VERSION = "2.0"
MASTER_DATA = "urn:epcglobal:cbv:mda:"
GOODS, PLACES, PARTIES = (f"urn:epcglobal:epcis:vtype:{name}" for name in ("EPCClass", "Location", "Party"))


def build(rows, issuer, created, sources=None):
    """The document of ledger rows as a dict; see `write` for the parameters."""
    return json.loads("".join(write(rows, issuer, created, sources)))


def write(rows, issuer, created, sources=None, corrections=None):
    """The document of ledger rows as pieces of JSON text.

    :param rows: iterable of dicts, oldest first
    :param issuer: `Issuer`
    :param created: when the document is made, naive UTC
    :param sources: dict of lot id to a row-like dict, for what transformations were made from
    :param corrections: dict of row id to the row that corrects it. Without it ``rows`` are read whole first
    """
    if corrections is None:
        rows = list(rows)
        corrections = {row["corrects_id"]: row for row in rows if row.get("corrects_id")}
    yield _to_json(_make_head(issuer, created)).removesuffix("}") + ', "epcisBody": {"eventList": ['
    names = MasterData(issuer)
    separator = "\n"
    for row in rows:
        if event := make_event(row, issuer, corrections.get(row["id"]), sources):
            yield separator + _to_json(event)
            separator = ",\n"
            names.add(row, event)
    yield ']}, "epcisHeader": ' + _to_json({"epcisMasterData": {"vocabularyList": names.get_list()}}) + "}\n"


class MasterData:
    """Names and data of the goods, places and parties that the events tell by id."""

    def __init__(self, issuer):
        self.issuer = issuer
        self.found = {GOODS: {}, PLACES: {}, PARTIES: {issuer.party: {"cbvmda:name": issuer.name}}}

    def add(self, row, event):
        """Later rows know better, so they win."""
        goods = {"cbvmda:descriptionShort": row.get("product_name"), **make_master_data(row)}
        self.found[GOODS][ids.get_goods_id(row, self.issuer)] = goods
        side = "location" if "bizLocation" not in event else "location_dest"
        if "readPoint" in event:
            self.found[PLACES][event["readPoint"]["id"]] = {"cbvmda:name": row.get(f"{side}_name")}
        if "sourceList" in event:
            partner = {
                "cbvmda:name": row.get("partner_name"),
                "cbvmda:streetAddressOne": row.get("partner_address"),
            }
            self.found[PARTIES][ids.get_partner_id(row, self.issuer)] = partner

    def get_list(self):
        return [
            {"type": kind, "vocabularyElementList": [_make_element(uri, data) for uri, data in found.items()]}
            for kind, found in self.found.items()
            if found
        ]


def _make_element(uri, data):
    attributes = [{"id": name, "attribute": value} for name, value in data.items() if value]
    return {"id": uri, "attributes": attributes}


def _make_head(issuer, created):
    return {
        "@context": [CONTEXT, {"med": issuer.namespace, "cbvmda": MASTER_DATA}],
        "type": "EPCISDocument",
        "schemaVersion": VERSION,
        "creationDate": to_instant(created),
        "sender": issuer.party,
    }


def _to_json(value):
    return json.dumps(value, ensure_ascii=False)
