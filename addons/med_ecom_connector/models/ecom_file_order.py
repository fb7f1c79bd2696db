from odoo import api, fields, models

from ..engine.payload import digest, dumps, loads


class EcomFileOrder(models.Model):
    """What files last told about an order: the truth that a shop with an API would be asked for.

    Some shops tell an order in two files, one of orders and one of their articles; it is complete
    when both are there.
    """

    _name = "ecom.file.order"
    _description = "Order as files told it"
    _order = "id desc"
    _rec_name = "number"

    store_id = fields.Many2one("ecom.store", "Shop", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="store_id.company_id", store=True, index=True)
    number = fields.Char(required=True, readonly=True)
    head = fields.Text(readonly=True)
    lines = fields.Text(readonly=True)
    returns = fields.Text(readonly=True)
    read_at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    file_id = fields.Many2one("ecom.file", "Last told by", readonly=True, index="btree_not_null")

    _number_uniq = models.Constraint("UNIQUE (store_id, number)", "An order is kept once per shop.")
    _read_idx = models.Index("(store_id, read_at)")

    @api.model
    def _by_number(self, store, numbers):
        """:return: dict of number to ``ecom.file.order``"""
        found = self.search([("store_id", "=", store.id), ("number", "in", list(numbers))])
        return {order.number: order for order in found}

    def _is_complete(self):
        self.ensure_one()
        return bool(self.head and self.lines)

    def _payload(self):
        """As the channel reads it."""
        self.ensure_one()
        read_at = fields.Datetime.to_string(self.read_at).replace(" ", "T") + "+00:00"
        payload = {**loads(self.head), "number": self.number, "lines": loads(self.lines), "read_at": read_at}
        return {**payload, "returns": loads(self.returns)} if self.returns else payload

    @api.model
    def _content(self, order, part):
        """What of an order of a file is kept.

        :param order: :class:`~..engine.files.orders.FileOrder`
        :param part: "whole", "head" or "lines"
        :return: dict of field to JSON text
        """
        head = {name: value for name, value in order.head.items() if name != "number"}
        vals = {}
        if part != "lines":
            vals["head"] = dumps(head)
        if part != "head":
            vals["lines"] = dumps(order.lines)
        return vals

    def _differs(self, vals):
        self.ensure_one()
        return any(digest(self[name] or "") != digest(text) for name, text in vals.items())
