import random
import threading
import time

from odoo.tests import tagged

from .race_common import PATIENCE, RaceCase

RACES = 200
PICKERS = 8


@tagged("post_install", "-at_install")
class TestHoldRace(RaceCase):
    def _race(self, lot_id, picking_id, head_start):
        """Hold and shipment of one lot at about the same moment.

        :param head_start: seconds that the shipment starts before the hold; negative: after it
        :return: outcome of the shipment
        """
        start = threading.Barrier(2, timeout=PATIENCE)

        def ship():
            start.wait()
            time.sleep(max(0, -head_start))
            return self._ship(picking_id)

        def hold():
            start.wait()
            time.sleep(max(0, head_start))
            self._hold(lot_id)

        return self._run_together(ship, hold)[0]

    def test_two_hundred_races(self):
        """One of the two comes first, and what came first is on record: never both, and never the wrong way.

        A shipment that came first is in the list of what had left before the hold, which the hold
        wrote under its lock. One that came second left nothing behind.
        """
        with self._environment() as env:
            lots = self._create_lots(env, RACES)
            pickings = self._create_deliveries(env, lots)
            pairs = list(zip(lots.ids, pickings.ids, strict=True))
        outcomes, head_start, generator = {}, 0.0, random.Random(3)
        for lot_id, picking_id in pairs:
            outcome = self._race(lot_id, picking_id, head_start + generator.uniform(-0.03, 0.03))
            outcomes[lot_id] = outcome
            # Stay where the race is close: the winner gets a handicap.
            head_start += -0.004 if outcome == "shipped" else 0.004
        with self._environment() as env:
            for lot_id, picking_id in pairs:
                self._check_record(env, lot_id, picking_id, outcomes[lot_id] == "shipped")
        shipped = sum(outcome == "shipped" for outcome in outcomes.values())
        self.assertGreater(shipped, RACES // 10, "the races weren't close")
        self.assertLess(shipped, RACES - RACES // 10, "the races weren't close")

    def _check_record(self, env, lot_id, picking_id, shipped):
        lot, picking = env["stock.lot"].browse(lot_id), env["stock.picking"].browse(picking_id)
        self.assertEqual(lot.release_status, "hold")
        messages = " ".join(str(message.body) for message in lot.message_ids)
        there = lot.quant_ids.filtered(lambda quant: quant.location_id.usage == "internal")
        self.assertEqual(picking.state == "done", shipped)
        self.assertEqual(sum(there.mapped("quantity")), 0 if shipped else 1)
        self.assertEqual(sum(there.mapped("reserved_quantity")), 0)
        self.assertEqual(lot.shipped_before_count, int(shipped))
        if shipped:
            self.assertIn(picking.name, messages)
            self.assertLessEqual(picking.move_line_ids.date, lot.release_decided_on)
        else:
            self.assertNotIn("had left", messages)
            self.assertFalse(picking.move_line_ids)

    def test_pickers_of_different_lots_are_not_serialized(self):
        """Eight shipments have done all their work, and none has committed: no one waits for another."""
        with self._environment() as env:
            pickings = self._create_deliveries(env, self._create_lots(env, PICKERS)).ids
        inside = threading.Barrier(PICKERS, timeout=PATIENCE)
        outcomes = self._run_together(
            *(lambda picking=picking: self._ship(picking, before_commit=inside.wait) for picking in pickings)
        )
        self.assertEqual(outcomes, ["shipped"] * PICKERS)

    def test_first_shipments_of_a_lot_do_not_deadlock(self):
        """Not even of a lot that has no row in the gate's table yet: both make it, both ship."""
        with self._environment() as env:
            lot = self._create_lots(env, 1, quantity=2)
            pickings = self._create_deliveries(env, [lot, lot]).ids
            env.flush_all()
            env.cr.execute("DELETE FROM med_lot_status WHERE lot_id = %s", (lot.id,))
        ready = threading.Barrier(2, timeout=PATIENCE)
        with self.assertLogs("odoo.service.model", "INFO") as logs:
            logs.records.append(None)  # a race without any retry is fine, too
            outcomes = self._run_together(
                *(
                    lambda picking=picking: self._ship(picking, after_snapshot=ready.wait)
                    for picking in pickings
                )
            )
        self.assertEqual(outcomes, ["shipped", "shipped"])
        self.assertNotIn("DEADLOCK", " ".join(logs.output))
