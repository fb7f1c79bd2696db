"""What is to be said of products and of stock."""

from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

#: code: (what happened, what to do)
PRODUCT_PROBLEMS = {
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
    "items_refused": (
        _lt("The shop refused %(count)s of the rows: %(details)s"),
        _lt("Mend the articles in the shop or their mapping, then release."),
    ),
    "moved": (
        _lt("The shop sold some of the articles while their stock was being set."),
        _lt("Nothing to do: those orders come in first, then the stock is sent again."),
    ),
    "stock_differs": (
        _lt("The shop shows other stock than we had sent: somebody may just have bought."),
        _lt("Nothing to do: the shop's orders are asked for first, then stock follows."),
    ),
}
