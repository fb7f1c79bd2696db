from odoo import api, models


class EcomProductBuilder(models.AbstractModel):
    """The prices of a shop's product: into a price list, or onto our product itself."""

    _inherit = "ecom.product.builder"

    @api.model
    def _set_prices(self, store, product, remarks):
        if store.catalogue_prices == "none":
            return
        currency = self.env["ecom.handler.price"]._currency(store).name
        bound = self.env["ecom.product.binding"]._by_external_id(
            store, [variant.external_id for variant in product.variants]
        )
        prices = {}
        for variant in product.variants:
            ours = bound[variant.external_id].product_id
            if ours and currency in variant.prices:
                prices[ours] = float(variant.prices[currency])
        if any(variant.prices and currency not in variant.prices for variant in product.variants):
            remarks.append(f"no price in {currency}")
        if store.catalogue_prices == "pricelist":
            self._fill_pricelist(store.pricelist_id, prices)
        else:
            self._fill_list_price(prices)

    @api.model
    def _fill_pricelist(self, pricelist, prices):
        items = self.env["product.pricelist.item"].search(
            [
                ("pricelist_id", "=", pricelist.id),
                ("product_id", "in", [product.id for product in prices]),
                ("applied_on", "=", "0_product_variant"),
                ("min_quantity", "<=", 1),
                ("date_start", "=", False),
                ("date_end", "=", False),
            ]
        )
        known = {item.product_id: item for item in items}
        for product, price in prices.items():
            if product not in known:
                items.create(
                    {
                        "pricelist_id": pricelist.id,
                        "applied_on": "0_product_variant",
                        "product_tmpl_id": product.product_tmpl_id.id,
                        "product_id": product.id,
                        "compute_price": "fixed",
                        "fixed_price": price,
                    }
                )
            elif known[product].fixed_price != price:
                known[product].write({"compute_price": "fixed", "fixed_price": price})

    @api.model
    def _fill_list_price(self, prices):
        """The lowest of a product's variants is its sales price; the rest is the surcharge of its option."""
        by_template = {}
        for product, price in prices.items():
            by_template.setdefault(product.product_tmpl_id, {})[product] = price
        for template, of_template in by_template.items():
            lowest = min(of_template.values())
            if template.list_price != lowest:
                template.list_price = lowest
            for product, price in of_template.items():
                values = product.product_template_attribute_value_ids
                if len(values) == 1 and values.price_extra != price - lowest:
                    values.price_extra = price - lowest
