from datetime import datetime

from odoo import fields
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tests.common import new_test_user
from odoo.tools import SQL

from .test_access import ROLES
from .trace_common import TraceCommon


@tagged("post_install", "-at_install")
class TestTrace(TraceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lot = cls._create_lot("TR-1")
        cls.receipt = cls._move(cls.lot, "supplier", "awaiting", 10, 2, cls.supplier)
        cls._move(cls.lot, "awaiting", "released", 10, 3)
        cls.shipment = cls._move(cls.lot, "released", "customer", 6, 10, cls.customer)

    def test_where_from_and_where_to(self):
        answer = self.trace.trace("lot", self.lot.id)
        self.assertEqual(
            self._ends(answer),
            {
                (f"supplier:{self.supplier.id}", f"zone:{self.lot.id}:awaiting"),
                (f"zone:{self.lot.id}:awaiting", f"zone:{self.lot.id}:released"),
                (f"zone:{self.lot.id}:released", f"consignee:{self.customer.id}"),
            },
        )
        self.assertEqual(len(self._moves(answer)), 3)
        (consignee,) = answer["consignees"]
        self.assertEqual((consignee["partner_id"], consignee["net"]), (self.customer.id, 6))

    def test_directions(self):
        backward = self.trace.trace("lot", self.lot.id, direction="backward")
        forward = self.trace.trace("lot", self.lot.id, direction="forward")
        self.assertNotIn(self.shipment, [row["id"] for row in backward["rows"]])
        self.assertNotIn(self.receipt, [row["id"] for row in forward["rows"]])
        self.assertEqual(backward["lots"][0]["balance"], forward["lots"][0]["balance"])
        with self.assertRefusal(UserError, "both ways, not “sideways”"):
            self.trace.trace("lot", self.lot.id, direction="sideways")

    def test_stock_that_no_row_explains_is_told(self):
        self.assertEqual(self._balance(self.lot)["unexplained"], 4)
        self._put_in_stock(self.device, 4, self.lot)
        balance = self._balance(self.lot)
        self.assertEqual((balance["on_hand"], balance["unexplained"], balance["suspicious"]), (4, 0, False))
        self._put_in_stock(self.device, 1, self.lot)
        self.assertEqual(self._balance(self.lot)["difference"], -1)

    def test_return_and_count(self):
        self._move(self.lot, "customer", "returns", 2, 12, self.customer)
        self._move(self.lot, "released", "loss", 1, 13, operation="inventory")
        self._move(self.lot, "released", "loss", 1, 14, operation="scrap")
        balance = self._balance(self.lot, as_of="2026-02-01 00:00:00")
        self.assertEqual((balance["shipped"], balance["returned"], balance["at_customers"]), (6, 2, 4))
        self.assertEqual((balance["missing"], balance["scrapped"], balance["unexplained"]), (1, 1, 1))
        answer = self.trace.trace("lot", self.lot.id)
        edges = {(edge["source"], edge["target"]): edge for edge in answer["graph"]["edges"]}
        self.assertTrue(edges[f"consignee:{self.customer.id}", f"zone:{self.lot.id}:returns"]["back"])
        self.assertTrue(edges[f"zone:{self.lot.id}:released", "missing"]["unexplained"])

    def test_as_of_a_past_day(self):
        answer = self.trace.trace("lot", self.lot.id, as_of="2026-01-05 00:00:00")
        self.assertEqual(len(self._moves(answer)), 2)
        (lot,) = answer["lots"]
        self.assertEqual(lot["zones"], {"released": 10})
        self.assertEqual((lot["balance"]["shipped"], lot["balance"]["on_hand"]), (0, 10))
        nothing = self.trace.trace("lot", self.lot.id, as_of="2025-01-01 00:00:00")
        self.assertFalse(nothing["graph"]["nodes"])
        self.assertIn("knew nothing", nothing["notes"][0])
        with self.assertRefusal(UserError, "“yesterday” is no date"):
            self.trace.trace("lot", self.lot.id, as_of="yesterday")

    def test_a_correction_counts_from_when_it_was_written(self):
        self._move(
            self.lot,
            "released",
            "customer",
            5,
            10,
            self.customer,
            corrects_id=self.shipment,
            recorded_on=datetime(2026, 1, 20),
        )
        self.assertEqual(self._balance(self.lot)["shipped"], 5)
        self.assertEqual(self._balance(self.lot, as_of="2026-01-20 00:00:00")["shipped"], 5)
        self.assertEqual(self._balance(self.lot, as_of="2026-01-19 00:00:00")["shipped"], 6)

    def test_status_at_that_moment(self):
        for day, old, new in ((3, "quarantine", "released"), (15, "released", "hold")):
            self._insert(
                self.lot, kind="status", happened_on=datetime(2026, 1, day), old_status=old, new_status=new
            )
        for moment, status in (("2026-01-04", "released"), ("2026-01-16", "hold"), (None, "released")):
            (lot,) = self.trace.trace("lot", self.lot.id, as_of=moment)["lots"]
            self.assertEqual(lot["status"], status, moment)
        decisions = self.trace.trace("lot", self.lot.id, as_of="2026-01-31 00:00:00")["decisions"]
        self.assertEqual([row["new_status"] for row in decisions], ["released", "hold"])

    def test_table_pages_and_sorts(self):
        for day in range(11, 29):
            self._move(self.lot, "released", "customer", day, day, self.customer)
        ask = {"kind": "lot", "res_id": self.lot.id}
        answer = self.trace.trace("lot", self.lot.id)
        page = self.trace.rows(**ask, offset=0, limit=2, sort="quantity", desc=True)
        self.assertEqual(
            ([row["quantity"] for row in page["rows"]], page["row_count"]), ([28, 27], answer["row_count"])
        )
        page = self.trace.rows(**ask, offset=answer["row_count"] - 1, limit=5, sort="partner_name")
        self.assertFalse(page["rows"][0]["partner_name"], "rows without a value come last")
        with self.assertRefusal(UserError, "sorted by hash"):
            self.trace.rows(**ask, sort="hash")

    def test_every_role_traces_and_nobody_else(self):
        for role in ROLES:
            user = self._create_user(role)
            answer = self.trace.with_user(user).trace("lot", self.lot.id)
            self.assertEqual(len(self._moves(answer)), 3, role)
            found = self.trace.with_user(user).resolve("TR-1")["candidates"]
            self.assertEqual([entry["id"] for entry in found], [self.lot.id], role)
        stranger = new_test_user(self.env, "stranger", groups="base.group_user")
        for call in (("trace", "lot", self.lot.id), ("rows", "lot", self.lot.id), ("resolve", "TR-1")):
            with self.assertRefusal(AccessError, "needs a role in MedSuite"):
                getattr(self.trace.with_user(stranger), call[0])(*call[1:])

    def test_who_may_not_read_a_document_gets_no_trace_of_it(self):
        invoice = self.env["account.move"].create(
            {"move_type": "out_invoice", "partner_id": self.customer.id}
        )
        user = new_test_user(self.env, "only_inspector", groups="med_lot_traceability.group_inspector")
        self.assertFalse(self.env["account.move"].with_user(user).has_access("read"))
        with self.assertRaises(AccessError):
            self.trace.with_user(user).trace("invoice", invoice.id)

    def test_other_companies_rows_stay_hidden(self):
        company = self.env["res.company"].create({"name": "Other Ltd"})
        self._move(self.lot, "released", "customer", 1, 12, company_id=company.id)
        answer = self.trace.with_user(self._create_user("auditor")).trace("lot", self.lot.id)
        self.assertEqual(len(self._moves(answer)), 3)
        self.assertRegex(answer["notes"][0], "^1 movements of companies that you may not see")
        both = new_test_user(
            self.env,
            "both",
            groups="med_lot_traceability.group_auditor",
            company_id=self.env.company.id,
            company_ids=[Command.set([self.env.company.id, company.id])],
        )
        trace = self.trace.with_user(both).with_context(allowed_company_ids=both.company_ids.ids)
        self.assertEqual(len(self._moves(trace.trace("lot", self.lot.id))), 4)

    def test_what_is_hidden_does_not_depend_on_the_zone_of_the_database(self):
        company = self.env["res.company"].create({"name": "Other Ltd"})
        now = fields.Datetime.now()
        self._move(self.lot, "released", "customer", 1, company_id=company.id, happened_on=now)
        trace = self.trace.with_user(self._create_user("auditor"))
        for zone in ("UTC", "America/New_York", "Asia/Shanghai"):
            self.env.cr.execute(SQL("SET LOCAL TIME ZONE %s", zone))
            notes = trace.trace("lot", self.lot.id)["notes"]
            self.assertRegex(notes[0], "^1 movements of companies that you may not see", zone)

    def test_a_lot_of_another_company_is_refused(self):
        company = self.env["res.company"].create({"name": "Other Ltd"})
        product = self._create_product("Other Device", company_id=company.id)
        lot = self.env["stock.lot"].create({"name": "ELSEWHERE-1", "product_id": product.id})
        self._make(lot, self.lot)
        trace = self.trace.with_user(self._create_user("auditor"))
        with self.assertRaises(AccessError):
            trace.trace("lot", lot.id)
        self.assertFalse(trace.resolve("ELSEWHERE-1")["candidates"])
        nodes = trace.trace("lot", self.lot.id)["graph"]["nodes"]
        self.assertNotIn(f"lot:{lot.id}", [node["id"] for node in nodes])

    def test_what_is_gone_or_unknown(self):
        with self.assertRefusal(MissingError, "no longer exists"):
            self.trace.trace("lot", 10**9)
        with self.assertRefusal(UserError, "“moon” can't be traced"):
            self.trace.trace("moon", 1)


@tagged("post_install", "-at_install")
class TestTraceFamily(TraceCommon):
    """Through kits, productions and repacking."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lots = [cls._create_lot(f"FAM-{number}") for number in range(5)]
        steel, _screw, implant, kit, _box = cls.lots
        cls._move(steel, "supplier", "released", 100, 1, cls.supplier)
        cls._move(steel, "released", "customer", 5, 2, cls._partner("Somebody else"))
        for number, lot in enumerate(cls.lots[1:], 1):
            cls._make(lot, cls.lots[number - 1], 10, day=4 + number, document_id=number)
            cls._move(lot, "production", "released", 10, 4 + number, document_id=number)
        cls._move(implant, "released", "customer", 3, 20, cls.customer)
        cls._move(kit, "released", "customer", 2, 21, cls._partner("Hospital"))

    @classmethod
    def _partner(cls, name):
        return cls.env["res.partner"].create({"name": name})

    def _roles(self, lot):
        return self.trace._genealogy([lot.id])["roles"]

    def test_any_depth_both_ways(self):
        steel, screw, implant, kit, box = (lot.id for lot in self.lots)
        self.assertEqual(
            self._roles(self.lots[2]),
            {steel: "ancestor", screw: "ancestor", implant: "self", kit: "descendant", box: "descendant"},
        )

    def test_circles_end(self):
        self._make(self.lots[0], self.lots[4], document_id=99)
        self.assertEqual(len(self._roles(self.lots[2])), 5)
        self.assertTrue(self.trace.trace("lot", self.lots[2].id)["graph"]["nodes"])

    def test_consignees_of_what_was_made_from_it(self):
        names = [entry["name"] for entry in self.trace.trace("lot", self.lots[1].id)["consignees"]]
        self.assertEqual(sorted(names), ["Clinic", "Hospital"])
        forward = self.trace.trace("lot", self.lots[1].id, direction="forward")
        nodes = [node["id"] for node in forward["graph"]["nodes"]]
        self.assertNotIn(f"supplier:{self.supplier.id}", nodes)
        backward = self.trace.trace("lot", self.lots[1].id, direction="backward")
        self.assertIn(f"supplier:{self.supplier.id}", [node["id"] for node in backward["graph"]["nodes"]])
        self.assertFalse(backward["consignees"])

    def test_other_buyers_of_a_component_are_no_part_of_it(self):
        names = [entry["name"] for entry in self.trace.trace("lot", self.lots[3].id)["consignees"]]
        self.assertEqual(names, ["Hospital"])

    def test_a_corrected_component_is_no_ancestor(self):
        lot, wrong = self.lots[0], self._create_lot("FAM-WRONG")
        row = self._make(lot, wrong, 4)
        self.assertIn(wrong.id, self._roles(lot))
        self._make(lot, wrong, 0, corrects_id=row, recorded_on=datetime(2026, 3, 1))
        self.assertNotIn(wrong.id, self._roles(lot))
        self.assertIn(wrong.id, self.trace._genealogy([lot.id], datetime(2026, 2, 1))["roles"])

    def test_as_of_before_the_production(self):
        roles = self.trace._genealogy([self.lots[0].id], datetime(2026, 1, 5, 12))["roles"]
        self.assertEqual(list(roles), [self.lots[0].id, self.lots[1].id])

    def test_made_and_used_balance(self):
        self._move(self.lots[2], "released", "production", 7, 8)
        balance = self._balance(self.lots[2], as_of="2026-02-01 00:00:00")
        self.assertEqual(
            (balance["made"], balance["used"], balance["shipped"], balance["on_hand"]), (10, 7, 3, 0)
        )
