from datetime import date, datetime, timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..udi import build
from .scan_case import BOX, EXPIRY, ScanCase
from .test_udi_di import GTIN


@tagged("post_install", "-at_install")
class TestScanReceipt(ScanCase):
    def test_lot_with_dates(self):
        receipt = self._open_receipt()
        raw = self._carrier(mfg_date=date(2026, 5, 31))
        answer = self._scan(receipt, raw)
        self.assertAnswer(answer, "ok", "counted")
        self.assertEqual((answer["done"], answer["expected"], answer["expiry"]), (1, 24, "2031-05-31"))
        answer = self._scan(receipt, self._carrier(BOX))
        self.assertEqual((answer["added"], answer["done"]), (12, 13))
        line = receipt.move_line_ids.filtered("picked")
        self.assertEqual(line.quantity, 13)
        receipt.with_user(self.worker).with_context(skip_backorder=True).button_validate()
        lot = line.lot_id
        self.assertEqual(lot.name, "L1")
        self.assertEqual(lot.expiration_date, datetime(2031, 5, 31, 12))
        self.assertEqual(lot.production_date, date(2026, 5, 31))
        self.assertEqual(lot.udi_raw, raw.replace("\x1d", "␝"))
        self.assertEqual(lot.product_qty, 13)

    def test_two_lots(self):
        receipt = self._open_receipt(quantity=2)
        self._scan(receipt, self._carrier())
        self._scan(receipt, self._carrier(lot="L2"))
        self.assertEqual(receipt.move_line_ids.mapped("lot_name"), ["L1", "L2"])
        self.assertAnswer(self._scan(receipt, self._carrier(lot="L2")), "refused", "over_quantity")
        self.assertEqual(sum(receipt.move_line_ids.mapped("quantity")), 2)

    def test_over_quantity_by_a_box(self):
        receipt = self._open_receipt(quantity=11)
        self.assertAnswer(self._scan(receipt, self._carrier(BOX)), "refused", "over_quantity")

    def test_ordered_in_boxes(self):
        receipt = self._open_receipt(quantity=24)
        receipt.move_line_ids.write(
            {"product_uom_id": self.env.ref("uom.product_uom_dozen").id, "quantity": 2}
        )
        self.assertEqual(self._scan(receipt, self._carrier())["done"], 1)
        self.assertEqual(sum(receipt.move_line_ids.mapped("quantity_product_uom")), 24)

    def test_wrong_item(self):
        other = self._create_product("Other", is_medical_device=True)
        self.assertAnswer(self._scan(self._open_receipt(other), self._carrier()), "refused", "wrong_item")

    def test_expired(self):
        receipt = self._open_receipt()
        yesterday = date.today() - timedelta(days=2)
        self.assertAnswer(self._scan(receipt, self._carrier(exp_date=yesterday)), "refused", "expired")
        self.assertFalse(receipt.move_line_ids.filtered("picked"))

    def test_no_expiry_on_the_label(self):
        receipt = self._open_receipt()
        self.assertAnswer(self._scan(receipt, self._carrier(exp_date=None)), "warn", "no_expiry")

    def test_label_contradicts_the_lot(self):
        self._create_dated_lot(expiration_date=datetime(2030, 1, 1, 12))
        self.assertAnswer(self._scan(self._open_receipt(), self._carrier()), "refused", "date_conflict")

    def test_recalled_lot_comes_back(self):
        lot = self._create_dated_lot(expiration_date=datetime(2031, 5, 31, 12))
        lot._set_release_status("recalled", "test")
        answer = self._scan(self._open_receipt(), self._carrier())
        line = self.env["stock.move.line"].new(
            {
                "lot_id": lot.id,
                "product_id": self.device.id,
                "product_uom_id": self.device.uom_id.id,
                "quantity": 1,
                "location_id": self.suppliers.id,
                "location_dest_id": self.stock.id,
            }
        )
        allowed = not line._med_get_gate_problem(lot._lock_release_states()[lot.id])
        self.assertEqual(answer["status"], "ok" if allowed else "refused", "as the gate says")

    def test_unknown_di_may_be_linked_by_those_who_may(self):
        receipt = self._open_receipt()
        raw = self._carrier("29506000117847")
        answer = self._scan(receipt, raw)
        self.assertAnswer(answer, "refused", "unknown_di")
        self.assertFalse(answer["link"])
        manager = self._create_user("administrator")
        answer = receipt.with_user(manager).med_scan(raw)
        self.assertEqual(answer["link"], {"di": "29506000117847", "agency": "GS1"})

    def test_wrong_carrier(self):
        answer = self._scan(self._open_receipt(), "010950600011784410L1")
        self.assertAnswer(answer, "refused", "gtin_check_digit")
        self.assertIn("check digit", answer["message"])

    def test_unusual_lot_is_asked(self):
        for number in range(5):
            self._create_dated_lot(name=f"A{number}")
        receipt = self._open_receipt()
        raw = self._carrier(lot="LOT1234567")
        answer = self._scan(receipt, raw)
        self.assertAnswer(answer, "ask", "atypical_lot_length")
        self.assertIn("LOT1234567", answer["readings"][0])
        self.assertFalse(receipt.move_line_ids.filtered("picked"))
        self.assertAnswer(self._scan(receipt, raw, choice=0), "ok", "counted")
        self.assertAnswer(self._scan(receipt, raw, choice=99), "ask", "atypical_lot_length")

    def test_missing_separator_is_asked(self):
        receipt = self._open_receipt()
        raw = f"01{GTIN}10ABC117310531"
        answer = self._scan(receipt, raw)
        self.assertAnswer(answer, "ask", "missing_fnc1")
        self.assertGreaterEqual(len(answer["readings"]), 2)
        with_date = next(place for place, text in enumerate(answer["readings"]) if "2031-05-31" in text)
        self.assertEqual(self._scan(receipt, raw, choice=with_date)["lot"], "ABC1")

    def test_two_bar_codes(self):
        """EAN-13, then a second GS1 bar code; and HIBC's primary and secondary."""
        receipt = self._open_receipt()
        answer = self._scan(receipt, "9506000117843")
        self.assertAnswer(answer, "more", "second_code")
        answer = self._scan(receipt, "1731053110L9", pending=answer["pending"])
        self.assertAnswer(answer, "ok", "counted")
        self.assertEqual(answer["lot"], "L9")
        first, second = build(
            "HIBCC", form="two-line", di="A123BJC5D6E71", serial="S7", exp_date=EXPIRY
        ).split("\n")
        receipt = self._open_receipt(self.serial_device, 1)
        answer = self._scan(receipt, first)
        self.assertAnswer(answer, "more", "second_code")
        answer = self._scan(receipt, second, pending=answer["pending"])
        self.assertAnswer(answer, "ok", "counted")
        self.assertEqual(answer["lot"], "S7")

    def test_second_bar_code_first(self):
        self.assertEqual(self._scan(self._open_receipt(), "1731053110L9")["status"], "refused")

    def test_serials_and_their_batch(self):
        receipt = self._open_receipt(self.serial_device, 3)
        for serial in ("S1", "S2"):
            answer = self._scan(receipt, self._carrier("A123BJC5D6E71", lot="B7", serial=serial))
            self.assertAnswer(answer, "ok", "counted")
        again = self._carrier("A123BJC5D6E71", lot="B7", serial="S2")
        self.assertAnswer(self._scan(receipt, again), "refused", "duplicate_serial")
        receipt.with_user(self.worker).with_context(skip_backorder=True).button_validate()
        lots = receipt.move_line_ids.lot_id
        self.assertEqual(lots.mapped("name"), ["S1", "S2"])
        self.assertEqual(lots.batch_id.name, "B7")
        self.assertEqual(lots.batch_id.expiration_date, datetime(2031, 5, 31, 12))
        other = self._open_receipt(self.serial_device, 1)
        self.assertAnswer(self._scan(other, again), "refused", "duplicate_serial")

    def test_lot_alone_on_a_serial_product(self):
        receipt = self._open_receipt(self.serial_device, 1)
        self.assertAnswer(self._scan(receipt, self._carrier("A123BJC5D6E71")), "refused", "no_lot")

    def test_closed_transfer(self):
        receipt = self._open_receipt()
        receipt.action_cancel()
        self.assertAnswer(self._scan(receipt, self._carrier()), "refused", "closed")

    def test_only_the_warehouse_scans(self):
        receipt = self._open_receipt()
        for role in ("auditor", "inspector", "order_desk"):
            with self.assertRaises(AccessError):
                receipt.with_user(self._create_user(role)).med_scan(self._carrier())
