from odoo.fields import Command
from odoo.tests import tagged

from .common import ShopCase, WooCommerceCase

VAT = "FR23334175221"


class OrderDetails:
    """Taxes, vouchers, companies with tax numbers, fiscal positions, currencies."""

    def goods(self):
        return self.sales().order_line.filtered("ecom_line_ref")

    def test_two_taxes_on_a_line(self):
        eco = self._create_tax(5.0)
        self.shop.place_order([("PO-100", 2)], tax_rates=[(20, "TVA"), (5, "Eco")], shipping_price=None)
        self.poll()
        self.assertEqual(self.goods().tax_ids, self.tax20 | eco)
        self.assertAlmostEqual(self.sales().amount_total, 124.75, 2)

    def test_two_taxes_of_one_rate(self):
        """Names tell them apart, also on the next order."""
        state, city = self._create_tax(7.0, name="State"), self._create_tax(7.0, name="City")
        for order in ([(7, "City"), (7, "State")], [(7, "State"), (7, "City")]):
            self.shop.place_order([("PO-100", 1, 100)], tax_rates=order, shipping_price=None)
        self.poll()
        self.assertEqual(self.sales().mapped("amount_total"), [114.0, 114.0])
        for line in self.goods():
            self.assertEqual(line.tax_ids, state | city)

    def test_second_tax_of_one_rate_that_nobody_knows(self):
        self._create_tax(7.0, name="State")
        self.shop.place_order([("PO-100", 1)], tax_rates=[(7, "State"), (7, "City")])
        self.poll()
        self.assert_held("tax_unmapped")

    def test_voucher(self):
        self.shop.place_order([("PO-100", 3)], discount="5.00", code="WELCOME")
        self.poll()
        self.assertEqual(self.sales().ecom_voucher_codes, "WELCOME")
        self.assertAlmostEqual(self.sales().amount_total, (149.70 - 5 + 7.5) * 1.2, 2)

    def test_tax_number_finds_the_company(self):
        company = self.env["res.partner"].create({"name": "Cabinet", "is_company": True, "vat": VAT})
        self.shop.place_order([("PO-100", 1)], vat="FR 23 334 175 221")
        self.poll()
        self.assertEqual(self.sales().partner_id.parent_id, company)

    def test_two_companies_of_one_name(self):
        self.shop.place_order([("PO-100", 1)], vat=VAT)
        self.shop.place_order(
            [("PO-100", 1)], vat="FR40303265045", email="b@example.com", billing={"phone": "+33142278101"}
        )
        self.poll()
        companies = self.sales().partner_id.parent_id
        self.assertEqual(sorted(companies.mapped("vat")), [VAT, "FR40303265045"])
        self.assertEqual(set(companies.mapped("name")), {"Praxis Klein"})

    def test_one_company_is_not_taken_for_two(self):
        """Two numbers at once, and a company of that name that has none."""
        known = self.env["res.partner"].create(
            {"name": "Praxis Klein", "is_company": True, "country_id": self.env.ref("base.fr").id}
        )
        self.shop.place_order([("PO-100", 1)], vat=VAT)
        self.shop.place_order(
            [("PO-100", 1)], vat="FR40303265045", email="b@example.com", billing={"phone": "+33142278101"}
        )
        self.poll()
        companies = self.sales().partner_id.commercial_partner_id
        self.assertEqual(sorted(companies.mapped("vat")), sorted([VAT, "FR40303265045"]))
        self.assertEqual((len(companies), known in companies), (2, True))

    def test_tax_number_that_comes_later(self):
        self.shop.place_order([("PO-100", 1)])
        self.poll()
        company = self.sales().partner_id.parent_id
        self.assertFalse(company.vat)
        self.shop.place_order([("PO-100", 1)], vat=VAT)
        self.poll()
        self.assertEqual(self.sales().partner_id.parent_id, company)
        self.assertEqual(company.vat, VAT)

    def test_tax_number_that_cannot_be_right(self):
        self.shop.place_order([("PO-100", 1)], vat="FR00000000000")
        self.poll()
        sale = self.sales()
        self.assertEqual(sale.state, "sale")
        self.assertFalse(sale.partner_id.commercial_partner_id.vat)
        self.assertIn("FR00000000000", sale.partner_id.commercial_partner_id.comment)
        exchange = self.exchanges(kind="order")
        self.assertEqual((exchange.state, exchange.problem), ("done", "tax_number_unsound"))
        self.assertIn("FR00000000000", exchange.message)

    def export_position(self):
        position = self.env["account.fiscal.position"].create(
            {
                "name": "Export",
                "auto_apply": True,
                "sequence": 1,
                "country_id": self.env.ref("base.ch").id,
                "company_id": self.company.id,
            }
        )
        zero = self._create_tax(0.0, name="Export 0 %")
        zero.write({"fiscal_position_ids": [Command.link(position.id)], "original_tax_ids": self.tax20.ids})
        self.oximeter.taxes_id = self.tax20
        return position, zero

    def test_fiscal_position_where_the_store_says_so(self):
        position, zero = self.export_position()
        swiss = {"country_code": "ch", "country": "CH", "city": "Basel"}
        options = {"tax_rate": None, "billing": swiss, "shipping": swiss, "shipping_price": None}
        self.shop.place_order([("PO-100", 1)], **options)
        self.poll()
        self.assertFalse(self.sales().fiscal_position_id)
        self.store.use_fiscal_positions = True
        order = self.shop.place_order([("PO-100", 1)], **options)
        self.poll()
        sale = self.sales()[-1]
        self.assertEqual((sale.fiscal_position_id, sale.order_line.tax_ids), (position, zero))
        self.assertEqual(sale.amount_total, 49.90)
        self.shop.edit_line(order, 0, 2, **self.UNTAXED)
        self.poll()
        self.assertEqual((sale.order_line.tax_ids, sale.amount_total), (zero, 99.80))

    def test_fiscal_position_leaves_the_taxes_that_the_shop_charged(self):
        position, _zero = self.export_position()
        self.store.use_fiscal_positions = True
        swiss = {"country_code": "ch", "country": "CH", "city": "Basel"}
        self.shop.place_order([("PO-100", 1)], billing=swiss, shipping=swiss)
        self.poll()
        self.assertEqual(self.sales().fiscal_position_id, position)
        self.assertEqual(self.goods().tax_ids, self.tax20)
        self.assertAlmostEqual(self.sales().amount_total, 68.88, 2)


