"""Every document that we send, for the Admin API in ``const.API_VERSION``.

``tests/unit/test_shopify_documents.py`` validates each against Shopify's own schema. Two habits keep the
calculated cost under the 1,000 points that one query may cost: money only in the customer's
currency, and what few orders have (refunds, returns) by id in a query of its own.
"""

from . import aftersales, fulfilling, orders, products, shop, stock

#: all of them, by the name of the constant
DOCUMENTS = {
    name: text
    for module in (aftersales, fulfilling, orders, products, shop, stock)
    for name, text in vars(module).items()
    if isinstance(text, str) and text.lstrip().startswith(("query ", "mutation "))
}
