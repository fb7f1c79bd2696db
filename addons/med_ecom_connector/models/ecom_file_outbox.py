from datetime import date, datetime
from decimal import Decimal

from odoo import api, fields, models

from ..engine.payload import loads
from .ecom_file_layout import KINDS


class EcomFileOutbox(models.Model):
    """Rows that wait for the next file to a shop: of a shipment, or the newest figure of an article."""

    _name = "ecom.file.outbox"
    _description = "Rows for a shop's next file"
    _order = "id"
    _rec_name = "key"

    store_id = fields.Many2one(
        "ecom.store", "Shop", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(related="store_id.company_id", store=True, index=True)
    object = fields.Selection(KINDS, "Content", required=True, readonly=True)
    key = fields.Char("Reference", required=True, readonly=True)
    rows = fields.Text(required=True, readonly=True)
    put_at = fields.Datetime("Since", default=fields.Datetime.now, readonly=True)
    file_id = fields.Many2one(
        "ecom.file",
        "Written into",
        readonly=True,
        index="btree_not_null",
        help="Empty: waits for the next file.",
    )

    _key_uniq = models.Constraint("UNIQUE (store_id, object, key)", "Each thing has its rows once.")

    @api.model
    def _put(self, store, kind, key, text):
        """:return: False when the same rows were put under this key before"""
        known = self.search([("store_id", "=", store.id), ("object", "=", kind), ("key", "=", key)])
        if known.rows == text:
            return False
        vals = {"rows": text, "put_at": fields.Datetime.now(), "file_id": False}
        if known:
            known.write(vals)
        else:
            self.create({"store_id": store.id, "object": kind, "key": key, **vals})
        return True

    def _values(self, types):
        """The rows as values again.

        :param types: dict of field code to its type in the dictionary
        :return: list of dicts of field code to value
        """
        return [
            {code: _typed(value, types.get(code, "text")) for code, value in row.items()}
            for record in self
            for row in loads(record.rows)
        ]


def _typed(value, kind):
    if not isinstance(value, str):
        return value
    if kind in ("decimal", "money", "integer"):
        return Decimal(value)
    if kind == "date":
        return date.fromisoformat(value)
    return datetime.fromisoformat(value) if kind == "datetime" else value
