"""The order in which a product's options, such as sizes, and their values are offered."""

from ..reading import Reader
from . import products, queries


def keep_order(client, product, product_id):
    """Put the values of a product's options in our order, once new ones came: Shopify puts these last.

    What only the shop knows comes behind ours. Safe to repeat.

    :param product: :class:`~..catalogue.ProductOut`
    """
    (row,) = map(Reader, products.read(client, [product_id]))
    there = {
        option.text("name"): [value.text("name") for value in option.children("optionValues")]
        for option in row.children("options")
    }
    ours = {option.name: list(option.values) for option in product.options if option.name in there}
    wanted = {
        name: [value for value in ours.get(name, ()) if value in there[name]]
        + [value for value in there[name] if value not in ours.get(name, ())]
        for name in [*ours, *(name for name in there if name not in ours)]
    }
    if wanted == there:
        return
    rows = [
        {"name": name, "values": [{"name": value} for value in values]} for name, values in wanted.items()
    ]
    client.must_change(
        queries.products.ORDER_OPTIONS, "productOptionsReorder", product=product_id, options=rows
    )
