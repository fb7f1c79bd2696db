from odoo.fields import Command


class OutboundPrices:
    """Prices out, and prices of orders that came in."""

    def test_prices(self):
        self.run_cron("stock")
        self.run_cron("prices")
        self.oximeter.list_price = 52.0
        self.run_cron("prices")
        self.assertEqual(float(self.shop.price("PO-100")), 52.0)
        self.assertEqual(float(self.shop.price("GLOVE")), 5.0)

    def on_sale(self, percent):
        """A price list with so much off gloves, and discounts shown to customers."""
        self.env.ref("base.group_user").implied_ids |= self.env.ref("sale.group_discount_per_so_line")
        item = {
            "applied_on": "1_product",
            "product_tmpl_id": self.glove.product_tmpl_id.id,
            "compute_price": "percentage",
            "percent_price": percent,
        }
        self.store.pricelist_id = self.env["product.pricelist"].create(
            {
                "name": "Web",
                "currency_id": self.company.currency_id.id,
                "company_id": self.company.id,
                "item_ids": [Command.create(item)],
            }
        )
        return self.store.pricelist_id.item_ids

    def shown(self):
        """Price of gloves, and the regular one that is struck out beside it."""
        self.run_cron("prices")
        has_room = self.store._capabilities().sale_prices
        return self.shop.price("GLOVE"), self.shop.regular_price("GLOVE") if has_room else None

    def test_a_discount_is_shown_with_the_regular_price(self):
        has_room = self.store._capabilities().sale_prices
        self.run_cron("stock")
        rule = self.on_sale(20)
        self.assertEqual(self.shown(), (4, 5 if has_room else None))
        count = len(self.exchanges(kind="price"))
        self.shown()
        self.assertEqual(len(self.exchanges(kind="price")), count, "nothing is told twice")
        rule.percent_price = 0
        self.assertEqual(self.shown(), (5, None))
        rule.percent_price = -10
        self.assertEqual(self.shown(), (5.5, None), "a mark-up is no sale")

    def test_a_fixed_price_is_no_sale(self):
        self.run_cron("stock")
        self.on_sale(0).write({"compute_price": "fixed", "fixed_price": 3})
        self.assertEqual(self.shown(), (3, None))

    def test_a_discount_that_odoo_does_not_show_is_just_a_price(self):
        self.run_cron("stock")
        self.on_sale(20)
        self.env.ref("base.group_user").implied_ids -= self.env.ref("sale.group_discount_per_so_line")
        self.assertEqual(self.shown(), (4, None))

    def test_the_end_of_a_discount_is_told_though_the_price_stays(self):
        self.run_cron("stock")
        rule = self.on_sale(20)
        self.shown()
        rule.percent_price = 0
        self.glove.list_price = 4
        self.assertEqual(self.shown(), (4, None))

    def test_price_that_differs_is_remarked(self):
        self.run_cron("stock")
        self.run_cron("prices")
        self.shop.place_order([("PO-100", 1, 45.0)])
        self.poll()
        exchange = self.exchanges(kind="order")
        self.assertEqual((exchange.state, exchange.problem), ("done", "price_differs"))
        self.assertEqual(self.sales().order_line[0].price_unit, 45.0)
