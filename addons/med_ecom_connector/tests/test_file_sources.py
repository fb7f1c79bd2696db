import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .file_case import FileCase


@tagged("post_install", "-at_install")
class TestFileSources(FileCase):
    def setUp(self):
        super().setUp()
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.base = Path(directory.name)
        (self.base / "shop").mkdir()
        self.enterContext(patch.dict(os.environ, {"MEDSUITE_FILE_BASE": directory.name}))
        self.source = self.create_source()

    def create_source(self, **vals):
        return self.env["ecom.file.source"].create(
            {"name": "Orders", "store_id": self.store.id, "folder": "shop", "pattern": "*.csv", **vals}
        )

    def leave(self, name, *rows):
        (self.base / "shop" / name).write_bytes(self.rows(*rows).encode("gbk"))

    def names(self, folder="shop"):
        path = self.base / folder
        return sorted(entry.name for entry in path.iterdir() if entry.is_file()) if path.is_dir() else []

    def files(self):
        return self.env["ecom.file"].search([("store_id", "=", self.store.id)], order="id")

    def test_a_file_is_read_when_it_has_stopped_growing_and_put_away(self):
        self.source.auto_load = True
        self.leave("a.csv", {"no": "T1"})
        self.leave("b.csv.part", {"no": "T2"})
        self.run_cron("file_sources")
        self.assertFalse(self.files(), "it may still be growing")
        self.leave("a.csv", {"no": "T1"}, {"no": "T3"})
        self.run_cron("file_sources")
        self.assertFalse(self.files(), "it has grown")
        self.run_cron("file_sources")
        self.assertEqual(self.files().mapped("state"), ["done"])
        self.assertEqual(self.files().source_id, self.source)
        self.assertEqual(self.names(), ["b.csv.part"])
        self.assertEqual(self.names("shop/done"), ["a.csv"])
        self.run_cron("orders")
        self.assertEqual(self.sales().mapped("client_order_ref"), ["T1", "T3"])

    def test_the_same_content_is_taken_once(self):
        for name in ("a.csv", "copy.csv"):
            self.leave(name, {"no": "T1"})
            self.run_cron("file_sources")
            self.run_cron("file_sources")
        self.assertEqual(len(self.files()), 1)
        self.assertEqual(self.names("shop/done"), ["a.csv", "copy.csv"])

    def test_what_was_told_is_told_again_after_something_else(self):
        def tell(name, written, **row):
            self.leave(name, {"no": "T1", **row})
            os.utime(self.base / "shop" / name, (written, written))
            self.run_cron("file_sources")
            self.run_cron("file_sources")

        tell("a.csv", 1000)
        tell("again.csv", 1100)
        self.assertEqual(len(self.files()), 1, "nothing else was told meanwhile")
        tell("b.csv", 1200, quantity=2, total="200.00")
        tell("a.csv", 1000)
        self.assertEqual(len(self.files()), 2, "that one is old")
        tell("c.csv", 1300)
        self.assertEqual(self.files().mapped("name"), ["a.csv", "b.csv", "c.csv"])
        self.assertEqual(self.files()[2].digest, self.files()[0].digest)
        self.assertEqual(len(self.names("shop/done")), 5)

    def test_unreadable_files_are_put_apart_and_somebody_is_told(self):
        (self.base / "shop/x.csv").write_bytes(b"PK\x03\x04")
        self.source.action_run()
        self.source.action_run()
        self.run_cron("file_sources")
        self.assertEqual(self.names("shop/failed"), ["x.csv"])
        self.assertEqual(self.files().state, "failed")
        self.env["ecom.alert"]._cron_watch()
        alert = self.env["ecom.alert"].search([("store_id", "=", self.store.id), ("state", "=", "open")])
        self.assertEqual((alert.cause, alert.count, alert.user_id), ("files", 1, self.order_desk))
        self.files().unlink()
        self.env["ecom.alert"]._cron_watch()
        self.assertEqual(alert.state, "cleared")

    def test_without_loading_by_itself_a_person_looks_first(self):
        self.leave("a.csv", {"no": "T1"})
        self.source.action_run()
        self.source.action_run()
        self.assertEqual(self.files().state, "checked")
        self.assertFalse(self.exchanges())

    def ship_for_a_place(self):
        """:return: a place to leave shipments at, with one to be left"""
        self.load(self.rows({"no": "T1"}))
        self.sales().picking_ids.button_validate()
        return self.create_source(
            name="Shipments",
            direction="out",
            object="shipment",
            layout_id=self.env.ref("med_ecom_connector.layout_out_shipments").id,
        )

    def test_shipments_are_left_by_themselves_once(self):
        out = self.ship_for_a_place()
        self.run_cron("file_sources")
        (name,) = self.names()
        self.assertIn("T1", (self.base / "shop" / name).read_text(encoding="utf-8-sig"))
        self.assertTrue(self.files()[-1].left_at)
        self.run_cron("file_sources")
        self.assertEqual(self.names(), [name])
        self.assertFalse(out.message)

    @contextmanager
    def failing_transaction(self):
        """What is done in it at the place stays; what it wrote here is gone."""
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            yield
            raise ZeroDivisionError
        self.env.invalidate_all()

    def test_a_transaction_that_fails_after_a_file_was_left_does_not_send_its_rows_again(self):
        out = self.ship_for_a_place()
        for work in (out._run, out._finish):
            with self.failing_transaction():
                work()
            work()
        self.assertEqual(len(self.names()), 1)
        out._run()
        out._finish()
        self.assertEqual(len(self.names()), 1)
        self.assertEqual(self.files().filtered(lambda file: file.direction == "out").row_count, 1)
        self.assertFalse(out.message)

    def test_a_file_that_somebody_took_is_left_again_under_its_name(self):
        out = self.ship_for_a_place()
        out._run()
        with self.failing_transaction():
            out._finish()
            (name,) = self.names()
            content = (self.base / "shop" / name).read_bytes()
            (self.base / "shop" / name).unlink()
        out._finish()
        self.assertEqual((self.base / "shop" / name).read_bytes(), content)
        (self.base / "shop" / name).write_bytes(b"another")
        self.files()[-1].left_at = False
        out._finish()
        self.assertIn(name, out.message)

    def test_a_transaction_that_fails_after_a_file_was_read_loses_nothing(self):
        self.source.auto_load = True
        self.leave("a.csv", {"no": "T1"})
        self.source._run()
        for work in (self.source._run, self.source._finish):
            with self.failing_transaction():
                work()
            work()
        self.assertEqual(self.names("shop/done"), ["a.csv"])
        self.assertEqual(self.files().mapped("state"), ["done"])
        self.run_cron("orders")
        self.assertEqual(self.sales().mapped("client_order_ref"), ["T1"])

    def test_no_folder_outside_the_base(self):
        for folder in ("..", "/etc", "shop/../.."):
            with self.assertRaises(ValidationError):
                self.create_source(folder=folder)

    def test_trouble_is_said_and_passes(self):
        self.source.folder = "gone"
        self.run_cron("file_sources")
        self.assertIn("“gone” does not exist", self.source.message)
        self.env["ecom.alert"]._cron_watch()
        alert = self.env["ecom.alert"].search([("store_id", "=", self.store.id), ("state", "=", "open")])
        self.assertEqual(alert.cause, "file_place")
        self.assertIn("Orders", alert.message)
        (self.base / "gone").mkdir()
        self.run_cron("file_sources")
        self.assertFalse(self.source.message)

    def test_secrets_are_sealed_and_the_server_needs_a_known_key(self):
        source = self.create_source(way="sftp", host="127.0.0.1", user_name="u", password="hunter2")
        source.invalidate_recordset()
        self.assertNotIn("hunter2", str(source.read()))
        self.assertEqual(source._sftp_settings().password, "hunter2")
        self.assertNotIn("hunter2", repr(source._sftp_settings()))
        with self.assertRaisesRegex(UserError, "key is not known"):
            source.action_test()

    def test_only_the_administrator_sets_places(self):
        with self.assertRaises(AccessError):
            self.source.with_user(self.order_desk).folder = "other"
        with self.assertRaises(AccessError):
            self.source.with_user(self.order_desk).action_run()
