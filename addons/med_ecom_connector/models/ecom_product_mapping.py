from odoo import api, fields, models
from odoo.exceptions import UserError

from .ecom_product_suggestion import REASONS

#: reasons sure enough to be accepted for all articles at once
SURE_REASONS = ("barcode", "sku")
#: least score of a suggestion that is accepted together with others: below it, several products compete
SURE_SCORE = 90


class EcomProductBinding(models.Model):
    """Where an article stands on the mapping page, and what a person decides there."""

    _inherit = "ecom.product.binding"

    barcode = fields.Char("Bar code in the shop")
    product_active = fields.Boolean(related="product_id.active")
    suggestion_ids = fields.One2many("ecom.product.suggestion", "binding_id", "Suggestions", readonly=True)
    suggested_product_id = fields.Many2one(
        "product.product", compute="_compute_suggested", store=True, index="btree_not_null"
    )
    suggestion_score = fields.Integer("Score", compute="_compute_suggested", store=True, aggregator="avg")
    suggestion_reason = fields.Selection(REASONS, "Reason", compute="_compute_suggested", store=True)
    mapping_state = fields.Selection(
        [
            ("todo", "To map"),
            ("suggested", "Suggested"),
            ("mapped", "Mapped"),
            ("ignored", "Ignored"),
            ("gone", "Deleted in the shop"),
        ],
        "Mapping",
        compute="_compute_mapping_state",
        store=True,
        index=True,
        group_expand=True,
    )
    ignored_at = fields.Datetime(readonly=True)
    ignored_by_id = fields.Many2one("res.users", "Ignored by", readonly=True)
    ignore_reason = fields.Char("Ignored because", readonly=True)
    gone_at = fields.Datetime(
        "Deleted in the shop",
        readonly=True,
        help="The shop no longer lists this article. It gets no stock and no price any more.",
    )

    # === COMPUTE METHODS === #

    @api.depends("suggestion_ids.score", "suggestion_ids.product_id", "suggestion_ids.reason")
    def _compute_suggested(self):
        for binding in self:
            best = binding.suggestion_ids.sorted(lambda one: (-one.score, one.id))[:1]
            binding.suggested_product_id = best.product_id
            binding.suggestion_score = best.score
            binding.suggestion_reason = best.reason

    @api.depends("product_id", "ignored_at", "gone_at", "suggestion_ids")
    def _compute_mapping_state(self):
        for binding in self:
            if binding.gone_at:
                binding.mapping_state = "gone"
            elif binding.product_id:
                binding.mapping_state = "mapped"
            elif binding.ignored_at:
                binding.mapping_state = "ignored"
            else:
                binding.mapping_state = "suggested" if binding.suggestion_ids else "todo"

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        bindings = super().create(vals_list)
        bindings.filtered("product_id")._after_mapping()
        return bindings

    def write(self, vals):
        res = super().write(vals)
        if vals.get("product_id"):
            self._after_mapping()
        return res

    def _after_mapping(self):
        """The article is known now: orders that waited for it go on, and the shop gets its figures."""
        if not self:
            return
        # sudo: suggestions and the queue are the engine's own, which mapping sets in motion
        self.sudo().suggestion_ids.unlink()
        self.filtered("ignored_at").write({"ignored_at": False, "ignored_by_id": False})
        exchanges = self.env["ecom.exchange"].sudo()
        exchanges._release_waiting_for(self.store_id, set(self.mapped("sku")))
        for kind in ("stock", "price"):
            exchanges._wake(kind)

    # === ACTIONS === #

    def action_suggest(self):
        """Look for products for the unmapped ones among these articles."""
        self.check_access("write")
        self.env["ecom.product.suggestion"]._suggest_for(self._get_open())
        return True

    def action_accept(self):
        """Map each of these articles to its best suggestion."""
        for binding in self._get_open().filtered("suggested_product_id"):
            binding.product_id = binding.suggested_product_id
        return True

    def action_accept_alike(self):
        """Accept every sure suggestion of this shop that has the same reason.

        :raises UserError: for a reason that has to be looked at one by one
        """
        self.ensure_one()
        if self.suggestion_reason not in SURE_REASONS:
            raise UserError(
                self.env._(
                    "%(article)s: names alone are too uncertain to be accepted all at once. "
                    "Look at each and accept it.",
                    article=self.display_name,
                )
            )
        alike = self.search(
            [
                ("store_id", "=", self.store_id.id),
                ("mapping_state", "=", "suggested"),
                ("suggestion_reason", "=", self.suggestion_reason),
                ("suggestion_score", ">=", SURE_SCORE),
            ]
        )
        return alike.action_accept()

    def action_ignore(self):
        """Ask for the reason, then leave these articles unmapped."""
        return {
            "type": "ir.actions.act_window",
            "res_model": "ecom.mapping.ignore",
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Leave unmapped"),
            "context": {"default_binding_ids": self.ids},
        }

    def action_unignore(self):
        self.write({"ignored_at": False, "ignored_by_id": False, "ignore_reason": False})
        return self.action_suggest()

    def action_create_product(self):
        """A new product with what the shop says; saving it maps the article by its reference."""
        self.ensure_one()
        if not self.sku:
            raise UserError(
                self.env._(
                    "“%(article)s” has no SKU in the shop. Give it one there and press “Match products”, "
                    "or map it to a product by hand.",
                    article=self.display_name,
                )
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": "product.product",
            "view_mode": "form",
            "views": [(False, "form")],
            "name": self.env._("New product"),
            "context": {
                "default_name": self.name or self.sku,
                "default_default_code": self.sku,
                "default_barcode": self.barcode,
                "default_company_id": self.company_id.id,
                "default_is_storable": True,
            },
        }

    def _get_open(self):
        return self.filtered(lambda binding: binding.mapping_state in ("todo", "suggested"))

    def _ignore(self, reason):
        self._get_open().write(
            {"ignored_at": fields.Datetime.now(), "ignored_by_id": self.env.uid, "ignore_reason": reason}
        )

    # === MATCHING === #

    @api.model
    def _prepare_match_vals(self, variant):
        return {**super()._prepare_match_vals(variant), "barcode": variant.barcode, "gone_at": False}

    @api.model
    def _suggest_missing(self, store):
        """Look for products for the store's articles that have no suggestion yet."""
        todo = self.search([("store_id", "=", store.id), ("mapping_state", "=", "todo")])
        if todo:
            self.env["ecom.product.suggestion"]._suggest_for(todo)

    @api.model
    def _mark_gone(self, store, since):
        """Mark the articles that a complete reading of the shop, begun at ``since``, did not show.

        They keep their product and their history, but get no figures any more. A person is told.
        """
        gone = self.search(
            [
                ("store_id", "=", store.id),
                ("gone_at", "=", False),
                ("shop_seen_at", "!=", False),
                ("shop_seen_at", "<", since),
            ]
        )
        if gone:
            gone.gone_at = fields.Datetime.now()
            store._notify_gone(gone)
        return gone
