"""Products to Shopify: found by id, our handle or a SKU, then created or changed.

``productSet`` deletes what a list that it is given leaves out. So a product that is there already is only
given what is no list, and pictures when ours have changed; variants and facts have calls of their own.
"""

import html
import json

from ..catalogue import ProductResult
from ..errors import RejectedError
from ..neutral import VariantRef
from ..reading import Reader
from ..references import slug
from ..sentences import _lt
from . import const, options, products, queries
from .ids import gid, is_number, number_of
from .pages import nodes_of


def push_product(client, product):
    """As :meth:`~..base.Channel.push_product`."""
    before = _find(client, product)
    if before is None:
        handle = slug(product.name, product.reference)
        product_id = _set(client, {"handle": handle}, {**_new(product), "handle": handle})
    else:
        product_id = before.identifier("id")
        _change(client, product, product_id, _record(before))
    if before is None or _is_unfinished(before, product):
        _publish(client, product_id)
    _save_facts(client, product, product_id, before)
    (row,) = map(Reader, products.read(client, [product_id]))
    return ProductResult(number_of(row), _refs(product, row))


def _find(client, product):
    """:return: the product as the shop knows it (``PUBLISHED``), or None"""
    for product_id in _candidates(client, product):
        row = client.run(queries.products.PUBLISHED, id=product_id).get("node")
        if row:
            return Reader(row)
    return None


def _candidates(client, product):
    if is_number(product.external_id):
        yield gid("Product", product.external_id)
    data = client.run(queries.products.PRODUCT_OF_HANDLE, handle=slug(product.name, product.reference))
    if data.get("productByIdentifier"):
        yield Reader(data).child("productByIdentifier").identifier("id")
    for variant in product.variants:
        # the search may find more than what it is asked for
        for row in _articles(client, variant.sku) if variant.sku else ():
            if row.text("sku", "") == variant.sku:
                yield row.child("product").identifier("id")


def _is_unfinished(before, product):
    """Whether a call that made it broke off: it has our handle, but not what is noted last."""
    return before.text("handle", "").endswith(product.reference) and not _record(before)


def _articles(client, sku):
    # a text in quotes, as JSON writes it, is what the search syntax wants
    data = client.run(queries.products.PRODUCT_OF_SKU, query=f"sku:{json.dumps(sku, ensure_ascii=False)}")
    return nodes_of(Reader(data), "productVariants")


# --- the product ---


def _set(client, identifier, values):
    answer = client.must_change(
        queries.products.SET_PRODUCT, "productSet", identifier=identifier, input=values
    )
    return Reader(answer).child("product").identifier("id")


def _new(product):
    """A whole product. A repeat finds its handle: Shopify makes it or changes it."""
    rows = [
        {"name": option.name, "values": [{"name": value} for value in option.values]}
        for option in product.options
    ]
    filler = {"name": const.ONLY_OPTION, "values": [{"name": const.ONLY_VALUE}]}
    return {
        **_content(product, []),
        "productOptions": rows or [filler],
        "variants": [{**_new_variant(variant), "sku": variant.sku} for variant in product.variants],
    }


def _content(product, known_pictures):
    urls = list(product.image_urls)
    return {
        "title": product.name,
        "descriptionHtml": html.escape(product.description, quote=False).replace("\n", "<br>"),
        "status": "ACTIVE" if product.status == "published" else "DRAFT",
        "productType": next(iter(product.categories), ""),
        # Shopify fetches them itself; the same address again would be one picture more in its library
        **({"files": [_file(url) for url in urls]} if urls and urls != known_pictures else {}),
    }


def _file(url):
    return {"originalSource": url, "contentType": "IMAGE"}


def _change(client, product, product_id, record):
    _set(client, {"id": product_id}, _content(product, record.get("pictures")))
    (row,) = map(Reader, products.read(client, [product_id]))
    known = _known(product, row)
    new = [variant for variant in product.variants if variant.reference not in known]
    _each_batch(
        client,
        (queries.products.ADD_VARIANTS, "productVariantsBulkCreate"),
        product_id,
        [_new_variant(variant) for variant in new],
    )
    if new:
        options.keep_order(client, product, product_id)
    _each_batch(
        client,
        (queries.stock.SET_VARIANTS, "productVariantsBulkUpdate"),
        product_id,
        [
            {"id": known[one.reference], "barcode": one.barcode, "inventoryItem": {"sku": one.sku}}
            for one in product.variants
            if one.reference in known
        ],
    )


