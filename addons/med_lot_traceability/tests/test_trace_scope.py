from datetime import datetime

from odoo.fields import Command
from odoo.tests import tagged

from .trace_common import TraceCommon


@tagged("post_install", "-at_install")
class TestTraceScope(TraceCommon):
    """Orders, transfers, invoices, customers and suppliers: which lots, how many, where from, where to."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lot, cls.other = cls._create_lot("SC-1"), cls._create_lot("SC-2")
        cls.hospital = cls.env["res.partner"].create({"name": "Hospital", "is_company": True})
        cls.ward = cls.env["res.partner"].create({"name": "Ward 7", "parent_id": cls.hospital.id})
        cls.order = cls.env["sale.order"].create(
            {"partner_id": cls.hospital.id, "client_order_ref": "PO-4711"}
        )
        cls.purchase = cls.env["purchase.order"].create({"partner_id": cls.supplier.id})
        bought = {"order_model": "purchase.order", "order_id": cls.purchase.id}
        sold = {"order_model": "sale.order", "order_id": cls.order.id, "order_name": cls.order.name}
        cls._move(cls.lot, "supplier", "released", 10, 1, cls.supplier, **bought)
        cls._move(cls.other, "supplier", "released", 20, 1, cls.supplier)
        cls._move(cls.lot, "released", "customer", 3, 2, cls.ward, **sold)
        cls._move(cls.other, "released", "customer", 4, 3, cls.ward, **sold)
        cls._move(cls.other, "released", "customer", 9, 3, cls.customer)
        cls._move(cls.lot, "customer", "returns", 1, 4, cls.ward, **sold)

    def _lots(self, answer, figure):
        return {lot["name"]: lot["moved"][figure] for lot in answer["lots"]}

    def test_sale_order(self):
        answer = self.trace.trace("sale", self.order.id)
        self.assertEqual(self._lots(answer, "shipped"), {"SC-1": 3, "SC-2": 4})
        self.assertEqual(self._lots(answer, "returned"), {"SC-1": 1, "SC-2": 0})
        self._move(self.lot, "released", "loss", 1, 5, operation="scrap")
        answer = self.trace.trace("sale", self.order.id)
        # Backward: who made it. Not: who else got some of it.
        nodes = {node["id"] for node in answer["graph"]["nodes"]}
        self.assertIn(f"supplier:{self.supplier.id}", nodes)
        self.assertIn(f"consignee:{self.hospital.id}", nodes)
        self.assertNotIn(f"consignee:{self.customer.id}", nodes)
        self.assertNotIn("scrap", nodes)
        self.assertEqual(answer["focus"]["side"], "customer")

    def test_purchase_order(self):
        answer = self.trace.trace("purchase", self.purchase.id)
        self.assertEqual(self._lots(answer, "received"), {"SC-1": 10})
        self.assertEqual([entry["name"] for entry in answer["consignees"]], ["Ward 7"])

    def test_supplier(self):
        answer = self.trace.trace("partner", self.supplier.id)
        self.assertEqual(self._lots(answer, "received"), {"SC-1": 10, "SC-2": 20})
        found = {entry["partner_id"]: entry["net"] for entry in answer["consignees"]}
        self.assertEqual(found, {self.hospital.id: 6, self.customer.id: 9})

    def test_customer_and_one_address_of_it(self):
        self._move(self.other, "released", "customer", 2, 6, self.hospital)
        self.assertEqual(
            self._lots(self.trace.trace("partner", self.hospital.id), "shipped"), {"SC-1": 3, "SC-2": 6}
        )
        self.assertEqual(
            self._lots(self.trace.trace("partner", self.ward.id), "shipped"), {"SC-1": 3, "SC-2": 4}
        )

    def test_as_of(self):
        answer = self.trace.trace("sale", self.order.id, as_of="2026-01-02 12:00:00")
        self.assertEqual(self._lots(answer, "shipped"), {"SC-1": 3})

    def test_transfer_and_invoice(self):
        self.order.order_line = [Command.create({"product_id": self.device.id, "product_uom_qty": 5})]
        self._create_lot("SC-3", quantity=5)
        self.order.action_confirm()
        picking = self.order.picking_ids
        self._move(
            self.lot,
            "released",
            "customer",
            2,
            8,
            self.ward,
            document_model="stock.picking",
            document_id=picking.id,
            document_name=picking.name,
        )
        answer = self.trace.trace("picking", picking.id)
        self.assertEqual(self._lots(answer, "shipped"), {"SC-1": 2})
        self.assertIn("transfers", [section["section"] for section in answer["documents"]])
        self.device.invoice_policy = "order"
        invoice = self.order._create_invoices()
        invoice.action_post()
        answer = self.trace.trace("invoice", invoice.id)
        self.assertEqual(self._lots(answer, "shipped"), {"SC-1": 5, "SC-2": 4})
        papers = {section["section"]: section["papers"] for section in answer["documents"]}
        self.assertEqual([paper["name"] for paper in papers["invoices"]], [invoice.name])

    def test_certificates_and_reports_are_among_the_documents(self):
        certificate = self.env["med.certificate"].create(
            {
                "number": "REG-20263140001",
                "jurisdiction_id": self.env["med.jurisdiction"].search([], limit=1).id,
                "product_tmpl_ids": [Command.link(self.device.product_tmpl_id.id)],
            }
        )
        self._insert(
            self.lot,
            "inspection",
            happened_on=datetime(2026, 1, 2),
            report_name="r.pdf",
            report_hash="f0" * 32,
        )
        answer = self.trace.with_user(self._create_user("auditor")).trace("lot", self.lot.id)
        papers = {section["section"]: section["papers"] for section in answer["documents"]}
        self.assertEqual([paper["id"] for paper in papers["certificates"]], [certificate.id])
        self.assertIn("f0f0", str([paper["detail"] for paper in papers["reports"]]))

    def test_merged_customer(self):
        """The ledger goes on naming a partner that was merged into another one."""
        hospital = self.hospital
        double = self.env["res.partner"].create({"name": "Hospital (double)"})
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((hospital | double).ids, double)
        answer = self.trace.trace("partner", double.id)
        self.assertEqual(self._lots(answer, "shipped"), {"SC-1": 3, "SC-2": 4})

    def test_nothing_moved_yet(self):
        order = self.env["sale.order"].create({"partner_id": self.customer.id})
        answer = self.trace.trace("sale", order.id)
        self.assertFalse(answer["lots"])
        self.assertIn("nothing of it has moved", answer["notes"][0])

    def test_batch_of_serials(self):
        device = self._create_product(
            "Pacemaker", is_medical_device=True, device_class="III", tracking="serial"
        )
        batch = self.env["med.lot.batch"].create({"name": "BATCH-9", "product_id": device.id})
        batch._record_inspections()
        for name in ("S1", "S2"):
            serial = self._create_lot(name, product=device)
            serial.batch_id = batch
            self._move(serial, "supplier", "released", 1, 2, self.supplier)
        answer = self.trace.trace("batch", batch.id)
        self.assertIn(False, [row["lot_id"] or False for row in answer["decisions"]], "the batch's own chain")
        self.assertEqual(
            {lot["name"]: lot["balance"]["received"] for lot in answer["lots"]}, {"S1": 1, "S2": 1}
        )
