"""Products, stock and prices that the Medusa channel writes to a real shop, and reads back."""

import dataclasses
from decimal import Decimal

from ..channels.catalogue import ProductFact, ProductOption, ProductOut, VariantOut
from ..channels.neutral import PriceUpdate, StockLevel, VariantRef
from .live import medusa_seed
from .live.case import MedusaLiveCase

CLASS = ProductFact("class", "Device class", "Class I")


class TestMedusaLiveCatalogue(MedusaLiveCase):
    def product(self, **changes):
        names = iter((self.reference(), *(self.reference() for _size in "SM")))
        reference = next(names)
        variants = tuple(
            VariantOut(name, f"{name}-{size}", size, (("Size", size),), price=Decimal("19.9"))
            for size, name in zip("SM", names, strict=True)
        )
        product = ProductOut(
            reference,
            f"Brace {reference}",
            variants,
            "EUR",
            description="Holds",
            options=(ProductOption("Size", ("S", "M")),),
            categories=("Orthoses",),
            facts=(CLASS, ProductFact("udi", "UDI-DI", "04012345678901")),
        )
        return dataclasses.replace(product, **changes)

    def theirs(self, result):
        (product,) = self.channel.fetch_products([result.external_id])
        return product

    def test_product_arrives_whole_and_once(self):
        product = self.product()
        first, again = (self.channel.push_product(product) for _time in range(2))
        self.assertEqual(first, again)
        twin = self.channel.push_product(self.product(name=product.name))
        self.assertNotEqual(twin.external_id, first.external_id, "another one of the same name")
        self.assertEqual(len(first.variants), 2)
        self.assertTrue(all(ref.inventory_id for ref in first.variants.values()))
        theirs = self.theirs(first)
        self.assertEqual(
            (theirs.name, theirs.description, theirs.status), (product.name, "Holds", "published")
        )
        self.assertEqual((theirs.options, theirs.categories), (product.options, ("Orthoses",)))
        self.assertEqual({one.sku for one in theirs.variants}, {one.sku for one in product.variants})
        self.assertEqual({one.prices["EUR"] for one in theirs.variants}, {Decimal("19.9")})
        listed = [one for page in self.channel.iter_products(page_size=20) for one in page]
        self.assertEqual([one for one in listed if one.external_id == first.external_id], [theirs])

    def test_product_is_changed_and_gets_another_size(self):
        product = self.product()
        first = self.channel.push_product(product)
        large = VariantOut(f"{product.reference}-L", f"{product.reference}-L", "L", (("Size", "L"),))
        changed = dataclasses.replace(
            product,
            name="Brace, soft",
            status="draft",
            options=(ProductOption("Size", ("S", "L", "M")),),
            variants=(*product.variants, dataclasses.replace(large, price=Decimal("21.5"))),
            facts=(dataclasses.replace(CLASS, value="Class IIa"), ProductFact("udi", "UDI-DI", "")),
            categories=(),
            external_id=first.external_id,
        )
        second = self.channel.push_product(changed)
        self.assertEqual(second.external_id, first.external_id)
        self.assertEqual({key: second.variants[key] for key in first.variants}, first.variants)
        theirs = self.theirs(second)
        self.assertEqual((theirs.name, theirs.status, theirs.categories), ("Brace, soft", "draft", ()))
        self.assertEqual(theirs.options, changed.options)
        sizes = {one.options["Size"]: one.prices["EUR"] for one in theirs.variants}
        self.assertEqual(sizes, {"S": Decimal("19.9"), "M": Decimal("19.9"), "L": Decimal("21.5")})
        path = f"/products/{second.external_id}"
        metadata = self.shop.admin.get(path, fields="+metadata")["product"]["metadata"]
        self.assertEqual(
            {key: value for key, value in metadata.items() if value}, {"Device class": "Class IIa"}
        )

    def test_stock_is_written_and_read(self):
        ref = self.channel.push_product(self.product()).variants.popitem()[1]
        self.assertEqual(self.channel.fetch_stock([ref]), {}, "no level yet")
        for quantity in (7, 4):
            (result,) = self.channel.push_stock([StockLevel(ref, Decimal(quantity))])
            self.assertTrue(result.ok, result.error)
            self.assertEqual(self.channel.fetch_stock([ref]), {ref.external_id: quantity})
        self.assertEqual(self.variants()[ref.sku].stock, 4)

    def test_price_for_everybody_leaves_the_price_of_a_region_alone(self):
        self.shop.add_product("LIVE-PRICE", "Priced article", 10.0)
        self.shop.place.set_price(self.shop.admin, "LIVE-PRICE", medusa_seed.WITH_TAX, "12.00")
        gone = VariantRef("variant_gone", "prod_gone", "", "GONE")
        price = PriceUpdate(self.ref("LIVE-PRICE"), Decimal("11.5"), "EUR")
        result, missing = self.channel.push_prices([price, PriceUpdate(gone, Decimal(1), "EUR")])
        self.assertEqual((result.ok, missing.ok), (True, False))
        self.assertEqual(self.variants()["LIVE-PRICE"].prices, {"EUR": Decimal("11.5"), "USD": 10})
        order = self.shop.place_order([("LIVE-PRICE", 1, "12.00")], inclusive=True, shipping_price=None)
        self.assertEqual(self.parsed(order).total, 12)
