from datetime import UTC
from zoneinfo import ZoneInfo

from odoo import models

from ..spreadsheet import Column, Sheet, make_csv, make_workbook


class MedConsigneeSearch(models.Model):
    """The consignee list as a file."""

    _inherit = "med.consignee.search"

    def _make_workbook(self):
        """:return: bytes of an XLSX file"""
        self.ensure_one()
        sheets = [self._make_consignee_sheet(), self._make_lot_sheet()]
        return make_workbook(sheets, self.name, self.env.user.name)

    def _make_csv(self):
        """:return: bytes, UTF-8 with the mark that spreadsheets look for"""
        self.ensure_one()
        return make_csv(self._make_consignee_sheet())

    def _make_consignee_sheet(self):
        columns = [
            Column(self.env._("Consignee"), width=30),
            Column(self.env._("Address"), width=44),
            Column(self.env._("Phone")),
            Column(self.env._("Email"), width=28),
            Column(self.env._("Product"), width=30),
            Column(self.env._("Lot/Serial Number")),
            Column(self.env._("Shipped"), "number"),
            Column(self.env._("Returned"), "number"),
            Column(self.env._("Still with Them"), "number"),
            Column(self.env._("Unit"), width=10),
            Column(self.env._("Last Shipment"), "moment"),
            Column(self.env._("Orders"), width=30),
        ]
        rows = [
            (
                line.partner_name,
                line.partner_address,
                line.phone,
                line.email,
                line.lot_id.product_id.display_name,
                line.lot_id.name,
                line.shipped,
                line.returned,
                line.remaining,
                line.uom_name,
                self._to_local(line.last_shipment),
                line.orders,
            )
            for line in self.consignee_ids
        ]
        return Sheet(self.env._("Consignees"), columns, rows)

    def _make_lot_sheet(self):
        columns = [
            Column(self.env._("Lot/Serial Number")),
            Column(self.env._("Product"), width=30),
            Column(self.env._("Chosen"), width=10),
            Column(self.env._("Why It Could Match"), width=44),
            Column(self.env._("In the Text")),
            Column(self.env._("Line"), "number"),
            Column(self.env._("Status")),
            Column(self.env._("On Hand"), "number"),
            Column(self.env._("In Transit"), "number"),
        ]
        lines = self.line_ids
        reasons = dict(lines._fields["reason"]._description_selection(self.env))
        rows = [
            (
                line.lot_id.name,
                line.product_id.display_name,
                self.env._("Yes") if line.is_included else self.env._("No"),
                reasons.get(line.reason),
                line.text,
                line.line_number,
                line.lot_id._get_status_label(line.effective_status),
                line.on_hand,
                line.in_transit,
            )
            for line in lines
        ]
        return Sheet(self.env._("Lots"), columns, rows)

    def _to_local(self, moment):
        zone = ZoneInfo(self.env.user.tz or "UTC")
        return moment and moment.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
