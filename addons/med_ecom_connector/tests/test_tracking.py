import base64
import hashlib
import hmac
import json
from datetime import UTC, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..controllers.incoming import MAX_BODY
from ..engine.tracking_events import TrackingEvent
from .lost_race import lose_first
from .test_parcels import ShippingCase

CONTROLLER = "odoo.addons.med_ecom_connector.controllers.tracking"


class TrackingCase(ShippingCase):
    def setUp(self):
        super().setUp()
        self.events = self.env["ecom.tracking.event"]
        self.store.responsible_id = self.order_desk

    def shipped(self, number="SF-100", *lines):
        _order, picking = self.order(*(lines or [("PO-100", 1)]))
        picking.carrier_tracking_ref = number
        picking.button_validate()
        return picking

    def tell(self, code, number="sf100", days=0.0, **more):
        """A carrier's event, ``days`` from now."""
        moment = (fields.Datetime.now() + timedelta(days=days)).replace(tzinfo=UTC, microsecond=0)
        return self.events._receive(
            self.company, [TrackingEvent(number, code, moment, more.pop("place", ""), **more)], "manual"
        )

    def activities(self, picking):
        return picking.activity_ids.filtered(
            lambda one: (
                one.activity_type_id == self.env.ref("med_ecom_connector.mail_activity_parcel_trouble")
            )
        )


