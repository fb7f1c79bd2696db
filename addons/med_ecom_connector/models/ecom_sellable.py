from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.med_lot_traceability.sql_ids import sql_ids


class EcomSellable(models.AbstractModel):
    """What each shop may offer: sellable goods, less what is promised, less the buffer, in its share."""

    _name = "ecom.sellable"
    _description = "Quantities shops may offer"

    @api.model
    def _quantities(self, store, products):
        """Pieces of each product that the shop may sell now.

        :return: dict of product id to quantity in the product's unit, never negative
        """
        warehouses = store.warehouse_ids
        free = self._free(warehouses, products)
        rules = self.env["ecom.stock.share"]._rules_of(store)
        general = rules.get(None, (0.0, "percent", 100.0))
        kept_back = store.stock_buffer
        there = defaultdict(float)
        for (_warehouse_id, product_id), quantity in free.items():
            there[product_id] += quantity
        offered = {}
        for product_id in products.ids:
            buffer, mode, share = rules.get(product_id, general)
            left = max(there[product_id] - kept_back - buffer, 0.0)
            offered[product_id] = left * share / 100.0 if mode == "percent" else min(left, share)
        return offered

    @api.model
    def _free(self, warehouses, products, before=None):
        """What is sellable in each warehouse and promised to nobody. Negative when more was promised.

        :param before: shop orders about to be promised; they yield to those that came earlier only
        :return: dict of (warehouse id, product id) to quantity, 0 for what is missing
        """
        free = defaultdict(float)
        for warehouse in warehouses:
            for product_id, quantity in products._get_sellable_quantities(warehouse).items():
                free[warehouse.id, product_id] = quantity
        for warehouse_id, product_id, quantity in self._promised(warehouses, products, before):
            free[warehouse_id, product_id] -= quantity
        return free

    @api.model
    def _promised(self, warehouses, products, before=None):
        """Goods of shop orders that reserve nothing yet: held, unconfirmed, or waiting for goods.

        :return: list of (warehouse id, product id, quantity)
        """
        self._flush_promised()
        if before:
            seniors = SQL("AND sale.id < %s AND NOT sale.id = ANY(%s)", max(before.ids), before.ids)
        else:
            seniors = SQL()
        query = SQL(
            """
            SELECT claim.warehouse_id, claim.product_id, SUM(claim.quantity)
              FROM ecom_stock_claim claim
              JOIN ecom_exchange exchange ON exchange.id = claim.exchange_id
             WHERE exchange.state IN ('held', 'pending', 'dead')
               AND claim.warehouse_id = ANY(%(warehouses)s) AND claim.product_id = ANY(%(ids)s)
             GROUP BY claim.warehouse_id, claim.product_id
             UNION ALL
            SELECT sale.warehouse_id, line.product_id, SUM(line.product_uom_qty)
              FROM sale_order sale
              JOIN sale_order_line line ON line.order_id = sale.id
             WHERE sale.state IN ('draft', 'sent') AND sale.ecom_store_id IS NOT NULL
               AND sale.ecom_promise IS DISTINCT FROM 'short'
               AND sale.warehouse_id = ANY(%(warehouses)s) AND line.product_id = ANY(%(ids)s)
               %(seniors)s
             GROUP BY sale.warehouse_id, line.product_id
             UNION ALL
            SELECT place.warehouse_id, move.product_id, SUM(move.product_qty - COALESCE(taken.quantity, 0))
              FROM stock_move move
              JOIN sale_order_line line ON line.id = move.sale_line_id
              JOIN sale_order sale ON sale.id = line.order_id AND sale.ecom_store_id IS NOT NULL
              JOIN stock_location place ON place.id = move.location_id
              LEFT JOIN LATERAL (
                   SELECT SUM(quantity_product_uom) AS quantity
                     FROM stock_move_line WHERE move_id = move.id
                   ) taken ON TRUE
             WHERE move.state IN ('confirmed', 'partially_available')
               AND place.warehouse_id = ANY(%(warehouses)s) AND move.product_id = ANY(%(ids)s)
             GROUP BY place.warehouse_id, move.product_id
            """,
            warehouses=warehouses.ids,
            ids=sql_ids(products.ids),
            seniors=seniors,
        )
        return self.env.execute_query(query)

    @api.model
    def _flush_promised(self):
        """Write what :meth:`_promised` reads."""
        self.env["ecom.stock.claim"].flush_model()
        self.env["ecom.exchange"].flush_model(["state"])
        self.env["sale.order.line"].flush_model(["product_id", "product_uom_qty", "order_id"])
        self.env["sale.order"].flush_model(["state", "ecom_store_id", "warehouse_id", "ecom_promise"])
        self.env["stock.move"].flush_model(["state", "product_qty", "location_id", "sale_line_id"])
        self.env["stock.move.line"].flush_model(["move_id", "quantity_product_uom"])

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
            sql_ids(products.ids),
        )
        return dict(self.env.execute_query(query))
