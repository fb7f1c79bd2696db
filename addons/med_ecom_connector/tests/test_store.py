from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import ShopCase


@tagged("post_install", "-at_install")
class TestStore(ShopCase):
    """The store's buttons, secrets, and who may do what."""

    def test_secrets_are_encrypted_and_never_shown(self):
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT sealed_api_key, sealed_webhook_secret FROM ecom_store WHERE id = %s", [self.store.id]
        )
        for sealed in self.env.cr.fetchone():
            self.assertTrue(sealed.startswith("fernet:"))
        self.assertNotIn(self.shop.API_KEY, str(self.store.read()))
        self.assertEqual(self.store._channel_settings().api_key, self.shop.API_KEY)
        self.assertNotIn(self.shop.API_KEY, repr(self.store._channel_settings()))

    def test_saving_the_form_keeps_the_secret_nobody_typed(self):
        self.store.write({"api_key": self.store.api_key, "name": "Renamed"})
        self.assertEqual(self.store._channel_settings().api_key, self.shop.API_KEY)

    def test_secrets_are_for_administrators(self):
        with self.assertRaises(AccessError):
            self.store.with_user(self.order_desk).read(["api_key"])
        with self.assertRaises(AccessError):
            self.store.with_user(self.order_desk).read(["webhook_token"])

    def test_an_update_brings_shops_the_flows_they_lack(self):
        lacking = self.store._flow("delivery")
        lacking.unlink()
        self.env["ecom.store.flow"].flush_model()
        self.env["ecom.store.flow"].init()
        self.store.invalidate_recordset(["flow_ids"])
        self.assertEqual(len(self.store._flow("delivery")), 1)
        self.assertEqual(len(self.store.flow_ids), len(self.store.flow_ids._fields["flow"].selection))

    def test_copy_takes_no_secret(self):
        self.assertFalse(self.store.copy().api_key)

    def test_connection(self):
        self.store.shop_location_id = False
        self.store.shop_location_ids.unlink()
        answer = self.store.action_test_connection()
        self.assertEqual(answer["params"]["type"], "success")
        self.assertEqual(self.store.shop_location_id.external_id, "sloc_main")

    def test_connection_refused_says_what_to_do(self):
        self.store.api_key = "wrong-key-of-somebody"
        with self.assertRaisesRegex(
            UserError, "refuses our credentials(.|\n)*Correct the credentials"
        ) as caught:
            self.store.action_test_connection()
        self.assertNotIn("wrong-key-of-somebody", str(caught.exception))

    def test_shop_that_does_not_answer_says_what_to_do(self):
        self.store.base_url = "http://127.0.0.1:9"
        with self.assertRaisesRegex(UserError, "can't be reached(.|\n)*Check the address") as caught:
            self.store.action_test_connection()
        self.assertNotIn("by ourselves", str(caught.exception))

    def test_a_wrong_address_says_so(self):
        """Something else answers there: a page of another site, or one that was moved."""
        self.shop.fail_next("html")
        with self.assertRaisesRegex(UserError, "can't be read(.|\n)*Check the address") as caught:
            self.store.action_test_connection()
        self.assertEqual(str(caught.exception).count("maintenance"), 1)
        for address in ("shop.example.com", "ftp://shop.example.com", "https://"):
            with self.assertRaisesRegex(ValidationError, "not the address of a shop"):
                self.store.base_url = address
        self.store.base_url = f" {self.shop.url}/ "
        self.store.action_test_connection()

    def test_a_refusal_is_told_once_and_says_what_to_do(self):
        self.shop.fail_next("status", status=404)
        with self.assertRaisesRegex(UserError, "Check the address") as caught:
            self.store.action_test_connection()
        self.assertNotIn("release", str(caught.exception))
        self.assertNotIn("dismiss", str(caught.exception))

    def test_held_of_a_shop_opens_what_says_that_nothing_waits(self):
        opened = self.store.with_context(exchange_state="held").action_open_exchanges()
        self.assertIn("Nothing waits for you", opened["help"])
        self.assertEqual(opened["context"]["search_default_store_id"], self.store.id)
        self.assertNotIn("search_default_dead", opened["context"])

    def test_order_desk_imports_and_pushes_by_one_click(self):
        self.shop.place_order([("PO-100", 1)])
        store = self.store.with_user(self.order_desk)
        store.action_import_now()
        self.assertEqual(store.import_progress, 0)
        self.poll()
        self.assertEqual(store.import_progress, 100)
        store.action_push_stock_now()
        self.run_cron("stock")
        self.assertEqual(self.shop.stock("GLOVE"), 50)

    def test_order_desk_does_not_change_the_store(self):
        with self.assertRaises(AccessError):
            self.store.with_user(self.order_desk).base_url = "http://elsewhere.example.com"

    def test_whoever_sees_shops_opens_one(self):
        """A page of the form that a role can't read is not there for it."""
        self.env["ecom.tax.map"].create({"store_id": self.store.id, "rate": 7.5})
        self.env["ecom.shipping.map"].create({"store_id": self.store.id, "name": "By boat"})
        roles = ("order_desk", "warehouse", "accountant", "quality_manager", "auditor", "administrator")
        for role in roles:
            user = self.order_desk if role == "order_desk" else self._create_user(role)
            with self.subTest(role):
                form = Form(self.store.with_user(user))
                self.assertEqual(form.name, self.store.name)

    def test_warehouse_starts_nothing(self):
        with self.assertRaises(AccessError):
            self.store.with_user(self._create_user("warehouse")).action_import_now()

    def test_counts(self):
        self.shop.place_order([("PO-100", 1)])
        self.shop.place_order([("PO-100", 1)], tax_rate=7)
        self.poll()
        self.assertEqual((self.store.order_count, self.store.held_count), (1, 1))
        self.assertTrue(self.store.last_sync)

    def test_done_today_begins_at_the_users_midnight(self):
        self.shop.place_order([("PO-100", 1)])
        self.poll()
        self.env.user.tz = "Europe/Paris"
        exchange = self.exchanges(state="done")
        with freeze_time("2027-03-28 12:00:00"):  # the clock went forward in the night
            for moment, count in (("2027-03-27 22:30:00", 0), ("2027-03-27 23:00:00", 1)):
                exchange.finished_at = moment
                self.env.invalidate_all()
                self.assertEqual(self.store.done_today_count, count, moment)

    def test_other_company_sees_nothing(self):
        self.shop.place_order([("PO-100", 1)])
        self.poll()
        other = self.env["res.company"].create({"name": "Other"})
        user = self._create_user("order_desk_other", "order_desk", company_id=other.id, company_ids=other.ids)
        for model in (
            "ecom.store",
            "ecom.exchange",
            "ecom.order.binding",
            "ecom.product.binding",
            "ecom.store.flow",
        ):
            self.assertFalse(self.env[model].with_user(user).search([]), model)

    def test_nothing_is_deleted(self):
        self.shop.place_order([("PO-100", 1)])
        self.poll()
        with self.assertRaises(UserError):
            self.exchanges().unlink()
        with self.assertRaises(UserError):
            self.store.unlink()

    def test_archived_store_does_nothing(self):
        self.shop.place_order([("PO-100", 1)])
        self.store.active = False
        self.poll()
        self.assertFalse(self.shop.requests)

    def test_message_is_read_in_the_readers_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"]._load_module_terms(["med_ecom_connector"], ["zh_CN"])
        self.shop.place_order([("PO-100", 1)], tax_rate=7)
        self.poll()
        held = self.assert_held("tax_unmapped")
        chinese = held.with_context(lang="zh_CN")
        self.assertNotEqual(chinese.message, held.message)
        self.assertIn("7", chinese.message)

    def test_groups_of_problems_are_headed_in_the_readers_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        labels = {}
        for lang in ("en_US", "zh_CN"):
            exchanges = self.env["ecom.exchange"].with_context(lang=lang)
            labels[lang] = dict(exchanges.fields_get(["problem"])["problem"]["selection"])
        self.assertEqual(labels["en_US"]["network"], "The shop can't be reached")
        self.assertFalse([label for label in labels["en_US"].values() if "%" in label.replace("… %", "")])
        self.assertNotEqual(labels["zh_CN"]["network"], labels["en_US"]["network"])
