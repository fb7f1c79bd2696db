"""What keeps a shipment from being told to the shop."""

from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

#: code: (what happened, what to do)
SHIPMENT_PROBLEMS = {
    "not_in_shop": (
        _lt("%(reference)s is not a shop order's shipment: none of its lines came from the shop."),
        _lt("Enter the shipment in the shop by hand, then dismiss this exchange."),
    ),
    "shipment_running": (
        _lt("A shipment to the same shop is being sent."),
        _lt("Nothing to do: stock follows at once."),
    ),
    "awaiting_tracking": (
        _lt("The shipment has no tracking number yet."),
        _lt(
            "Enter it on the transfer and the shop is told at once. "
            "Without one, the shop is told after four hours."
        ),
    ),
    "tracking_late": (
        _lt("The shop had been told of this shipment before its tracking number was known."),
        _lt("Enter the tracking number in the shop by hand: a shipment there can't be changed from outside."),
    ),
    "delivery_withdrawn": (
        _lt("The carrier took back that %(delivery)s was delivered, before the shop was told."),
        _lt("Nothing to do: the shop is told when the carrier says so again."),
    ),
}
