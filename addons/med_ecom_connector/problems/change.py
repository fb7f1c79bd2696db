"""What keeps a change or a cancellation of an order from being taken over."""

from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

#: code: (what happened, what to do)
CHANGE_PROBLEMS = {
    "changed_below_shipped": (
        _lt("The shop took goods off the order that had left already: %(changes)s. The rest was applied."),
        _lt(
            "Create a return on the sales order and release once the goods are back; or put the quantity "
            "right in the shop and dismiss this exchange."
        ),
    ),
    "changed_locked": (
        _lt("The order was changed in the shop, but the sales order is locked."),
        _lt("Unlock the sales order, then release; or dismiss this exchange to leave it as it is."),
    ),
    "changed_currency": (
        _lt("The order's currency was changed in the shop from %(old)s to %(new)s."),
        _lt("Ask whoever changed it. Put the currency right in the shop, or dismiss this exchange."),
    ),
    "cancelled_locked": (
        _lt("The order was cancelled in the shop, but the sales order is locked."),
        _lt("Unlock the sales order, then release."),
    ),
    "cancelled_after_shipment": (
        _lt("The order was cancelled in the shop, but goods had left already (%(pickings)s)."),
        _lt("Press “Create return” on the sales order if the customer sends the goods back."),
    ),
    "cancel_withdrawn": (
        _lt("%(order)s was reopened before the shop was told of its cancellation."),
        _lt("Nothing to do: the shop was not told."),
    ),
}
