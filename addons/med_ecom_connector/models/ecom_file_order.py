from datetime import timedelta

from odoo import api, fields, models

from ..engine.files import refunds
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
    refunds = fields.Text(readonly=True)
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
        for name in ("returns", "refunds"):
            if self[name]:
                payload[name] = loads(self[name])
        return payload

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

    def _is_newer_than(self, order):
        """Whether another file told a later state of the order; only files with a time of change can say."""
        self.ensure_one()
        known = self.head and loads(self.head).get("modified_at")
        told = order.head.get("modified_at")
        return bool(known and told and told < known)

    def _tell(self, vals):
        """Take over what a file says; a state read later must look later, within the second, too."""
        self.ensure_one()
        read_at = max(fields.Datetime.now(), self.read_at + timedelta(seconds=1))
        self.write({**vals, "read_at": read_at})
        self._count_refunded()

    def _count_refunded(self):
        """What the order's own row says was given back, less what is known of it, is a refund of its own."""
        for order in self.filtered("head"):
            known = order._known_refunds()
            found = refunds.with_sum(known, refunds.told_sum(loads(order.head)), order.number)
            if len(found) > len(known):
                order.refunds = dumps(found)

    def _known_refunds(self):
        self.ensure_one()
        return loads(self.refunds or "[]")

    def _note_own_refund(self, refund):
        """One that we ask for; the shop's sum will contain it once the shop has paid it."""
        known = self._known_refunds()
        if not refunds.find(known, refund):
            self.refunds = dumps([*known, refund])

    def _differs(self, vals):
        self.ensure_one()
        return any(digest(self[name] or "") != digest(text) for name, text in vals.items())
