from odoo.exceptions import AccessError, UserError


class DoorsOfStock:
    """Doors to stock without a transfer: counting, and quants written by hand."""

    def test_counting_by_hand(self):
        lot = self._create_lot("Q1", "quarantine")
        count = self.env["stock.quant"].with_user(self.admin).with_context(inventory_mode=True)
        values = {"product_id": self.device.id, "lot_id": lot.id, "location_id": self.shelf.id}
        quant = count.create({**values, "inventory_quantity": 3})
        with self.assertRefusal(UserError, "lot Q1"):
            quant.action_apply_inventory()
        with self.assertRefusal(UserError, "lot Q1"):
            quant.inventory_quantity_auto_apply = 3
        with self.assertRefusal(UserError, "lot Q1"):
            count.create({**values, "inventory_quantity_auto_apply": 3})
        quant = count.create({**values, "location_id": self.waiting.id, "inventory_quantity": 3})
        quant.action_apply_inventory()
        self.assertEqual(quant.quantity, 3)

    def test_counting_by_import(self):
        self._create_lot("Q1", "quarantine")
        result = self._import_stock("inventory_quantity", inventory_mode=False)
        self.assertFalse(result["messages"])  # counted, but not applied
        counted = self.env["stock.quant"].browse(result["ids"]).with_user(self.admin)
        with self.assertRefusal(UserError, "lot Q1"):
            counted.with_context(inventory_mode=True).action_apply_inventory()
        self._import_stock("inventory_quantity_auto_apply", inventory_mode=True)  # core ignores it
        result = self._import_stock("quantity", inventory_mode=False)
        self.assertIn("can't be written directly", result["messages"][0]["message"])
        self.assertFalse(sum(self.env["stock.quant"].search([("lot_id.name", "=", "Q1")]).mapped("quantity")))

    def _import_stock(self, column, inventory_mode):
        lot = self.env["stock.lot"].search([("name", "=", "Q1"), ("product_id", "=", self.device.id)])
        return (
            self.env["stock.quant"]
            .with_user(self.admin)
            .with_context(import_file=True, inventory_mode=inventory_mode)
            .load(
                ["product_id/.id", "lot_id/.id", "location_id/.id", column],
                [[str(self.device.id), str(lot.id), str(self.shelf.id), "3"]],
            )
        )

    def test_quant_written_directly(self):
        lot = self._create_lot("Q1", "quarantine", quantity=5)
        good = self._create_lot("L1")
        quant = lot.quant_ids.with_user(self.admin)
        for mode in (False, True):
            for values in (
                {"quantity": 9},
                {"location_id": self.shelf.id},
                {"lot_id": good.id},
                {"owner_id": self.customer.id},
                {"release_status": "released"},
                {"zone_id": self.shelf.zone_id.id},
            ):
                with self.subTest(values=values, mode=mode), self.assertRaises(UserError):
                    quant.with_context(inventory_mode=mode).write(values)

    def test_quant_created_directly(self):
        lot = self._create_lot("Q1", "quarantine")
        values = {"product_id": self.device.id, "lot_id": lot.id, "location_id": self.shelf.id}
        quants = self.env["stock.quant"].with_user(self.admin)
        for mode in (False, True):
            with self.subTest(mode=mode), self.assertRefusal(UserError, "can't be written directly"):
                quants.with_context(inventory_mode=mode).create({**values, "quantity": 5})

    def test_quant_deleted(self):
        lot = self._create_lot("L1", quantity=5)
        with self.assertRaises(AccessError):
            lot.quant_ids.with_user(self.admin).unlink()

    def test_merged_quants_keep_lot_and_place(self):
        lot = self._create_lot("Q1", "quarantine", quantity=5)
        self.env["stock.quant"].sudo().create(
            {"product_id": self.device.id, "location_id": self.stock.id, "lot_id": lot.id, "quantity": 2}
        )
        self.env["stock.quant"]._quant_tasks()
        quant = self.env["stock.quant"].search([("lot_id", "=", lot.id)])
        self.assertEqual((quant.quantity, quant.location_id), (7, self.stock))
        self.assertEqual(quant.release_status, "quarantine")
