"""The life stories of ``stories.py``, told in files: exported, loaded, and what goes out read back."""

import os
import tempfile
from decimal import Decimal
from pathlib import Path
from unittest.mock import patch

from odoo.tests import tagged

from .fakes.file_shop import FileShop
from .fakes.file_shop_styles import STYLES
from .file_case import FileCase
from .test_stories import NEWS, Stories

#: what the shop is sent, and by which layout
OUT = ("shipment", "refund", "cancel", "return")


@tagged("post_install", "-at_install")
class TestStoriesFile(Stories, FileCase):
    """Each story in one of four styles of export; the second one comes and goes by a folder."""

    def setUp(self):
        super().setUp()
        number = int(self._testMethodName.split("_")[1])
        self.shop = FileShop(STYLES[number % len(STYLES)])
        for product in self.oximeter | self.stocking | self.pump | self.glove:
            self.shop.add_product(product.default_code, product.name, product.list_price)
        self.places = {}
        if self.shop.style.name == "gbk":
            self.base = Path(self.enterContext(tempfile.TemporaryDirectory()))
            self.enterContext(patch.dict(os.environ, {"MEDSUITE_FILE_BASE": str(self.base)}))

    # === FROM THE SHOP === #

    def poll(self):
        self.load_exports()
        super().poll()

    def run_crons(self, *names):
        if "poll" in names:
            self.load_exports()
        super().run_crons(*names)
        if names != NEWS:
            self.send_files()

    def load_exports(self):
        for kind, content in self.shop.exports():
            if self.shop.style.name == "gbk":
                self.leave_in_folder(kind, content)
            else:
                self.load_by_hand(kind, content)
            # news of money and goods are about orders that are there
            self.run_cron("orders")

    def load_by_hand(self, kind, content):
        name = f"{kind}.{'xlsx' if self.shop.style.is_xlsx else 'csv'}"
        file = self.upload(content, name=name, object=kind)
        file.action_check()
        self.assertFalse(file.error_ids.mapped("message"))
        self.assertEqual((file.state, file.bad_count), ("checked", 0), file.message)
        file.action_load()
        self.assertEqual(file.state, "done")

    def leave_in_folder(self, kind, content):
        folder = self.place_for(kind, content)
        (folder / f"{kind}.csv").write_bytes(content)
        self.run_cron("file_sources")
        self.run_cron("file_sources")
        self.assertFalse(list(folder.glob("*.csv")))
        files = self.env["ecom.file"].search([("direction", "=", "in"), ("store_id", "=", self.store.id)])
        self.assertEqual(set(files.mapped("state")), {"done"}, files.mapped("message"))
        self.assertFalse(files.error_ids.mapped("message"))

    def place_for(self, kind, content):
        """A folder with a layout that knows the shop's own words."""
        folder = self.base / kind
        if not folder.is_dir():
            folder.mkdir()
            layout, _doubts = self.env["ecom.file.layout"]._guess(kind, content, f"{kind} of the shop")
            layout.timezone = "Asia/Shanghai"
            words = "\n".join(f"{theirs} = {ours}" for ours, theirs in self.shop.style.words.items())
            layout.column_ids.filtered(lambda one: one.field_id.allowed).value_map = words
            self.env["ecom.file.source"].create(
                {
                    "name": kind,
                    "store_id": self.store.id,
                    "object": kind,
                    "layout_id": layout.id,
                    "folder": kind,
                    "auto_load": True,
                }
            )
        return folder

    # === TO THE SHOP === #

    def send_files(self):
        for kind in OUT:
            waiting = self.env["ecom.file.outbox"].search(
                [("store_id", "=", self.store.id), ("object", "=", kind), ("file_id", "=", False)]
            )
            if waiting:
                self.shop.receive(kind, self.written(kind))

    def written(self, kind, **vals):
        wizards = self.env["ecom.file.export"].with_user(self.order_desk)
        layout = self.env.ref(f"med_ecom_connector.layout_out_{kind if kind == 'stock' else kind + 's'}")
        wizard = wizards.create({"store_id": self.store.id, "object": kind, "layout_id": layout.id, **vals})
        return self.env["ecom.file"].browse(wizard.action_export()["res_id"])._bytes()

    # === HOW IT MUST END === #

    def check_end(self, story):
        super().check_end(story)
        self.assertEqual(self.cents(self.shop.total(self.order)), Decimal(story.total or story.basket.total))
        self.check_told(story)
        self.check_stock_file()

    def check_told(self, story):
        """The shop learned of each piece with its lot, of each refund once, of what became of returns."""
        lines = self.sale.picking_ids.filtered(
            lambda one: one.state == "done" and one.picking_type_code == "outgoing"
        ).move_line_ids
        shipped = sorted(
            (line.product_id.default_code, line.lot_id.name or "", line.quantity) for line in lines
        )
        told = sorted((row["sku"], row["lot"], row["quantity"]) for row in self.order["shipped"])
        self.assertEqual(told, shipped)
        refunded = sum(row["amount"] for row in self.order["refunds"])
        self.assertEqual(refunded, Decimal(story.refunded))
        decided = {"accept": "received", "decline": "declined"}
        answers = [decided[step[4]] for step in story.steps if step[0] == "return"]
        self.assertEqual([row["status"] for row in self.order["returns"]], answers)
        cancelled_here = any(step[0] == "cancel here" for step in story.steps)
        self.assertEqual(self.shop.cancellations, [self.order["id"]] if cancelled_here else [])
        if cancelled_here:
            self.assertEqual(self.order["cancel_reason"], "No stock left")

    def check_stock_file(self):
        rows = self.written("stock", only_new=False).decode("utf-8-sig").splitlines()[1:]
        products = self.oximeter | self.stocking | self.glove
        sellable = self.env["ecom.sellable"]._quantities(self.store, products)
        figures = dict(row.split(",") for row in rows)
        for product in products:
            self.assertEqual(float(figures[product.default_code]), sellable[product.id])

    def tell_return(self, index, quantity, amount, decision):
        """The warehouse is told which lot the customer sends back."""
        known = self.sale.ecom_return_ids
        super().tell_return(index, quantity, amount, decision)
        picking = (self.sale.ecom_return_ids - known).picking_ids
        lot = self.order["returns"][-1]["lot"]
        self.assertEqual(picking.move_line_ids.lot_id.mapped("name"), [lot] if lot else [])
