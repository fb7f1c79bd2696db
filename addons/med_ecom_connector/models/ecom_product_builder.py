import base64

from odoo import api, models
from odoo.fields import Command
from odoo.tools import html2plaintext


class EcomProductBuilder(models.AbstractModel):
    """Makes our products of a shop's.

    A product that has a SKU of ours is never made again: its articles are bound, and nothing about it is
    changed. What was made here from the shop follows the shop until a person has completed it; from then on
    it is theirs, and only prices and new variants still follow.
    """

    _name = "ecom.product.builder"
    _description = "Makes products of a shop's"

    @api.model
    def _take_in(self, store, product):
        """Take in one product.

        :param product: :class:`~..channels.catalogue.ShopProduct` with at least one variant
        :return: list of remarks in English for the log, empty when all went well
        """
        listing = self.env["ecom.product.listing"]._by_external_id(store, [product.external_id])
        listing = listing.get(product.external_id) or self._create_listing(store, product)
        remarks = []
        if listing.origin == "shop":
            self._follow(store, listing, product, remarks)
        else:
            self._bind(store, product, self._known_articles(store, product))
        self._set_prices(store, product, remarks)
        listing.write(
            {"digest": self.env["ecom.exchange"]._product_digest(product), "version": listing.version + 1}
        )
        return remarks

    # === FINDING AND MAKING === #

    @api.model
    def _create_listing(self, store, product):
        known = self._known_articles(store, product)
        template = self.env["product.product"].union(*known.values()).product_tmpl_id[:1]
        listings = self.env["ecom.product.listing"]
        taken = listings.search_count(
            [("store_id", "=", store.id), ("product_tmpl_id", "in", template.ids)], limit=1
        )
        if template:
            owner = False if taken else template.id
        else:
            owner = self.env["product.template"].create(self._prepare_template_vals(store, product)).id
            store._notify_review()
        return listings.create(
            {
                "store_id": store.id,
                "external_id": product.external_id,
                "product_tmpl_id": owner,
                "origin": "both" if template else "shop",
            }
        )

    @api.model
    def _known_articles(self, store, product):
        """What of a shop's product is ours already.

        :return: dict of a variant's id in the shop to its product; to several where its SKU is ambiguous
        """
        bindings = self.env["ecom.product.binding"]
        bound = bindings._by_external_id(store, [variant.external_id for variant in product.variants])
        known = {key: binding.product_id for key, binding in bound.items() if binding.product_id}
        by_sku = bindings._products_by_sku(store, {variant.sku for variant in product.variants})
        for variant in product.variants:
            # an archived product counts: its SKU is taken, and a person decides what becomes of it
            if variant.external_id not in known and by_sku.get(variant.sku):
                candidates = by_sku[variant.sku]
                known[variant.external_id] = candidates.filtered("active") or candidates[:1]
        return known

    @api.model
    def _prepare_template_vals(self, store, product):
        lines = []
        for option in product.options:
            used = [variant.options.get(option.name) for variant in product.variants]
            values = list(dict.fromkeys(filter(None, used)))
            if values:
                attribute = self._attribute(option.name)
                ids = self._attribute_values(attribute, values).ids
                lines.append(Command.create({"attribute_id": attribute.id, "value_ids": [Command.set(ids)]}))
        return {
            "name": product.name or product.external_id,
            "type": "consu",
            "is_storable": True,
            # not to be sold before somebody has said whether it is a device, and of which class
            "sale_ok": False,
            "ecom_review": True,
            "ecom_origin_id": store.id,
            "company_id": store.company_id.id,
            "attribute_line_ids": lines,
            **self._prepare_content_vals(product),
        }

    @api.model
    def _prepare_content_vals(self, product):
        vals = {"description_sale": html2plaintext(product.description).strip() or False}
        if product.categories:
            vals["categ_id"] = self._category(product.categories[0]).id
        return vals

    @api.model
    def _category(self, name):
        categories = self.env["product.category"]
        return categories.search([("name", "=ilike", name)], limit=1) or categories.create({"name": name})

    @api.model
    def _attribute(self, name):
        """Attributes of which only the shop's own combinations become variants, not every thinkable one."""
        attributes = self.env["product.attribute"]
        domain = [("name", "=ilike", name), ("create_variant", "=", "dynamic")]
        return attributes.search(domain, limit=1) or attributes.create(
            {"name": name, "create_variant": "dynamic"}
        )

    @api.model
    def _attribute_values(self, attribute, names):
        found = {value.name: value for value in attribute.value_ids}
        missing = [{"attribute_id": attribute.id, "name": name} for name in names if name not in found]
        values = self.env["product.attribute.value"]
        found.update((value.name, value) for value in values.create(missing))
        return values.union(*(found[name] for name in names))

    # === FOLLOWING THE SHOP === #

    @api.model
    def _follow(self, store, listing, product, remarks):
        template = listing.product_tmpl_id.with_context(active_test=False)
        if template.ecom_review:
            self._write_content(store, listing, product, remarks)
        known = self._known_articles(store, product)
        for variant in product.variants:
            if variant.external_id not in known:
                made = self._variant(template, product, variant)
                if made:
                    known[variant.external_id] = made
                else:
                    remarks.append(
                        f"{variant.sku or variant.external_id}: not made, its options are not clear"
                    )
        self._bind(store, product, known)

    @api.model
    def _write_content(self, store, listing, product, remarks):
        template = listing.product_tmpl_id
        vals = {"name": product.name or product.external_id, **self._prepare_content_vals(product)}
        now = {key: template._fields[key].convert_to_write(template[key], template) for key in vals}
        template.write({key: value for key, value in vals.items() if now[key] != value})
        url = product.image_urls[0] if product.image_urls else ""
        if url and url != listing.picture_url:
            picture, reason = store._fetch_picture(url)
            if picture:
                template.image_1920 = base64.b64encode(picture)
                listing.picture_url = url
            else:
                remarks.append(reason)

    @api.model
    def _variant(self, template, product, variant):
        """The variant of ours for one of the shop's, made when it is missing."""
        made = template.product_variant_ids[:1] if not variant.options else self._combined(template, variant)
        if not made or (made.default_code and made.default_code != variant.sku):
            return made.browse()
        vals = {"default_code": variant.sku or False}
        # a bar code that another product has already is left to a person
        if variant.barcode and not self._is_barcode_taken(variant.barcode):
            vals["barcode"] = variant.barcode
        made.write({key: value for key, value in vals.items() if made[key] != value})
        return made

    @api.model
    def _is_barcode_taken(self, barcode):
        products = self.env["product.product"].with_context(active_test=False)
        return bool(products.search_count([("barcode", "=", barcode)], limit=1))

    @api.model
    def _combined(self, template, variant):
        chosen = self.env["product.template.attribute.value"]
        for name, value_name in variant.options.items():
            line = template.attribute_line_ids.filtered(
                lambda one, name=name: one.attribute_id.name.casefold() == name.casefold()
            )[:1]
            if not line:
                return self.env["product.product"]
            value = self._attribute_values(line.attribute_id, [value_name])
            if value not in line.value_ids:
                line.value_ids = [Command.link(value.id)]
            chosen |= line.product_template_value_ids.filtered(
                lambda one, value=value: one.product_attribute_value_id == value
            )[:1]
        return template._create_product_variant(chosen)

    @api.model
    def _bind(self, store, product, known):
        """Tie the shop's variants to the products of ours; those unknown wait on the mapping page."""
        bindings = self.env["ecom.product.binding"]
        bound = bindings._by_external_id(store, [variant.external_id for variant in product.variants])
        for variant in product.variants:
            ours, binding = known.get(variant.external_id), bound.get(variant.external_id)
            ours = ours if ours and len(ours) == 1 else self.env["product.product"]
            name = " ".join([product.name, *variant.options.values()])
            if not binding:
                bindings.create(
                    {
                        "store_id": store.id,
                        "external_id": variant.external_id,
                        "shop_product_id": product.external_id,
                        "sku": variant.sku,
                        "barcode": variant.barcode,
                        "name": name,
                        "product_id": ours.id,
                    }
                )
            elif ours and not binding.product_id and not binding.ignored_at:
                binding.product_id = ours
