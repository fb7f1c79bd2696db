"""What only Shopify does with products: lists that are replaced, sales channels, one category."""

import dataclasses
from decimal import Decimal

import pytest
from channel_kit import open_shop

from channels import errors
from channels.catalogue import ProductFact, ProductOption, ProductOut, VariantOut
from channels.shopify.products import parse_product

ONLINE_STORE = "gid://shopify/Publication/1"
GLOVE = ProductOut(
    reference="odoo-p2",
    name="Gloves",
    variants=(VariantOut("odoo-GLOVE", "GLOVE", "", price=Decimal("5")),),
    currency="EUR",
    facts=(ProductFact("device_class", "Device class", "Class I"),),
)


@pytest.fixture
def shop():
    with open_shop("shopify") as fake:
        yield fake


def changed(**values):
    return dataclasses.replace(GLOVE, **values)


# --- out ---


def test_a_new_product_is_shown_where_the_shop_shows_new_ones_and_only_once(shop, channel):
    channel.push_product(GLOVE)
    assert shop.product_named("Gloves")["shown_on"] == [ONLINE_STORE]
    # somebody in the shop decides otherwise
    shop.variants["GLOVE"]["product"]["shown_on"] = []
    channel.push_product(changed(description="Soft"))
    assert shop.product_named("Gloves")["shown_on"] == []


@pytest.mark.parametrize("step", ["SetProduct", "Publish", "Remember"])
def test_a_product_that_broke_off_half_way_is_shown_in_the_end(shop, channel, step):
    shop.fail_next("drop_after" if step == "SetProduct" else "drop", match=f" {step}$")
    with pytest.raises(errors.RetryableError):
        channel.push_product(GLOVE)
    # meanwhile somebody renames it here
    channel.push_product(changed(name="Gloves, nitrile"))
    assert len(shop.variants) == 1
    assert shop.product_named("Gloves, nitrile")["shown_on"] == [ONLINE_STORE]


def test_a_product_of_the_shop_stays_where_it_was_shown(shop, channel):
    shop.add_product("GLOVE", "Their gloves", 7)
    shop.variants["GLOVE"]["product"]["shown_on"] = []
    channel.push_product(GLOVE)
    assert shop.product_named("Gloves")["shown_on"] == []


def test_without_a_price_it_is_not_given_away(shop, channel):
    free = dataclasses.replace(GLOVE.variants[0], price=None)
    with pytest.raises(errors.RejectedError, match="GLOVE"):
        channel.push_product(changed(variants=(free,)))
    assert shop.variants == {}
    # once it is there, prices have a flow of their own
    channel.push_product(GLOVE)
    channel.push_product(changed(variants=(free,)))
    assert shop.price("GLOVE") == 5


def test_what_others_added_stays(shop, channel):
    family = shop.add_family("Brace", "Size", {"S": "BR-S", "XL": "BR-XL"}, 20.0)
    family["pictures"] = ["https://cdn.shopify.com/theirs.png"]
    family["metafields_by_key"]["care_label"] = "wash cold"
    brace = ProductOut(
        reference="odoo-p1",
        name="Brace",
        currency="EUR",
        options=(ProductOption("Size", ("S", "M")),),
        variants=tuple(
            VariantOut(f"odoo-{size}", f"BR-{size}", size, (("Size", size),), price=Decimal(9))
            for size in ("S", "M")
        ),
    )
    channel.push_product(brace)
    assert list(shop.variants) == ["BR-S", "BR-XL", "BR-M"]
    assert shop.product_named("Brace")["pictures"] == ["https://cdn.shopify.com/theirs.png"]
    assert shop.facts("Brace") == {"care_label": "wash cold"}


def test_a_variant_without_sku_is_known_by_its_options(shop, channel):
    shop.add_family("Brace", "Size", {"S": "x", "M": "y"}, 20.0)
    for sku in ("x", "y"):
        shop.variants[sku]["sku"] = None
    (found,) = next(iter(channel.iter_products()))
    brace = ProductOut(
        reference="odoo-p1",
        name="Brace",
        currency="EUR",
        external_id=found.external_id,
        options=(ProductOption("Size", ("S",)),),
        variants=(VariantOut("odoo-S", "BR-S", "S", (("Size", "S"),), price=Decimal(9)),),
    )
    result = channel.push_product(brace)
    assert result.variants["odoo-S"].external_id == found.variants[0].external_id
    assert len(shop.variants) == 2


