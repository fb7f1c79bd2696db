from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tests.common import new_test_user

from .common import MedCommon


@tagged("post_install", "-at_install")
class TestStockReport(MedCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.report = cls.env["med.stock.report"]
        cls.device.standard_price = 10
        # A place of its own: other tests leave devices in the stock, and only empty places get a zone.
        cls.stock = cls.env["stock.location"].create(
            {
                "name": "Released",
                "location_id": cls.stock.id,
                "zone_id": cls.env.ref("med_lot_traceability.zone_released").id,
            }
        )

    def _get_row(self, lot):
        self.report.invalidate_model()
        return self.report.search([("lot_id", "=", lot.id)])

    def test_one_row_per_quant_with_its_figures(self):
        lot = self._create_lot("L1", quantity=7, days=100)
        self._create_delivery(2)
        with freeze_time(lot.quant_ids.in_date):  # the same day, also when midnight comes just now
            row = self._get_row(lot)
        self.assertEqual(len(row), 1)
        self.assertEqual((row.quantity, row.reserved_quantity, row.available_quantity), (7, 2, 5))
        self.assertEqual(row.value, 70)
        self.assertEqual(row.currency_id, self.env.company.currency_id)
        self.assertEqual(row.warehouse_id, self.warehouse)
        self.assertEqual(row.location_id, self.stock)
        self.assertEqual(row.zone_id.code, "released")
        self.assertEqual(row.device_class, "II")
        self.assertEqual(row.categ_id, self.device.categ_id)
        self.assertEqual((row.release_status, row.effective_status), ("released", "released"))
        self.assertEqual(row.days_in_stock, 0)

    def test_expiry_buckets_end_with_their_last_day(self):
        for days, bucket in (
            (-1, "0_expired"),
            (30, "1_30"),
            (31, "2_90"),
            (90, "2_90"),
            (91, "3_180"),
            (181, "4_365"),
            (366, "5_later"),
        ):
            with self.subTest(days=days):
                lot = self._create_lot(f"L{days}", days=days, quantity=1)
                self.assertEqual(self._get_row(lot).expiry_bucket, bucket)
        lot = self._create_lot("NEVER", days=None, quantity=1)
        self.assertEqual(self._get_row(lot).expiry_bucket, "6_none")

    def test_status_is_expired_only_where_nothing_worse_was_decided(self):
        expired = self._create_lot("L1", days=-1, quantity=1)
        rejected = self._create_lot("L2", days=-1, quantity=1, status="rejected")
        self.assertEqual(self._get_row(expired).effective_status, "expired")
        self.assertEqual(self._get_row(rejected).effective_status, "rejected")

    def test_value_follows_the_lot_when_lots_are_valued(self):
        lot = self._create_lot("L1", quantity=4)
        self.device.lot_valuated = True
        lot.standard_price = 25
        self.assertEqual(self._get_row(lot).value, 100)

    def test_goods_of_others_have_no_value(self):
        lot = self._create_lot("L1")
        self.env["stock.quant"]._update_available_quantity(
            self.device, self.stock, 4, lot_id=lot, owner_id=self.customer
        )
        self.assertEqual(self._get_row(lot).value, 0)

    def test_last_movement_out(self):
        lot = self._create_lot("L1", quantity=5)
        self.assertFalse(self._get_row(lot).last_out_date)
        picking = self._create_delivery(1)
        picking.button_validate()
        self._create_internal_move(1)
        left_on = picking.move_line_ids.date
        self.assertEqual(self._get_row(lot).last_out_date, left_on)
        self.assertEqual(
            self._get_row(lot).slow_moving_from,
            max(left_on, self._get_row(lot).in_date) + timedelta(days=self.env.company.slow_moving_days),
        )
        with freeze_time(left_on + timedelta(days=12)):
            self.assertEqual(self._get_row(lot).days_since_out, 12)

    def test_untracked_goods_and_goods_that_left(self):
        gauze = self._create_product("Gauze", tracking="none")
        self._put_in_stock(gauze, 9)
        row = self.report.search([("product_id", "=", gauze.id)])
        self.assertEqual((row.quantity, row.effective_status, row.expiry_bucket), (9, False, "6_none"))
        self._put_in_stock(gauze, 3, location=self.customers)
        self.assertEqual(self.report.search([("product_id", "=", gauze.id)]), row, "customers' isn't ours")
        self.assertEqual(row.action_open_lot()["res_model"], "product.product")

    def test_near_expiry_follows_lot_or_product_before_the_company(self):
        lot = self._create_lot("L1", days=300, quantity=1)
        expiry = lot.expiration_date
        self.assertEqual(self._get_row(lot).near_expiry_from, expiry - timedelta(days=90))
        lot.alert_date = expiry - timedelta(days=200)
        self.assertEqual(self._get_row(lot).near_expiry_from, expiry - timedelta(days=200))

    def test_board(self):
        site = self.env["stock.warehouse"].create({"name": "North", "code": "NRD"})
        site.lot_stock_id.zone_id = self.stock.zone_id
        self._create_lot("L1", quantity=2, location=site.lot_stock_id)
        self._create_lot("L2", days=-1, quantity=3, location=site.lot_stock_id)
        self._create_lot("L3", status="hold", quantity=1, location=site.lot_stock_id)
        self._create_lot("L4", days=20, quantity=1, location=site.lot_stock_id)
        board = self.report.with_user(self._create_user("warehouse")).get_board(site.id, True)
        found = {tile["key"]: tile["lots"] for tile in board["attention"]}
        self.assertLessEqual(
            {"expired": 1, "blocked": 1, "near_expiry": 1, "slow_moving": 0}.items(), found.items()
        )
        (warehouse,) = board["zones"]
        (zone,) = warehouse["zones"]
        self.assertEqual(warehouse["name"], "North")
        self.assertEqual((zone["lots"], zone["value"]), (4, 70))
        self.assertEqual(
            {line["status"]: line["quantity"] for line in zone["statuses"]},
            {"released": 3, "expired": 3, "hold": 1},
        )
        # Every figure is that of the rows which a click on it shows
        for tile in (*board["attention"], *board["expiry"], zone, *zone["statuses"]):
            rows = self.report.search(tile["domain"])
            self.assertEqual(len(rows.lot_id), tile["lots"])
            self.assertAlmostEqual(sum(rows.mapped("value")), tile["value"])

    def test_other_company_stays_invisible(self):
        company = self.env["res.company"].create({"name": "Other Ltd"})
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", company.id)], limit=1)
        lot = self._create_lot("L1", quantity=2, location=warehouse.lot_stock_id)
        self.assertTrue(self.report.sudo().search([("lot_id", "=", lot.id)]))
        auditor = self._create_user("auditor")
        self.assertFalse(self.report.with_user(auditor).search([("lot_id", "=", lot.id)]))
        auditor.company_ids = [Command.link(company.id)]
        both = self.report.with_user(auditor).with_context(allowed_company_ids=auditor.company_ids.ids)
        self.assertTrue(both.search([("lot_id", "=", lot.id)]))

    def test_nobody_outside_the_roles_reads_it(self):
        with self.assertRaises(AccessError):
            self.report.with_user(new_test_user(self.env, "nobody")).search([])
