from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..exceptions import HoldExchange
from .common import ShopCase, WooCommerceCase


@tagged("post_install", "-at_install")
class TestMapping(ShopCase):
    def setUp(self):
        super().setUp()
        self.store._match_products()

    def article(self, sku):
        return self.env["ecom.product.binding"].search(
            [("store_id", "=", self.store.id), ("sku", "=", sku)], limit=1
        )

    def add(self, sku, name, **options):
        self.shop.add_product(sku, name, 10.0, **options)
        self.store._match_products()
        return self.article(sku)

    def test_the_warehouse_opens_an_article_without_its_suggestions(self):
        article = self.add("po 100", "Something else")
        form = Form(article.with_user(self._create_user("warehouse")))
        self.assertEqual(form.sku, "po 100")

    def test_exact_sku_is_mapped_by_itself(self):
        self.assertEqual(self.article("PO-100").product_id, self.oximeter)
        self.assertEqual(self.article("PO-100").mapping_state, "mapped")

    def test_sku_typed_differently_is_suggested_not_mapped(self):
        article = self.add("po 100", "Something else")
        self.assertFalse(article.product_id)
        self.assertEqual(article.suggested_product_id, self.oximeter)
        self.assertEqual((article.suggestion_reason, article.suggestion_score), ("sku", 95))
        self.assertEqual(self.store.unmapped_count, 1)
        article.with_user(self.order_desk).action_accept()
        self.assertEqual(article.product_id, self.oximeter)
        self.assertFalse(article.suggestion_ids)
        self.assertEqual(self.store.unmapped_count, 0)

    def test_barcode_and_udi_are_suggested(self):
        self.env["med.udi.di"].create({"product_id": self.pump.id, "agency": "GS1", "di": "04012345678901"})
        article = self.add("4012345678901", "Nameless")
        self.assertEqual(article.suggested_product_id, self.pump)
        self.assertEqual(article.suggestion_reason, "barcode")

    def test_another_than_the_best_can_be_chosen(self):
        article = self.add("X-1", "Pulse oximetre")
        self.assertEqual(article.suggestion_reason, "name")
        article.product_id = self.glove
        self.assertEqual(article.mapping_state, "mapped")
        self.assertEqual(article.product_id, self.glove)

    def test_all_of_a_kind_are_accepted_but_never_by_name(self):
        first, second = self.add("po_100", "A"), self.add("cs1m", "B")
        by_name = self.add("Q", "Infusion pumps")
        with self.assertRaises(UserError):
            by_name.action_accept_alike()
        first.action_accept_alike()
        self.assertEqual(first.product_id + second.product_id, self.oximeter + self.stocking)
        self.assertFalse(by_name.product_id)

    def test_ignored_with_reason_stays_away_and_can_come_back(self):
        article = self.add("GIFT", "Gift wrap")
        wizard = self.env["ecom.mapping.ignore"].create(
            {"binding_ids": article.ids, "reason": "Not a product"}
        )
        wizard.action_ignore()
        self.assertEqual(article.mapping_state, "ignored")
        self.assertEqual(article.ignored_by_id, self.env.user)
        self.store._match_products()
        self.assertEqual((article.mapping_state, self.store.unmapped_count), ("ignored", 0))
        article.action_unignore()
        self.assertIn(article.mapping_state, ("todo", "suggested"))

    def test_mapping_releases_the_orders_that_wait_for_the_sku(self):
        self.shop.add_product("NEW-SKU", "Novelty", 10.0)
        self.shop.place_order([("NEW-SKU", 1)])
        self.shop.place_order([("OTHER-SKU", 1)])
        self.poll()
        self.assertEqual(len(self.exchanges(state="held", problem="sku_unknown")), 2)
        article = self.article("NEW-SKU")
        self.assertTrue(article, "the order put its article on the page")
        article.with_user(self.order_desk).product_id = self.glove
        self.run_cron("orders")
        self.assertIn(self.glove, self.sales().order_line.product_id)
        self.assertEqual(len(self.exchanges(state="held")), 1)

    def test_the_held_order_leads_to_its_article(self):
        self.add("OTHER-SKU", "Other")
        self.shop.place_order([("NEW-SKU", 1)])
        self.poll()
        held = self.exchanges(state="held", problem="sku_unknown")
        action = held.with_user(self.order_desk).action_open_mapping()
        shown = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(shown, self.article("NEW-SKU"))

    def test_a_product_made_for_the_sku_is_mapped_and_releases(self):
        self.shop.place_order([("NEW-SKU", 2)])
        self.poll()
        self.assert_held("sku_unknown")
        product = self.env["product.product"].create({"name": "Novelty", "default_code": "NEW-SKU"})
        self.assertEqual(self.article("NEW-SKU").product_id, product)
        self.run_cron("orders")
        self.assertIn(product, self.sales().order_line.product_id)

    def test_deleted_in_the_shop_is_marked_and_gets_no_figures(self):
        self.run_cron("stock")
        article = self.article("GLOVE")
        self.env["ecom.product.binding"].search(
            [("store_id", "=", self.store.id)]
        ).shop_seen_at = "2020-01-01"
        self.forget("GLOVE")
        self.store._match_products()
        self.assertEqual(article.mapping_state, "gone")
        self.assertEqual(article.product_id, self.glove)
        self.assertIn("1 articles", self.store.activity_ids.mapped("summary")[-1])
        handler = self.env["ecom.handler.stock"]
        self.env["stock.quant"]._update_available_quantity(self.glove, self.warehouse.lot_stock_id, 5)
        self.assertNotIn(article, handler._changes(self.store))

    def test_an_empty_answer_deletes_nothing(self):
        self.env["ecom.product.binding"].search(
            [("store_id", "=", self.store.id)]
        ).shop_seen_at = "2020-01-01"
        for sku in ("PO-100", "CS-1-M", "PUMP-1", "GLOVE"):
            self.forget(sku)
        self.store._match_products()
        self.assertFalse(self.article("GLOVE").gone_at)

    def forget(self, sku):
        del self.shop.variants[sku]

    def test_a_deleted_article_that_comes_back_is_as_before(self):
        article = self.article("GLOVE")
        article.gone_at = fields.Datetime.now()
        self.store._match_products()
        self.assertEqual((article.mapping_state, article.product_id), ("mapped", self.glove))

    def test_duplicates_are_found(self):
        bindings = self.env["ecom.product.binding"]
        twin = bindings.create({"store_id": self.store.id, "external_id": "twin", "sku": "PO-100"})
        found = bindings.search([("sku_twice", "=", True), ("store_id", "=", self.store.id)])
        self.assertEqual(found, self.article("PO-100") | twin)
        twin.product_id = self.oximeter
        self.assertTrue(twin.product_twice)
        self.env["product.product"].create({"name": "Other gloves", "default_code": "GLOVE"})
        self.assertTrue(self.article("GLOVE").reference_twice)
        self.assertEqual(
            self.env["product.product"].search(self.article("GLOVE").action_open_same_reference()["domain"]),
            self.glove | self.env["product.product"].search([("name", "=", "Other gloves")]),
        )

    def test_archived_here_but_on_sale_there_is_found(self):
        self.glove.action_archive()
        found = self.env["ecom.product.binding"].search(
            [("product_id.active", "=", False), ("gone_at", "=", False), ("store_id", "=", self.store.id)]
        )
        self.assertEqual(found, self.article("GLOVE"))

    def test_another_company_s_products_are_not_suggested(self):
        other = self.env["res.company"].create({"name": "Other company"})
        self.env["product.product"].create(
            {"name": "Foreign thing", "default_code": "FOREIGN-1", "company_id": other.id}
        )
        article = self.add("foreign1", "Foreign thing")
        self.assertFalse(article.suggestion_ids)

    def test_the_auditor_only_looks(self):
        auditor = self._create_user("auditor")
        article = self.add("po 100", "Something else").with_user(auditor)
        self.assertTrue(article.suggestion_ids.mapped("score"))
        with self.assertRaises(self.AccessError):
            article.action_accept()