def test_pictures_are_told_once_and_replaced_when_they_change(shop, channel):
    first, second = "https://odoo.example.com/a.png", "https://odoo.example.com/b.png"
    channel.push_product(changed(image_urls=(first,)))
    channel.push_product(changed(image_urls=(first,), description="Soft"))
    channel.push_product(changed(image_urls=(second,)))
    told = [request.json["variables"]["input"].get("files") for request in shop.asked(" SetProduct$")]
    assert [bool(files) for files in told] == [True, False, True]
    assert shop.product_named("Gloves")["pictures"] == [second]


def test_the_search_for_a_sku_is_checked(shop, channel):
    shop.add_product('GLOVE-XL "new"', "Other gloves", 7)
    channel.push_product(GLOVE)
    assert {row["title"] for row in shop._products()} == {"Other gloves", "Gloves"}
    variant = VariantOut("odoo-XL", 'GLOVE-XL "new"', "", price=Decimal(7))
    channel.push_product(ProductOut("odoo-p3", "XL", (variant,), "EUR"))
    assert {row["title"] for row in shop._products()} == {"XL", "Gloves"}


def test_a_description_is_text_not_markup(shop, channel):
    channel.push_product(changed(description="Range < 5 mm\nSoft & light"))
    assert shop.product_named("Gloves")["description"] == "Range &lt; 5 mm<br>Soft &amp; light"


def test_a_fact_in_two_lines_is_one(shop, channel):
    channel.push_product(changed(facts=(ProductFact("manufacturer", "Manufacturer", "Ortho\nWorks "),)))
    assert shop.facts("Gloves") == {"manufacturer": "Ortho Works"}


def test_a_refused_variant_is_an_error(shop, channel):
    shop.add_product("GLOVE", "Gloves", 7)
    sizes = (
        VariantOut("odoo-GLOVE", "GLOVE", "S", (("Size", "S"),), price=Decimal(5)),
        VariantOut("odoo-GLOVE-M", "GLOVE-M", "M", (("Size", "M"),), price=Decimal(5)),
    )
    with pytest.raises(errors.RejectedError, match="Option does not exist"):
        channel.push_product(changed(options=(ProductOption("Size", ("S", "M")),), variants=sizes))


# --- in ---


def test_many_variants_come_whole(shop, channel):
    sizes = {f"{number}": f"BR-{number}" for number in range(23)}
    shop.add_family("Brace", "Size", sizes, 20.0)
    ((product,),) = channel.iter_products()
    assert [variant.sku for variant in product.variants] == list(sizes.values())


def test_a_page_within_the_budget(shop, channel):
    for number in range(45):
        shop.add_product(f"S{number}", f"Name {number}", 1)
    assert [len(page) for page in channel.iter_products()] == [20, 20, 5]
    ids = [product.external_id for page in channel.iter_products() for product in page]
    assert len(channel.fetch_products([*ids, "prod_01"])) == 45


def payload(**values):
    return {
        "id": "gid://shopify/Product/7",
        "title": "Brace",
        "descriptionHtml": "<p>Holds</p>",
        "status": "ACTIVE",
        "productType": "",
        "category": None,
        "hasOnlyDefaultVariant": True,
        "options": [{"name": "Title", "optionValues": [{"name": "Default Title"}]}],
        "media": {"nodes": [{}, {"image": None}, {"image": {"url": "https://cdn.shopify.com/a.png"}}]},
        "variants": {"nodes": []},
        **values,
    }


@pytest.mark.parametrize(
    ("status", "ours"),
    [("ACTIVE", "published"), ("UNLISTED", "published"), ("DRAFT", "draft"), ("ARCHIVED", "draft")],
)
def test_status(status, ours):
    assert parse_product(payload(status=status), "EUR").status == ours


def test_category_and_pictures():
    taxonomy = {"name": "Orthopedic Braces"}
    assert parse_product(payload(category=taxonomy), "EUR").categories == ("Orthopedic Braces",)
    assert parse_product(payload(category=taxonomy, productType="Braces"), "EUR").categories == ("Braces",)
    product = parse_product(payload(), "EUR")
    assert (product.categories, product.image_urls) == ((), ("https://cdn.shopify.com/a.png",))