@tagged("post_install", "-at_install")
class TestTracking(TrackingCase):
    def test_way_of_a_parcel(self):
        picking = self.shipped()
        self.assertEqual(picking.shipment_state, "shipped")
        self.tell("in_transit", days=-0.2, place="Hub")
        self.assertEqual(picking.shipment_state, "in_transit")
        self.tell("delivered", days=-0.1)
        self.tell("out_for_delivery", days=-0.15)
        self.assertEqual(picking.shipment_state, "delivered")
        self.assertTrue(picking.delivered_at)
        self.assertEqual(picking.sale_id.ecom_delivered_at, picking.delivered_at)
        self.assertEqual(
            picking.ecom_event_ids.mapped("code"), ["delivered", "out_for_delivery", "in_transit"]
        )
        self.assertEqual(picking.sale_id.ecom_event_ids, picking.ecom_event_ids)

    def test_all_parcels_must_arrive(self):
        _order, picking = self.order()
        self.pack(picking)
        picking.carrier_tracking_ref = "A1,B2"
        picking.button_validate()
        self.tell("delivered", "A1", days=-0.2)
        self.assertEqual(picking.shipment_state, "shipped")
        self.tell("in_transit", "B2", days=-0.1)
        self.assertEqual(picking.shipment_state, "in_transit")
        last = self.tell("delivered", "B2")
        self.assertEqual((picking.shipment_state, picking.delivered_at), ("delivered", last.happened_at))

    def test_the_same_event_again_is_no_news(self):
        self.shipped()
        moment = fields.Datetime.now().replace(tzinfo=UTC, microsecond=0)
        event = TrackingEvent("SF-100", "in_transit", moment)
        self.assertEqual(len(self.events._receive(self.company, [event, event], "manual")), 1)
        self.assertFalse(self.events._receive(self.company, [event], "webhook"))

    def test_event_before_its_number_is_known(self):
        self.assertFalse(self.tell("in_transit", "EARLY-7", days=-1).is_matched)
        picking = self.shipped(False)
        picking.carrier_tracking_ref = "early7"
        self.assertEqual(picking.shipment_state, "in_transit")
        self.assertTrue(picking.ecom_event_ids.is_matched)
        picking.carrier_tracking_ref = "ANOTHER"
        self.assertEqual(picking.shipment_state, "shipped")
        self.assertFalse(self.events.search([("tracking_key", "=", "EARLY7")]).is_matched)

    def test_number_used_again_after_a_year(self):
        picking = self.shipped()
        picking.date_done = fields.Datetime.now() - timedelta(days=400)
        self.tell("delivered")
        self.assertEqual(picking.shipment_state, "shipped")

    def test_events_stay(self):
        with self.assertRaises(UserError):
            self.tell("lost").unlink()

    def test_of_several_parcels_the_lost_one_is_named(self):
        picking = self.shipped("SF-100,SF-200")
        self.tell("delivered", days=-0.2)
        self.tell("lost", number="sf200", days=-0.1)
        summary = self.activities(picking).summary
        self.assertIn("SF-200", summary)
        self.assertNotIn("SF-100", summary)

    def test_lost_parcel_raises_once_and_closes_by_itself(self):
        picking = self.shipped()
        self.tell("lost", days=-0.3)
        activity = self.activities(picking)
        self.assertEqual(activity.user_id, self.store.responsible_id)
        self.assertIn("SF-100", activity.summary)
        self.tell("lost", days=-0.2, place="Again")
        self.run_cron("late_parcels")
        self.assertEqual(self.activities(picking), activity)
        self.assertEqual(picking.parcel_trouble, "lost")
        self.tell("in_transit", days=-0.1)
        self.assertFalse(self.activities(picking) or picking.parcel_trouble)

    def test_late_and_silent_by_rule(self):
        rule = self.env.ref("med_ecom_connector.ecom_late_rule_default")
        rule.write({"transit_days": 5, "grace_days": 2, "silent_days": 3})
        picking = self.shipped()
        self.tell("label", "SOMETHING-ELSE")
        picking.date_done = fields.Datetime.now() - timedelta(days=3)
        self.run_cron("late_parcels")
        self.assertEqual(picking.parcel_trouble, "silent")
        self.assertEqual(len(self.activities(picking)), 1)
        self.tell("in_transit")
        self.assertFalse(self.activities(picking) or picking.parcel_trouble)
        picking.date_done = fields.Datetime.now() - timedelta(days=8)
        self.run_cron("late_parcels")
        self.assertEqual(picking.parcel_trouble, "late")
        self.tell("delivered", days=0.01)
        self.assertFalse(self.activities(picking) or picking.parcel_trouble)

    def test_late_by_the_day_of_the_company(self):
        rule = self.env.ref("med_ecom_connector.ecom_late_rule_default")
        rule.write({"transit_days": 5, "grace_days": 2, "silent_days": 0})
        picking = self.shipped()
        self.tell("label", "SOMETHING-ELSE")
        evening = (fields.Datetime.now() + timedelta(days=1)).replace(hour=20)
        picking.date_done = evening - timedelta(days=7, hours=8)
        for zone, trouble in ((False, False), ("Asia/Shanghai", "late")):
            self.company.partner_id.tz = zone
            with freeze_time(evening):
                self.run_cron("late_parcels")
            self.assertEqual(picking.parcel_trouble, trouble, zone)

    def test_first_rule_that_fits_counts(self):
        picking = self.shipped()
        rules = self.env["ecom.late.rule"]
        france, china = self.env.ref("base.fr"), self.env.ref("base.cn")
        picking.partner_id.country_id = france
        rules.create({"sequence": 1, "country_ids": china.ids, "transit_days": 1})
        rules.create({"sequence": 2, "country_ids": france.ids, "transit_days": 20})
        self.assertEqual(rules.search([])._get_for(picking).transit_days, 20)
        picking.partner_id.country_id = china
        self.assertEqual(rules.search([])._get_for(picking).transit_days, 1)

    def test_file_with_bad_rows(self):
        picking = self.shipped()
        day = fields.Date.to_string(fields.Date.today())
        content = f"单号,状态,时间,地点\nSF-100,已签收,{day} 00:10,上海\n,已签收,{day},\nSF-9,什么,{day},\n"
        wizard = (
            self.env["ecom.tracking.import"]
            .with_user(self.keeper)
            .create({"file": base64.b64encode(content.encode("gbk")), "file_name": "sf.csv"})
        )
        self.assertEqual((wizard.good_count, wizard.bad_count), (1, 2))
        self.assertIn("什么", wizard.row_ids[1].problem)
        self.assertTrue(wizard.row_ids[1].problem.startswith("Row 4"))
        message = wizard.action_load()["params"]["message"]
        self.assertIn("1 new", message)
        self.assertEqual((picking.shipment_state, picking.ecom_event_ids.place), ("delivered", "上海"))
        self.assertIn("1 known", wizard.action_load()["params"]["message"])

    def test_file_saved_by_the_form_is_read_whole(self):
        """The form saves and reads back with bin_size, under which a file reads as "72.00 bytes"."""
        day = fields.Date.to_string(fields.Date.today())
        content = f"number,status,time\nSF-1,picked up,{day} 00:10\n"
        wizard = self.env["ecom.tracking.import"].with_user(self.keeper)
        vals = {"file": base64.b64encode(content.encode()).decode(), "file_name": "sf.csv"}
        saved = wizard.web_save(vals, {"good_count": {}, "problem": {}, "row_ids": {}})[0]
        self.assertEqual((saved["good_count"], saved["problem"]), (1, False))

    def test_file_without_columns_is_refused_in_words(self):
        wizard = self.env["ecom.tracking.import"].create({"file": base64.b64encode(b"a,b\n1,2\n")})
        self.assertIn("column", wizard.problem)
        with self.assertRaises(UserError):
            wizard.action_load()

    def test_other_companies_and_roles(self):
        picking = self.shipped()
        company = self.env["res.company"].create({"name": "Other"})
        event = TrackingEvent("SF-100", "lost", fields.Datetime.now().replace(tzinfo=UTC, microsecond=0))
        self.events._receive(company, [event], "manual")
        self.assertEqual(picking.shipment_state, "shipped")
        self.tell("in_transit")
        auditor = self._create_user("auditor")
        self.assertTrue(picking.ecom_event_ids.with_user(auditor).read(["code"]))
        with self.assertRaises(self.AccessError):
            picking.ecom_event_ids.with_user(auditor).write({"text": "x"})
        with self.assertRaises(self.AccessError):
            self.env["ecom.tracking.source"].with_user(self.keeper).create({"name": "x"})


