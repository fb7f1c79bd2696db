from datetime import timedelta

from freezegun import freeze_time
from psycopg2.errors import InsufficientPrivilege

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..ledger import EVENT_COLUMNS, chain_hash
from .common import MedCommon


@tagged("post_install", "-at_install")
class TestLedger(MedCommon):
    """Rows are written by what happens, hang together, and stay."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ledger = cls.env["med.trace.event"]
        cls.customer.write({"street": "1 Health Street", "city": "Lyon", "parent_id": False})

    def _ship(self, quantity=1, **lot_values):
        lot = self._create_lot("L1", quantity=10, **lot_values)
        picking = self._create_delivery(quantity)
        picking.button_validate()
        return lot, picking

    def _get_moves(self, lot):
        return self.ledger.search([("lot_id", "=", lot.id), ("kind", "=", "move")], order="id")

    def test_delivery(self):
        lot, picking = self._ship(3)
        row = self._get_moves(lot)
        self.assertEqual(len(row), 1)
        self.assertEqual(row.operation, "delivery")
        self.assertEqual((row.quantity, row.uom_name), (3, self.device.uom_id.name))
        self.assertEqual((row.from_zone, row.to_zone), (self.stock.effective_zone_id.code, "customer"))
        self.assertEqual((row.from_usage, row.to_usage), ("internal", "customer"))
        self.assertEqual(row.document_name, picking.name)
        self.assertEqual((row.document_model, row.document_id), ("stock.picking", picking.id))
        self.assertEqual(row.move_line_ref, picking.move_line_ids.id)
        self.assertEqual((row.partner_ref, row.partner_name), (self.customer.id, "Clinic"))
        self.assertEqual(row.partner_address, "1 Health Street, Lyon")
        self.assertEqual((row.lot_name, row.product_name), ("L1", "Infusion Pump"))
        self.assertEqual(row.expiration_date, lot.expiration_date)
        self.assertEqual(row.release_status, "released")
        self.assertEqual(row.report_name, "report.pdf")
        self.assertEqual(row.report_hash, "e5c62df5dab5c87b6a015ef3d43597074d1eec433b15f51aec63b8582d0e4ab4")
        self.assertEqual((row.user_id, row.user_name), (self.env.user, self.env.user.name))

    def test_all_lines_of_a_batch(self):
        """Lots found or created by name, several lines, other products: one row per line of a device."""
        other = self._create_product("Gauze", tracking="none")
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.in_type_id.id,
                "location_id": self.env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": self.stock.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_qty": 2,
                            "location_id": self.env.ref("stock.stock_location_suppliers").id,
                            "location_dest_id": self.stock.id,
                        }
                    )
                    for product in (self.device, other)
                ],
            }
        )
        picking.action_confirm()
        move = picking.move_ids.filtered(lambda move: move.product_id == self.device)
        move.move_line_ids.unlink()
        move.move_line_ids = [
            Command.create(
                {
                    **move._prepare_move_line_vals(),
                    "lot_name": name,
                    "expiration_date": fields.Datetime.now() + timedelta(days=100),
                    "quantity": 1,
                }
            )
            for name in ("N1", "N2")
        ]
        picking.move_ids.picked = True
        picking._action_done()
        rows = self.ledger.search([("document_id", "=", picking.id), ("kind", "=", "move")], order="id")
        self.assertEqual(rows.mapped("lot_name"), ["N1", "N2"])
        self.assertEqual(set(rows.mapped("operation")), {"receipt"})
        self.assertEqual(rows.mapped("release_status"), ["quarantine"] * 2)

    def test_chain(self):
        lot, _picking = self._ship(1)
        self._create_delivery(2).button_validate()
        rows = self.ledger.search([("chain", "=", f"lot/{lot.id}")], order="sequence")
        self.assertGreaterEqual(len(rows), 2)
        self.assertEqual(rows.mapped("sequence"), list(range(1, len(rows) + 1)))
        previous = False
        for row in rows:
            self.assertEqual(row.previous_hash, previous)
            (values,) = self.env.execute_query(
                SQL(
                    "SELECT %s FROM med_trace_event WHERE id = %s",
                    SQL(", ").join(map(SQL.identifier, EVENT_COLUMNS)),
                    row.id,
                )
            )
            self.assertEqual(row.hash, chain_hash(row.previous_hash, EVENT_COLUMNS, values))
            previous = row.hash
        head = self.env.execute_query_dict(
            SQL("SELECT * FROM med_trace_head WHERE chain = %s", rows[0].chain)
        )
        self.assertEqual(head, [{"chain": rows[0].chain, "sequence": len(rows), "hash": previous}])

    def test_nobody_writes_by_hand(self):
        lot, _picking = self._ship()
        row = self._get_moves(lot)
        for action in (
            lambda: self.ledger.create({"chain": "lot/0", "kind": "move"}),
            lambda: row.write({"quantity": 2}),
            lambda: row.sudo().unlink(),
        ):
            with self.assertRaises(UserError):
                action()

    def test_module_stays(self):
        self._ship()
        module = self.env["ir.module.module"].search([("name", "=", "med_lot_traceability")])
        with self.assertRefusal(UserError, "this module stays"):
            module.button_uninstall()

    @mute_logger("odoo.sql_db")
    def test_database_refuses(self):
        self._ship()
        for statement in (
            "UPDATE med_trace_event SET quantity = 2",
            "DELETE FROM med_trace_event WHERE id = 0",
            "TRUNCATE med_trace_event CASCADE",
            "DELETE FROM med_trace_head",
            "TRUNCATE med_trace_head",
            "UPDATE med_trace_head SET hash = 'x'",
            "UPDATE med_trace_head SET sequence = sequence - 1",
            "UPDATE med_trace_head SET chain = chain || 'x', sequence = sequence + 1",
        ):
            with self.subTest(statement), self.assertRaises(InsufficientPrivilege), self.cr.savepoint():
                self.cr.execute(statement)

    def test_history_as_of(self):
        lot = self._create_lot("L1", quantity=10)
        past = fields.Datetime.now() - timedelta(days=30)
        with freeze_time(past):
            self._create_delivery(1).button_validate()
        self._create_delivery(2).button_validate()
        moves = [row for row in self.ledger._get_history(lot.ids) if row["kind"] == "move"]
        self.assertEqual([row["quantity"] for row in moves], [1, 2])
        history = self.ledger._get_history(lot.ids, as_of=past + timedelta(days=1))
        self.assertEqual([row["quantity"] for row in history if row["kind"] == "move"], [1])
