"""Products to Medusa: found by id, our reference or a SKU, then created or changed."""

from ..catalogue import ProductResult
from ..known_variants import known_variants
from ..money import json_number
from ..neutral import VariantRef
from ..reading import Reader
from ..references import slug

#: the shop wants an option even where there is nothing to choose
ONLY_OPTION = "Default"


def push_product(client, product):
    """As :meth:`~..base.Channel.push_product`."""
    row = _find(client, product)
    row = client.save_product("", _new(client, product)) if row is None else _update(client, product, row)
    _rank_values(client, product, row)
    return ProductResult(str(row["id"]), _refs(product, row))


def _find(client, product):
    for filters in _keys(client, product):
        rows, _count = client.products(0, 1, **filters)
        if rows:
            return rows[0]
    return None


def _keys(client, product):
    if product.external_id:
        yield {"id[]": [product.external_id]}
    yield {"external_id": product.reference}
    for variant in product.variants:
        found = client.product_of_sku(variant.sku) if variant.sku else ""
        if found:
            yield {"id[]": [found]}


def _new(client, product):
    profiles = client.shipping_profiles()
    channel = client.store().get("default_sales_channel_id")
    return {
        **_content(client, product),
        "external_id": product.reference,
        # the one that the shop makes of the name is refused when another product is called the same
        "handle": slug(product.name, product.reference),
        "options": [{"title": one.name, "values": list(one.values)} for one in product.options]
        or [{"title": ONLY_OPTION, "values": [ONLY_OPTION]}],
        "variants": [_new_variant(product, variant) for variant in product.variants],
        "metadata": {fact.name: fact.value for fact in product.facts if fact.value},
        **({"sales_channels": [{"id": channel}]} if channel else {}),
        **({"shipping_profile_id": profiles[0]["id"]} if profiles else {}),
    }


def _rank_values(client, product, row):
    """Put the values of options in our order, which the shop loses when it makes a product."""
    wanted = {one.name: one.values for one in product.options}
    for option in Reader(row).children("options", ()):
        have = {one.text("value"): one.data.get("rank") for one in option.children("values", ())}
        order = [value for value in wanted.get(option.text("title"), ()) if value in have]
        ranks = {value: rank for rank, value in enumerate(order)}
        if any(have[value] != rank for value, rank in ranks.items()):
            client.rank_values(option.identifier("id"), ranks)


def _content(client, product):
    return {
        "title": product.name,
        "description": product.description,
        "status": product.status,
        "categories": [{"id": _category(client, name)} for name in product.categories],
        **(_pictures(product.image_urls) if product.image_urls else {}),
    }


def _pictures(urls):
    return {"images": [{"url": url} for url in urls], "thumbnail": urls[0]}


def _category(client, name):
    found = next((row for row in client.categories(name) if row.get("name") == name), None)
    return (found or client.create_category(name))["id"]


def _new_variant(product, variant):
    prices = []
    if variant.price is not None:
        prices = [{"currency_code": product.currency.lower(), "amount": json_number(variant.price)}]
    return {
        **_variant(variant),
        "options": dict(variant.options) or {ONLY_OPTION: ONLY_OPTION},
        "manage_inventory": True,
        "prices": prices,
    }


def _variant(variant):
    return {
        "title": variant.title or ONLY_OPTION,
        "sku": variant.sku or None,
        "barcode": variant.barcode or None,
    }


def _update(client, product, row):
    external_id = str(row["id"])
    # an empty text takes a key away, whether the shop merges meta data or replaces them
    metadata = {**(row.get("metadata") or {}), **{fact.name: fact.value for fact in product.facts}}
    body = {**_content(client, product), "metadata": metadata, "external_id": product.reference}
    client.save_product(external_id, body)
    known = _known(product, row)
    new = [variant for variant in product.variants if variant.reference not in known]
    if new:
        _add_values(client, external_id, new, row)
    client.save_variants(
        external_id,
        [_new_variant(product, variant) for variant in new],
        [{"id": known[one.reference], **_variant(one)} for one in product.variants if one.reference in known],
    )
    rows, _count = client.products(0, 1, **{"id[]": [external_id]})
    return rows[0] if rows else row


def _add_values(client, external_id, variants, row):
    updates = []
    for option in Reader(row).children("options", ()):
        have = {one.text("value", "") for one in option.children("values", ())}
        title = option.text("title")
        wanted = dict.fromkeys(value for one in variants for name, value in one.options if name == title)
        missing = [{"value": value} for value in wanted if value not in have]
        if missing:
            updates.append({"product_option_id": option.identifier("id"), "add": missing})
    if updates:
        client.add_option_values(external_id, updates)


def _known(product, row):
    """:return: dict of our reference of a variant to its id in the shop"""
    rows = row.get("variants") or []
    known = known_variants(product, rows)
    if not known and len(rows) == len(product.variants) == 1:
        known[product.variants[0].reference] = str(rows[0]["id"])
    return known


def _refs(product, row):
    known = _known(product, row)
    by_id = {str(one["id"]): one for one in row.get("variants") or []}
    refs = {}
    for variant in product.variants:
        key = known.get(variant.reference)
        if key:
            links = by_id[key].get("inventory_items") or []
            stock = str(links[0].get("inventory_item_id") or "") if len(links) == 1 else ""
            refs[variant.reference] = VariantRef(key, str(row["id"]), stock, variant.sku)
    return refs
