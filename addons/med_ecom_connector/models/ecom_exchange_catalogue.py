import dataclasses

from odoo import api, models

from ..engine.payload import digest, dumps


class EcomExchange(models.Model):
    _inherit = "ecom.exchange"

    @api.model
    def _receive_products(self, store, products):
        """Queue the products that are not as we last took them in.

        :param products: list of :class:`~..channels.catalogue.ShopProduct`
        :return: number of rows that were news
        """
        listings = self.env["ecom.product.listing"]._by_external_id(
            store, [product.external_id for product in products]
        )
        rows = []
        for product in products:
            listing = listings.get(product.external_id)
            content = self._product_digest(product)
            if listing and listing.digest == content:
                continue
            # a product that changes and changes back is news both times
            basis = f"{content} after version {listing.version if listing else 0}"
            rows.append(
                {
                    "external_id": product.external_id,
                    "reference": product.name,
                    "digest": digest(basis),
                    "payload": None,
                }
            )
        count = self._insert_new(store, "product_in", "compare", rows)
        if count:
            self._wake("product_in")
        return count

    @api.model
    def _product_digest(self, product):
        return digest(dumps(dataclasses.asdict(product)))

    @api.model
    def _wake_products(self):
        """Have changed products published soon, where any shop takes them."""
        # sudo: whoever edits products or certificates need not see shops
        if self.env["ecom.store"].sudo().search_count([("catalogue_direction", "=", "out")], limit=1):
            self._wake("product")
