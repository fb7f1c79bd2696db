from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ShopCase, ShopifyCase, WooCommerceCase


class CatalogueInCase(ShopCase):
    def setUp(self):
        super().setUp()
        self.store.catalogue_direction = "in"

    def read_catalogue(self):
        self.store.action_import_catalogue()
        self.run_cron("products_in")

    def bound(self, sku):
        return self.env["ecom.product.binding"].search([("store_id", "=", self.store.id), ("sku", "=", sku)])

    def product(self, sku):
        return self.env["product.product"].search([("default_code", "=", sku)])

    def test_known_skus_are_bound_and_never_made_again(self):
        before = self.env["product.template"].search_count([])
        self.shop.edit_product("PO-100", title="Another name")
        self.read_catalogue()
        self.assertEqual(self.env["product.template"].search_count([]), before)
        self.assertEqual(self.bound("PO-100").product_id, self.oximeter)
        self.assertEqual(self.oximeter.name, "Pulse oximeter")

    def test_a_sku_on_two_products_is_left_to_a_person(self):
        self.env["product.product"].create({"name": "Twin", "default_code": "PO-100"})
        before = self.env["product.template"].search_count([])
        self.read_catalogue()
        self.assertEqual(self.env["product.template"].search_count([]), before)
        self.assertFalse(self.bound("PO-100").product_id)

    def test_a_new_product_waits_for_a_person(self):
        self.shop.add_product("NEW-1", "Novelty", 12.5)
        self.shop.edit_product(
            "NEW-1",
            description="<p>Fine <b>thing</b></p>",
            categories=[{"id": 7, "name": "Diagnostics"}],
            images=[{"url": self.shop.picture("a.png")}],
        )
        self.read_catalogue()
        made = self.product("NEW-1")
        self.assertRecordValues(
            made.product_tmpl_id,
            [{"name": "Novelty", "ecom_review": True, "sale_ok": False, "list_price": 12.5}],
        )
        self.assertIn("Fine", made.description_sale)
        self.assertNotIn("<b>", made.description_sale)
        self.assertEqual(made.categ_id.name, "Diagnostics")
        self.assertTrue(made.image_1920)
        self.assertEqual(self.bound("NEW-1").product_id, made)
        self.assertEqual(self.store.review_count, 1)
        self.assertEqual(self.store.activity_ids.mapped("summary"), ["New products from the shop"])

    def test_orders_wait_for_a_new_product_until_it_is_completed(self):
        self.shop.add_product("NEW-1", "Novelty", 12.5)
        self.read_catalogue()
        self.shop.place_order([("NEW-1", 1)])
        self.poll()
        self.assert_held("product_in_review")
        self.product("NEW-1").product_tmpl_id.action_ecom_ready()
        self.run_cron("orders")
        self.assertIn(self.product("NEW-1"), self.sales().order_line.product_id)

    def test_variants_are_made_as_the_shop_has_them(self):
        self.shop.add_family("Brace", "Size", {"S": "BR-S", "M": "BR-M"}, 20.0)
        self.read_catalogue()
        template = self.product("BR-S").product_tmpl_id
        self.assertEqual(template.product_variant_ids, self.product("BR-S") | self.product("BR-M"))
        self.assertEqual(template.attribute_line_ids.attribute_id.name, "Size")
        names = self.product("BR-M").product_template_attribute_value_ids.mapped("name")
        self.assertEqual(names, ["M"])
        self.assertEqual(self.bound("BR-M").product_id, self.product("BR-M"))

    def test_the_second_reading_changes_nothing(self):
        self.shop.add_family("Brace", "Size", {"S": "BR-S", "M": "BR-M"}, 20.0)
        self.read_catalogue()
        count = len(self.exchanges(kind="product_in"))
        products = self.env["product.product"].search_count([])
        self.read_catalogue()
        self.assertEqual(len(self.exchanges(kind="product_in")), count)
        self.assertEqual(self.env["product.product"].search_count([]), products)

    def test_what_changes_follows_until_a_person_completed_it(self):
        self.shop.add_product("NEW-1", "Novelty", 12.5)
        self.read_catalogue()
        self.shop.edit_product("NEW-1", title="Better name")
        self.read_catalogue()
        template = self.product("NEW-1").product_tmpl_id
        self.assertEqual(template.name, "Better name")
        template.action_ecom_ready()
        self.shop.edit_product("NEW-1", title="Yet another")
        self.read_catalogue()
        self.assertEqual(template.name, "Better name")

    def test_a_change_and_its_undoing_are_both_taken_in(self):
        self.shop.add_product("NEW-1", "Novelty", 12.5)
        for name in ("Other", "Novelty", "Other", "Novelty"):
            self.shop.edit_product("NEW-1", title=name)
            self.read_catalogue()
            self.assertEqual(self.product("NEW-1").name, name)

    def test_prices_go_into_the_price_list_or_nowhere(self):
        self.store.catalogue_prices = "none"
        self.shop.add_product("NEW-1", "Novelty", 12.5)
        self.read_catalogue()
        self.assertNotEqual(self.product("NEW-1").list_price, 12.5)
        with self.assertRaises(UserError):
            self.store.catalogue_prices = "pricelist"
        pricelist = self.env["product.pricelist"].create(
            {"name": "Shop", "currency_id": self.company.currency_id.id}
        )
        self.store.write({"catalogue_prices": "pricelist", "pricelist_id": pricelist.id})
        self.shop.edit_product("NEW-1", title="Changed")
        self.read_catalogue()
        self.assertEqual(pricelist._get_product_price(self.product("NEW-1"), 1), 12.5)
        self.assertNotEqual(self.product("NEW-1").list_price, 12.5)

    def test_a_picture_elsewhere_is_not_fetched(self):
        self.shop.add_product("NEW-1", "Novelty", 12.5)
        self.shop.edit_product("NEW-1", images=[{"url": "http://127.0.0.1:1/secret.png"}])
        self.read_catalogue()
        self.assertFalse(self.product("NEW-1").image_1920)
        exchange = self.exchanges(kind="product_in", problem="product_remarks")
        self.assertEqual((exchange.reference, exchange.state), ("Novelty", "done"))
        self.assertIn("not the shop's own server", exchange.message)

    def test_a_product_of_another_company_is_never_touched(self):
        other = self.env["res.company"].create({"name": "Other company"})
        foreign = self.env["product.product"].create(
            {"name": "Foreign", "default_code": "NEW-1", "company_id": other.id}
        )
        self.shop.add_product("NEW-1", "Novelty", 12.5)
        self.read_catalogue()
        made = self.bound("NEW-1").product_id
        self.assertNotEqual(made, foreign)
        self.assertEqual(made.company_id, self.company)

    def test_an_outage_is_noted_and_nothing_is_lost(self):
        self.shop.add_product("NEW-1", "Novelty", 12.5)
        self.store.action_import_catalogue()
        self.shop.down = True
        self.run_cron("products_in")
        self.assertFalse(self.product("NEW-1"))
        self.shop.heal()
        self.later()
        self.run_cron("products_in")
        self.assertTrue(self.product("NEW-1"))

    def test_a_product_deleted_meanwhile_is_no_error(self):
        self.shop.add_product("NEW-1", "Novelty", 12.5)
        self.store.action_import_catalogue()
        self.forget("NEW-1")
        self.run_cron("products_in")
        self.assertEqual(self.exchanges(kind="product_in", problem="product_gone").state, "done")

    def forget(self, sku):
        del self.shop.variants[sku]


@tagged("post_install", "-at_install")
class TestCatalogueInMedusa(CatalogueInCase):
    pass


@tagged("post_install", "-at_install")
class TestCatalogueInWooCommerce(WooCommerceCase, CatalogueInCase):
    def forget(self, sku):
        del self.shop.products[sku]


@tagged("post_install", "-at_install")
class TestCatalogueInShopify(ShopifyCase, CatalogueInCase):
    def test_pictures_may_come_from_where_shopify_keeps_them(self):
        self.store.picture_hosts = "cdn.example.com"
        self.assertEqual(self.store._picture_hosts(), ["cdn.shopify.com", "cdn.example.com"])
