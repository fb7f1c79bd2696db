from datetime import datetime

from odoo.fields import Command
from odoo.tests import tagged

from .trace_common import TraceCommon

GTIN = "09506000134352"


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


@tagged("post_install", "-at_install")
class TestTraceResolve(TraceCommon):
    """What people type or scan."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.device.barcode = GTIN.lstrip("0")
        cls.lot = cls._create_lot("LOT-R1")

    def _found(self, text, exact=True):
        answer = self.trace.resolve(text)
        return [(entry["kind"], entry["id"]) for entry in answer["candidates"] if entry["exact"] or not exact]

    def test_each_kind_of_number(self):
        self._create_lot("L", quantity=5)
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "client_order_ref": "CUST-REF-8",
                "order_line": [Command.create({"product_id": self.device.id})],
            }
        )
        order.action_confirm()
        picking = order.picking_ids
        picking.carrier_tracking_ref = "00340434161094000001"
        purchase = self.env["purchase.order"].create(
            {"partner_id": self.supplier.id, "partner_ref": "V-REF-8"}
        )
        self.customer.vat = False
        for text, expected in (
            ("LOT-R1", ("lot", self.lot.id)),
            (" lot-r1\n", ("lot", self.lot.id)),
            (order.name, ("sale", order.id)),
            ("CUST-REF-8", ("sale", order.id)),
            (purchase.name, ("purchase", purchase.id)),
            ("V-REF-8", ("purchase", purchase.id)),
            (picking.name, ("picking", picking.id)),
            ("00340434161094000001", ("picking", picking.id)),
            ("SUP-77", ("partner", self.supplier.id)),
            ("Maker Ltd", ("partner", self.supplier.id)),
        ):
            self.assertEqual(self._found(text), [expected], text)

    def test_invoice_number(self):
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "invoice_line_ids": [Command.create({"product_id": self.device.id})],
            }
        )
        invoice.action_post()
        self.assertIn(("invoice", invoice.id), self._found(invoice.name))

    def test_a_part_of_a_number_is_no_exact_hit(self):
        self.assertFalse(self._found("OT-R"))
        self.assertEqual(self._found("OT-R", exact=False), [("lot", self.lot.id)])
        self.assertFalse(self._found("-R", exact=False), "two characters fit half the warehouse")
        self.assertFalse(self._found("LOT%R1", exact=False), "no wildcards")

    def test_same_number_on_two_products(self):
        twin = self._create_lot("LOT-R1", product=self._create_product("Twin", is_medical_device=True))
        self.assertEqual(set(self._found("LOT-R1")), {("lot", self.lot.id), ("lot", twin.id)})
        # The UDI knows which product is meant
        self.assertEqual(self._found(f"(01){GTIN}(10)LOT-R1"), [("lot", self.lot.id)])

    def test_udi(self):
        for text in (
            f"(01){GTIN}(17)301231(10)LOT-R1",
            f"]d201{GTIN}10LOT-R1",
            f"]C101{GTIN}10LOT-R1\x1d17301231",
        ):
            self.assertEqual(self._found(text), [("lot", self.lot.id)], text)
        latest = self.trace.resolve(f"(01){GTIN}")["candidates"]
        self.assertEqual([(entry["id"], entry["exact"]) for entry in latest], [(self.lot.id, False)])

    def test_udi_of_a_box(self):
        """Each packaging level has a UDI-DI of its own."""
        self.env["med.udi.di"].create(
            {"product_id": self.device.id, "agency": "GS1", "di": "19506000134359", "quantity": 10}
        )
        self.assertEqual(self._found("(01)19506000134359(10)LOT-R1"), [("lot", self.lot.id)])

    def test_udi_of_a_serial(self):
        device = self._create_product(
            "Pacemaker", tracking="serial", barcode="09506000134376", is_medical_device=True
        )
        serial = self._create_lot("S-1", product=device)
        self.assertEqual(self._found("(01)09506000134376(10)B9(21)S-1"), [("lot", serial.id)])
        batch = self.env["med.lot.batch"].create({"name": "B9", "product_id": device.id})
        self.assertEqual(self._found("(01)09506000134376(10)B9"), [("batch", batch.id)])

    def test_refused_and_questioned_carriers(self):
        wrong = self.trace.resolve("(01)09506000134353(10)LOT-R1")
        self.assertFalse(wrong["candidates"])
        self.assertIn("no valid UDI carrier", wrong["message"])
        unknown = self.trace.resolve("(01)00614141999996(10)LOT-R1")
        self.assertIn("No product that you may see has the UDI-DI 00614141999996", unknown["message"])
        # A lost FNC1: the expiry sticks to the lot
        glued = self.trace.resolve(f"01{GTIN}10LOT-R117301231")
        self.assertEqual(
            [(entry["id"], entry["exact"]) for entry in glued["candidates"]], [(self.lot.id, False)]
        )
        self.assertIn("more than one way", glued["message"])

    def test_nothing_found(self):
        self.assertIn("Nothing bears “XYZZY”", self.trace.resolve("XYZZY")["message"])
        self.assertEqual(self.trace.resolve("  "), {"candidates": [], "message": False})
