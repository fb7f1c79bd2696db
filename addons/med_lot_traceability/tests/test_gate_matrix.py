from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import file_open

from ..lot_status import EFFECTIVE_STATUSES
from ..operations import OPERATIONS
from .common import MedCommon

STATUSES = [value for value, _label in EFFECTIVE_STATUSES]
LETTERS = {
    "r": "receipt",
    "i": "internal",
    "d": "delivery",
    "c": "customer_return",
    "h": "hand_back",
    "s": "supplier_return",
    "x": "scrap",
    "a": "inventory",
    "p": "production",
}
#: Where core's own operations take the goods from and to, by usage: no other operation fits these.
USAGES = {
    "supplier": "supplier",
    "customer": "customer",
    "loss": "inventory",
    "production": "production",
    "transit": "transit",
}


def read_table():
    """The matrix as people wrote it down.

    :return: set of (status, from zone, to zone, operation)
    """
    allowed, status, columns = set(), None, []
    with file_open("med_lot_traceability/tests/gate_matrix.txt") as file:
        for line in file:
            words = line.split("#")[0].split()
            if not words:
                continue
            if words[0] in STATUSES and words[1:] and words[1] in ("awaiting",):
                status, columns = words[0], words[1:]
                continue
            for zone, cell in zip(columns, words[1:], strict=True):
                allowed |= {(status, words[0], zone, LETTERS[letter]) for letter in cell if letter != "."}
    return allowed


@tagged("post_install", "-at_install")
class TestGateMatrix(MedCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.zones = {zone.code: zone for zone in cls.env["med.zone"].search([])}
        cls.table = read_table()
        cls.places = {code: cls._create_place(code) for code in cls.zones}

    @classmethod
    def _create_place(cls, code):
        usage = USAGES.get(code, "internal")
        zone = cls.zones[code]
        return cls.env["stock.location"].create(
            {
                "name": f"Place {code}",
                "usage": usage,
                "location_id": cls.warehouse.view_location_id.id if usage == "internal" else False,
                "zone_id": zone.id if zone.is_inside and code != "undivided" else False,
            }
        )

    def test_every_cell(self):
        """Each status from each zone to each zone by each operation: the gate says what the table says."""
        rules = self.env["med.gate.rule"]
        checked = 0
        for status in STATUSES:
            for source in self.zones.values():
                for target in self.zones.values():
                    for operation, _label in OPERATIONS:
                        expected = (status, source.code, target.code, operation) in self.table
                        with self.subTest(
                            status=status, source=source.code, target=target.code, operation=operation
                        ):
                            found = rules._is_allowed(status, source.id, target.id, operation)
                            self.assertEqual(found, expected)
                        checked += 1
        self.assertEqual(checked, 6 * 12 * 12 * 9)

    def test_table_uses_every_operation(self):
        self.assertEqual({row[3] for row in self.table}, set(LETTERS.values()))
        self.assertEqual(set(LETTERS.values()), {value for value, _label in OPERATIONS})

    def test_real_movements(self):
        """Each status on each way between two zones by real, done movements: the same answer."""
        lots = {
            status: self._create_lot(status, "released" if status == "expired" else status)
            for status in STATUSES
        }
        lots["expired"].expiration_date = "2020-01-01"
        for status, lot in lots.items():
            for source in self.zones:
                for target in self.zones:
                    for is_inventory in (False, True):
                        self._check_movement(status, lot, source, target, is_inventory)

    def _check_movement(self, status, lot, source, target, is_inventory):
        place, destination = self.places[source], self.places[target]
        if is_inventory and "inventory" not in (place.usage, destination.usage):
            return
        operation = self._get_expected_operation(source, target, is_inventory)
        with self.subTest(status=status, source=source, target=target, operation=operation):
            if (status, source, target, operation) in self.table:
                with self.env.cr.savepoint() as savepoint:
                    move = self._move(lot, place, destination, is_inventory)
                    self.assertEqual(move.state, "done")
                    savepoint.rollback()
            else:
                with self.assertRaises(UserError):
                    self._move(lot, place, destination, is_inventory)

    def _get_expected_operation(self, source, target, is_inventory):
        """By hand, as a person would name it."""
        if "production" in (source, target):
            return "production"
        if target == "customer":
            return "delivery"
        if target == "supplier":
            return "supplier_return"
        if target == "loss":
            return "inventory" if is_inventory else "scrap"
        return {"loss": "inventory", "supplier": "receipt", "customer": "customer_return"}.get(
            source, "internal"
        )

    def _move(self, lot, place, destination, is_inventory):
        move = self.env["stock.move"].create(
            {
                "product_id": lot.product_id.id,
                "product_uom_qty": 1,
                "location_id": place.id,
                "location_dest_id": destination.id,
                "is_inventory": is_inventory,
                "picked": True,
            }
        )
        self.env["stock.move.line"].create(
            {**move._prepare_move_line_vals(quantity=1), "lot_id": lot.id, "picked": True}
        )
        move._action_done()
        return move
