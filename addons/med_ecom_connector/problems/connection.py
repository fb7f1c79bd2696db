"""What “Test connection” has to say."""

from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

#: What "Test connection" noticed though the log-in worked.
WARNINGS = {
    "no_stock_location": _lt("The shop has no stock location: stock and shipments can't be sent."),
    "stock_location_not_chosen": _lt(
        "Choose the stock location under “Stock and prices” to send stock and shipments."
    ),
    "stock_not_managed": _lt(
        "The shop does not manage stock: switch it on there under Products / Inventory."
    ),
    "settings_unreadable": _lt(
        "The key may not read the shop's settings: whether it manages stock is unknown."
    ),
    "fulfilments_off": _lt(
        "Fulfilments are switched off in the shop: shipments are written to the orders' meta data."
    ),
    "scopes_missing": _lt(
        "The access token lacks rights. It needs read_customers, read_locations, write_inventory, "
        "write_merchant_managed_fulfillment_orders, write_orders, write_products and write_returns; "
        "for orders older than 60 days read_all_orders too."
    ),
    "api_version_gone": _lt(
        "The shop answers in another version of its interface than this connector was made for: "
        "update the connector."
    ),
}
