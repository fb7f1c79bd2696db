import logging
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.modules.neutralize import get_neutralization_queries
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..engine.secret_box import SecretBox
from .common import ShopCase, ShopifyCase, WooCommerceCase
from .fakes.server import Refusal

SECRETS = ("api_key", "api_secret", "webhook_secret")
RUNNER = "odoo.addons.med_ecom_connector.models.ecom_exchange_runner"
SYNC = "odoo.addons.med_ecom_connector.models.ecom_store_sync"
#: Everything that an exchange with a shop writes.
MODELS = (
    "ecom.store",
    "ecom.store.flow",
    "ecom.exchange",
    "ecom.exchange.attempt",
    "ecom.alert",
    "mail.message",
    "mail.mail",
    "mail.activity",
    "mail.tracking.value",
    "ir.logging",
)


class _Listener(logging.Handler):
    def __init__(self):
        super().__init__(logging.DEBUG)
        self.texts = []

    def emit(self, record):
        self.texts.append(logging.Formatter().format(record))


class NoSecrets:
    """Whatever goes wrong, no secret is found afterwards in logs, records, exports or error texts."""

    def setUp(self):
        super().setUp()
        self.listener = _Listener()
        for name in ("odoo", "odoo.addons.med_ecom_connector", "urllib3", "py.warnings"):
            logger = logging.getLogger(name)
            logger.addHandler(self.listener)
            self.addCleanup(logger.removeHandler, self.listener)
        for name in ("odoo.addons.med_ecom_connector", "urllib3"):
            logger = logging.getLogger(name)
            self.addCleanup(logger.setLevel, logger.level)
            logger.setLevel(logging.DEBUG)
        self.errors = []

    def secrets(self):
        settings = self.store._channel_settings()
        return {name: getattr(settings, name) for name in SECRETS if getattr(settings, name)}

    def refuse_and_echo(self, status):
        """A shop that answers with all it was sent, and all it knows."""

        def refuse(request):
            raise Refusal(status, {"message": f"{self.secrets()} {request.headers} {request.query}"})

        self.shop.check_login = refuse

    def attempt(self, action, *args):
        try:
            action(*args)
        except Exception as error:
            self.errors.append(f"{error!r} {error} {error.__cause__!r} {error.__context__!r}")

    def everything_written(self):
        self.env.flush_all()
        self.env.invalidate_all()
        for name in MODELS:
            records = self.env[name].sudo().with_context(active_test=False).search([])
            stored = [key for key, field in records._fields.items() if field.type != "binary"]
            for row in records.read([key for key in stored if not key.startswith("sealed_")]):
                yield name, str(row)
        store = self.store
        exported = [key for key in store._fields if key not in ("create_uid", "write_uid")]
        yield "export", str(store.export_data(exported))
        yield "settings", repr(store._channel_settings())
        yield from (("error", text) for text in self.errors)
        yield from (("log", text) for text in self.listener.texts)

    def run_everything(self):
        for cron in ("poll", "orders", "shipments", "stock", "prices", "compare", "watch"):
            self.later()
            with mute_logger(RUNNER, SYNC):
                self.run_cron(cron)
        for action in ("action_test_connection", "action_push_stock_now", "action_match_products"):
            self.attempt(getattr(self.store, action))

    def assert_no_secret(self):
        secrets = self.secrets()
        self.assertGreaterEqual(len(secrets), 2)
        texts = list(self.everything_written())
        self.assertGreater(len(texts), 50)
        for where, text in texts:
            for name, secret in secrets.items():
                self.assertNotIn(secret, text, f"{name} is in {where}")

    def test_when_all_is_well(self):
        self.shop.place_order([("PO-100", 1)])
        self.run_everything()
        self.assert_no_secret()

    def test_when_the_shop_echoes_what_it_got(self):
        order = self.shop.place_order([("PO-100", 1)])
        headers, body = self.shop.order_webhook(order)
        for event in self.store._channel().parse_webhook(headers, body):
            self.env["ecom.exchange"]._receive_hint(self.store, event, body)
        for status in (400, 401, 403, 404, 422, 429, 500):
            self.refuse_and_echo(status)
            self.run_everything()
        self.assertTrue(self.errors)
        self.assert_no_secret()

    def test_when_our_own_code_breaks(self):
        self.shop.place_order([("PO-100", 1)])
        broken = patch.object(
            self.env.registry["ecom.order.builder"],
            "_build",
            lambda builder, store, arrivals: vars(store._channel_settings())["nonsense"],
        )
        with broken:
            self.run_everything()
        self.assert_no_secret()

    def test_when_the_shop_cannot_be_found(self):
        self.store.base_url = "http://127.0.0.1:9"
        self.run_everything()
        self.assert_no_secret()


