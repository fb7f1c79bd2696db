"""What can keep an exchange from being done, in words: what happened, and what to do.

Kept as codes on the exchange and put into words when shown, so that everybody reads them in
their own language.
"""

from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

#: Parameters that are words of ours rather than the shop's.
WORDS = {
    "tax_included": _lt("included in the price"),
    "tax_excluded": _lt("on top of the price"),
    "billing_address": _lt("billing address"),
    "shipping_address": _lt("shipping address"),
}

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

#: code: (what happened, what to do)
PROBLEMS = {
    "sku_missing": (
        _lt("The line “%(name)s” has no SKU in the shop."),
        _lt("Give the article a SKU in the shop, or map it under Product mapping, then release."),
    ),
    "sku_unknown": (
        _lt("No product has the internal reference “%(sku)s” (%(name)s)."),
        _lt(
            "Create the product or set its internal reference to this SKU, or map it under "
            "Product mapping, then release."
        ),
    ),
    "sku_archived": (
        _lt("The product “%(sku)s” is archived."),
        _lt("Unarchive the product or map the SKU to its successor, then release."),
    ),
    "sku_ambiguous": (
        _lt("%(count)s products have the internal reference “%(sku)s”."),
        _lt("Leave this reference on one product only, or map the SKU under Product mapping, then release."),
    ),
    "no_lines": (
        _lt("The order has no lines."),
        _lt(
            "Look at the order in the shop: nothing can be sold. Complete it there, or dismiss this exchange."
        ),
    ),
    "quantity_zero": (
        _lt("The line “%(sku)s” has the quantity %(quantity)s."),
        _lt("Correct the quantity in the shop, then release; or dismiss this exchange."),
    ),
    "quantity_fraction": (
        _lt("The line “%(sku)s” has the quantity %(quantity)s, but the product is tracked by serial number."),
        _lt("Correct the quantity to whole pieces in the shop, then release."),
    ),
    "country_unknown": (
        _lt("The %(address)s has the country code “%(code)s”, which no country has."),
        _lt("Correct the country in the shop, then release."),
    ),
    "address_empty": (
        _lt("The order must be shipped, but its shipping address is empty."),
        _lt("Ask the customer for the address, enter it in the shop, then release."),
    ),
    "currency_unknown": (
        _lt("There is no currency “%(currency)s”."),
        _lt("Correct the currency in the shop, then release."),
    ),
    "currency_inactive": (
        _lt("The currency %(currency)s is not active."),
        _lt("Activate it under Invoicing / Configuration / Currencies and enter its rate, then release."),
    ),
    "tax_unmapped": (
        _lt("No sales tax of %(rate)s %% (%(mode)s) is known for the line “%(name)s”."),
        _lt("Choose the tax in the store's tax mapping, or create a sales tax with this rate, then release."),
    ),
    "total_differs": (
        _lt(
            "The shop's total is %(shop)s %(currency)s, but the lines come to %(ours)s "
            "%(currency)s: a difference of %(difference)s."
        ),
        _lt(
            "Compare taxes and discounts of the lines. Mend the tax mapping and release, or "
            "accept the difference."
        ),
    ),
    "price_differs": (
        _lt("%(sku)s was sold at %(shop)s, the last price we sent to the shop is %(ours)s."),
        _lt("Nothing to do, unless the price is a mistake: the order stands at the shop's price."),
    ),
    "contact_unreadable": (
        _lt("The customer's e-mail or phone number can't be read: %(value)s."),
        _lt(
            "Ask the customer and correct the contact. It was kept as it came, and not used to "
            "find the customer."
        ),
    ),
    "order_not_found": (
        _lt("The shop does not know the order %(reference)s."),
        _lt("If it was deleted in the shop, dismiss this exchange; otherwise release to ask again."),
    ),
    "order_not_visible": (
        _lt("The shop announced the order %(reference)s but does not show it yet."),
        _lt("Nothing to do: we ask again by ourselves."),
    ),
    "payload": (
        _lt("The shop's answer can't be read: %(message)s"),
        _lt(
            "Look at the order in the shop. If it looks right there, send this exchange to your "
            "administrator."
        ),
    ),
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
    "items_refused": (
        _lt("The shop refused %(count)s of the rows: %(details)s"),
        _lt("Mend the articles in the shop or their mapping, then release."),
    ),
    "rejected": (
        _lt("The shop refused what we sent: %(message)s"),
        _lt("Correct what the shop complains about, then release."),
    ),
    "not_found": (
        _lt("The shop does not know the record any more: %(message)s"),
        _lt("If it was deleted in the shop, dismiss this exchange; otherwise release to try again."),
    ),
    "network": (
        _lt("The shop can't be reached: %(message)s"),
        _lt(
            "Nothing to do if the shop is down: we try again by ourselves. Otherwise test the "
            "connection of the store."
        ),
    ),
    "throttled": (
        _lt("The shop asked us to slow down."),
        _lt("Nothing to do: we try again by ourselves."),
    ),
    "server": (
        _lt("The shop failed on its own side: %(message)s"),
        _lt("Nothing to do if it passes: we try again by ourselves. Otherwise look at the shop's log."),
    ),
    "moved": (
        _lt("The shop sold some of the articles while their stock was being set."),
        _lt("Nothing to do: those orders come in first, then the stock is sent again."),
    ),
    "protocol": (
        _lt("The shop's answer was cut off or damaged: %(message)s"),
        _lt("Nothing to do: we try again by ourselves."),
    ),
    "auth": (
        _lt("The shop refuses our credentials."),
        _lt(
            "Correct the credentials on the store and test the connection: waiting exchanges then "
            "go on by themselves."
        ),
    ),
    "secret_key": (
        _lt("The store's credentials were encrypted under another key."),
        _lt("Restore the key, or enter the credentials again on the store."),
    ),
    "refused_by_odoo": (
        _lt("Odoo refused it: %(message)s"),
        _lt("Mend the cause, then release."),
    ),
    "unexpected": (
        _lt("Something unexpected happened (%(error)s)."),
        _lt("Release to try again. If it comes back, send this exchange to your administrator."),
    ),
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
    "delivery_withdrawn": (
        _lt("The carrier took back that %(delivery)s was delivered, before the shop was told."),
        _lt("Nothing to do: the shop is told when the carrier says so again."),
    ),
    "product_in_review": (
        _lt("“%(name)s” (%(sku)s) is new from the shop and has not been completed yet."),
        _lt(
            "Open it under Shops / New from Shop, say whether it is a medical device, and press "
            "“Ready to sell”: the order then goes on by itself."
        ),
    ),
    "product_gone": (
        _lt("The shop no longer has the product “%(reference)s”."),
        _lt("Nothing to do: the product here stays as it is."),
    ),
    "product_empty": (
        _lt("The product “%(reference)s” has no articles in the shop."),
        _lt("Nothing to do, unless it should be sold: give it a variant in the shop."),
    ),
    "product_remarks": (
        _lt("Taken in, but not all of it: %(details)s"),
        _lt("Complete the product by hand where needed."),
    ),
    "short": (
        _lt("Goods are missing (there / ordered): %(details)s."),
        _lt(
            "Open the order and decide: accept it as a backorder, take another warehouse or lot, write to "
            "the customer, or cancel. It goes on by itself as soon as the goods are there."
        ),
    ),
    "tax_number_unsound": (
        _lt("The customer's tax number can't be right: %(value)s."),
        _lt("Ask the customer and enter it on the contact. It was kept in the contact's note, as it came."),
    ),
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
    "stock_differs": (
        _lt("The shop shows other stock than we had sent: somebody may just have bought."),
        _lt("Nothing to do: the shop's orders are asked for first, then stock follows."),
    ),
}
