"""Names, codes and attributes of WooCommerce's products, as its source keeps them."""

import dataclasses
from decimal import Decimal

import pytest
from channel_kit import open_shop

from channels.catalogue import ProductOption, ProductOut, VariantOut
from channels.woocommerce.catalog import is_variable
from channels.woocommerce.wording import plain, same_name, stored

SWABS = ProductOut(
    reference="odoo-p1",
    name="Gauze & Tape <5 mm",
    variants=(VariantOut("odoo-GAUZE", "GAUZE", "", price=Decimal(5)),),
    currency="EUR",
    categories=("Wound & Burn",),
)
BRACE = ProductOut(
    reference="odoo-p2",
    name="Brace",
    currency="EUR",
    options=(ProductOption("Size", ("S", "M")),),
    variants=tuple(VariantOut(f"odoo-BR-{one}", f"BR-{one}", one, (("Size", one),)) for one in ("S", "M")),
)


@pytest.fixture
def shop():
    with open_shop("woocommerce") as fake:
        yield fake


def test_a_name_with_signs_is_read_as_it_was_written(shop, channel):
    channel.push_product(SWABS)
    (product,) = next(channel.iter_products())
    assert (product.name, product.categories) == (SWABS.name, SWABS.categories)
    (variant,) = next(channel.iter_variants())
    assert variant.name == SWABS.name


def test_a_category_with_signs_is_made_once(shop, channel):
    channel.push_product(SWABS)
    channel.push_product(SWABS)
    assert [row["name"] for row in shop.shop_categories] == ["Wound &amp; Burn"]


def test_a_category_in_another_case_is_the_same(shop, channel):
    shop.shop_categories = [{"id": 7, "name": "WOUND &amp; burn"}]
    channel.push_product(SWABS)
    assert [row["id"] for row in shop.product_named(SWABS.name)["categories"]] == [7]


def test_variation_and_parent_with_signs(shop, channel):
    shop.add_family("Gloves S&M", "Size & fit", {"S&T": "GL-S"}, 3)
    (page,) = channel.iter_variants()
    assert [row.name for row in page] == ["Gloves S&M (S&T)"]
    shop.products["GL-S"]["attributes"][0].update(name="Size &amp; fit", option="S&amp;T")
    (product,) = next(channel.iter_products())
    assert dict(product.variants[0].options) == {"Size & fit": "S&T"}


def test_names_are_compared_as_wordpress_does():
    assert same_name("Orth&egrave;ses", "ORTHESES")
    assert not same_name("Ortheses", "Prostheses")
    assert plain("TVA 20&#37;") == "TVA 20%"
    assert plain("Research&section &amp &#x2019;") == "Research&section &amp ’"
    assert stored("""a "b" & 'c'""") == """a "b" &amp; 'c'"""


def test_a_sku_with_a_comma_is_no_list_of_others(shop, channel):
    other = shop.add_product("GAUZE", "Somebody else's", 9)
    product = dataclasses.replace(SWABS, variants=(VariantOut("odoo-x", "GAUZE,5", ""),))
    assert channel.push_product(product).external_id != other["external_id"]


def test_a_sku_in_another_case_is_the_same(shop, channel):
    mine = shop.add_product("gauze", "Gauze", 9)
    assert channel.push_product(SWABS).external_id == mine["external_id"]


def test_a_variation_without_sku_does_not_pass_as_its_parent(shop, channel):
    """WooCommerce shows the parent's SKU for it."""
    parent = shop.add_family("Brace", "Size", {"S": "BR-S", "M": "BR-M"}, 3)
    parent["sku"] = "BR"
    shop.products["BR-M"]["sku"] = ""
    (page,) = channel.iter_variants()
    assert [row.sku for row in page] == ["BR-S", ""]
    (product,) = next(channel.iter_products())
    assert [one.sku for one in product.variants] == ["BR-S", ""]


@pytest.mark.parametrize(("barcode", "kept"), [("4012345678901", "4012345678901"), ("+A999BR5/$$9", None)])
def test_only_a_gtin_is_published_as_one(shop, channel, barcode, kept):
    """From a HIBC WooCommerce would keep the digits, which name another article, or none."""
    product = dataclasses.replace(SWABS, variants=(dataclasses.replace(SWABS.variants[0], barcode=barcode),))
    channel.push_product(product)
    assert shop.product_named(SWABS.name).get("global_unique_id") == kept


def test_a_picture_that_woocommerce_refuses_does_not_hold_the_product_back(shop, channel):
    urls = tuple(f"https://odoo.example.com/web/image/5/{name}?access_token=t" for name in ("a.svg", "b.png"))
    channel.push_product(dataclasses.replace(SWABS, image_urls=urls))
    assert [one["src"] for one in shop.product_named(SWABS.name)["images"]] == [urls[1]]


def test_an_attribute_that_products_share_stays_shared(shop, channel):
    parent = shop.add_family("Brace", "Size", {"S": "BR-S"}, 3)
    parent["attributes"] = [{"id": 3, "name": "Size", "variation": True, "options": ["S"]}]
    shop.products["BR-S"]["attributes"] = [{"id": 3, "name": "Size", "option": "S"}]
    channel.push_product(BRACE)
    assert [(one["id"], one["options"]) for one in parent["attributes"]] == [(3, ["S", "M"])]
    (product,) = next(channel.iter_products())
    assert {one.sku: dict(one.options) for one in product.variants} == {
        "BR-S": {"Size": "S"},
        "BR-M": {"Size": "M"},
    }
    assert shop.products["BR-M"]["attributes"][0]["id"] == 3


def test_a_special_type_of_a_plugin_stays(shop, channel):
    shop.add_product("GAUZE", "Gauze", 9)
    shop.products["GAUZE"]["type"] = "subscription"
    channel.push_product(SWABS)
    assert shop.products["GAUZE"]["type"] == "subscription"
    shop.products["GAUZE"]["type"] = "variable"
    channel.push_product(SWABS)
    assert shop.products["GAUZE"]["type"] == "simple"


def test_variable_subscriptions_have_variations():
    assert is_variable({"type": "variable-subscription"})
    assert not is_variable({"type": "simple"})
