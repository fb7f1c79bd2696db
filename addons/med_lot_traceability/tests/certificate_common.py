from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .common import MedCommon


@tagged("post_install", "-at_install")
class CertificateCommon(MedCommon):
    @classmethod
    def setUpClass(cls):
        # From noon on, that no midnight comes between this day and what is judged by it
        cls.startClassPatcher(freeze_time(fields.Datetime.now().replace(hour=12), tick=True))
        super().setUpClass()
        cls.today = cls.env.company._get_today()
        cls.nmpa = cls.env.ref("med_lot_traceability.jurisdiction_nmpa")
        cls.eu = cls.env.ref("med_lot_traceability.jurisdiction_eu")
        cls.maker = cls.env["res.partner"].create({"name": "Pump Works", "is_maker": True})
        cls.device.write({"maker_id": cls.maker.id, "jurisdiction_ids": [Command.set(cls.nmpa.ids)]})

    @classmethod
    def _create_certificate(cls, days, number="20240001", **values):
        """A registration of the device that ends in ``days`` (None: never)."""
        vals = {
            "number": number,
            "kind": "registration",
            "jurisdiction_id": cls.nmpa.id,
            "valid_until": days is not None and cls.today + timedelta(days=days),
            **values,
        }
        if vals["kind"] not in ("production_licence", "business_licence"):
            vals.setdefault("product_tmpl_ids", [Command.set(cls.device.product_tmpl_id.ids)])
        return cls.env["med.certificate"].create(vals)

    @classmethod
    def _create_sale(cls, product=None):
        return cls.env["sale.order"].create(
            {
                "partner_id": cls.customer.id,
                "order_line": [
                    Command.create({"product_id": (product or cls.device).id, "product_uom_qty": 2})
                ],
            }
        )

    @classmethod
    def _create_purchase(cls, product=None):
        return cls.env["purchase.order"].create(
            {
                "partner_id": cls.customer.id,
                "order_line": [
                    Command.create(
                        {"product_id": (product or cls.device).id, "product_qty": 2, "price_unit": 5}
                    )
                ],
            }
        )
