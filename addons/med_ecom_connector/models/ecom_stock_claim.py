from odoo import api, fields, models


class EcomStockClaim(models.Model):
    """Goods a held order will need: promised to its customer, so no longer sellable elsewhere."""

    _name = "ecom.stock.claim"
    _description = "Goods claimed by a held shop order"

    exchange_id = fields.Many2one("ecom.exchange", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="exchange_id.company_id", store=True, index=True)
    warehouse_id = fields.Many2one("stock.warehouse", required=True)
    product_id = fields.Many2one("product.product", required=True, index=True)
    quantity = fields.Float(required=True, digits="Product Unit")

    @api.model
    def _claim(self, exchange, order, products):
        """:param products: :class:`~.ecom_product_finder.ProductFinder`"""
        self._drop(exchange.store_id, [exchange.external_id])
        self.create(
            [
                {
                    "exchange_id": exchange.id,
                    "warehouse_id": exchange.store_id.warehouse_id.id,
                    "product_id": product.id,
                    "quantity": float(line.quantity),
                }
                for line in order.lines
                if line.quantity > 0 and (product := products.guess(line))
            ]
        )

    @api.model
    def _drop(self, store, external_ids):
        """Forget what these orders of the shop claimed."""
        self.search(
            [("exchange_id.external_id", "in", external_ids), ("exchange_id.store_id", "=", store.id)]
        ).unlink()
