"""Products to WooCommerce: found by id, SKU or slug, then created or changed."""

import contextlib
import re
from urllib.parse import urlsplit

from ..catalogue import ProductResult
from ..errors import NotFoundError, PermanentError
from ..known_variants import known_variants
from ..neutral import VariantRef
from ..references import slug
from ..sentences import _lt
from .catalog import is_variable, number_id, own_codes
from .wording import plain, same_name, stored

#: meta keys: our reference, the attributes that are ours, the pictures we sent
REFERENCE_META = "_odoo_ref"
ATTRIBUTES_META = "_odoo_attributes"
PICTURES_META = "_odoo_pictures"
#: rows of a batch
BATCH = 100
#: what the shop takes as pictures, by the end of their address; it refuses the whole product for another
_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp")
#: what the shop takes as GTIN; from a barcode with letters it would silently keep the digits only
_GTIN = re.compile(r"[0-9-]*")


def push_product(client, product):
    row = _find(client, product)
    saved = client.save_product(str(row["id"]) if row else "", _body(client, product, row or {}))
    external_id = str(saved["id"])
    if not product.options:
        variant = product.variants[0]
        ref = VariantRef(external_id, external_id, external_id, variant.sku)
        return ProductResult(external_id, {variant.reference: ref})
    ids = _save_variations(client, product, saved)
    refs = {
        variant.reference: VariantRef(
            ids[variant.reference], external_id, ids[variant.reference], variant.sku
        )
        for variant in product.variants
        if variant.reference in ids
    }
    return ProductResult(external_id, refs)


def _find(client, product):
    if product.external_id:
        # deleted there: it is looked for by its SKU, then made again
        with contextlib.suppress(NotFoundError):
            return client.product(product.external_id)
    for variant in product.variants:
        for row in client.find_products(sku=variant.sku) if variant.sku else ():
            # the shop takes commas as a list of SKUs, and ignores the filter where SKUs are switched off
            if same_name(row.get("sku") or "", variant.sku):
                return client.product(str(row["parent_id"])) if row.get("parent_id") else row
    return next(iter(client.find_products(slug=slug(product.name, product.reference))), None)


def _body(client, product, row):
    body = {
        "name": product.name,
        "status": "publish" if product.status == "published" else "draft",
        "description": product.description,
        "categories": [{"id": _category(client, name)} for name in product.categories],
        "attributes": _attributes(product, row),
        "meta_data": [
            {"key": REFERENCE_META, "value": product.reference},
            {"key": ATTRIBUTES_META, "value": [fact.name for fact in product.facts if fact.value]},
        ],
    }
    if not row or is_variable(row) != bool(product.options):
        # left alone otherwise: it may be a special type of a plug-in
        body["type"] = "variable" if product.options else "simple"
    if not row:
        body["slug"] = slug(product.name, product.reference)
    pictures = [url for url in product.image_urls if urlsplit(url).path.lower().endswith(_PICTURES)]
    if pictures and _meta(row, PICTURES_META) != pictures:
        # an address sent again would be loaded into the shop's library once more
        body["images"] = [{"src": url} for url in pictures]
        body["meta_data"].append({"key": PICTURES_META, "value": pictures})
    if not product.options:
        body.update(_article(product.variants[0], new=not row))
    return body


def _meta(row, key):
    return next((one.get("value") for one in row.get("meta_data") or [] if one.get("key") == key), None)


def _category(client, name):
    rows = client.categories(stored(name))
    found = next((row for row in rows if same_name(row.get("name") or "", name)), None)
    return (found or client.create_category(name))["id"]


def _attributes(product, row):
    """Ours, and those that somebody added in the shop: WooCommerce replaces the whole list."""
    ours = {option.name for option in product.options} | {fact.name for fact in product.facts}
    ours.update(_meta(row, ATTRIBUTES_META) or ())
    kept = [one for one in row.get("attributes") or [] if plain(one.get("name") or "") not in ours]
    shared = _shared_attributes(row)
    choices = [
        {**_named(one.name, shared), "visible": True, "variation": True, "options": list(one.values)}
        for one in product.options
    ]
    facts = [
        {**_named(fact.name, shared), "visible": True, "variation": False, "options": [fact.value]}
        for fact in product.facts
        if fact.value
    ]
    return choices + facts + kept


def _shared_attributes(row):
    """Attributes of a product that it has in common with others, which the shop's filters go by.

    :return: dict of name to id; attributes of its own have no id
    """
    rows = row.get("attributes") or []
    return {plain(one.get("name") or ""): one["id"] for one in rows if one.get("id")}


def _named(name, shared):
    return {"id": shared[name]} if name in shared else {"name": name}


def _article(variant, new):
    row = {"sku": variant.sku}
    if _GTIN.fullmatch(variant.barcode):
        row["global_unique_id"] = variant.barcode
    if new:
        row["manage_stock"] = True
        row["stock_quantity"] = 0
        if variant.price is not None:
            row["regular_price"] = f"{variant.price:f}"
    return row


def _save_variations(client, product, saved):
    """:param dict saved: the product as the shop has it now"""
    external_id, shared = str(saved["id"]), _shared_attributes(saved)
    known = _known_variations(client, product, saved)
    create, update = [], []
    for variant in product.variants:
        options = [{**_named(name, shared), "option": value} for name, value in variant.options]
        row = {**_article(variant, variant.reference not in known), "attributes": options}
        if variant.reference in known:
            update.append({"id": number_id(known[variant.reference]), **row})
        else:
            create.append((variant, row))
    for start in range(0, len(update), BATCH):
        _check(client.save_variations(external_id, [], update[start : start + BATCH])[1])
    for start in range(0, len(create), BATCH):
        chunk = create[start : start + BATCH]
        made = _check(client.save_variations(external_id, [row for _variant, row in chunk], [])[0])
        known.update(
            (variant.reference, str(row["id"])) for (variant, _row), row in zip(chunk, made, strict=True)
        )
    return known


def _known_variations(client, product, saved):
    rows, offset = [], 0
    while True:
        page, total = client.variations(str(saved["id"]), offset, BATCH)
        rows += [own_codes(row, saved) for row in page]
        offset += len(page)
        if not page or offset >= total:
            break
    return known_variants(product, rows)


def _check(rows):
    """Errors of rows come inside a good answer."""
    errors = [row["error"] for row in rows if isinstance(row, dict) and row.get("error")]
    if errors:
        text = "; ".join(str(one.get("message") if isinstance(one, dict) else one) for one in errors[:5])
        raise PermanentError(_lt("The shop refused a variant: %(text)s", text=text))
    return rows
