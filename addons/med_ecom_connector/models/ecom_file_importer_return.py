from odoo import api, models

from ..engine.files.orders import plain
from ..engine.payload import dumps, loads


class EcomFileImporterReturn(models.AbstractModel):
    """Returns that customers asked for: part of the order's state, as a shop with an API would tell them."""

    _name = "ecom.file.importer.return"
    _description = "Importer of return files"
    _inherit = "ecom.file.importer.rows"

    @api.model
    def _find(self, file, records):
        numbers = {record.get("return.order_number") for record in records}
        orders = self.env["ecom.file.order"]._by_number(file.store_id, numbers)
        for record in records:
            number, sku = record.get("return.order_number"), record.get("return.sku")
            order = orders.get(number)
            if not order or not order._is_complete():
                record.fail("order_unknown", "return.order_number", value=number)
            elif sku not in {line.get("sku") for line in loads(order.lines)}:
                record.fail("return_elsewhere", "return.sku", value=sku)
            elif not self._has_shipped(file, record):
                record.fail("lot_elsewhere", "return.lot", value=record.get("return.lot"))
            record.found = order

    @api.model
    def _has_shipped(self, file, record):
        """Whether the lot went out with the order; of an order that has not left, nobody can say yet."""
        lot, number = record.get("return.lot"), record.get("return.order_number")
        bindings = self.env["ecom.order.binding"]._by_external_id(file.store_id, [number])
        if not lot or number not in bindings:
            return True
        # Whoever handles returns need not see transfers.
        moves = bindings[number].sale_order_id.sudo().order_line._shop_shipped_moves()
        mine = moves.filtered(lambda move: move.product_id.default_code == record.get("return.sku"))
        return not mine or lot in mine.move_line_ids.lot_id.mapped("name")

    @api.model
    def _outcome(self, file, record):
        row = self._row(record)
        known = [one for one in loads(record.found.returns or "[]") if self._same_thing(one, row)]
        if not known:
            return "new"
        return "same" if dumps(known[0]) == dumps(row) else "changed"

    @api.model
    def _row(self, record):
        names = ("return_id", "sku", "quantity", "reason", "requested_at", "lot", "status")
        values = {name: record.get(f"return.{name}", None) for name in names}
        return {name: plain(value) for name, value in values.items() if value is not None}

    @api.model
    def _same_thing(self, one, other):
        lots = {one.get("lot"), other.get("lot")} - {None}
        return (one["return_id"], one["sku"]) == (other["return_id"], other["sku"]) and len(lots) < 2

    @api.model
    def _load(self, file, records):
        changed = self.env["ecom.file.order"].sudo()
        for record in records:
            if self._outcome(file, record) == "same":
                continue
            row, order = self._row(record), record.found.sudo()
            others = [one for one in loads(order.returns or "[]") if not self._same_thing(one, row)]
            order._tell({"returns": dumps([*others, row])})
            changed |= order
        self.env["ecom.file.importer.order"]._receive(file, changed)
