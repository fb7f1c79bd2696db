from odoo import api, fields, models

from ..channels.errors import FieldMissing, PayloadError
from ..channels.file.channel import raw_order
from ..channels.file.mapping import parse_order
from ..engine.files.orders import group_orders, layout_part
from ..engine.files.spec import CellError

SHOWN_SKUS = 10


class EcomFileImporterOrder(models.AbstractModel):
    """Orders of a file become ordinary exchanges, as if the shop had been asked for them."""

    _name = "ecom.file.importer.order"
    _description = "Importer of order files"
    _inherit = "ecom.file.importer"

    @api.model
    def _group(self, rows, layout):
        return group_orders(rows, layout)

    @api.model
    def _check(self, file, records):
        """Orders that could not be read later are bad now, when somebody looks."""
        if layout_part(file._spec()) != "whole":
            return
        for order in records:
            if order.is_bad:
                continue
            try:
                parse_order({**order.head, "number": order.number, "lines": order.lines})
            except PayloadError as error:
                order.rows[0].errors.append(self._unreadable(error))

    @api.model
    def _unreadable(self, error):
        """In the words of the dictionary where a field is missing: nobody at the desk knows our names."""
        *of_line, name = error.field.split(".")
        fields = self.env["ecom.dictionary.field"]._for_object("order_line" if of_line else "order")
        field = fields.filtered(lambda one: one.name == name)[:1]
        if field and isinstance(error, FieldMissing):
            return CellError(None, "field_missing", {"field": field.label})
        return CellError(None, "payload", {"message": str(error)})

    @api.model
    def _compare(self, file, records):
        part = layout_part(file._spec())
        known = self.env["ecom.file.order"]._by_number(file.store_id, {order.number for order in records})
        return [self._outcome(known.get(order.number), order, part) for order in records]

    @api.model
    def _outcome(self, known, order, part):
        vals = self.env["ecom.file.order"]._content(order, part)
        if known and (known._is_newer_than(order) or not known._differs(vals)):
            return "same"
        has = {name for name in ("head", "lines") if vals.get(name) or (known and known[name])}
        if len(has) < 2:
            return "waiting"
        return "changed" if known and known._is_complete() else "new"

    @api.model
    def _remark(self, file, records):
        """Articles that no product is known for: their orders will be held."""
        skus = {line.get("sku") for order in records for line in order.lines if line.get("sku")}
        known = set(self.env["ecom.product.binding"]._products_by_sku(file.store_id, skus))
        bindings = self.env["ecom.product.binding"].search(
            [("store_id", "=", file.store_id.id), ("sku", "in", list(skus)), ("product_id", "!=", False)]
        )
        unknown = sorted(skus - known - set(bindings.mapped("sku")))
        if not unknown:
            return False
        return self.env._(
            "%(count)s articles are no product here; their orders are held until they are mapped: %(skus)s",
            count=len(unknown),
            skus=", ".join(unknown[:SHOWN_SKUS]) + (" …" if len(unknown) > SHOWN_SKUS else ""),
        )

    @api.model
    def _load(self, file, records):
        part = layout_part(file._spec())
        store = file.store_id
        # The engine's own tables: whoever may load a file changes them through this method only.
        orders = self.env["ecom.file.order"].sudo()
        known = orders._by_number(store, {order.number for order in records})
        changed = orders.browse()
        new_vals = []
        now = fields.Datetime.now()
        for order in records:
            vals = orders._content(order, part)
            old = known.get(order.number)
            if not old:
                new_vals.append(
                    {**vals, "store_id": store.id, "number": order.number, "read_at": now, "file_id": file.id}
                )
            elif old._differs(vals) and not old._is_newer_than(order):
                old._tell({**vals, "file_id": file.id})
                changed |= old
        new = orders.create(new_vals)
        new._count_refunded()
        changed |= new
        self._receive(file, changed.filtered(lambda order: order._is_complete()))

    @api.model
    def _receive(self, file, orders):
        """Into the inbox, with what each exchange came from."""
        exchanges = self.env["ecom.exchange"].sudo()
        raws = [raw_order(order._payload()) for order in orders]
        if not exchanges._receive_orders(file.store_id, "file", raws):
            return
        exchanges.search(
            [
                ("store_id", "=", file.store_id.id),
                ("kind", "=", "order"),
                ("external_id", "in", orders.mapped("number")),
                ("source", "=", "file"),
                ("file_id", "=", False),
            ]
        ).file_id = file
        exchanges._wake("order")