@tagged("post_install", "-at_install")
class TestMappingWooCommerce(WooCommerceCase):
    def test_the_global_id_is_the_bar_code(self):
        self.env["med.udi.di"].create({"product_id": self.pump.id, "agency": "GS1", "di": "04012345678901"})
        self.shop.add_product("W-1", "Nameless", 10.0)
        self.shop.products["W-1"]["global_unique_id"] = "4012345678901"
        self.store._match_products()
        article = self.env["ecom.product.binding"].search([("sku", "=", "W-1")])
        self.assertEqual((article.barcode, article.suggested_product_id), ("4012345678901", self.pump))

    def test_a_variation_without_sku_is_not_taken_for_what_its_parent_is_called(self):
        """Orders name it by the SKU of its parent, which would send another size."""
        parent = self.shop.add_family("Gloves", "Size", {"S": "GL-S", "M": "GL-M"}, 3.0)
        parent["sku"] = "GLOVE"
        self.shop.products["GL-M"]["sku"] = ""
        self.store._match_products()
        channel = self.store._channel()
        payload = self.shop.place_order([("GL-M", 1)], paid=True)
        self.assertEqual(payload["line_items"][0]["sku"], "GLOVE")
        order = channel.parse_order(payload)
        finder = self.env["ecom.product.finder"]
        with self.assertRaises(HoldExchange):
            finder._for_orders(self.store, [order]).for_line(order.lines[0])
        self.assertFalse(finder._for_orders(self.store, [order]).guess(order.lines[0]))
        self.env["ecom.product.binding"].search([("name", "=", "Gloves (M)")]).product_id = self.oximeter
        self.assertEqual(finder._for_orders(self.store, [order]).for_line(order.lines[0]), self.oximeter)
