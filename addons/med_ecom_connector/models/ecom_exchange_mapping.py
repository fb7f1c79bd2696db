from odoo import api, models

#: problems of an order that mapping an article solves
MAPPING_PROBLEMS = ("sku_missing", "sku_unknown", "sku_archived", "sku_ambiguous", "product_in_review")


class EcomExchange(models.Model):
    """Orders that wait for a product put their article on the mapping page, and go on when it is mapped."""

    _inherit = "ecom.exchange"

    def action_open_mapping(self):
        """Show the article that the order waits for on the mapping page."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "med_ecom_connector.ecom_product_binding_action"
        )
        params = self.problem_params or {}
        action["domain"] = [("store_id", "=", self.store_id.id), *self._article_domain(params)]
        return action

    @api.model
    def _release_waiting_for(self, stores, skus):
        """Try the orders again that were held for want of these SKUs, or of an article without one."""
        held = self.search(
            [
                ("store_id", "in", stores.ids),
                ("kind", "=", "order"),
                ("state", "=", "held"),
                ("problem", "in", MAPPING_PROBLEMS),
            ]
        )
        waiting = held.filtered(
            lambda one: one.problem == "sku_missing" or (one.problem_params or {}).get("sku") in skus
        )
        if waiting:
            waiting.decided_by_id = self.env.uid
            waiting._requeue()

    def _hold(self, problem, params=None, **vals):
        super()._hold(problem, params, **vals)
        if problem in MAPPING_PROBLEMS and params:
            self._list_for_mapping(params)

    def _list_for_mapping(self, params):
        """Have the article on the mapping page, even when the shop no longer lists it."""
        variant, sku = params.get("variant") or "", params.get("sku") or ""
        if not variant and not sku:
            return
        bindings = self.env["ecom.product.binding"]
        for store in self.store_id:
            same = [("store_id", "=", store.id), *self._article_domain(params)]
            if not bindings.search_count(same, limit=1):
                binding = bindings.create(
                    {
                        "store_id": store.id,
                        "external_id": variant or f"sku:{sku}",
                        "sku": sku,
                        "name": params.get("name") or "",
                    }
                )
                binding.action_suggest()

    @api.model
    def _article_domain(self, params):
        """:param dict params: a problem's: ``variant`` is the article's id in the shop, where it has one"""
        variant = params.get("variant")
        return [("external_id", "=", variant)] if variant else [("sku", "=", params.get("sku") or "")]
