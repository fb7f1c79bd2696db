from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ShopCase


@tagged("post_install", "-at_install")
class TestCustomers(ShopCase):
    def setUp(self):
        super().setUp()
        self.suggestions = self.env["ecom.customer.suggestion"]

    def customer(self, name, **vals):
        return self.env["res.partner"].create(
            {"name": name, "customer_rank": 1, "company_id": self.company.id, **vals}
        )

    def pair(self, one, other):
        self.suggestions._scan()
        return self.suggestions.search(
            [("partner_id", "in", (one | other).ids), ("other_id", "in", (one | other).ids)]
        )

    def twins(self):
        one = self.customer("Zoé Martinez-Dupont", email="zoe.martinez@example.org", phone="+33612345678")
        other = self.customer(
            "Martinez-Dupont Zoe", email="z.dupont@example.org", phone="+33612345678", city="Lyon"
        )
        return one, other

    def test_a_pair_is_found_with_score_and_reasons(self):
        one, other = self.twins()
        pair = self.pair(one, other)
        self.assertEqual((pair.partner_id, pair.other_id, pair.keep_id), (one, other, one))
        self.assertEqual(pair.reasons, "phone,name")
        self.assertEqual(pair.score, 88)
        self.assertEqual(pair.reason_text, "Phone number, Name")

    def test_nothing_is_merged_by_itself(self):
        one, other = self.twins()
        self.run_cron("customer_suggestions")
        self.assertTrue(one.exists() and other.exists())
        self.assertEqual(self.pair(one, other).state, "open")

    def test_the_screen_shows_both_and_the_result(self):
        one, other = self.twins()
        text = str(self.pair(one, other).comparison)
        for part in ("zoe.martinez@example.org", "z.dupont@example.org", "Lyon", "After merging"):
            self.assertIn(part, text)

    def test_what_a_person_denied_is_not_asked_again(self):
        one, other = self.twins()
        pair = self.pair(one, other)
        pair.with_user(self.order_desk).action_different()
        self.assertEqual((pair.state, pair.decided_by_id), ("different", self.order_desk))
        self.assertEqual(self.pair(one, other), pair)
        with self.assertRaises(UserError):
            pair.action_merge()

    def test_history_bindings_and_keys_follow(self):
        one, other = self.twins()
        self.shop.place_order([("GLOVE", 1)], email="z.dupont@example.org")
        self.poll()
        order = self.sales()
        order.write({"partner_id": other.id})
        binding = self.env["ecom.partner.binding"].create(
            {"store_id": self.store.id, "external_id": "cus_99", "partner_id": other.id}
        )
        pair = self.pair(one, other)
        pair.with_user(self.order_desk).action_merge()
        self.assertFalse(other.exists())
        self.assertEqual((order.partner_id, binding.partner_id), (one, one))
        self.assertEqual((one.email, one.city), ("zoe.martinez@example.org", "Lyon"))
        self.assertRecordValues(
            pair, [{"state": "merged", "partner_id": one.id, "decided_by_id": self.order_desk.id}]
        )
        self.assertIn("Martinez-Dupont Zoe", pair.merged_name)
        self.assertIn("z.dupont@example.org", one.message_ids[0].body)
        known = self.env["ecom.customer.key"].search([("partner_id", "=", one.id)]).mapped("key")
        self.assertIn("email:z.dupont@example.org", known)

    def test_the_next_order_with_the_old_address_finds_the_one_who_stayed(self):
        one, other = self.twins()
        self.pair(one, other).action_merge()
        self.shop.place_order([("GLOVE", 1)], email="z.dupont@example.org")
        self.poll()
        self.assertEqual(self.sales().partner_id, one)

    def test_the_other_one_can_be_kept(self):
        one, other = self.twins()
        pair = self.pair(one, other)
        pair.action_swap()
        pair.action_merge()
        self.assertFalse(one.exists())
        self.assertEqual(other.email, "z.dupont@example.org")

    def test_a_third_pair_survives_the_merge_of_the_first(self):
        one, other = self.twins()
        third = self.customer("Zoe Martinez Dupont", phone="+33612345678")
        pair = self.pair(one, other)
        denied = self.pair(other, third)
        denied.action_different()
        pair.action_merge()
        left = self.suggestions.search([("state", "!=", "merged"), ("partner_id", "in", (one | third).ids)])
        self.assertEqual(len(left), 1, "one question about the same two remains, not two")
        self.assertEqual(left.partner_id | left.other_id, one | third)

    def test_companies_of_ours_are_never_mixed(self):
        one, other = self.twins()
        other.company_id = self.env["res.company"].create({"name": "Other company"})
        self.assertFalse(self.pair(one, other))

    def test_a_company_and_its_contact_are_two(self):
        firm = self.customer(
            "Clinique du Parc", is_company=True, email="info@parc.example", phone="+33112345678"
        )
        contact = self.customer("Clinique du Parc", email="info@parc.example", parent_id=firm.id)
        self.assertFalse(self.pair(firm, contact))

    def test_colleagues_are_two(self):
        firm = self.customer("Clinique du Parc", is_company=True)
        one = self.customer("Anne Petit", email="info@parc.example", parent_id=firm.id)
        other = self.customer("Luc Grand", email="info@parc.example", parent_id=firm.id)
        self.assertFalse(self.pair(one, other))

    def test_two_records_of_one_firm_are_one(self):
        one = self.customer("Clinique du Parc", is_company=True, vat="FR 23 334175221")
        other = self.customer("CLINIQUE DU PARC", is_company=True, vat="FR23334175221")
        self.assertEqual(self.pair(one, other).reasons, "vat,name")

    def test_a_pair_that_no_longer_agrees_is_forgotten(self):
        one, other = self.twins()
        pair = self.pair(one, other)
        other.write({"phone": "+33699999999", "name": "Quite another"})
        self.assertFalse(self.pair(one, other))
        self.assertFalse(pair.exists())

    def test_what_a_customer_changes_in_the_shop_overwrites_nothing_here(self):
        known = {"id": "cus_9", "has_account": True}
        self.shop.place_order([("GLOVE", 1)], customer=known)
        self.poll()
        first = self.sales()
        customer = first.partner_id
        fields = ["name", "email", "phone", "street", "city", "zip"]
        before = customer.read(fields)
        moved = {"city": "Lyon", "phone": "+33478000000"}
        self.shop.place_order([("GLOVE", 1)], customer=known, email="moved@example.com", billing=moved)
        self.poll()
        second = self.sales() - first
        self.assertEqual(second.partner_id, customer)
        self.assertEqual(customer.read(fields), before)
        self.assertEqual(
            (second.partner_invoice_id.city, second.partner_invoice_id.parent_id), ("Lyon", customer)
        )
        self.assertNotEqual(first.partner_invoice_id.city, "Lyon")

    def test_a_guest_with_the_email_of_an_account_is_its_customer(self):
        """Whoever came first, and also once the account has another e-mail."""
        nobody = {"phone": None}
        account = {"id": "cus_9", "has_account": True}
        for customer, email in ((None, "anna@example.com"), (account, "Anna@Example.com")):
            more = {"customer": customer} if customer else {}
            self.shop.place_order([("GLOVE", 1)], email=email, billing=nobody, **more)
            self.poll()
        self.shop.place_order([("GLOVE", 1)], email="new@example.com", billing=nobody, customer=account)
        self.poll()
        for email in ("anna@example.com", "new@example.com"):
            self.shop.place_order([("GLOVE", 1)], email=email, billing=nobody)
            self.poll()
        self.assertEqual(len(self.sales()), 5)
        self.assertEqual(len(self.sales().partner_id), 1)
        self.assertEqual(self.sales().partner_id.email, "anna@example.com")

    def test_only_the_order_desk_decides(self):
        one, other = self.twins()
        pair = self.pair(one, other)
        auditor = self._create_user("auditor")
        self.assertTrue(pair.with_user(auditor).score)
        for action in ("action_merge", "action_different", "action_scan"):
            with self.assertRaises(AccessError):
                getattr(pair.with_user(auditor), action)()