# --- its variants ---


def _new_variant(variant):
    chosen = dict(variant.options) or {const.ONLY_OPTION: const.ONLY_VALUE}
    if variant.price is None:
        raise RejectedError(
            _lt(
                "Without a price Shopify would give it away: %(article)s.",
                article=variant.sku or variant.title,
            )
        )
    return {
        "barcode": variant.barcode,
        "price": f"{variant.price:f}",
        "optionValues": [{"optionName": name, "name": value} for name, value in chosen.items()],
        "inventoryItem": {"tracked": True, "sku": variant.sku},
    }


def _each_batch(client, mutation, product_id, rows):
    document, field = mutation
    for start in range(0, len(rows), const.MAX_QUANTITIES):
        batch = rows[start : start + const.MAX_QUANTITIES]
        client.must_change(document, field, product=product_id, variants=batch)


def _known(product, row):
    """:return: dict of our reference of a variant to its global id, by its id, its SKU, then its options"""
    rows = nodes_of(row, "variants")
    ids = {number_of(one): one.identifier("id") for one in rows}
    by_sku = {one.text("sku", ""): one.identifier("id") for one in rows if one.text("sku", "")}
    by_options = {frozenset(products.options_of(one).items()): one.identifier("id") for one in rows}
    known = {}
    for variant in product.variants:
        chosen = frozenset(variant.options or ((const.ONLY_OPTION, const.ONLY_VALUE),))
        found = ids.get(variant.external_id) or by_sku.get(variant.sku) or by_options.get(chosen)
        if found and found not in known.values():
            known[variant.reference] = found
    return known


def _refs(product, row):
    rows = {one.identifier("id"): one for one in nodes_of(row, "variants")}
    by_reference = {variant.reference: variant for variant in product.variants}
    return {
        reference: VariantRef(
            external_id=number_of(rows[key]),
            product_id=number_of(row),
            inventory_id=number_of(rows[key].child("inventoryItem")),
            sku=by_reference[reference].sku,
        )
        for reference, key in _known(product, row).items()
    }


# --- what customers read, and what we remember ---


def _save_facts(client, product, product_id, before):
    """Facts become metafields, which themes show and the shop's people see on the product.

    With them goes what we need to know of this call the next time, so it must be the last one.
    """
    told = {fact.code: " ".join(fact.value.split()) for fact in product.facts if fact.value.strip()}
    there = {row.text("key") for row in nodes_of(before, "metafields")} if before else set()
    gone = [fact.code for fact in product.facts if fact.code in there - told.keys()]
    if gone:
        fields = [{"ownerId": product_id, "namespace": const.NAMESPACE, "key": code} for code in gone]
        client.must_change(queries.products.FORGET, "metafieldsDelete", metafields=fields)
    record = {"reference": product.reference, "pictures": list(product.image_urls)}
    fields = [_metafield(product_id, code, "single_line_text_field", value) for code, value in told.items()]
    fields.append(_metafield(product_id, const.PRODUCT_KEY, "json", json.dumps(record)))
    client.must_change(queries.fulfilling.REMEMBER, "metafieldsSet", metafields=fields)


def _metafield(product_id, key, kind, value):
    return {
        "ownerId": product_id,
        "namespace": const.NAMESPACE,
        "key": key,
        "type": kind,
        "value": value,
    }


def _record(before):
    rows = {row.text("key"): row.text("value", "") for row in nodes_of(before, "metafields")}
    try:
        record = json.loads(rows.get(const.PRODUCT_KEY, "{}"))
    except ValueError:
        record = {}  # somebody edited it
    return record if isinstance(record, dict) else {}


def _publish(client, product_id):
    """Show a new product where the shop shows new products; Shopify does not by itself for those of an app.

    Only once: where it is shown later is for the shop's people to say.
    """
    rows = nodes_of(Reader(client.run(queries.products.PUBLICATIONS)), "publications")
    places = [{"publicationId": row.identifier("id")} for row in rows if row.flag("autoPublish", False)]
    if places:
        client.must_change(
            queries.products.PUBLISH, "publishablePublish", product=product_id, publications=places
        )
