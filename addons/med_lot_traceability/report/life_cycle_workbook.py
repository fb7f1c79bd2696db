from datetime import UTC

from odoo import models

from ..spreadsheet import Column, Sheet, make_workbook


class StockLot(models.Model):
    """The life-cycle file as a workbook."""

    _inherit = "stock.lot"

    def _make_life_cycle_workbook(self, as_of=None):
        """:return: bytes of an XLSX file"""
        file = self._get_life_cycle(as_of)
        zone = self._get_life_cycle_zone()
        labels = self._get_life_cycle_labels()

        def moment(value):
            return value and value.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)

        sheets = [
            self._make_summary_sheet(file, labels, zone),
            self._make_movement_sheet(self.env._("Movements"), file["book"].movements, labels, moment),
            self._make_decision_sheet(file["book"], labels, moment),
            self._make_correction_sheet(file["book"], labels, moment),
            self._make_consignee_sheet(file["consignees"], moment),
            self._make_document_sheet(file, moment),
        ]
        return make_workbook(sheets, self._get_life_cycle_name(as_of), file["made_by"])

    def _make_summary_sheet(self, file, labels, zone):
        head = [
            *self._get_life_cycle_identity(),
            (self.env._("Status"), labels["release_status"].get(file["status"])),
            (self.env._("As of"), file["as_of"] and f"{file['as_of']} UTC"),
            (self.env._("Made by"), file["made_by"]),
            (self.env._("Made on"), f"{file['made_on']} UTC"),
            (self.env._("Time zone of all moments"), zone.key),
            (self.env._("Unit of all quantities"), file["uom_name"]),
        ]
        rows = [(label, value, None) for label, value in head if value]
        rows += [(label, None, quantity) for label, quantity, _is_sum in self._get_life_cycle_totals(file)]
        columns = [
            Column(self.env._("What"), width=34),
            Column(self.env._("Value"), width=60),
            Column(self.env._("Quantity"), "number"),
        ]
        return Sheet(self.env._("Summary"), columns, rows)

    def _make_movement_sheet(self, name, movements, labels, moment):
        columns = [
            Column(self.env._("When"), "moment"),
            Column(self.env._("Operation")),
            Column(self.env._("Quantity"), "number"),
            Column(self.env._("Unit"), width=10),
            Column(self.env._("From"), width=28),
            Column(self.env._("From Zone")),
            Column(self.env._("To"), width=28),
            Column(self.env._("To Zone")),
            Column(self.env._("Partner"), width=28),
            Column(self.env._("Address"), width=40),
            Column(self.env._("Document")),
            Column(self.env._("Order")),
            Column(self.env._("Status at That Moment")),
            Column(self.env._("By")),
            Column(self.env._("Expires on"), "date"),
            Column(self.env._("Ledger Hash"), width=66),
        ]
        rows = [
            (
                moment(row["happened_on"]),
                labels["operation"].get(row["operation"]),
                row["quantity"],
                row["uom_name"],
                row["location_name"],
                labels["zone"].get(row["from_zone"]),
                row["location_dest_name"],
                labels["zone"].get(row["to_zone"]),
                row["partner_name"],
                row["partner_address"],
                row["document_name"],
                row["order_name"],
                labels["release_status"].get(row["release_status"]),
                row["user_name"],
                row["expiration_date"] and row["expiration_date"].date(),
                row["hash"],
            )
            for row in movements
        ]
        return Sheet(name, columns, rows)

    def _make_decision_sheet(self, book, labels, moment):
        columns = [
            Column(self.env._("When"), "moment"),
            Column(self.env._("What")),
            Column(self.env._("Old Status")),
            Column(self.env._("New Status")),
            Column(self.env._("Zone")),
            Column(self.env._("Reason"), width=40),
            Column(self.env._("By")),
            Column(self.env._("Inspection Report"), width=28),
            Column(self.env._("SHA-256 of the Report"), width=66),
            Column(self.env._("Details"), width=40),
            Column(self.env._("Ledger Hash"), width=66),
        ]
        rows = [
            (
                moment(row["happened_on"]),
                labels["kind"].get(row["kind"]),
                labels["old_status"].get(row["old_status"]),
                labels["new_status"].get(row["new_status"]),
                labels["zone"].get(row["zone"]),
                row["reason"],
                row["user_name"],
                row["report_name"],
                row["report_hash"],
                row["details"],
                row["hash"],
            )
            for row in book.rows
            if row["kind"] != "move"
        ]
        return Sheet(self.env._("Decisions"), columns, rows)

    def _make_correction_sheet(self, book, labels, moment):
        """Each mistake above what stands in its place."""
        pairs = [row for pair in book.corrections for row in pair]
        sheet = self._make_movement_sheet(self.env._("Corrections"), pairs, labels, moment)
        sheet.columns[:0] = [
            Column(self.env._("Row")),
            Column(self.env._("Written on"), "moment"),
            Column(self.env._("Reason"), width=30),
        ]
        states = (self.env._("Was wrong"), self.env._("Corrected"))
        sheet.rows = [
            (states[place % 2], moment(row["recorded_on"]), row["reason"], *values)
            for place, (row, values) in enumerate(zip(pairs, sheet.rows, strict=True))
        ]
        return sheet

    def _make_consignee_sheet(self, consignees, moment):
        columns = [
            Column(self.env._("Lot/Serial Number")),
            Column(self.env._("Consignee"), width=28),
            Column(self.env._("Address"), width=44),
            Column(self.env._("Shipped"), "number"),
            Column(self.env._("Returned"), "number"),
            Column(self.env._("Still with Them"), "number"),
            Column(self.env._("Unit"), width=10),
            Column(self.env._("First Shipment"), "moment"),
            Column(self.env._("Last Shipment"), "moment"),
            Column(self.env._("Orders"), width=30),
            Column(self.env._("Transfers"), width=30),
        ]
        rows = [
            (
                row["lot_name"],
                row["partner_name"],
                row["partner_address"],
                row["shipped"],
                row["returned"],
                row["remaining"],
                row["uom_name"],
                moment(row["first_shipment"]),
                moment(row["last_shipment"]),
                ", ".join(row["orders"]),
                ", ".join(row["documents"]),
            )
            for row in consignees
        ]
        return Sheet(self.env._("Consignees"), columns, rows)

    def _make_document_sheet(self, file, moment):
        columns = [
            Column(self.env._("Kind"), width=28),
            Column(self.env._("Name"), width=40),
            Column(self.env._("SHA-256"), width=66),
            Column(self.env._("In the Ledger since"), "moment"),
            Column(self.env._("Valid until"), "date"),
        ]
        kinds = dict(self.env["med.certificate"]._fields["kind"]._description_selection(self.env))
        rows = [
            (self.env._("Inspection Report"), item["name"], item["sha256"], moment(item["first_seen"]), None)
            for item in file["documents"]
        ]
        rows += [
            (kinds.get(item.kind), item.number, None, None, item.valid_until) for item in file["certificates"]
        ]
        return Sheet(self.env._("Documents"), columns, rows)
