from odoo.tests import tagged

from .common import ShopCase, WooCommerceCase


class BadOrders:
    """What is wrong with an order parks that order, with the reason; mended and released, it comes in."""

    def test_unknown_sku(self):
        self.shop.add_product("NEW-1", "New thing", 10.0)
        self.shop.place_order([("NEW-1", 1)])
        self.shop.place_order([("PO-100", 1)])
        self.poll()
        held = self.assert_held("sku_unknown")
        self.assertIn("NEW-1", held.message)
        self.assertEqual(len(self.sales()), 1, "the other order must not wait")
        product = self.env["product.product"].create(
            {"name": "New thing", "default_code": "NEW-1", "is_storable": True}
        )
        self.env["stock.quant"]._update_available_quantity(product, self.warehouse.lot_stock_id, 1)
        self.release(held)
        self.assertEqual(held.state, "done", held.problem_text)
        self.assertEqual(len(self.sales()), 2)

    def test_archived_product(self):
        self.oximeter.active = False
        self.shop.place_order([("PO-100", 1)])
        self.poll()
        held = self.assert_held("sku_archived")
        self.oximeter.active = True
        self.release(held)
        self.assertEqual(self.sales().state, "sale")

    def test_order_mended_in_the_shop_comes_in_by_itself(self):
        order = self.shop.place_order([("PO-100", 1)], shipping={"country_code": "zz", "country": "ZZ"})
        self.poll()
        held = self.assert_held("country_unknown")
        address = "shipping_address" if self.CHANNEL == "medusa" else "shipping"
        self.shop.touch(order, **{address: {**order[address], "country_code": "fr", "country": "FR"}})
        self.poll()
        self.assertEqual(self.sales().state, "sale")
        self.assertEqual((held.state, held.sale_order_id), ("done", self.sales()))

    def test_webhook_and_poll_held_for_one_order_are_released_together(self):
        order = self.shop.place_order([("PO-100", 1)], tax_rate=7)
        headers, body = self.shop.order_webhook(order)
        for event in self.store._channel().parse_webhook(headers, body):
            self.env["ecom.exchange"]._receive_hint(self.store, event, body)
        self.poll()
        held = self.exchanges(state="held")
        self.assertEqual(held.mapped("problem"), ["tax_unmapped"] * 2)
        self._create_tax(7.0)
        self.release(held[0])
        self.assertEqual(held.mapped("state"), ["done"] * 2)
        self.assertEqual(len(self.sales()), 1)

    def test_poll_does_not_repeat_what_a_webhook_brought_and_is_held(self):
        order = self.shop.place_order([("PO-100", 1)], tax_rate=7)
        headers, body = self.shop.order_webhook(order)
        for event in self.store._channel().parse_webhook(headers, body):
            self.env["ecom.exchange"]._receive_hint(self.store, event, body)
        self.run_cron("orders")
        self.poll()
        self.assert_held("tax_unmapped")

    def test_ambiguous_sku(self):
        self.env["product.product"].create({"name": "Twin", "default_code": "PO-100"})
        self.shop.place_order([("PO-100", 1)])
        self.poll()
        self.assert_held("sku_ambiguous")

    def test_mapped_article_needs_no_sku_match(self):
        self.shop.add_product("OTHER-NAME", "Oximeter under another name", 49.9)
        self.store._match_products()
        binding = self.env["ecom.product.binding"].search(
            [("store_id", "=", self.store.id), ("sku", "=", "OTHER-NAME")]
        )
        self.assertFalse(binding.product_id)
        binding.product_id = self.oximeter
        self.shop.place_order([("OTHER-NAME", 1)])
        self.poll()
        self.assertIn(self.oximeter, self.sales().order_line.product_id)

    def test_unknown_country(self):
        self.shop.place_order([("PO-100", 1)], shipping={"country_code": "zz", "country": "ZZ"})
        self.poll()
        held = self.assert_held("country_unknown")
        self.assertIn("ZZ", held.message)

    def test_empty_address(self):
        empty = {"address_1": "", "address_2": "", "city": "", "postal_code": "", "postcode": ""}
        self.shop.place_order([("PO-100", 1)], shipping=empty, billing=empty)
        self.poll()
        self.assert_held("address_empty")

    def test_malformed_contact_is_kept_but_not_matched(self):
        other = self.env["res.partner"].create({"name": "Somebody", "email": "not-an-email", "phone": "12"})
        self.shop.place_order(
            [("PO-100", 1)], email="not-an-email", billing={"phone": "12"}, customer={"email": "not-an-email"}
        )
        self.poll()
        sale = self.sales()
        self.assertEqual(sale.state, "sale")
        self.assertNotEqual(sale.partner_id, other)
        self.assertEqual(sale.partner_id.email, "not-an-email")
        exchange = self.exchanges(kind="order")
        self.assertEqual((exchange.state, exchange.problem), ("done", "contact_unreadable"))

    def test_inactive_currency(self):
        dollar = self.env.ref("base.NZD")  # no company's
        dollar.active = False
        self.shop.place_order([("PO-100", 1)], currency="nzd" if self.CHANNEL == "medusa" else "NZD")
        self.poll()
        held = self.assert_held("currency_inactive")
        dollar.active = True
        self.release(held)
        self.assertEqual(self.sales().currency_id, dollar)
        self.assertAlmostEqual(self.sales().amount_total, 68.88, 2)

    def test_quantity_zero(self):
        self.shop.place_order([("PO-100", 0)])
        self.poll()
        self.assert_held("quantity_zero")

    def test_fraction_of_a_serial_product(self):
        self.shop.place_order([("PUMP-1", 1.5)])
        self.poll()
        self.assert_held("quantity_fraction")

    def test_unknown_tax_rate(self):
        self.shop.place_order([("PO-100", 1)], tax_rate=7)
        self.poll()
        held = self.assert_held("tax_unmapped")
        self._create_tax(7.0)
        self.release(held)
        self.assertAlmostEqual(self.sales().amount_total, 61.42, 2)

    def test_total_that_differs(self):
        """The tax is mapped to a wrong one: the shop says 68.88, the lines come to 63.14."""
        wrong = self._create_tax(10.0)
        self.env["ecom.tax.map"].create({"store_id": self.store.id, "rate": 20.0, "tax_id": wrong.id})
        self.shop.place_order([("PO-100", 1)])
        self.poll()
        held = self.assert_held("total_differs")
        for figure in ("68.88", "63.14", "5.74"):
            self.assertIn(figure, held.message)
        self.assertFalse(self.sales())
        held.with_user(self.order_desk).action_accept_difference()
        self.run_cron("orders")
        self.assertEqual(held.state, "done", held.problem_text)
        self.assertAlmostEqual(self.sales().amount_total, 68.88, 2)
        self.assertEqual(held.accepted_by_id, self.order_desk)

    def test_held_order_keeps_its_goods_off_the_shop(self):
        self.shop.place_order([("CS-1-M", 5)], tax_rate=7)
        self.poll()
        self.assert_held("tax_unmapped")
        quantities = self.env["ecom.sellable"]._quantities(self.store, self.stocking)
        self.assertEqual(quantities[self.stocking.id], 25)

    def test_dismissed_with_reason(self):
        self.shop.place_order([("CS-1-M", 5)], tax_rate=7)
        self.poll()
        held = self.assert_held("tax_unmapped").with_user(self.order_desk)
        wizard = (
            self.env["ecom.dismiss"]
            .with_user(self.order_desk)
            .with_context(**held.action_dismiss()["context"])
        )
        wizard.create({"reason": "ordered twice"}).action_dismiss()
        self.assertEqual(
            (held.state, held.dismiss_reason, held.decided_by_id),
            ("dismissed", "ordered twice", self.order_desk),
        )
        self.poll()
        self.assertFalse(self.sales())

    def test_auditor_decides_nothing(self):
        self.shop.place_order([("CS-1-M", 5)], tax_rate=7)
        self.poll()
        held = self.assert_held("tax_unmapped")
        auditor = self._create_user("auditor")
        with self.assertRaises(self.AccessError):
            held.with_user(auditor).action_release()
        self.assertTrue(held.with_user(auditor).message)


@tagged("post_install", "-at_install")
class TestBadOrdersMedusa(BadOrders, ShopCase):
    pass


@tagged("post_install", "-at_install")
class TestBadOrdersWooCommerce(BadOrders, WooCommerceCase):
    pass
