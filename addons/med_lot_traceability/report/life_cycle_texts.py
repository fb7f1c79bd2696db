from zoneinfo import ZoneInfo

from odoo import models


class StockLot(models.Model):
    """The words of the life-cycle file, shared by all its forms."""

    _inherit = "stock.lot"

    def _get_life_cycle_identity(self):
        """What the thing is: list of (label, value)."""
        product, template = self.product_id, self.product_id.product_tmpl_id
        selection = dict(template._fields["device_class"]._description_selection(self.env))
        pairs = [
            (self.env._("Lot or serial number"), self.name),
            (self.env._("Batch"), self.batch_id.name),
            (self.env._("Product"), product.display_name),
            (self.env._("Model"), template.device_model),
            (self.env._("Specification"), template.specification),
            (self.env._("Device class"), selection.get(template.device_class)),
            (self.env._("Maker"), template.maker_id.display_name),
            (self.env._("Registrant"), template.registrant_id.display_name),
            (self.env._("Sterilisation lot"), self.sterilisation_lot),
            (self.env._("Made on"), self.production_date and self.production_date.isoformat()),
            (self.env._("Expires on"), self.expiration_date and self.expiration_date.date().isoformat()),
            (self.env._("Storage"), template.storage_conditions),
        ]
        return [(label, value) for label, value in pairs if value]

    def _get_life_cycle_labels(self):
        """Names of what the ledger holds as codes: dict of column to dict of code to name."""
        ledger = self.env["med.trace.event"]
        labels = {
            name: dict(ledger._fields[name]._description_selection(self.env))
            for name in ("kind", "operation", "release_status", "old_status", "new_status")
        }
        zones = self.env["med.zone"].search_fetch([], ["code", "name"])
        return labels | {"zone": {zone.code: zone.name for zone in zones}}

    def _get_life_cycle_totals(self, file):
        """What came in, what went out, what must be there and what is: list of (label, quantity, is sum)."""
        totals = file["book"].totals
        names = [
            ("received", self.env._("Received from suppliers")),
            ("customer_returned", self.env._("Returned by customers")),
            ("made", self.env._("Made")),
            ("found", self.env._("Found at counts")),
            ("shipped", self.env._("Shipped to customers")),
            ("supplier_returned", self.env._("Returned to suppliers")),
            ("used", self.env._("Used for other products")),
            ("scrapped", self.env._("Scrapped")),
            ("lost", self.env._("Missing at counts")),
        ]
        incoming = ("received", "customer_returned", "made", "found")
        lines = [
            (label, totals[name] if name in incoming else -totals[name], False)
            for name, label in names
            if totals[name]
        ]
        lines.append((self.env._("On hand by the ledger"), file["book"].balance, True))
        if file["on_hand"] is not None:
            lines.append((self.env._("On hand in stock"), file["on_hand"], True))
            lines.append((self.env._("Unexplained"), file["unexplained"], True))
        return lines

    def _get_life_cycle_zone(self):
        """The time zone in which the file tells moments."""
        return ZoneInfo(self.env.user.tz or "UTC")
