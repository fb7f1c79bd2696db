from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .common import ShopCase, ShopifyCase, WooCommerceCase


class CatalogueOutCase(ShopCase):
    CREATION = "POST .*/products$"
    #: under which names the shop shows the facts of a device
    NUMBER, CLASS, MAKER, UDI = "Registration number", "Device class", "Manufacturer", "UDI-DI"

    def setUp(self):
        super().setUp()
        self.store.write({"catalogue_direction": "out"})
        self.template = self.env["product.template"].create(
            {
                "name": "Knee brace",
                "default_code": "BRACE",
                "is_storable": True,
                "list_price": 35.0,
                "description_sale": "Holds the knee",
                "categ_id": self.env["product.category"].create({"name": "Orthoses"}).id,
            }
        )

    def publish(self, *templates):
        for template in templates or (self.template,):
            template.ecom_publish_ids = [Command.link(self.store.id)]
        self.run_cron("products_out")

    def bound(self, product):
        return self.env["ecom.product.binding"].search(
            [("store_id", "=", self.store.id), ("product_id", "=", product.id)]
        )

    def saves(self):
        return len(self.shop.asked(r"(POST|PUT) .*/products| SetProduct$"))

    def creations(self):
        return len(self.shop.asked(self.CREATION))

    def with_sizes(self):
        attribute = self.env["product.attribute"].create(
            {"name": "Size", "value_ids": [Command.create({"name": name}) for name in ("S", "M")]}
        )
        template = self.env["product.template"].create(
            {
                "name": "Wrist brace",
                "is_storable": True,
                "list_price": 20.0,
                "attribute_line_ids": [
                    Command.create(
                        {"attribute_id": attribute.id, "value_ids": [Command.set(attribute.value_ids.ids)]}
                    )
                ],
            }
        )
        for variant, sku in zip(template.product_variant_ids, ("WB-S", "WB-M"), strict=True):
            variant.default_code = sku
        return template

    def as_device(self):
        self.template.write(
            {
                "is_medical_device": True,
                "tracking": "lot",
                "device_class": "II",
                "maker_id": self.env["res.partner"].create({"name": "Ortho Works", "is_maker": True}).id,
            }
        )
        self.env["med.udi.di"].create(
            {"product_id": self.template.product_variant_id.id, "agency": "GS1", "di": "04012345678901"}
        )
        return self.env["med.certificate"].create(
            {
                "number": "REG-2026-77",
                "kind": "registration",
                "jurisdiction_id": self.env["med.jurisdiction"].search([], limit=1).id,
                "product_tmpl_ids": [Command.set(self.template.ids)],
                "valid_until": fields.Date.today() + timedelta(days=100),
            }
        )

    def test_only_chosen_products_are_published(self):
        self.run_cron("products_out")
        self.assertIsNone(self.shop.product_named("Knee brace"))
        self.publish()
        self.assertTrue(self.shop.product_named("Knee brace"))
        self.assertEqual(self.bound(self.template.product_variant_id).sku, "BRACE")
        self.assertEqual(self.shop.price("BRACE"), 35.0)

    def test_stock_and_prices_follow_at_once(self):
        self.publish()
        self.env["stock.quant"]._update_available_quantity(
            self.template.product_variant_id, self.warehouse.lot_stock_id, 7
        )
        self.run_cron("stock")
        self.assertEqual(self.shop.stock("BRACE"), 7)

    def test_variants_are_published_and_new_ones_added(self):
        template = self.with_sizes()
        self.publish(template)
        first, second = template.product_variant_ids
        self.assertEqual(len(self.bound(first) | self.bound(second)), 2)
        line = template.attribute_line_ids
        line.value_ids = [Command.create({"name": "L", "attribute_id": line.attribute_id.id})]
        third = template.product_variant_ids - first - second
        third.default_code = "WB-L"
        self.run_cron("products_out")
        self.assertEqual(self.bound(third).sku, "WB-L")
        self.assertEqual(len(self.exchanges(kind="product", state="done")), 2)

    def test_nothing_is_sent_twice(self):
        self.publish()
        saves = self.saves()
        self.run_cron("products_out")
        self.assertEqual(self.saves(), saves)
        self.template.description_sale = "Holds it better"
        self.run_cron("products_out")
        self.assertGreater(self.saves(), saves)
        self.assertEqual(self.shop.product_named("Knee brace")["description"], "Holds it better")

    def test_a_change_and_its_undoing_both_arrive(self):
        self.publish()
        for words in ("One", "Two", "One", "Two"):
            self.template.description_sale = words
            self.run_cron("products_out")
            self.assertEqual(self.shop.product_named("Knee brace")["description"], words)

    def test_a_call_that_timed_out_after_its_work_makes_no_second_product(self):
        self.shop.fail_next("drop_after", match=self.CREATION)
        self.publish()
        self.assertTrue(self.exchanges(kind="product", state="pending"))
        self.later()
        self.run_cron("products_out")
        self.assertEqual(self.exchanges(kind="product").mapped("state"), ["done"])
        self.assertEqual(self.creations(), 1)

    def test_an_article_that_the_shop_has_is_taken_over_not_made_again(self):
        self.publish(self.glove.product_tmpl_id)
        self.assertEqual(self.creations(), 0)
        self.assertEqual(self.bound(self.glove).external_id, self.shop.ref("GLOVE")["external_id"])

    def test_certificate_class_maker_and_udi_are_shown(self):
        self.as_device()
        self.publish()
        self.assertEqual(
            self.shop.facts("Knee brace"),
            {
                self.NUMBER: "REG-2026-77",
                self.CLASS: "Class II",
                self.MAKER: "Ortho Works",
                self.UDI: "04012345678901",
            },
        )

    def test_a_renewed_certificate_is_shown_and_an_ended_one_not(self):
        certificate = self.as_device()
        self.publish()
        certificate.number = "REG-2027-78"
        self.run_cron("products_out")
        self.assertEqual(self.shop.facts("Knee brace")[self.NUMBER], "REG-2027-78")
        certificate.valid_until = fields.Date.today() - timedelta(days=1)
        self.run_cron("products_out")
        self.assertNotIn(self.NUMBER, self.shop.facts("Knee brace"))

    def test_no_longer_chosen_or_archived_it_leaves_the_shelf(self):
        self.publish()
        self.template.ecom_publish_ids = False
        self.run_cron("products_out")
        self.assertEqual(self.shop.product_named("Knee brace")["status"], "draft")
        self.publish()
        self.assertIn(self.shop.product_named("Knee brace")["status"], ("published", "publish"))
        self.template.action_archive()
        self.run_cron("products_out")
        self.assertEqual(self.shop.product_named("Knee brace")["status"], "draft")

    def test_the_picture_has_an_address_that_needs_no_log_in(self):
        self.template.image_1920 = (
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
        )
        self.publish()
        (image,) = self.shop.product_named("Knee brace")["images"]
        self.assertIn("access_token=", image.get("url") or image.get("src"))

    def test_categories_are_made_once(self):
        self.publish(self.template, self.with_sizes())
        self.template.description_sale = "Other"
        self.run_cron("products_out")
        self.assertEqual([row["name"] for row in self.shop.shop_categories].count("Orthoses"), 1)


