"""Payloads without the people in them: masked for those who may not see them, anonymised for tests.

Works by what is known to be harmless, not by what is known to be personal: text under a key that is not
listed here is taken out, so that a plug-in's own fields give nobody away.
"""

import re
from decimal import Decimal

from .payload import dumps, loads

MASK = "••••"

#: Keys, in lower case without underscores, whose text says nothing about a person.
_HARMLESS = """
action amount carttax changetype code country countrycode countrycodev2 createdvia currency currencycode
discount discounttax discounttotal displayfinancialstatus displayfulfillmentstatus financialstatus
fulfillmentstatus kind locale methodid methodtitle object ordersource parentname paymentmethod
paymentmethodtitle paymentstatus presentmentcurrency price providerid quantity rate ratecode ratepercent
shippingtax shippingtotal sku status subtotal taxclass taxstatus topic total totaltax type unit variantsku
version
"""
HARMLESS = frozenset(_HARMLESS.split())
#: Parts of an order that are about goods: their names and titles are articles, not people.
_GOODS = """
adjustments couponlines discounts feelines items lineitems lines product shippinglines shippingmethods
taxlines taxes variant
"""
GOODS = frozenset(_GOODS.split())
_GOODS_KEYS = """
name title description producttitle varianttitle productname label
"""
GOODS_KEYS = frozenset(_GOODS_KEYS.split())
#: Levels that only wrap lists.
WRAPPERS = frozenset({"node", "nodes", "edges"})

_KINDS = (
    ("email", re.compile("mail")),
    ("phone", re.compile("phone|mobile|fax|tel$")),
    ("zip", re.compile("zip|postal|postcode")),
    ("first", re.compile("firstname|givenname")),
    ("last", re.compile("lastname|familyname|surname")),
    ("company", re.compile("company|organi[sz]ation")),
    ("street", re.compile("address|street")),
    ("town", re.compile("city|town|province|^state")),
    ("name", re.compile("name")),
)
_IDS = re.compile(r"(^|_)(id|ids|number|no|key|ref|reference)$|Id$|_id_|Number$")
_NO_IDS = re.compile("order_key|customer_ip|tax_number|vat_number|phone|account|card|iban", re.IGNORECASE)
_URL = re.compile(r"^[a-z]+://|^www\.", re.IGNORECASE)
_GID = re.compile(r"^gid://\w+/\w+/")
_INSTANT = re.compile(r"^\d{4}-\d\d-\d\d([T ][\d:.]+(Z|[+-][\d:]+)?)?$")
_DECIMAL = re.compile(r"^-?\d+\.\d+$")
_CODE = re.compile(r"^[\w.:+-]{1,60}$")


def masked(text):
    """The payload with everything personal blotted out; ids, amounts and articles stay readable.

    :param str text: payload as JSON
    """
    return _rewrite(text, lambda kind, value: value if kind == "id" else MASK)


def anonymised(text):
    """A test fixture from a real payload.

    Names, e-mails, phones, addresses, notes, ids and addresses of the shop are replaced, the same by the
    same everywhere, so that what belonged together still does. Amounts, articles, dates and statuses stay.

    :param str text: payload as JSON
    """
    return _rewrite(text, _Puppets())


class _Puppets:
    """Stands in for people: the same one for the same text."""

    def __init__(self):
        self._known = {}
        self._counts = {}

    def __call__(self, kind, value):
        key = (kind, str(value).casefold())
        if key not in self._known:
            self._counts[kind] = self._counts.get(kind, 0) + 1
            self._known[key] = self._make(kind, str(value), self._counts[kind])
        made = self._known[key]
        return int(re.sub(r"\D", "", made) or 0) if isinstance(value, (int, Decimal, float)) else made

    def _make(self, kind, value, number):
        if kind == "id":
            return self._make_id(value, number)
        return {
            "email": f"person{number}@example.com",
            # set aside by the French regulator for fiction
            "phone": f"+336399800{number:02d}",
            "zip": f"{10000 + number}",
            "first": f"First{number}",
            "last": f"Last{number}",
            "company": f"Company {number}",
            "street": f"{number} Test Street",
            "town": f"Town {number}",
            "name": f"Name {number}",
            "url": f"https://shop.example.com/{number}",
        }.get(kind, f"Text {number}")

    def _make_id(self, value, number):
        gid = _GID.match(value)
        if gid:
            return f"{gid.group()}{1000 + number}"
        prefix = re.match(r"^[a-z]{2,12}_", value)
        return f"{prefix.group() if prefix else ''}{1000 + number}"


def _rewrite(text, replace):
    payload = loads(text)
    found = set()
    _walk(payload, "", "", lambda kind, value: found.add((kind, str(value).casefold())) or value)
    people = {value for kind, value in found if kind not in ("id", "url") and value.strip()}
    leaks = _finder(people)

    def replace_all(kind, value):
        return replace(kind, value) if kind else replace("text", value) if leaks(value) else value

    return dumps(_walk(payload, "", "", replace_all, with_harmless=True))


def _finder(people):
    """:return: function that tells whether a text names one of these people; short names as whole words"""
    long = [re.escape(value) for value in people if len(value) > 2]
    short = [rf"\b{re.escape(value)}\b" for value in people if len(value) <= 2]
    if not people:
        return lambda text: False
    pattern = re.compile("|".join(sorted(long, key=len, reverse=True) + short))
    return lambda text: bool(pattern.search(text.casefold()))


def _walk(value, key, part, replace, with_harmless=False):
    """Rebuild a payload, with ``replace(kind, value)`` in place of what is personal.

    :param key: of this value
    :param part: key of the part of the order that it stands in
    :param with_harmless: hand over goods' names too, with an empty kind
    """
    if isinstance(value, dict):
        inner = part if _plain(key) in WRAPPERS or not key else _plain(key)
        pair = value.get("key") if isinstance(value.get("key"), str) else ""
        return {
            name: _walk(one, pair if name == "value" and pair else name, inner, replace, with_harmless)
            for name, one in value.items()
        }
    if isinstance(value, list):
        return [_walk(one, key, part, replace, with_harmless) for one in value]
    if value is None or isinstance(value, bool) or value == "":
        return value
    kind = _kind(value, key, part)
    if kind:
        return replace(kind, value)
    return replace("", value) if with_harmless and _is_goods(value, key, part) else value


def _plain(key):
    return key.lower().replace("_", "").replace("-", "")


def _is_goods(value, key, part):
    return isinstance(value, str) and part in GOODS and _plain(key) in GOODS_KEYS


def _kind(value, key, part):
    """What sort of personal thing this is; empty if it is none."""
    plain = _plain(key)
    named = next((kind for kind, pattern in _KINDS if pattern.search(plain)), "")
    is_id = _IDS.search(key) and not _NO_IDS.search(key)
    if not isinstance(value, str):
        return "id" if is_id else "phone" if named in ("phone", "zip") else ""
    if plain in HARMLESS and _CODE.match(value) or _is_goods(value, key, part):
        return ""
    if _INSTANT.match(value) and "birth" not in plain or _DECIMAL.match(value):
        return ""
    if _GID.match(value) or is_id and _CODE.match(value):
        return "id"
    return "url" if _URL.match(value) else named or "text"
