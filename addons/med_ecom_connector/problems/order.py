"""What keeps a shop's order from being taken in."""

from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

#: code: (what happened, what to do)
ORDER_PROBLEMS = {
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
    "tax_number_unsound": (
        _lt("The customer's tax number can't be right: %(value)s."),
        _lt("Ask the customer and enter it on the contact. It was kept in the contact's note, as it came."),
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
    "short": (
        _lt("Goods are missing (there / ordered): %(details)s."),
        _lt(
            "Open the order and decide: accept it as a backorder, take another warehouse or lot, write to "
            "the customer, or cancel. It goes on by itself as soon as the goods are there."
        ),
    ),
}
