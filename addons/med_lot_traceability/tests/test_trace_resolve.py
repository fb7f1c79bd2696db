from odoo.fields import Command
from odoo.tests import tagged

from .trace_common import TraceCommon

GTIN = "09506000134352"


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
