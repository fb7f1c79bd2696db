import dataclasses
from decimal import Decimal

from odoo import api, models

from ..channels.catalogue import ProductFact, ProductOption, ProductOut, VariantOut
from ..engine.payload import digest, dumps


class EcomProductPublisher(models.AbstractModel):
    """What a product of ours looks like in a shop, with the papers that allow it to be sold."""

    _name = "ecom.product.publisher"
    _description = "Describes products for shops"

    @api.model
    def _describe(self, store, template, listing):
        """:return: :class:`~..channels.catalogue.ProductOut`; without prices, which have their own flow"""
        template = template.with_context(lang=store.company_id.partner_id.lang)
        variants = self._variants(template)
        options = self._options(variants)
        names = {option.name for option in options}
        bound = self._bound(store, variants)
        return ProductOut(
            reference=self._reference(template),
            external_id=listing.external_id or "",
            name=template.name,
            description=template.description_sale or "",
            status="published" if self._may_be_sold(store, template) else "draft",
            options=options,
            categories=(template.categ_id.name,) if template.categ_id else (),
            image_urls=self._pictures(template),
            facts=self._facts(store, template),
            currency=self.env["ecom.handler.price"]._currency(store).name,
            variants=tuple(self._variant(variant, names, bound) for variant in variants),
        )

    @api.model
    def _digest(self, product):
        """Of all that the shop is told, without the ids that the shop gives."""
        variants = tuple(dataclasses.replace(one, external_id="") for one in product.variants)
        return digest(
            dumps(dataclasses.asdict(dataclasses.replace(product, external_id="", variants=variants)))
        )

    @api.model
    def _with_prices(self, store, product, template):
        """Prices for articles that are new to the shop; later they follow the price flow."""
        variants = self._variants(template)
        if store.pricelist_id:
            currency = self.env["ecom.handler.price"]._currency(store)
            prices = store.pricelist_id._get_products_price(variants, 1.0, currency=currency)
        else:
            prices = {variant.id: variant.lst_price for variant in variants}
        by_reference = {self._reference(one): prices[one.id] for one in variants}
        return dataclasses.replace(
            product,
            variants=tuple(
                dataclasses.replace(one, price=Decimal(str(round(by_reference[one.reference], 6))))
                if by_reference[one.reference] > 0
                else one
                for one in product.variants
            ),
        )

    @api.model
    def _variants(self, template):
        """Those on sale; of an archived product all, which the shop shall take off its shelf."""
        return template.with_context(active_test=template.active).product_variant_ids

    @api.model
    def _reference(self, record):
        # sudo: a parameter of the database, nothing secret
        uuid = self.env["ir.config_parameter"].sudo().get_param("database.uuid") or "odoo"
        kind = "p" if record._name == "product.template" else "v"
        return f"odoo-{uuid[:8]}-{kind}{record.id}"

    @api.model
    def _bound(self, store, variants):
        bindings = self.env["ecom.product.binding"].search(
            [("store_id", "=", store.id), ("product_id", "in", variants.ids), ("gone_at", "=", False)]
        )
        return {binding.product_id: binding.external_id for binding in bindings}

    @api.model
    def _options(self, variants):
        """Options in which variants really differ: one value for all is no choice."""
        values = {}
        for one in variants.product_template_attribute_value_ids.sorted(
            lambda value: (value.attribute_line_id.sequence, value.attribute_line_id.id, value.id)
        ):
            values.setdefault(one.attribute_id.name, []).append(one.name)
        if len(variants) < 2:
            return ()
        return tuple(ProductOption(name, tuple(dict.fromkeys(names))) for name, names in values.items())

    @api.model
    def _variant(self, variant, names, bound):
        chosen = tuple(
            (one.attribute_id.name, one.name)
            for one in variant.product_template_attribute_value_ids
            if one.attribute_id.name in names
        )
        return VariantOut(
            reference=self._reference(variant),
            sku=variant.default_code or "",
            title=" / ".join(value for _name, value in chosen),
            options=chosen,
            barcode=variant.barcode or "",
            external_id=bound.get(variant, ""),
        )

    @api.model
    def _may_be_sold(self, store, template):
        if not (template.active and template.sale_ok) or template.ecom_review:
            return False
        if store not in template.ecom_publish_ids:
            return False
        return not template._get_stops("sale")

    @api.model
    def _pictures(self, template):
        """An address of the picture that needs no log-in and changes with it."""
        # sudo: the shop reads the picture with a token, as whoever buys there will
        picture = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", "product.template"),
                    ("res_field", "=", "image_1920"),
                    ("res_id", "=", template.id),
                ],
                limit=1,
            )
        )
        if not picture:
            return ()
        (token,) = picture.generate_access_token()
        kind = (picture.mimetype or "image/png").split("/")[-1].split("+")[0]
        name = f"{picture.checksum[:12]}.{kind}"
        return (f"{template.get_base_url()}/web/image/{picture.id}/{name}?access_token={token}",)

    # === WHAT THE LAW WANTS SHOWN === #

    @api.model
    def _facts(self, store, template):
        """Certificates that are valid today, class, maker and UDI-DI, in the language of the shop's company.

        Each name is always there: an empty value takes away what the shop showed before.
        """
        labels = self.with_context(lang=store.company_id.partner_id.lang).env
        # sudo: what is printed on papers and labels is public, whoever runs the cron
        template = template.sudo()
        certificates = self._valid_certificates(store, template)
        device = template.is_medical_device
        classes = dict(template._fields["device_class"]._description_selection(labels))
        facts = (
            (
                "registration_number",
                labels._("Registration number"),
                certificates.sorted("id").mapped("number"),
            ),
            ("device_class", labels._("Device class"), [classes.get(template.device_class, "")]),
            ("manufacturer", labels._("Manufacturer"), [template.maker_id.name or ""]),
            ("udi_di", labels._("UDI-DI"), self._variants(template).udi_di_ids.sorted("id").mapped("di")),
        )
        return tuple(
            ProductFact(code, name, ", ".join(values) if device else "") for code, name, values in facts
        )

    @api.model
    def _valid_certificates(self, store, template):
        """Of the product itself, today, in the shop's company."""
        today = store.company_id._get_today()
        return template.certificate_ids.filtered(
            lambda one: (
                not one.is_of_maker
                and (not one.valid_from or one.valid_from <= today)
                and (not one.valid_until or one.valid_until >= today)
                and one.company_id in (one.company_id.browse(), store.company_id)
            )
        )
