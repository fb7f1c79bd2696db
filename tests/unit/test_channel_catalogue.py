"""Products as shops show them, and what pictures may be fetched."""

from decimal import Decimal

import pytest

from channels import errors, pictures
from channels.medusa import products as medusa
from channels.woocommerce import products as woocommerce
from payloads import load


def all_products(channel):
    return {product.name: product for page in channel.iter_products(2) for product in page}


def test_a_recorded_medusa_product():
    product = medusa.parse_product(load("medusa", "product"))
    assert (product.name, product.status, product.options) == ("Pulse oximeter PO-100", "published", ())
    (variant,) = product.variants
    assert (variant.sku, variant.options, variant.prices) == ("PO-100", {}, {"EUR": Decimal("49.9")})


def test_a_recorded_woocommerce_product_with_a_variation():
    parent, child = load("woocommerce", "product-variable"), load("woocommerce", "product-variation")
    product = woocommerce.parse_product(parent, [child], "EUR")
    assert product.name == "Compression stocking"
    assert [(one.name, one.values) for one in product.options] == [("Size", ("S", "M"))]
    (variant,) = product.variants
    assert (variant.sku, variant.options, variant.prices) == ("CS-1-M", {"Size": "M"}, {"EUR": Decimal(19)})
    assert product.categories == ("Uncategorized",)


def test_pages_of_products_with_variants(shop, channel):
    shop.add_product("PO-100", "Oximeter", 49.9)
    shop.add_family("Brace", "Size", {"S": "BR-S", "M": "BR-M"}, 20.0)
    shop.add_product("GLOVE", "Gloves", 5)
    found = all_products(channel)
    assert set(found) == {"Oximeter", "Brace", "Gloves"}
    assert found["Oximeter"].options == ()
    brace = found["Brace"]
    assert [(one.sku, dict(one.options)) for one in brace.variants] == [
        ("BR-S", {"Size": "S"}),
        ("BR-M", {"Size": "M"}),
    ]
    assert channel.fetch_products([brace.external_id, "999999"]) == [brace]
    assert channel.fetch_products([]) == []


@pytest.mark.parametrize("fault", ["truncate", "short_page", "drop", "html"])
def test_a_damaged_page_of_products_is_an_error_not_a_shorter_catalogue(shop, channel, fault):
    for number in range(3):
        shop.add_product(f"S{number}", f"Name {number}", 1)
    shop.fail_next(fault, match=r"GET .*/products$| Products$")
    with pytest.raises(errors.RetryableError):
        all_products(channel)


def test_a_picture_of_the_shop_is_fetched(shop):
    url = shop.picture("a.png")
    assert pictures.fetch_picture(url, shop.url).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/a.png",
        "http://localhost/a.png",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/a.png",
        "file:///etc/passwd",
        "ftp://shop.example.com/a.png",
        "http://shop.example.com:99999/a.png",
        "http://user:pass@shop.example.com/a.png",
        "http://shop.example.com:8069/a.png",
        "http://shop.example.com.evil.example/a.png",
        "//shop.example.com/a.png",
        "",
    ],
)
def test_no_other_address_is_asked(url):
    with pytest.raises(errors.PayloadError):
        pictures.check_address(url, "http://shop.example.com", ["127.0.0.1", "localhost", "::1"])


def test_a_named_host_is_allowed_when_it_is_public(monkeypatch):
    def resolve(to):
        monkeypatch.setattr(pictures.socket, "getaddrinfo", lambda *_args, **_kw: [(0, 0, 0, "", (to, 0))])

    resolve("93.184.216.34")
    pictures.check_address("https://CDN.example.com/a.png", "https://shop.example.com", ["cdn.example.com"])
    resolve("10.0.0.5")
    with pytest.raises(errors.PayloadError):
        pictures.check_address(
            "https://cdn.example.com/a.png", "https://shop.example.com", ["cdn.example.com"]
        )


def test_a_page_is_no_picture(shop):
    shop.fail_next("html")
    with pytest.raises(errors.PayloadError):
        pictures.fetch_picture(shop.picture("a.png"), shop.url)


def test_a_huge_picture_is_left_there(shop, monkeypatch):
    monkeypatch.setattr(pictures, "MAX_PICTURE", 10)
    with pytest.raises(errors.PayloadError, match="larger"):
        pictures.fetch_picture(shop.picture("a.png"), shop.url)


def test_a_redirect_is_not_followed(shop):
    shop.fail_next("status", status=302, headers={"Location": "http://127.0.0.1:1/"})
    with pytest.raises(errors.NetworkError, match="302"):
        pictures.fetch_picture(shop.picture("a.png"), shop.url)
