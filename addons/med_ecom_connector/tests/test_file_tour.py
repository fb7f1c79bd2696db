from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .file_case import FileCase


@tagged("post_install", "-at_install", "med_tour")
class TestFileTour(FileCase, HttpCase):
    """From a shop's GBK export to the file that tells it what was shipped, by hand, in the browser."""

    def test_from_export_to_shipment_file(self):
        person = self._create_user("order_desk_2", role="order_desk")
        person.group_ids = [Command.link(self.env.ref("med_lot_traceability.group_warehouse").id)]
        self.env["stock.quant"]._update_available_quantity(
            self.stocking, self.warehouse.lot_stock_id, 5, lot_id=self.stocking_lot
        )

        self.start_tour("/odoo/shops", "med_file_import", login=person.login)
        file = self.env["ecom.file"].search([("store_id", "=", self.store.id)])
        self.assertEqual((file.state, file.layout_id.encoding), ("done", "gb18030"))
        self.assertEqual(file.error_ids.mapped("mended"), ["2", "2026/2/28 10:15"])
        self.run_cron("orders")
        self.assertEqual(len(self.sales()), 4)
        self.assertEqual(sorted(self.sales().mapped("amount_total")), [100, 110, 150, 300])

        self.start_tour("/odoo/shop-files", "med_file_find", login=person.login)
        self.start_tour("/odoo/shop-deliveries", "med_file_ship", login=person.login)
        self.start_tour("/odoo/shops", "med_file_export", login=person.login)
        out = self.env["ecom.file"].search([("store_id", "=", self.store.id), ("direction", "=", "out")])
        lines = out._bytes().decode("gbk").splitlines()
        self.assertEqual(lines[0], "订单编号,物流公司,物流单号,发货时间,商家编码,数量,批号,有效期,签收时间")
        self.assertEqual(len(lines), 3)
        for line in lines[1:]:
            self.assertTrue(line.startswith("2600000000000001,,SF1234567890,"), line)
        self.assertIn("PO-100,1,PO-A", lines[1] + lines[2])