@tagged("post_install", "-at_install")
class TestNoSecretsMedusa(NoSecrets, ShopCase):
    pass


@tagged("post_install", "-at_install")
class TestNoSecretsWooCommerce(NoSecrets, WooCommerceCase):
    pass


@tagged("post_install", "-at_install")
class TestNoSecretsShopify(NoSecrets, ShopifyCase):
    pass


@tagged("post_install", "-at_install")
class TestKeys(ShopCase):
    """Keys change in one go, and a copy of the database knows no secret."""

    def given(self, *keys):
        return patch.object(self.env.registry["ecom.store"], "_given_keys", lambda store: keys)

    def test_rotation_seals_everything_anew(self):
        other = self._create_store(name="Other shop", active=False)
        plain = [store._channel_settings().api_key for store in self.store | other]
        old = "the old key, long enough"
        with self.given(old, None):
            (self.store | other).write({"api_key": "key-one", "webhook_secret": "hook-one"})
        before = self.store.sealed_api_key
        with self.given("the new key, long enough", old):
            self.assertEqual(self.store._channel_settings().api_key, "key-one")
            self._reseal_rest("the new key, long enough")
            self.assertGreaterEqual(self.env["ecom.store"]._rotate_secrets(), 4)
            self.assertEqual(self.env["ecom.store"]._rotate_secrets(), 0)
        self.assertNotEqual(self.store.sealed_api_key, before)
        with self.given("the new key, long enough", None):
            for store in self.store | other:
                self.assertEqual(store._channel_settings().api_key, "key-one")
                self.assertEqual(store._channel_settings().webhook_secret, "hook-one")
        self.assertTrue(all(plain))

    def _reseal_rest(self, key):
        """Stores that the database holds already are not this test's."""
        for record, name in self.env["ecom.store"]._sealed_secrets():
            if record._name != "ecom.store" or record.name not in ("Test shop", "Other shop"):
                record[name] = SecretBox(key).seal("whatever")

    def test_one_that_does_not_open_stops_all(self):
        with self.given("the old key, long enough", None):
            self.store.write({"api_key": "key-one", "webhook_secret": "hook-one"})
        before = self.store.sealed_api_key
        with self.given("the new key, long enough", "a third key, long enough"):
            with self.assertRaisesRegex(UserError, "opens neither under the new key nor the old one"):
                self.env["ecom.store"]._rotate_secrets()
        self.assertEqual(self.store.sealed_api_key, before)

    def test_neutralized_copy_knows_nothing(self):
        token = self.store.webhook_token
        self.env.flush_all()
        queries = list(get_neutralization_queries(["med_ecom_connector"]))
        self.assertTrue(queries)
        for query in queries:
            self.env.cr.execute(query)
        self.env.invalidate_all()
        self.assertFalse(self.env["ecom.store"]._sealed_secrets())
        store = self.store
        self.assertFalse(store.active)
        self.assertNotEqual(store.webhook_token, token)
        self.assertEqual(store.base_url, "http://neutralized.invalid")
        crons = self.env["ir.cron"].search([("model_id.model", "=like", "ecom.%")])
        self.assertFalse(crons)
        self.run_cron_quietly()
        self.assertFalse(self.shop.requests)

    def run_cron_quietly(self):
        """Even when somebody starts the jobs by hand."""
        for cron in ("poll", "orders", "stock", "watch"):
            self.run_cron(cron)
