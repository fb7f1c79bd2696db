"""What benches that take in orders share: the company's tax, a store, and the orders placed in its shop."""

import json

from odoo import fields

from odoo.addons.med_ecom_connector.channels.neutral import RawOrder
from odoo.addons.med_ecom_connector.engine.payload import loads
from odoo.addons.med_ecom_connector.tests.fakes.medusa import FakeMedusa


def create_tax(env):
    company = env.company
    return env["account.tax"].create(
        {
            "name": "Bench 20 %",
            "amount": 20.0,
            "type_tax_use": "sale",
            "price_include_override": "tax_excluded",
            "tax_group_id": env["account.tax.group"].create({"name": "Bench", "company_id": company.id}).id,
            "country_id": (company.account_fiscal_country_id or env.ref("base.us")).id,
        }
    )


def create_store(env, **vals):
    """A store whose shop does not exist, and which is told nothing."""
    return env["ecom.store"].create(
        {
            "name": "Bench",
            "channel": "medusa",
            "base_url": "http://127.0.0.1:9",
            "push_stock": False,
            "push_prices": False,
            **vals,
        }
    )


class BenchShop:
    """A fake shop that sells ``BENCH-0``, ``BENCH-1`` and so on, in the company's currency."""

    def __init__(self, env, products):
        self._fake = FakeMedusa()
        self._currency = env.company.currency_id.name.lower()
        for product in products:
            self._fake.add_product(
                product.default_code, product.name, product.list_price, currency=self._currency
            )

    def place_order(self, lines, who):
        """An order as the shop gives it.

        :param lines: list of (SKU, quantity)
        :param who: word that tells the customer from all others
        """
        person = {"first_name": who, "company": None, "phone": None}
        return self._fake.place_order(
            lines,
            email=f"{who}@example.com",
            currency=self._currency,
            shipping_price=None,
            billing=person,
            shipping=person,
            customer={"id": f"cus_{who}", "has_account": True},
        )


def raw_order(order):
    """An order of :class:`BenchShop`, as the channel hands it over."""
    payload = loads(json.dumps(order, default=str))
    return RawOrder(order["id"], str(order["display_id"]), fields.Datetime.now(), payload)
