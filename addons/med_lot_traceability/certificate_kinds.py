"""Kinds of certificates. Plain constants, no Odoo import."""

PRODUCT_KINDS = [
    ("registration", "Registration Certificate"),
    ("filing", "Filing Certificate"),
    ("ce_certificate", "CE Certificate"),
    ("ce_declaration", "EU Declaration of Conformity"),
    ("fda_clearance", "FDA 510(k) or PMA"),
    ("fda_listing", "FDA Device Listing"),
]
# Papers of the company that makes the product: they say who may make it, not what may be sold.
MAKER_KINDS = [
    ("production_licence", "Production Licence"),
    ("business_licence", "Business Licence"),
]
KINDS = PRODUCT_KINDS + MAKER_KINDS
MAKER_KIND_CODES = tuple(code for code, _label in MAKER_KINDS)

# Days before the end at which people are warned, the last one first: what is due wins over what was missed.
WARNING_DAYS = (30, 60, 90)

STATES = [
    ("not_yet", "Not Yet Valid"),
    ("valid", "Valid"),
    ("ends_90", "Ends within 90 Days"),
    ("ends_60", "Ends within 60 Days"),
    ("ends_30", "Ends within 30 Days"),
    ("ended", "Ended"),
]


def get_state(valid_from, valid_until, today):
    """Where a certificate stands on a day; it is valid on its first and on its last day, too.

    :param valid_from: date or falsy (always was)
    :param valid_until: date or falsy (unlimited)
    :return: code of :data:`STATES`
    """
    if valid_until and valid_until < today:
        return "ended"
    if valid_from and valid_from > today:
        return "not_yet"
    days = get_warning(valid_until, today)
    return f"ends_{days}" if days else "valid"


def get_warning(valid_until, today):
    """The warning that is due, in days (30, 60 or 90), or 0 when the end is further off, past or never."""
    if not valid_until or valid_until < today:
        return 0
    left = (valid_until - today).days
    return next((days for days in WARNING_DAYS if left <= days), 0)
