from contextlib import nullcontext
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import HttpCase, TransactionCase

from .fakes.medusa import FakeMedusa
from .fakes.shopify import FakeShopify
from .fakes.woocommerce import FakeWooCommerce


class ShopCase(TransactionCase):
    """A company with two lot-tracked devices and a glove, a 20 % tax, and a shop that answers on loopback."""

    #: Odoo collects a class's own methods only; the scenarios here are inherited, once per channel.
    allow_inherited_tests_method = True

    AccessError = AccessError
    FAKE = FakeMedusa
    CHANNEL = "medusa"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True, "no_reset_password": True})
        cls.company = cls.env.company
        cls.company.tax_calculation_rounding_method = "round_per_line"
        cls.warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)], limit=1)
        cls.env.ref("base.EUR").active = True
        cls.company.currency_id = cls.env.ref("base.EUR")
        cls.tax_group = cls.env["account.tax.group"].create({"name": "TVA", "company_id": cls.company.id})
        cls.tax20 = cls._create_tax(20.0)
        cls.oximeter = cls._create_device("PO-100", "Pulse oximeter", 49.90)
        cls.stocking = cls._create_device("CS-1-M", "Compression stocking", 19.0)
        cls.pump = cls._create_device("PUMP-1", "Infusion pump", 900.0, tracking="serial")
        cls.glove = cls.env["product.product"].create(
            {
                "name": "Gloves",
                "default_code": "GLOVE",
                "is_storable": True,
                "list_price": 5.0,
                "taxes_id": False,
            }
        )
        cls.lot_old = cls._create_lot(cls.oximeter, "PO-A", days=60, quantity=10)
        cls.lot_new = cls._create_lot(cls.oximeter, "PO-B", days=400, quantity=20)
        cls.stocking_lot = cls._create_lot(cls.stocking, "CS-A", days=400, quantity=30)
        cls.env["stock.quant"]._update_available_quantity(cls.glove, cls.warehouse.lot_stock_id, 50)
        cls.order_desk = cls._create_user("order_desk")

    @classmethod
    def _create_user(cls, login, role=None, **vals):
        return cls.env["res.users"].create(
            {
                "name": login,
                "login": f"test_{login}",
                "password": f"test_{login}",
                "group_ids": [Command.set(cls.env.ref(f"med_lot_traceability.group_{role or login}").ids)],
                **vals,
            }
        )

    def setUp(self):
        super().setUp()
        self.shop = self.FAKE().start()
        self.addCleanup(self.shop.stop)
        for sku, name, price in (
            ("PO-100", "Pulse oximeter", 49.90),
            ("CS-1-M", "Compression stocking", 19.0),
            ("PUMP-1", "Infusion pump", 900.0),
            ("GLOVE", "Gloves", 5.0),
        ):
            self.shop.add_product(sku, name, price, stock=0)
        self.store = self._create_store()

    @classmethod
    def _create_tax(cls, amount, **vals):
        return cls.env["account.tax"].create(
            {
                "name": f"TVA {amount} {vals}",
                "amount": amount,
                "amount_type": "percent",
                "type_tax_use": "sale",
                "tax_group_id": cls.tax_group.id,
                "company_id": cls.company.id,
                "price_include_override": "tax_excluded",
                **vals,
            }
        )

    @classmethod
    def _create_device(cls, sku, name, price, tracking="lot"):
        return cls.env["product.product"].create(
            {
                "name": name,
                "default_code": sku,
                "is_storable": True,
                "is_medical_device": True,
                "device_class": "I",
                "tracking": tracking,
                "use_expiration_date": True,
                "list_price": price,
                "taxes_id": False,
            }
        )

    @classmethod
    def _create_lot(cls, product, name, days=400, quantity=1, status="released"):
        lot = cls.env["stock.lot"].create(
            {
                "name": name,
                "product_id": product.id,
                "expiration_date": fields.Datetime.now() + timedelta(days=days),
            }
        )
        if status != "quarantine":
            lot._set_release_status(status, "test")
        cls.env["stock.quant"]._update_available_quantity(
            product, cls.warehouse.lot_stock_id, quantity, lot_id=lot
        )
        return lot

    def _create_store(self, **vals):
        settings = self.shop.settings()
        store = self.env["ecom.store"].create(
            {
                "name": "Test shop",
                "channel": self.CHANNEL,
                "base_url": settings["base_url"],
                "api_key": settings["api_key"],
                "api_secret": settings.get("api_secret"),
                "webhook_secret": settings["webhook_secret"],
                "warehouse_id": self.warehouse.id,
                "import_since": "2020-01-01",
                **vals,
            }
        )
        location = settings["options"].get("stock_location")
        if location:
            store.shop_location_id = self.env["ecom.shop.location"].create(
                {"store_id": store.id, "external_id": location, "name": "Main"}
            )
        return store

    def run_cron(self, name):
        """Run a cron as the scheduler would, in its own transaction."""
        cron = self.env.ref(f"med_ecom_connector.ir_cron_{name}")
        # an HttpCase is in test mode already
        with nullcontext() if isinstance(self, HttpCase) else self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def poll(self):
        self.run_cron("poll")
        self.run_cron("orders")

    def later(self, hours=24):
        """Let waiting time pass for exchanges and flows."""
        self.env["ecom.exchange"].search([("state", "=", "pending")]).next_try = fields.Datetime.now()
        self.store.flow_ids.paused_until = False

    def sales(self):
        return self.env["sale.order"].search([("ecom_store_id", "=", self.store.id)], order="id")

    def exchanges(self, **equal):
        domain = [("store_id", "=", self.store.id)] + [(name, "=", value) for name, value in equal.items()]
        return self.env["ecom.exchange"].search(domain, order="id")

    def assert_held(self, problem):
        """Exactly one exchange is held, for this reason, with words for it, and no order was made of it."""
        held = self.exchanges(state="held")
        self.assertEqual(held.mapped("problem"), [problem])
        self.assertTrue(held.message and held.remedy)
        self.assertNotIn("%(", held.message)
        return held

    def release(self, exchange):
        exchange.action_release()
        self.run_cron("orders")


class WooCommerceCase(ShopCase):
    FAKE = FakeWooCommerce
    CHANNEL = "woocommerce"


class ShopifyCase(ShopCase):
    FAKE = FakeShopify
    CHANNEL = "shopify"
