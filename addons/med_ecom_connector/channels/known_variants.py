"""Recognising the variants of a product that a shop has already. Pure function."""


def known_variants(product, rows):
    """Which variants of a product a shop has already: by the id it gave us, else by the SKU.

    :param product: :class:`~.catalogue.ProductOut`
    :param rows: the shop's variants, as JSON objects with ``id`` and ``sku``
    :return: dict of our reference of a variant to its id in the shop
    """
    ids = {str(row["id"]) for row in rows}
    by_sku = {row.get("sku"): str(row["id"]) for row in rows if row.get("sku")}
    known = {}
    for variant in product.variants:
        found = variant.external_id if variant.external_id in ids else by_sku.get(variant.sku)
        if found:
            known[variant.reference] = found
    return known
