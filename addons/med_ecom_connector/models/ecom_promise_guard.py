from odoo import api, fields, models
from odoo.tools import SQL

from ..quiet import execute_quietly


class EcomPromiseGuard(models.Model):
    """One row per product, changed by whoever promises its goods to a shop's customer.

    Under REPEATABLE READ a lock doesn't refresh what a transaction sees: two workers that count the last
    piece at the same moment would both find it. Both have to change this row, so that the second one
    waits for the first, fails on the change it has not seen, and counts afresh.
    """

    _name = "ecom.promise.guard"
    _description = "Guard of promised goods"
    _log_access = False

    product_id = fields.Many2one("product.product", required=True, ondelete="cascade")
    version = fields.Integer(required=True)

    _product_uniq = models.UniqueIndex("(product_id)")

    @api.model
    def _lock(self, products):
        """Be the only one who promises these products, until the transaction ends.

        In the order of ids, so that two workers can't wait for each other.

        :raises SerializationFailure: when somebody promised one of them after our transaction began
        """
        if products:
            execute_quietly(
                self.env,
                SQL(
                    """
                    INSERT INTO ecom_promise_guard (product_id, version)
                         SELECT product_id, 1 FROM unnest(%s) product_id ORDER BY product_id
                    ON CONFLICT (product_id) DO UPDATE SET version = ecom_promise_guard.version + 1
                      RETURNING id
                    """,
                    sorted(products.ids),
                ),
            )
