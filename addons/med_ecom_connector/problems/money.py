"""What keeps money from being booked."""

from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

#: code: (what happened, what to do)
MONEY_PROBLEMS = {
    "clearing_account_missing": (
        _lt("The journal %(journal)s has no account for payments."),
        _lt(
            "Enter the clearing account on the journal's incoming and outgoing payment method, or choose "
            "another clearing journal on the store, then release."
        ),
    ),
    "invoice_differs": (
        _lt("The shop's total is %(shop)s, but the invoice would come to %(ours)s."),
        _lt(
            "Compare the taxes of the order's lines with the shop's; correct them on the sales order, then "
            "release. Or invoice the order by hand and dismiss this exchange."
        ),
    ),
}
