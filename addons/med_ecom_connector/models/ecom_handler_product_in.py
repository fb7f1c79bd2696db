from odoo import api, models


class EcomHandlerProductIn(models.AbstractModel):
    """Products in: each is asked for afresh, then made, completed or only bound."""

    _name = "ecom.handler.product_in"
    _description = "Takes in products from shops"
    _inherit = "ecom.handler"

    @api.model
    def _handle(self, exchanges):
        for store, of_store in exchanges.grouped("store_id").items():
            handler = self.with_company(store.company_id)
            products = {
                product.external_id: product
                for product in store._channel().fetch_products(sorted(set(of_store.mapped("external_id"))))
            }
            for exchange in of_store:
                handler._take_in(store, exchange, products.get(exchange.external_id))
            store._flow("product_in")._succeeded()

    @api.model
    def _take_in(self, store, exchange, product):
        if product is None:
            # deleted since: the comparison marks its articles
            exchange._finish("product_gone", {"reference": exchange.reference or exchange.external_id})
            return
        if not product.variants:
            exchange._finish("product_empty", {"reference": product.name})
            return
        remarks = self.env["ecom.product.builder"]._take_in(store, product)
        if remarks:
            exchange._finish("product_remarks", {"details": "; ".join(remarks)}, reference=product.name)
        else:
            exchange._finish(reference=product.name)
