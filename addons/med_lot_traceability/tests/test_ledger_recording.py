import json

from freezegun import freeze_time

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .common import MedCommon

OTHER_REPORT = "JVBERi0xLjUK"


@tagged("post_install", "-at_install")
class TestLedgerRecording(MedCommon):
    """Corrections, decisions, inspections, changes, transformations, merges."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ledger = cls.env["med.trace.event"]
        cls.customer.write({"street": "1 Health Street"})

    def _get_rows(self, kind, **values):
        domain = [("kind", "=", kind), *((name, "=", value) for name, value in values.items())]
        return self.ledger.search(domain, order="id")

    def _ship(self, quantity=3):
        lot = self._create_lot("L1", quantity=10)
        picking = self._create_delivery(quantity)
        picking.button_validate()
        return lot, picking.move_line_ids

    def test_corrected_quantity(self):
        lot, line = self._ship(3)
        line.quantity = 2
        first, second = self._get_rows("move", lot_id=lot.id)
        self.assertEqual((first.quantity, second.quantity), (3, 2))
        self.assertEqual(second.corrects_id, first)
        self.assertEqual(second.happened_on, first.happened_on)
        self.assertEqual(second.partner_name, "Clinic")
        self.assertEqual(json.loads(second.details), {"corrected": {"quantity": [3.0, 2.0]}})
        moves = [row for row in self.ledger._get_history(lot.ids) if row["kind"] == "move"]
        self.assertEqual([row["id"] for row in moves], second.ids)

    def test_corrected_twice(self):
        lot, line = self._ship(3)
        line.quantity = 2
        line.quantity = 0
        rows = self._get_rows("move", lot_id=lot.id)
        self.assertEqual(rows.mapped("quantity"), [3, 2, 0])
        self.assertEqual(rows[2].corrects_id, rows[1])

    def test_correction_keeps_what_was_known(self):
        """The consignee's name of that day stays, whatever it is called now."""
        lot, line = self._ship(3)
        self.customer.name = "Renamed"
        line.quantity = 2
        self.assertEqual(self._get_rows("move", lot_id=lot.id)[1].partner_name, "Clinic")

    def test_corrected_consignee(self):
        """Whom it really went to counts in a recall: changing that afterwards is a correction."""
        lot, line = self._ship(3)
        other = self.env["res.partner"].create({"name": "Other Clinic", "city": "Lyon"})
        line.picking_id.partner_id = other
        first, second = self._get_rows("move", lot_id=lot.id)
        self.assertEqual((second.corrects_id, second.partner_ref), (first, other.id))
        self.assertEqual((first.partner_name, second.partner_name), ("Clinic", "Other Clinic"))
        self.assertEqual(second.quantity, 3)
        line.picking_id.partner_id = other
        self.assertEqual(len(self._get_rows("move", lot_id=lot.id)), 2)

    def test_writing_the_same_corrects_nothing(self):
        lot, line = self._ship(3)
        line.write({"quantity": 3, "location_id": line.location_id.id, "date": line.date})
        self.assertEqual(len(self._get_rows("move", lot_id=lot.id)), 1)

    def test_corrected_lot(self):
        lot, line = self._ship(3)
        other = self._create_lot("L2", quantity=10)
        line.lot_id = other
        first, zero = self._get_rows("move", lot_id=lot.id)
        self.assertEqual((zero.quantity, zero.corrects_id, zero.lot_name), (0, first, "L1"))
        new = self._get_rows("move", lot_id=other.id)
        self.assertEqual((new.quantity, new.corrects_id, new.lot_name), (3, first, "L2"))
        self.assertEqual(new.chain, f"lot/{other.id}")

    def test_corrected_place_and_date(self):
        lot, line = self._ship(3)
        day = fields.Datetime.to_datetime("2026-01-31 10:00:00")
        line.date = day
        row = self._get_rows("move", lot_id=lot.id)[1]
        self.assertEqual(row.happened_on, day)
        shelf = self.env["stock.location"].create({"name": "Shelf", "location_id": self.stock.id})
        line.location_id = shelf
        row = self._get_rows("move", lot_id=lot.id)[2]
        self.assertEqual(row.location_name, shelf.complete_name)

    def test_slow_validation_corrects_nothing(self):
        """Core writes the date of done lines again at the end, maybe seconds later."""
        with freeze_time("2026-03-01 10:00:00", auto_tick_seconds=1):
            lot, line = self._ship(3)
        row = self._get_rows("move", lot_id=lot.id)
        self.assertGreater(line.date, row.happened_on)
        line.quantity = 2
        self.assertEqual(self._get_rows("move", lot_id=lot.id)[1].happened_on, row.happened_on)

    def _add_line(self, lot, line, **vals):
        """One more piece of the lot, noted on the transfer that is done."""
        self.env["stock.move.line"].create(
            {
                "picking_id": line.picking_id.id,
                "product_id": self.device.id,
                "lot_id": lot.id,
                "quantity": 1,
                "location_id": self.stock.id,
                "location_dest_id": self.customers.id,
                **vals,
            }
        )

    def test_line_added_to_done_transfer(self):
        lot, line = self._ship(3)
        self._add_line(lot, line, move_id=line.move_id.id)
        self.assertEqual(self._get_rows("move", lot_id=lot.id).mapped("quantity"), [3, 1])

    def test_line_added_without_a_move(self):
        """Core makes the move itself, once."""
        lot, line = self._ship(3)
        self._add_line(lot, line)
        self.assertEqual(self._get_rows("move", lot_id=lot.id).mapped("quantity"), [3, 1])

    def test_decisions(self):
        lot = self._create_lot("L1", status="quarantine")
        lot._set_release_status("released")
        lot._set_release_status("hold", "Complaint 7")
        first, second = self._get_rows("status", lot_id=lot.id)
        self.assertEqual((first.old_status, first.new_status), ("quarantine", "released"))
        self.assertEqual((second.new_status, second.reason), ("hold", "Complaint 7"))
        self.assertEqual(second.release_status, "hold")

    def test_inspections(self):
        lot = self._create_lot("L1", status="quarantine")
        first = self._get_rows("inspection", lot_id=lot.id)
        self.assertEqual(first.report_hash, lot.inspection_report_sha256)
        lot.write({"inspection_report": OTHER_REPORT, "inspection_report_name": "again.pdf"})
        rows = self._get_rows("inspection", lot_id=lot.id)
        self.assertEqual(rows.mapped("report_name"), ["report.pdf", "again.pdf"])
        self.assertNotEqual(rows[0].report_hash, rows[1].report_hash)
        lot.write({"inspection_report": OTHER_REPORT})
        self.assertEqual(len(self._get_rows("inspection", lot_id=lot.id)), 2)

    def test_changes_of_lots(self):
        lot = self._create_lot("L1", status="quarantine")
        lot.write({"production_date": "2026-01-02", "sterilisation_lot": "S1", "note": "x"})
        row = self._get_rows("change", lot_id=lot.id)
        self.assertEqual(
            json.loads(row.details),
            {"production_date": [None, "2026-01-02"], "sterilisation_lot": [None, "S1"]},
        )
        lot.write({"sterilisation_lot": "S1", "note": "y"})
        self.assertEqual(len(self._get_rows("change", lot_id=lot.id)), 1)

    def test_batches(self):
        """A batch has its own chain, which the history of its serials shows."""
        batch = self.env["med.lot.batch"].create(
            {"name": "B1", "product_id": self.device.id, "inspection_report": OTHER_REPORT}
        )
        lot = self._create_lot("SN1", status="quarantine")
        lot.batch_id = batch
        batch.sterilisation_lot = "S9"
        rows = self.ledger.search([("chain", "=", f"batch/{batch.id}")], order="id")
        self.assertEqual(rows.mapped("kind"), ["inspection", "change"])
        self.assertLessEqual(set(rows.ids), {row["id"] for row in self.ledger._get_history(lot.ids)})

    def test_changes_of_products(self):
        self.device.write({"device_class": "III"})
        self.device.default_code = "PUMP"
        rows = self._get_rows("change", product_id=self.device.id)
        self.assertEqual(rows.mapped("chain"), [f"product/{self.device.id}"] * 2)
        self.assertEqual(json.loads(rows[0].details), {"device_class": ["II", "III"]})
        self.assertEqual(json.loads(rows[1].details), {"default_code": [None, "PUMP"]})
        self.assertEqual(rows[1].product_code, "PUMP")

    def test_product_becomes_a_device(self):
        """What it did before is written down, once."""
        product = self._create_product("Gloves")
        lot = self._create_lot("G1", product=product, quantity=5, days=None)
        self._create_delivery(2, product).button_validate()
        self.assertFalse(self._get_rows("move", lot_id=lot.id))
        product.write({"is_medical_device": True, "device_class": "I"})
        row = self._get_rows("move", lot_id=lot.id)
        self.assertEqual((row.quantity, row.release_status), (2, False))
        self.assertEqual(json.loads(row.details), {"written_later": True})
        product.product_tmpl_id._record_past()
        self.assertEqual(len(self._get_rows("move", lot_id=lot.id)), 1)

    def test_transformation(self):
        part_lot, part_line = self._ship(3)
        made = self._create_product("Set", is_medical_device=True, device_class="I")
        made_lot = self._create_lot("SET1", product=made, quantity=1)
        self._create_delivery(1, made).button_validate()
        made_line = self.env["stock.move.line"].search([("lot_id", "=", made_lot.id)])
        made_line.consume_line_ids = [Command.set(part_line.ids)]
        row = self._get_rows("transformation", lot_id=made_lot.id)
        self.assertEqual((row.source_lot_id, row.quantity), (part_lot, 3))
        part_line.produce_line_ids = [Command.set(made_line.ids)]
        self.assertEqual(len(self._get_rows("transformation", lot_id=made_lot.id)), 1)

    def test_partner_merge(self):
        duplicate = self.env["res.partner"].create({"name": "Clinic Old"})
        older = self.env["res.partner"].create({"name": "Clinic Older"})
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((duplicate | older).ids, duplicate)
        wizard._merge((duplicate | self.customer).ids, self.customer)
        row = self._get_rows("merge", partner_ref=self.customer.id)
        self.assertEqual(json.loads(row.details)["merged_id"], duplicate.id)
        self.assertEqual(row.chain, f"partner/{self.customer.id}")
        found = self.ledger._expand_partner_ids(self.customer.ids)
        self.assertEqual(found, {self.customer.id, duplicate.id, older.id})

    def test_slow_count_or_scrap_corrects_nothing(self):
        """Core writes the date of a movement again when it is done: by then a second may have passed."""
        lot = self._create_lot("L1", quantity=9)
        with freeze_time(fields.Datetime.now(), auto_tick_seconds=2):
            quant = lot.quant_ids.filtered(lambda quant: quant.location_id == self.stock)
            quant.with_context(inventory_mode=True).inventory_quantity = 7
            quant.action_apply_inventory()
            scrap = {"product_id": self.device.id, "lot_id": lot.id, "scrap_qty": 1}
            self.env["stock.scrap"].create(scrap).action_validate()
        rows = self.env["med.trace.event"].search([("lot_id", "=", lot.id), ("kind", "=", "move")])
        self.assertEqual(sorted(rows.mapped("operation")), ["inventory", "scrap"])
        self.assertFalse(rows.corrects_id)
