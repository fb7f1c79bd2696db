from decimal import Decimal

from odoo import api, models

from ..engine.files import refunds
from ..engine.files.orders import plain
from ..engine.payload import dumps
from .ecom_file_importer_rows import RowRecord


class EcomFileImporterRefund(models.AbstractModel):
    """Refunds that the shop made: part of the order's state, as a shop with an API would tell them."""

    _name = "ecom.file.importer.refund"
    _description = "Importer of refund files"
    _inherit = "ecom.file.importer.rows"

    @api.model
    def _group(self, rows, layout):
        """Rows of one refund are its articles."""
        groups = {}
        for row in rows:
            key = row.values.get("refund.order_number"), row.values.get("refund.refund_id")
            groups.setdefault(key if all(key) else row.number, []).append(row)
        return [RowRecord(mine) for mine in groups.values()]

    @api.model
    def _find(self, file, records):
        numbers = {record.get("refund.order_number") for record in records}
        orders = self.env["ecom.file.order"]._by_number(file.store_id, numbers)
        for record in records:
            number = record.get("refund.order_number")
            record.found = orders.get(number)
            if not record.found or not record.found._is_complete():
                record.fail("order_unknown", "refund.order_number", value=number)
                continue
            row = self._row(record)
            if Decimal(row["amount"]) <= 0:
                record.fail("not_above_zero", "refund.amount", value=row["amount"])
            known = self._known(record)
            if known and known.get("told", row["amount"]) != row["amount"]:
                record.fail("refund_differs", "refund.amount", value=row["refund_id"], known=known["told"])

    @api.model
    def _known(self, record):
        return refunds.find(record.found._known_refunds(), self._row(record))

    @api.model
    def _row(self, record):
        """As ``engine/files/refunds.py`` keeps it."""
        amount = plain(sum(row.values["refund.amount"] for row in record.rows))
        head = {name: record.get(f"refund.{name}", None) for name in ("refund_id", "reason", "reference")}
        head["refunded_at"] = record.get("refund.refunded_at", None)
        lines = [
            {name: plain(row.values.get(f"refund.{name}", 0)) for name in ("sku", "quantity", "amount")}
            for row in record.rows
            if row.values.get("refund.sku")
        ]
        return {
            **{name: plain(value) for name, value in head.items() if value is not None},
            "amount": amount,
            "told": amount,
            "lines": lines,
        }

    @api.model
    def _outcome(self, file, record):
        return "same" if self._known(record) else "new"

    @api.model
    def _load(self, file, records):
        changed = self.env["ecom.file.order"].sudo()
        for record in records:
            if self._known(record):
                continue
            order = record.found.sudo()
            order._tell({"refunds": dumps(refunds.with_refund(order._known_refunds(), self._row(record)))})
            changed |= order
        self.env["ecom.file.importer.order"]._receive(file, changed)