@tagged("post_install", "-at_install")
class TestOrderDetailsMedusa(OrderDetails, ShopCase):
    UNTAXED = {}

    def test_exchange_rate_of_the_shop(self):
        self.env.ref("base.USD").active = True
        self.shop.place_order([("PO-100", 1)], currency="usd", exchange_rate=0.92)
        self.poll()
        self.assertEqual(self.sales().ecom_exchange_rate, 0.92)
        self.assertEqual(self.sales().currency_id.name, "USD")

    def test_gift_card_keeps_the_total(self):
        order = self.shop.place_order([("PO-100", 1)])
        self.shop.pay_by_gift_card(order, 20)
        self.poll()
        sale = self.sales()
        self.assertAlmostEqual(sale.amount_total, 68.88, 2)
        self.assertFalse(sale.order_line.filtered(lambda line: line.price_unit < 0))


@tagged("post_install", "-at_install")
class TestOrderDetailsWooCommerce(OrderDetails, WooCommerceCase):
    UNTAXED = {"rate": 0}

    def test_gift_card_keeps_the_total(self):
        order = self.shop.place_order([("PO-100", 1)])
        self.shop.pay_by_gift_card(order, 20)
        self.poll()
        self.assertAlmostEqual(self.sales().amount_total, 68.88, 2)

    def test_a_fee_that_is_a_discount(self):
        self.shop.place_order([("PO-100", 1)], fee=-4.0)
        self.poll()
        self.assertAlmostEqual(self.sales().amount_total, (49.90 + 7.5 - 4) * 1.2, 2)
