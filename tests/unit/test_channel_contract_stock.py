"""Articles, stock and prices: the same promises, kept by every channel against its fake shop."""

from decimal import Decimal

import pytest
from channel_kit import (
    STOCK,
    connect,
)

from channels import errors
from channels.neutral import PriceUpdate, StockLevel, VariantRef


def test_variants(shop, channel):
    for number in range(5):
        shop.add_product(f"S{number}", f"Article {number}", "12.30", stock=number)
    pages = list(channel.iter_variants(page_size=2))
    variants = [variant for page in pages for variant in page]
    assert len(pages) == 3
    assert [variant.sku for variant in variants] == [f"S{number}" for number in range(5)]
    assert [variant.stock for variant in variants] == list(range(5))
    assert variants[0].prices == {"EUR": Decimal("12.3")}
    ref = VariantRef(**shop.ref("S0"))
    assert (variants[0].external_id, variants[0].inventory_id) == (ref.external_id, ref.inventory_id)


def levels(shop, **quantities):
    return [StockLevel(VariantRef(**shop.ref(sku)), Decimal(str(n))) for sku, n in quantities.items()]


def test_stock(shop, channel):
    shop.add_product("A", "Alpha", 1, stock=5)
    shop.add_product("B", "Beta", 1, stock=5)
    results = channel.push_stock(levels(shop, A=7.9, B=0))
    assert [(result.external_id, result.ok) for result in results] == [
        (shop.ref("A")["external_id"], True),
        (shop.ref("B")["external_id"], True),
    ]
    assert (shop.stock("A"), shop.stock("B")) == (7, 0)


def test_one_bad_article_does_not_hold_back_the_others(shop, channel):
    shop.add_product("A", "Alpha", 1, stock=5)
    shop.add_product("GONE", "Gone", 1, stock=5)
    shop.add_product("B", "Beta", 1, stock=5)
    wanted = levels(shop, A=1, GONE=2, B=3)
    del (shop.products if shop.code == "woocommerce" else shop.variants)["GONE"]
    results = channel.push_stock(wanted)
    assert [result.ok for result in results] == [True, False, True]
    assert results[1].error
    assert (shop.stock("A"), shop.stock("B")) == (1, 3)


def test_a_batch_at_the_limit(shop, channel):
    size = channel.capabilities.max_stock_batch
    for number in range(size):
        shop.add_product(f"S{number}", "x", 1)
    results = channel.push_stock(levels(shop, **{f"S{number}": number for number in range(size)}))
    assert all(result.ok for result in results)
    assert shop.stock("S99") == 99
    assert len(shop.asked(STOCK)) == 1


def test_stock_that_timed_out_after_the_work_can_be_sent_again(shop):
    shop.add_product("A", "Alpha", 1, stock=5)
    channel = connect(shop)
    shop.fail_next("timeout_after", match=STOCK)
    with pytest.raises(errors.NetworkError):
        channel.push_stock(levels(shop, A=3))
    assert shop.stock("A") == 3
    assert channel.push_stock(levels(shop, A=3))[0].ok


def test_prices(shop, channel):
    shop.add_product("A", "Alpha", "10")
    shop.add_product("B", "Beta", "10")
    updates = [PriceUpdate(VariantRef(**shop.ref(sku)), Decimal("12.34"), "EUR") for sku in "AB"]
    assert all(result.ok for result in channel.push_prices(updates))
    assert (shop.price("A"), shop.price("B")) == (12.34, 12.34)
    assert channel.push_prices([]) == []
    assert channel.push_stock([]) == []


def test_sale_prices(shop, channel):
    if not channel.capabilities.sale_prices:
        pytest.skip("the shop has no room for them")
    shop.add_product("A", "Alpha", "10")
    ref = VariantRef(**shop.ref("A"))

    def push(amount, regular):
        (result,) = channel.push_prices([PriceUpdate(ref, Decimal(amount), "EUR", regular)])
        assert result.ok, result.error
        return shop.price("A"), shop.regular_price("A")

    assert push("8", Decimal("10.5")) == (8, 10.5)
    assert push("7.50", Decimal(10)) == (7.5, 10)
    # a price of ours alone leaves what the shop shows besides; the price itself ends the sale
    assert push("7.25", Decimal("7.25")) == (7.25, None)
    assert push("9", None) == (9, None)


def test_a_sale_of_the_shops_own_is_left_alone(shop, channel):
    if not channel.capabilities.sale_prices:
        pytest.skip("the shop has no room for them")
    shop.add_product("A", "Alpha", "10")
    own = {"shopify": {"compareAtPrice": "15.00"}, "woocommerce": {"sale_price": "4.00"}}[shop.code]
    (shop.variants if shop.code == "shopify" else shop.products)["A"].update(own)
    before = shop.regular_price("A")
    assert before
    update = PriceUpdate(VariantRef(**shop.ref("A")), Decimal("9"), "EUR")
    assert channel.push_prices([update])[0].ok
    assert shop.regular_price("A") is not None
