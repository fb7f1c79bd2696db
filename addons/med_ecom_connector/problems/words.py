"""Words that stand in the texts of problems."""

from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

#: Parameters that are words of ours rather than the shop's.
WORDS = {
    "tax_included": _lt("included in the price"),
    "tax_excluded": _lt("on top of the price"),
    "billing_address": _lt("billing address"),
    "shipping_address": _lt("shipping address"),
}
