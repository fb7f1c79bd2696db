from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL


class EcomSellable(models.AbstractModel):
    """What each shop may offer: sellable goods, less what is promised, less the buffer."""

    _name = "ecom.sellable"
    _description = "Quantities shops may offer"

    @api.model
    def _quantities(self, store, products):
        """Pieces of each product that the shop may sell now.

        :return: dict of product id to quantity in the product's unit, never negative
        """
        sellable = products._get_sellable_quantities(store.warehouse_id)
        promised = self._promised(store, products)
        return {
            product_id: max(
                sellable.get(product_id, 0.0) - promised.get(product_id, 0.0) - store.stock_buffer, 0.0
            )
            for product_id in products.ids
        }

    @api.model
    def _promised(self, store, products):
        """Goods of shop orders that were taken in but reserve nothing yet: held, or unconfirmed."""
        promised = defaultdict(float)
        warehouse, ids = store.warehouse_id.id, list(products.ids)
        self.env["ecom.stock.claim"].flush_model()
        self.env["ecom.exchange"].flush_model(["state"])
        self.env["sale.order.line"].flush_model(["product_id", "product_uom_qty", "order_id"])
        self.env["sale.order"].flush_model(["state", "ecom_store_id", "warehouse_id"])
        query = SQL(
            """
            SELECT claim.product_id, SUM(claim.quantity)
              FROM ecom_stock_claim claim
              JOIN ecom_exchange exchange ON exchange.id = claim.exchange_id
             WHERE exchange.state IN ('held', 'pending', 'dead')
               AND claim.warehouse_id = %(warehouse)s AND claim.product_id = ANY(%(ids)s)
             GROUP BY claim.product_id
             UNION ALL
            SELECT line.product_id, SUM(line.product_uom_qty)
              FROM sale_order_line line
              JOIN sale_order sale ON sale.id = line.order_id
             WHERE sale.state IN ('draft', 'sent') AND sale.ecom_store_id IS NOT NULL
               AND sale.warehouse_id = %(warehouse)s AND line.product_id = ANY(%(ids)s)
             GROUP BY line.product_id
            """,
            warehouse=warehouse,
            ids=ids,
        )
        for product_id, quantity in self.env.execute_query(query):
            promised[product_id] += quantity
        return promised

    @api.model
    def _open_in_shop(self, store, products):
        """Goods of imported orders that the shop still counts as its own stock, since not yet shipped there.

        Only for channels whose stock figure includes them.
        """
        self.env["sale.order.line"].flush_model(
            ["product_id", "product_uom_qty", "ecom_shipped_qty", "ecom_line_ref"]
        )
        self.env["sale.order"].flush_model(["ecom_store_id", "state"])
        query = SQL(
            """
            SELECT line.product_id,
                   SUM(GREATEST(line.product_uom_qty - COALESCE(line.ecom_shipped_qty, 0), 0))
              FROM sale_order_line line
              JOIN sale_order sale ON sale.id = line.order_id
             WHERE sale.ecom_store_id = %s AND sale.state <> 'cancel' AND line.ecom_line_ref IS NOT NULL
               AND line.product_id = ANY(%s)
             GROUP BY line.product_id
            """,
            store.id,
            list(products.ids),
        )
        return dict(self.env.execute_query(query))
