from contextlib import contextmanager
from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests.common import new_test_user

from odoo.addons.base.tests.common import BaseCommon

REPORT = "JVBERi0xLjQK"  # "%PDF-1.4" in base64


class MedCommon(BaseCommon):
    """A warehouse, a customer, a class II device, and helpers to make lots, stock and deliveries."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.env.company.id)], limit=1)
        cls.stock = cls.warehouse.lot_stock_id
        cls.customers = cls.env.ref("stock.stock_location_customers")
        cls.customer = cls.env["res.partner"].create({"name": "Clinic"})
        cls.device = cls._create_product("Infusion Pump", is_medical_device=True, device_class="II")

    @contextmanager
    def assertRefusal(self, error, message):
        """assertRaises, for Odoo rolls back only with that one, and a pattern for the message."""
        with self.assertRaises(error) as caught:
            yield
        self.assertRegex(str(caught.exception), message)

    @classmethod
    def _create_product(cls, name, **values):
        return cls.env["product.product"].create(
            {"name": name, "is_storable": True, "tracking": "lot", **values}
        )

    @classmethod
    def _create_lot(cls, name, status="released", days=365, quantity=0, product=None, location=None):
        """A lot that expires in ``days`` (None: never), in ``status``, with ``quantity`` in stock."""
        product = product or cls.device
        if days is None:
            product.use_expiration_date = False
        lot = cls.env["stock.lot"].create(
            {
                "name": name,
                "product_id": product.id,
                "expiration_date": days is not None and fields.Datetime.now() + timedelta(days=max(days, 1)),
                "inspection_report": REPORT,
                "inspection_report_name": "report.pdf",
            }
        )
        path = {"recalled": ["recalled"], "rejected": ["rejected"], "hold": ["hold"]}.get(status, [])
        if status == "released" and lot.release_status != "released":
            path = ["released"]
        for step in path:
            lot._set_release_status(step, "test")
        if days is not None and days < 1:
            lot.expiration_date = fields.Datetime.now() + timedelta(days=days)
        if quantity:
            cls._put_in_stock(product, quantity, lot, location)
        return lot

    @classmethod
    def _put_in_stock(cls, product, quantity, lot=None, location=None):
        cls.env["stock.quant"]._update_available_quantity(
            product, location or cls.stock, quantity, lot_id=lot
        )

    @classmethod
    def _create_delivery(cls, quantity, product=None, confirm=True):
        picking = cls.env["stock.picking"].create(
            {
                "picking_type_id": cls.warehouse.out_type_id.id,
                "partner_id": cls.customer.id,
                "location_id": cls.stock.id,
                "location_dest_id": cls.customers.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": (product or cls.device).id,
                            "product_uom_qty": quantity,
                            "location_id": cls.stock.id,
                            "location_dest_id": cls.customers.id,
                        }
                    )
                ],
            }
        )
        if confirm:
            picking.action_confirm()
            picking.action_assign()
        return picking

    @classmethod
    def _create_forced_delivery(cls, lot, quantity=1, product=None):
        """A delivery on which somebody typed a lot by hand."""
        picking = cls._create_delivery(quantity, product, confirm=False)
        picking.action_confirm()
        picking.move_line_ids.unlink()
        cls.env["stock.move.line"].create(
            {
                "move_id": picking.move_ids.id,
                "picking_id": picking.id,
                "product_id": (product or cls.device).id,
                "lot_id": lot and lot.id,
                "quantity": quantity,
                "location_id": cls.stock.id,
                "location_dest_id": cls.customers.id,
            }
        )
        picking.move_ids.picked = True
        return picking

    @classmethod
    def _create_internal_move(cls, quantity):
        """A reserved move from the stock location to a shelf of it; the shelf is its destination."""
        shelf = cls.env["stock.location"].create({"name": "Shelf", "location_id": cls.stock.id})
        move = cls.env["stock.move"].create(
            {
                "product_id": cls.device.id,
                "product_uom_qty": quantity,
                "location_id": cls.stock.id,
                "location_dest_id": shelf.id,
            }
        )
        move._action_confirm()
        move._action_assign()
        return move

    @classmethod
    def _create_user(cls, role):
        return new_test_user(
            cls.env,
            login=f"med_{role}",
            groups=f"med_lot_traceability.group_{role}",
            company_id=cls.env.company.id,
        )
