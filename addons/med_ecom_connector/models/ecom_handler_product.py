from odoo import api, models

from ..engine.payload import digest


class EcomHandlerProduct(models.AbstractModel):
    """Products out: the chosen ones, when something about them is not as the shop was told."""

    _name = "ecom.handler.product"
    _description = "Publishes products in shops"
    _inherit = "ecom.handler"

    @api.model
    def _handle_one(self, exchange):
        store = exchange.store_id
        handler = self.with_company(store.company_id)
        template = handler._get_template(exchange)
        if template:
            handler._publish(store, template)
        exchange._finish_told(reference=template.display_name or exchange.reference)

    @api.model
    def _get_template(self, exchange):
        templates = self.env["product.template"].with_context(active_test=False)
        return templates.browse(int(exchange.external_id)).exists()

    @api.model
    def _publish(self, store, template):
        listing = self._listings(store, template)
        publisher = self.env["ecom.product.publisher"]
        product = publisher._describe(store, template, listing)
        content = publisher._digest(product)
        if listing.digest == content or not product.variants:
            return
        result = store._channel().push_product(publisher._with_prices(store, product, template))
        vals = {"external_id": result.external_id, "digest": content, "version": listing.version + 1}
        if listing:
            listing.write(vals)
        else:
            self._create_listing(store, template, vals)
        self._bind(store, template, result)

    @api.model
    def _create_listing(self, store, template, vals):
        listings = self.env["ecom.product.listing"]
        known = listings._by_external_id(store, [vals["external_id"]]).get(vals["external_id"])
        if known:
            known.write({**vals, "product_tmpl_id": template.id})
        else:
            listings.create({"store_id": store.id, "product_tmpl_id": template.id, "origin": "odoo", **vals})

    @api.model
    def _bind(self, store, template, result):
        """The shop's new articles are ours: bound at once, so that stock and prices follow."""
        publisher, bindings = self.env["ecom.product.publisher"], self.env["ecom.product.binding"]
        bound = bindings._by_external_id(store, [ref.external_id for ref in result.variants.values()])
        for variant in publisher._variants(template):
            ref = result.variants.get(publisher._reference(variant))
            if not ref:
                continue
            vals = {
                "sku": ref.sku,
                "name": variant.with_context(display_default_code=False).display_name,
                "shop_product_id": ref.product_id,
                "inventory_id": ref.inventory_id,
                "product_id": variant.id,
                "gone_at": False,
            }
            binding = bound.get(ref.external_id)
            if binding:
                binding._write_changed(vals)
            else:
                bindings.create({"store_id": store.id, "external_id": ref.external_id, **vals})

    @api.model
    def _listings(self, store, templates):
        return self.env["ecom.product.listing"].search(
            [("store_id", "=", store.id), ("product_tmpl_id", "in", templates.ids)]
        )

    @api.model
    def _queue(self, store):
        """Queue the products of a store that are not as the shop was told.

        :return: how many
        """
        templates = self.env["product.template"].with_context(active_test=False)
        chosen = templates.search([("ecom_publish_ids", "in", store.ids)])
        # what is no longer chosen, or archived, is taken off the shop's shelf
        published = self.env["ecom.product.listing"].search(
            [("store_id", "=", store.id), ("origin", "=", "odoo"), ("product_tmpl_id", "!=", False)]
        )
        templates = (chosen | published.product_tmpl_id).with_context(active_test=False)
        listings = {one.product_tmpl_id: one for one in self._listings(store, templates)}
        publisher, nothing = self.env["ecom.product.publisher"], self.env["ecom.product.listing"]
        rows = []
        for template in templates:
            listing = listings.get(template, nothing)
            content = publisher._digest(publisher._describe(store, template, listing))
            if listing.digest != content and publisher._variants(template):
                basis = f"{content} after version {listing.version}"
                rows.append(
                    {
                        "external_id": str(template.id),
                        "reference": template.display_name,
                        "digest": digest(basis),
                        "payload": None,
                    }
                )
        return self.env["ecom.exchange"]._insert_new(store, "product", "event", rows)
