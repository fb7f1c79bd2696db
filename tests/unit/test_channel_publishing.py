"""Products sent to shops: repeats, faults and what was there before."""

import dataclasses
from decimal import Decimal

import pytest
from channel_kit import connect, open_shop

from channels import errors
from channels.catalogue import ProductFact, ProductOption, ProductOut, VariantOut
from channels.references import slug

WRITES = r"(POST|PUT) .*/products| (SetProduct|AddVariants|SetVariants|OrderOptions|Publish|Remember|Forget)$"


def variant(sku, *options, **values):
    return VariantOut(f"odoo-{sku}", sku, " / ".join(v for _o, v in options), options, **values)


BRACE = ProductOut(
    reference="odoo-p1",
    name="Brace",
    currency="EUR",
    description="Holds",
    options=(ProductOption("Size", ("S", "M")),),
    categories=("Orthoses",),
    facts=(ProductFact("device_class", "Device class", "Class I"),),
    variants=(
        variant("BR-S", ("Size", "S"), price=Decimal("19.9")),
        variant("BR-M", ("Size", "M"), price=Decimal("21.5")),
    ),
)
GLOVE = ProductOut("odoo-p2", "Gloves", (variant("GLOVE", price=Decimal(5)),), "EUR")


def fact(shop):
    return {"device_class" if shop.code == "shopify" else "Device class": "Class I"}


def in_shop(channel):
    return {product.name: product for page in channel.iter_products() for product in page}


def test_a_product_with_variants_arrives_whole(shop, channel):
    result = channel.push_product(BRACE)
    product = in_shop(channel)["Brace"]
    assert result.external_id == product.external_id
    assert {one.sku: dict(one.options) for one in product.variants} == {
        "BR-S": {"Size": "S"},
        "BR-M": {"Size": "M"},
    }
    assert {one.sku: one.prices["EUR"] for one in product.variants} == {
        "BR-S": Decimal("19.9"),
        "BR-M": Decimal("21.5"),
    }
    assert product.options == BRACE.options
    assert product.categories == ("Orthoses",)
    assert shop.facts("Brace") == fact(shop)
    ids = {one.external_id for one in product.variants}
    assert {ref.external_id for ref in result.variants.values()} == ids


def test_a_repeat_makes_nothing_new(shop, channel):
    first = channel.push_product(BRACE)
    assert channel.push_product(BRACE) == first
    (product,) = in_shop(channel).values()
    assert len(product.variants) == 2


def test_an_article_without_options_is_found_by_its_sku(shop, channel):
    shop.add_product("GLOVE", "Other name", 7)
    result = channel.push_product(GLOVE)
    assert result.variants["odoo-GLOVE"].external_id == shop.ref("GLOVE")["external_id"]
    assert set(in_shop(channel)) == {"Gloves"}
    assert shop.price("GLOVE") == 7, "prices have a flow of their own"


def test_a_new_size_is_added_and_its_fellows_stay(shop, channel):
    first = channel.push_product(BRACE)
    grown = dataclasses.replace(
        BRACE,
        options=(ProductOption("Size", ("S", "M", "L")),),
        variants=(*BRACE.variants, variant("BR-L", ("Size", "L"), price=Decimal(23))),
        external_id=first.external_id,
    )
    second = channel.push_product(grown)
    assert second.variants["odoo-BR-S"] == first.variants["odoo-BR-S"]
    assert len(in_shop(channel)["Brace"].variants) == 3


def test_a_new_size_takes_its_place(channel):
    channel.push_product(BRACE)
    sizes = ("XS", "S", "M")
    extra = variant("BR-XS", ("Size", "XS"), price=Decimal(18))
    grown = dataclasses.replace(
        BRACE, options=(ProductOption("Size", sizes),), variants=(extra, *BRACE.variants)
    )
    channel.push_product(grown)
    (option,) = in_shop(channel)["Brace"].options
    assert option.values == sizes


def test_another_product_of_the_same_name_is_another_product(channel):
    twin = ProductOut("odoo-p3", "Gloves", (variant("GLOVE-2", price=Decimal(6)),), "EUR")
    assert channel.push_product(GLOVE).external_id != channel.push_product(twin).external_id


def test_an_empty_attribute_takes_it_away(shop, channel):
    channel.push_product(BRACE)
    channel.push_product(dataclasses.replace(BRACE, facts=(ProductFact("device_class", "Device class", ""),)))
    assert shop.facts("Brace") == {}


def test_a_product_deleted_in_the_shop_is_made_again(shop, channel):
    gone = dataclasses.replace(GLOVE, external_id="987654")
    channel.push_product(gone)
    assert set(in_shop(channel)) == {"Gloves"}


@pytest.mark.parametrize(
    "kind", ["timeout", "timeout_after", "drop_after", "status", "status_after", "truncate"]
)
@pytest.mark.parametrize("skip", [0, 1])
def test_after_any_fault_the_next_try_ends_as_without(shop, channel, kind, skip):
    if skip:
        # the product is there, so that a later call is struck
        channel.push_product(BRACE)
    shop.fail_next(kind, match=WRITES)
    with pytest.raises(errors.RetryableError):
        channel.push_product(BRACE)
    channel.push_product(BRACE)
    (product,) = in_shop(channel).values()
    assert sorted(one.sku for one in product.variants) == ["BR-M", "BR-S"]
    assert shop.facts("Brace") == fact(shop)


def test_pictures_are_loaded_into_woocommerce_once():
    with open_shop("woocommerce") as shop:
        channel = connect(shop)
        product = dataclasses.replace(GLOVE, image_urls=("https://odoo.example.com/a.png",))
        channel.push_product(product)
        channel.push_product(product)
        assert [bool(one.json.get("images")) for one in shop.asked(WRITES)] == [True, False]


def test_the_slug_is_readable_and_ours():
    assert slug("Écharpe – Größe M", "odoo-p1") == "echarpe-groe-m-odoo-p1"
    assert slug("血氧仪", "odoo-p1") == "odoo-p1"
    assert slug("long " * 60, "odoo-p1").endswith("-long-odoo-p1")
