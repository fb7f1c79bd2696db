import threading

from odoo.tests import tagged

from .race_common import PATIENCE, RaceCase


@tagged("post_install", "-at_install")
class TestGateRace(RaceCase):
    """A hold and a shipment at the same moment, one step after the other."""

    def setUp(self):
        super().setUp()
        with self._environment() as env:
            lot = self._create_lots(env, 1, quantity=100)
            self.lot_id = lot.id
            self.picking_ids = self._create_deliveries(env, [lot, lot]).ids

    def _hold(self):
        super()._hold(self.lot_id)

    def _ship(self, after_snapshot=lambda: None, before_commit=lambda: None, picking=0):
        return super()._ship(self.picking_ids[picking], after_snapshot, before_commit)

    def _type_lot_by_hand(self):
        """Give the first delivery its lot back, as somebody may do who doesn't know of the hold."""
        with self._environment() as env:
            move = env["stock.picking"].browse(self.picking_ids[0]).move_ids
            move.move_line_ids.unlink()
            env["stock.move.line"].create(
                {
                    **move._prepare_move_line_vals(quantity=1),
                    "lot_id": self.lot_id,
                    "picking_id": move.picking_id.id,
                }
            )

    def test_hold_commits_while_the_shipment_runs(self):
        """The shipment has seen 'released'; the hold commits; the shipment must not win on its old view."""
        outcome = self._ship(after_snapshot=self._hold)
        self.assertNotEqual(outcome, "shipped")
        with self._environment() as env:
            self.assertNotEqual(env["stock.picking"].browse(self.picking_ids[0]).state, "done")

    def test_gate_alone_refuses_the_old_view(self):
        """As above with nothing but the gate: the hold touches only the lot itself."""

        def hold_by_sql():
            with self._environment() as env:
                env.cr.execute("UPDATE med_lot_status SET status = 'hold' WHERE lot_id = %s", (self.lot_id,))

        self.assertIn("lot R1", self._ship(after_snapshot=hold_by_sql))

    def test_shipment_comes_first(self):
        """A hold that starts while a shipment holds its lock waits, and comes after it."""
        holder = threading.Thread(target=self._hold, daemon=True)

        def start_hold():
            holder.start()
            holder.join(1)
            self.assertTrue(holder.is_alive(), "the hold didn't wait for the shipment")

        self.assertEqual(self._ship(before_commit=start_hold), "shipped")
        holder.join(PATIENCE)
        self.assertFalse(holder.is_alive())
        with self._environment() as env:
            self.assertEqual(env["stock.lot"].browse(self.lot_id).release_status, "hold")
        self._type_lot_by_hand_on_second()

    def _type_lot_by_hand_on_second(self):
        self.picking_ids.reverse()
        self._type_lot_by_hand()
        self.assertIn("lot R1", self._ship())

    def test_two_shipments_of_one_lot_both_leave(self):
        """The lock is shared: the second shipment doesn't wait for the first to end."""
        inside = threading.Barrier(2, timeout=PATIENCE)
        outcomes = {}

        def ship(index):
            def meet():
                if index not in outcomes:
                    outcomes[index] = "met"
                    inside.wait()

            outcomes[index] = self._ship(after_snapshot=meet, picking=index)

        threads = [threading.Thread(target=ship, args=(index,), daemon=True) for index in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE)
        self.assertEqual(outcomes, {0: "shipped", 1: "shipped"})
