"""The scenarios of all shops, on Shopify."""

from odoo.tests import tagged

from .common import ShopifyCase
from .returns_case import ReturnsCase
from .test_bad_orders import BadOrders
from .test_faults import Faults
from .test_order_edits import OrderEdits
from .test_order_import import OrderImport
from .test_outbound import Outbound
from .test_parcels import Parcels, ShippingCase


@tagged("post_install", "-at_install")
class TestOrderImportShopify(OrderImport, ShopifyCase):
    def test_discount_to_the_cent(self):
        """Shopify rounds the tax of each line."""
        self.shop.place_order([("PO-100", 3), ("CS-1-M", 1)], discount="3.33", code="WELCOME")
        self.poll()
        self.assertAlmostEqual(self.sales().amount_total, 203.44, 2)

    def test_customer_pays_in_another_currency(self):
        self.env.ref("base.USD").active = True
        self.shop.place_order([("PO-100", 2)], currency="USD", rate="0.9")
        self.poll()
        sale = self.sales()
        self.assertEqual(sale.currency_id.name, "USD")
        self.assertAlmostEqual(sale.amount_total, 128.76, 2)

    def test_business_customer_with_tax_number(self):
        self.shop.place_order([("PO-100", 1)], company="Praxis Klein SARL", vat="FR23334175221")
        self.poll()
        company = self.sales().partner_id.commercial_partner_id
        self.assertEqual((company.name, company.vat), ("Praxis Klein SARL", "FR23334175221"))


@tagged("post_install", "-at_install")
class TestBadOrdersShopify(BadOrders, ShopifyCase):
    # whole pieces only
    test_fraction_of_a_serial_product = None

    def test_order_mended_in_the_shop_comes_in_by_itself(self):
        order = self.shop.place_order([("PO-100", 1)], shipping={"country": "ZZ"})
        self.poll()
        held = self.assert_held("country_unknown")
        self.shop.touch(order, shippingAddress={**order["shippingAddress"], "countryCodeV2": "FR"})
        self.poll()
        self.assertEqual((held.state, held.sale_order_id), ("done", self.sales()))


@tagged("post_install", "-at_install")
class TestReturnsShopify(ReturnsCase, ShopifyCase):
    def test_exchange_that_comes_onto_the_order_with_the_accepted_return(self):
        order, sale = self.shipped()
        before = {line.product_id.default_code: line.product_uom_qty for line in sale.order_line}
        row = self.shop.exchange(order, [(0, 1)], [("CS-1-M", 2)], processed=False)
        self.again()
        one = sale.ecom_return_ids
        self.assertTrue(one.in_exchange)
        self.assertTrue(one.exchange_pending)
        self.receive(one)
        self.assertEqual(self.decide(one, "accept").amount, 0, "other goods are to come, not money")
        self.run_cron("returns")
        self.again()
        after = {line.product_id.default_code: line.product_uom_qty for line in sale.order_line}
        self.assertEqual(after, {**before, "CS-1-M": 2})
        self.assertEqual((row["status"], one.exchange_pending), ("CLOSED", False))
        self.assertFalse(sale.ecom_refund_ids)


@tagged("post_install", "-at_install")
class TestFaultsShopify(Faults, ShopifyCase):
    pass


@tagged("post_install", "-at_install")
class TestOutboundShopify(Outbound, ShopifyCase):
    def set_shop_stock(self, sku, quantity):
        self.shop.variants[sku]["available"] = quantity

    def test_sale_between_reading_and_writing_is_not_overwritten(self):
        """The shop sells a piece while we set its stock: the order comes in first, then the figure."""
        self.run_cron("stock")
        self.env["stock.quant"]._update_available_quantity(self.glove, self.warehouse.lot_stock_id, 10)
        set_quantities = self.shop.set_quantities

        def sells_first(info, input):
            self.shop.set_quantities = set_quantities
            self.shop.place_order([("GLOVE", 3)])
            return set_quantities(info, input)

        self.shop.set_quantities = sells_first
        self.run_cron("stock")
        self.assertEqual(self.shop.stock("GLOVE"), 47)
        exchange = self.exchanges(kind="stock")[-1]
        self.assertEqual((exchange.state, exchange.problem), ("pending", "moved"))
        self.later()
        self.run_cron("stock")
        self.assertEqual(len(self.sales()), 1)
        self.assertEqual(self.shop.stock("GLOVE"), 57)


@tagged("post_install", "-at_install")
class TestParcelsShopify(Parcels, ShippingCase, ShopifyCase):
    FAKE = ShopifyCase.FAKE
    CHANNEL = ShopifyCase.CHANNEL


@tagged("post_install", "-at_install")
class TestOrderEditsShopify(OrderEdits, ShopifyCase):
    UNPAID = {"unpaid": True}
    # a price can't be edited in Shopify, and a cancelled order stays cancelled
    test_price = test_revived_in_the_shop = None

    def assert_as_in_shop(self):
        self.assertEqual(set(self.exchanges(kind="order").mapped("state")), {"done"})
        channel = self.store._channel()
        (raw,) = channel.fetch_orders([self.order["id"].rsplit("/", 1)[-1]])
        total = channel.parse_order(raw.payload).total
        self.assertEqual(self.sale.currency_id.compare_amounts(self.sale.amount_total, float(total)), 0)
