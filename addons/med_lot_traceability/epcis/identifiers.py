"""How things, places, parties and papers are named in EPCIS documents.

With a GTIN, goods are named by GS1 Digital Link URIs, which EPCIS 2.0 takes instead of the EPC URNs: a URN
would need the length of the maker's company prefix, which a carrier doesn't tell. All else gets an URI below
the issuer's own address, in the shapes that CBV 2.0 sets down for private identifiers (.../obj/, /class/,
/loc/, /pty/, /bt/).
"""

import base64
import re
from dataclasses import dataclass
from urllib.parse import quote

GS1 = "https://id.gs1.org"
GTIN_LENGTHS = (8, 12, 13, 14)
SHA256_HEX = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Issuer:
    """Who makes the document.

    :param base_url: the address below which the issuer names what has no GS1 identifier
    :param name: of the company
    :param company_id: its number in the issuer's system
    :param time_zone: IANA name of the zone whose offset the events tell
    """

    base_url: str
    name: str
    company_id: int
    time_zone: str = "UTC"

    def make_uri(self, kind, *parts):
        """:param kind: "obj", "class", "loc", "pty", "bt" or "ns" """
        path = "/".join(quote(str(part), safe="") for part in parts)
        return f"{self.base_url.rstrip('/')}/epcis/{kind}/{path}"

    @property
    def namespace(self):
        return self.make_uri("ns", "")

    @property
    def party(self):
        return self.make_uri("pty", f"company-{self.company_id}")


def read_gtin(di):
    """The GTIN-14 that a device identifier is, else None (check digit: GS1 General Specifications 7.9)."""
    if not di or len(di) not in GTIN_LENGTHS or not (di.isascii() and di.isdigit()):
        return None
    gtin = di.zfill(14)
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(gtin[:13]))
    return gtin if -total % 10 == int(gtin[13]) else None


def get_instance_id(row, issuer):
    """The id of one piece with a serial number."""
    if gtin := read_gtin(row.get("udi_di")):
        return f"{GS1}/01/{gtin}/21/{quote(row['lot_name'], safe='')}"
    return issuer.make_uri("obj", _product_key(row), row["lot_name"])


def get_class_id(row, issuer):
    """The id of a lot, or of the product when the row names no lot."""
    lot = row.get("lot_name")
    if gtin := read_gtin(row.get("udi_di")):
        return f"{GS1}/01/{gtin}" + (f"/10/{quote(lot, safe='')}" if lot else "")
    return issuer.make_uri("class", _product_key(row), *([lot] if lot else []))


def get_goods_id(row, issuer):
    return get_instance_id(row, issuer) if is_instance(row) else get_class_id(row, issuer)


def is_instance(row):
    return bool(row.get("is_serial") and row.get("lot_name"))


def get_location_id(row, side, issuer):
    """:param side: "location" (from) or "location_dest" (to); None when the row has no such place"""
    key = row.get(f"{side}_id") or row.get(f"{side}_name")
    return issuer.make_uri("loc", key) if key else None


def get_partner_id(row, issuer):
    key = row.get("partner_ref") or row.get("partner_name")
    return issuer.make_uri("pty", key) if key else None


def get_hash_id(digest):
    """The ni: URI (RFC 6920) of a file by its SHA-256 in hexadecimal; None when it is no such hash."""
    if not digest or not SHA256_HEX.fullmatch(digest):
        return None
    return "ni:///sha-256;" + base64.urlsafe_b64encode(bytes.fromhex(digest)).decode().rstrip("=")


def _product_key(row):
    return row.get("udi_di") or row.get("product_code") or f"product-{row.get('product_id') or 0}"
