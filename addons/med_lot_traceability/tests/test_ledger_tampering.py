import datetime
import random

from psycopg2 import DataError, IntegrityError

from odoo import fields
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..ledger.verify import ANCHOR_ROW, ANCHOR_TABLE, EVENT_ROW, EVENT_TABLE, HEAD_ROW, HEAD_TABLE
from ..models.med_trace_event import KINDS
from .common import MedCommon

TAMPERINGS = 1000
TABLES = {EVENT_TABLE: EVENT_ROW, HEAD_TABLE: HEAD_ROW, ANCHOR_TABLE: ANCHOR_ROW}
KEYS = {EVENT_TABLE: "id", HEAD_TABLE: "chain", ANCHOR_TABLE: "id"}


@tagged("post_install", "-at_install")
class TestLedgerTampering(MedCommon):
    """Who has the database and switches its triggers off can change anything, but not unnoticed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ledger = cls.env["med.trace.event"]
        cls.random = random.Random(1)
        cls.cr.execute("SET LOCAL session_replication_role = replica")
        for table in TABLES:
            cls.env.execute_query(SQL("DELETE FROM %s RETURNING 1", SQL.identifier(table)))
        cls._write_ledger()

    @classmethod
    def _write_ledger(cls):
        """Some 50 rows of all kinds in several chains, with two anchors."""
        lot = cls._create_lot("L1", quantity=20)
        other = cls._create_lot("批号\t2", quantity=20)
        for _index in range(4):
            picking = cls._create_delivery(2)
            picking.button_validate()
        picking.move_line_ids.quantity = 1
        picking.move_line_ids.lot_id = other if picking.move_line_ids.lot_id == lot else lot
        cls.env["med.trace.anchor"]._take()
        lot._set_release_status("hold", "Complaint")
        lot.production_date = "2026-01-01"
        for kind, _label in KINDS * 5:
            cls.ledger._record(
                [(lot | other)[cls.random.random() < 0.5]._prepare_event_vals(kind, reason="x\\N")]
            )
        cls.env["med.trace.anchor"]._take()
        cls.env.flush_all()

    def test_thousand_tamperings(self):
        self.assertEqual(self.ledger._verify().problems, [])
        self.assertGreater(self.ledger.search_count([]), 50)
        done = {"update": 0, "delete": 0, "insert": 0, "swap": 0}
        while sum(done.values()) < TAMPERINGS:
            way = self.random.choices(list(done), weights=[7, 1, 1, 1])[0]
            self.cr.execute("SAVEPOINT tampering")
            try:
                with mute_logger("odoo.sql_db"):
                    told = getattr(self, f"_{way}")()
            except (IntegrityError, DataError):
                told = None  # the database itself refused; that is no tampering
            if told:
                done[way] += 1
                self._assert_found(*told)
            self.cr.execute("ROLLBACK TO SAVEPOINT tampering")
        self.assertGreater(min(done.values()), 30, done)
        self.assertEqual(self.ledger._verify().problems, [])

    def _assert_found(self, table, rows, what):
        """:param rows: the rows in question as dicts, before and after"""
        problems = self.ledger._verify().problems
        self.assertTrue(problems, what)
        if table == HEAD_TABLE:
            named = {row["chain"] for row in rows} & {problem.chain for problem in problems}
            named |= {"anchor"} & {row["chain"] for row in rows}
        else:
            places = {(problem.table, problem.row_id) for problem in problems}
            for problem in problems:
                until = problem.until or problem.sequence or 0
                for sequence in range(problem.sequence or 0, until + 1):
                    places.add((problem.table, problem.chain, sequence))
            named = places & {
                place
                for row in rows
                for place in (
                    (table, row["id"]),
                    (table, row.get("chain", "anchor"), row["sequence"]),
                )
            }
        self.assertTrue(named, f"{what}: {[str(problem) for problem in problems]}")

    def _pick(self, table):
        key = SQL.identifier(KEYS[table])
        names = SQL(", ").join(map(SQL.identifier, TABLES[table]))
        rows = self.env.execute_query_dict(
            SQL("SELECT %s FROM %s ORDER BY %s", names, SQL.identifier(table), key)
        )
        return self.random.choice(rows)

    def _set(self, table, row, values):
        assignments = SQL(", ").join(SQL("%s = %s", SQL.identifier(name), values[name]) for name in values)
        key = KEYS[table]
        self.env.execute_query(
            SQL(
                "UPDATE %s SET %s WHERE %s = %s RETURNING 1",
                SQL.identifier(table),
                assignments,
                SQL.identifier(key),
                row[key],
            )
        )

    def _update(self):
        table = self.random.choice(list(TABLES))
        row = self._pick(table)
        name = self.random.choice(TABLES[table])
        value = self._other(table, name, row[name])
        if value == row[name]:
            return None
        self._set(table, row, {name: value})
        return table, [row, {**row, name: value}], f"{table}.{name}: {row[name]!r} -> {value!r}"

    def _delete(self):
        table = self.random.choice(list(TABLES))
        row = self._pick(table)
        key = KEYS[table]
        self.env.execute_query(
            SQL("DELETE FROM %s WHERE %s = %s RETURNING 1", *map(SQL.identifier, (table, key)), row[key])
        )
        return table, [row], f"delete {table} {row[key]}"

    def _insert(self):
        """A copy of a row, with what has to be unique made so, and a hash of its own sometimes."""
        table = self.random.choice(list(TABLES))
        row = self._pick(table)
        row[KEYS[table]] = f"lot/{self.random.randint(10**6, 10**7)}" if table == HEAD_TABLE else 10**9
        if table != HEAD_TABLE:
            row["sequence"] += self.random.choice([1, 2, 100])
        names = TABLES[table]
        self.env.execute_query(
            SQL(
                "INSERT INTO %s (%s) VALUES %s RETURNING 1",
                SQL.identifier(table),
                SQL(", ").join(map(SQL.identifier, names)),
                tuple(row[name] for name in names),
            )
        )
        return table, [row], f"insert {table} {row[KEYS[table]]}"

    def _swap(self):
        """Two rows change their values in one column."""
        table = self.random.choice([EVENT_TABLE, ANCHOR_TABLE])
        first, second = self._pick(table), self._pick(table)
        name = self.random.choice([name for name in TABLES[table] if name not in ("id", "sequence", "chain")])
        if first[name] == second[name]:
            return None
        self._set(table, first, {name: second[name]})
        self._set(table, second, {name: first[name]})
        return table, [first], f"swap {table}.{name} of {first['id']} and {second['id']}"

    def _other(self, table, name, value):
        """Another value that the column can hold."""
        choose = self.random.choice
        if self.random.random() < 0.3:
            return self._pick(table)[name]
        if isinstance(value, bool):
            return not value
        if isinstance(value, datetime.datetime):
            return value + choose([1, -1]) * choose(
                [
                    datetime.timedelta(seconds=1),
                    datetime.timedelta(days=30),
                    datetime.timedelta(microseconds=7),
                ]
            )
        if isinstance(value, datetime.date):
            return value + datetime.timedelta(days=choose([-1, 1, 365]))
        if isinstance(value, int):
            return value + choose([-1, 1, 1000])
        if isinstance(value, str):
            at = self.random.randrange(len(value)) if value else 0
            return choose([value + " ", value.upper(), value[:at] + value[at + 1 :], None, "", "x"])
        if value is None:
            kind = self.ledger._fields[name].type if table == EVENT_TABLE else "char"
            return {
                "boolean": False,
                "date": fields.Date.today(),
                "datetime": fields.Datetime.now(),
                "float": 0,
                "integer": 0,
                "many2one": 1,
            }.get(kind, "")
        return value + choose([-1, 1]) / type(value)(10**6)