@tagged("post_install", "-at_install")
class TestTrackingWebhook(TrackingCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.source = self.env["ecom.tracking.source"].create({"name": "SF", "secret": "sf-secret"})

    def post(self, data, secret="sf-secret", token=None, signature=None):
        body = data if isinstance(data, bytes) else json.dumps(data).encode()
        signature = signature or "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        return self.url_open(
            f"/ecom/tracking/{token or self.source.token}",
            data=body,
            headers={"X-Signature": signature, "Content-Type": "application/json"},
            method="POST",
        )

    def message(self, **changes):
        moment = fields.Datetime.now().replace(tzinfo=UTC).isoformat()
        return {"events": [{"tracking_number": "SF-100", "code": "delivered", "time": moment, **changes}]}

    def all_events(self):
        return self.events.search([("source_id", "=", self.source.id)])

    def test_signed_message_replayed(self):
        picking = self.shipped()
        message = self.message(place="Lyon")
        answer = self.post(message)
        self.assertEqual((answer.status_code, answer.json()["new"]), (200, 1))
        self.env.invalidate_all()
        self.assertEqual(picking.shipment_state, "delivered")
        self.assertTrue(self.source.last_heard_on)
        for _time in range(2):
            answer = self.post(message)
            self.assertEqual((answer.status_code, answer.json()["new"], answer.json()["known"]), (200, 0, 1))
        self.assertEqual(len(self.all_events()), 1)

    @mute_logger("odoo.service.model")
    def test_a_repeated_transaction_still_has_the_body(self):
        calls = lose_first(self, self.events, "_receive")
        answer = self.post(self.message())
        self.assertEqual((answer.status_code, len(calls), len(self.all_events())), (200, 2, 1))

    def test_body_over_the_limit(self):
        self.assertEqual(self.post(b"x" * (MAX_BODY + 1)).status_code, 413)
        self.assertFalse(self.all_events())

    @mute_logger(CONTROLLER)
    def test_wrong_signatures_store_nothing(self):
        message = self.message()
        for answer in (
            self.post(message, secret="another"),
            self.post(message, signature="sha256="),
            self.post(message, signature="é"),
        ):
            self.assertEqual(answer.status_code, 401)
        self.source.secret = False
        self.assertEqual(self.post(message, secret="").status_code, 401)
        self.assertFalse(self.all_events())

    def test_bad_events_are_named_and_good_ones_kept(self):
        message = self.message()
        message["events"].append({"tracking_number": "X", "code": "gone", "time": "now"})
        answer = self.post(message)
        self.assertEqual(answer.status_code, 422)
        self.assertEqual(answer.json()["refused"], [{"index": 1, "problem": "unknown_code", "value": "gone"}])
        self.assertEqual(len(self.all_events()), 1)

    def test_unreadable_and_unknown(self):
        self.assertEqual(self.post(b"nonsense").status_code, 400)
        self.assertEqual(self.post(self.message(), token="nobody").status_code, 404)
        self.source.active = False
        self.assertEqual(self.post(self.message()).status_code, 404)

    def test_secret_is_sealed(self):
        self.assertNotIn("sf-secret", self.source.sealed_secret)
        self.assertNotIn("sf-secret", self.source.secret)
        self.source.name = "Renamed"
        self.assertEqual(self.post(self.message()).status_code, 200)
