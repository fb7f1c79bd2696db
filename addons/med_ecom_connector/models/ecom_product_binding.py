from odoo import api, fields, models

from ..channels.neutral import VariantRef
from ..exceptions import HoldExchange


class EcomProductBinding(models.Model):
    """An article of the shop and the product it is. Without a product it waits to be mapped."""

    _name = "ecom.product.binding"
    _description = "Article in a web shop"
    _inherit = "ecom.binding"
    _rec_names_search = ["sku", "name", "external_id"]
    _order = "sku, id"
    _check_company_auto = True

    sku = fields.Char("SKU in the shop", index=True)
    name = fields.Char("Name in the shop")
    product_id = fields.Many2one(
        "product.product", index="btree_not_null", check_company=True, ondelete="restrict"
    )
    shop_product_id = fields.Char("Parent id in the shop")
    inventory_id = fields.Char("Inventory id in the shop")
    shop_stock = fields.Float("Stock seen in the shop", digits="Product Unit", readonly=True)
    shop_seen_at = fields.Datetime("Seen in the shop", readonly=True)
    stock_differs_at = fields.Datetime(
        "Differed in the shop", readonly=True, help="When the shop showed another stock than we had sent."
    )
    figure_ids = fields.One2many("ecom.product.figure", "binding_id", readonly=True)
    sent_stock = fields.Float("Stock sent", digits="Product Unit", compute="_compute_sent")
    stock_sent_at = fields.Datetime(compute="_compute_sent")
    stock_error = fields.Char("Stock refused because", compute="_compute_sent")
    sent_price = fields.Float("Price sent", digits="Product Price", compute="_compute_sent")
    price_sent_at = fields.Datetime(compute="_compute_sent")
    price_error = fields.Char("Price refused because", compute="_compute_sent")

    @api.depends("figure_ids.value", "figure_ids.sent_at", "figure_ids.error")
    def _compute_sent(self):
        for binding in self:
            for kind in ("stock", "price"):
                figure = binding._figure(kind)
                binding[f"sent_{kind}"] = figure.value
                binding[f"{kind}_sent_at"] = figure.sent_at
                binding[f"{kind}_error"] = figure.error

    @api.depends("sku", "name")
    def _compute_display_name(self):
        for binding in self:
            binding.display_name = (
                f"[{binding.sku}] {binding.name or ''}".strip() if binding.sku else binding.name
            )

    def _variant_ref(self):
        self.ensure_one()
        return VariantRef(
            external_id=self.external_id,
            product_id=self.shop_product_id or "",
            inventory_id=self.inventory_id or "",
            sku=self.sku or "",
        )

    @api.model
    def _products_by_sku(self, store, skus):
        """Products of the store's company by internal reference, archived ones too.

        :return: dict of SKU to ``product.product``
        """
        products = (
            self.env["product.product"]
            .with_context(active_test=False)
            .search(
                [
                    ("default_code", "in", [sku for sku in skus if sku]),
                    *self.env["product.product"]._check_company_domain(store.company_id),
                ]
            )
        )
        return products.grouped("default_code")

    @api.model
    def _one_product(self, candidates, line):
        """:raises HoldExchange: unless exactly one active product is among the candidates"""
        article = {"sku": line.sku, "name": line.name, "variant": line.variant_id}
        active = candidates.filtered("active") if candidates else candidates
        if not candidates:
            raise HoldExchange("sku_unknown" if line.sku else "sku_missing", **article)
        if not active:
            raise HoldExchange("sku_archived", **article)
        if len(active) > 1:
            raise HoldExchange("sku_ambiguous", count=len(active), **article)
        if active.ecom_review:
            raise HoldExchange("product_in_review", **article)
        return active

    @api.model
    def _match(self, store, variants):
        """Bind the shop's articles by SKU; those without a product are kept to be mapped by hand.

        :param variants: list of :class:`~..channels.neutral.ShopVariant`
        :return: the bindings of these articles
        """
        known = self._by_external_id(store, [variant.external_id for variant in variants])
        by_sku = self._products_by_sku(store, {variant.sku for variant in variants})
        new = []
        for variant in variants:
            candidates = by_sku.get(variant.sku, self.env["product.product"]).filtered("active")
            vals = self._prepare_match_vals(variant)
            binding = known.get(variant.external_id)
            if len(candidates) == 1 and not (binding and (binding.product_id or binding.ignored_at)):
                vals["product_id"] = candidates.id
            if binding:
                binding._write_changed(vals)
            else:
                new.append({"store_id": store.id, "external_id": variant.external_id, **vals})
        bindings = self.create(new).union(*known.values())
        now = fields.Datetime.now()
        bindings.shop_seen_at = now
        bindings.filtered(lambda one: one._shows_other_stock()).stock_differs_at = now
        return bindings

    @api.model
    def _prepare_match_vals(self, variant):
        return {
            "sku": variant.sku,
            "name": variant.name,
            "shop_product_id": variant.product_id,
            "inventory_id": variant.inventory_id,
            "shop_stock": float(variant.stock or 0),
        }

    def _write_changed(self, vals):
        """Spare the database a write per article and night: most of them never change."""
        fields_of_vals = {name: self._fields[name].convert_to_write(self[name], self) for name in vals}
        changed = {name: value for name, value in vals.items() if fields_of_vals[name] != value}
        if changed:
            self.write(changed)

    def _shows_other_stock(self):
        """Whether somebody else changed the figure that we had sent to the shop."""
        figure = self._figure("stock")
        return bool(figure.sent_at and abs(figure.value - self.shop_stock) > 1e-6)

    def _figure(self, kind):
        self.ensure_one()
        return self.figure_ids.filtered(lambda figure: figure.kind == kind)