@tagged("post_install", "-at_install")
class TestCatalogueOutMedusa(CatalogueOutCase):
    pass


@tagged("post_install", "-at_install")
class TestCatalogueOutWooCommerce(WooCommerceCase, CatalogueOutCase):
    def test_attributes_that_the_shop_added_stay(self):
        self.publish()
        product = self.shop.product_named("Knee brace")
        product["attributes"].append(
            {"name": "Colour", "visible": True, "variation": False, "options": ["blue"]}
        )
        self.template.description_sale = "Other"
        self.run_cron("products_out")
        self.assertEqual(self.shop.facts("Knee brace"), {"Colour": "blue"})


@tagged("post_install", "-at_install")
class TestCatalogueOutShopify(ShopifyCase, CatalogueOutCase):
    CREATION = " SetProduct$"
    NUMBER, CLASS, MAKER, UDI = "registration_number", "device_class", "manufacturer", "udi_di"
    # a text on the product, nothing to be made
    test_categories_are_made_once = None

    def creations(self):
        """Calls that name the handle; the others change what is there."""
        asked = self.shop.asked(self.CREATION)
        return sum("handle" in request.json["variables"]["identifier"] for request in asked)

    def test_the_category_is_the_product_type(self):
        self.publish()
        self.assertEqual(self.shop.product_named("Knee brace")["productType"], "Orthoses")

    def test_a_product_without_price_waits_for_one(self):
        self.template.list_price = 0
        self.publish()
        exchange = self.exchanges(kind="product")
        self.assertEqual(exchange.state, "held")
        self.assertIn("BRACE", exchange.technical_detail or exchange.message)
        self.template.list_price = 35
        exchange.action_release()
        self.run_cron("products_out")
        self.assertEqual(self.shop.price("BRACE"), 35)
