"""What tests of the Medusa channel in a live shop share."""

import unittest
import uuid
from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ...channels.medusa import MedusaChannel
from ...channels.neutral import VariantRef
from ...channels.shipments import Parcel, Shipment, ShipmentLine, ShippedLot
from ...channels.shop import ChannelSettings
from . import medusa

SKU = "LIVE-1"


@tagged("med_live", "-standard", "post_install", "-at_install")
class MedusaLiveCase(BaseCase):
    """The channel itself, without Odoo's records."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not medusa.is_running():
            raise unittest.SkipTest("no shop is running: bin/test live starts one")
        cls.shop = medusa.LiveMedusa().start()
        cls.addClassCleanup(cls.shop.stop)
        cls.shop.add_product(SKU, "Live article", 10.0)
        cls.channel = MedusaChannel(ChannelSettings(**cls.shop.settings()))

    def reference(self):
        return f"live-{uuid.uuid4().hex[:8]}"

    def place(self, quantity=2, **options):
        return self.shop.place_order([(SKU, quantity)], **options)

    def parsed(self, order):
        return self.channel.parse_order(self.payload(order))

    def payload(self, order):
        (raw,) = self.channel.fetch_orders([order["id"]])
        return raw.payload

    def variants(self):
        return {row.sku: row for page in self.channel.iter_variants() for row in page}

    def ref(self, sku=SKU):
        row = self.variants()[sku]
        return VariantRef(row.external_id, row.product_id, row.inventory_id, sku)

    def shipment(self, order, quantity, reference=None):
        lot = ShippedLot(Decimal(quantity), lot="L1", expiry="2030-01-31")
        line = ShipmentLine(order["items"][0]["id"], Decimal(quantity), SKU, (lot,))
        parcel = Parcel("P1", "00340434", "https://dhl.example/00340434", Decimal("1.5"))
        return Shipment(
            order["id"],
            reference or self.reference(),
            (line,),
            carrier="DHL",
            tracking_number="00340434",
            tracking_url="https://dhl.example/00340434",
            parcels=(parcel,),
        )

    def shipped(self, quantity=2, **options):
        order = self.place(quantity, paid=True, **options)
        self.channel.push_shipment(self.shipment(order, quantity))
        return order
