import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import LazyTranslate

from ..channels.registry import CHANNELS

_lt = LazyTranslate(__name__)

#: field: the capability of the channel that it shows
FLAGS = {
    "is_online": "is_online",
    "can_push_stock": "pushes_stock",
    "can_push_prices": "pushes_prices",
    "can_push_shipments": "pushes_shipments",
    "can_cancel": "cancels",
    "can_refund": "refunds",
    "can_answer_returns": "answers_returns",
    "can_confirm_deliveries": "confirms_deliveries",
    "can_publish_products": "publishes_products",
    "can_read_products": "reads_products",
    "can_ship_lots": "ships_lots",
    "has_stock_locations": "stock_locations",
}
#: flow: what the channel must be able to for it; all others run for every store
FLOW_FLAGS = {
    "poll": "is_online",
    "compare": "is_online",
    "shipment": "can_push_shipments",
    "delivery": "can_confirm_deliveries",
    "stock": "can_push_stock",
    "price": "can_push_prices",
    "cancel": "can_cancel",
    "product_in": "can_read_products",
    "product": "can_publish_products",
    "refund": "can_refund",
    "return": "can_answer_returns",
}
SECRET_FLAGS = {
    "needs_api_key": "api_key",
    "needs_api_secret": "api_secret",
    "needs_webhook_secret": "webhook_secret",
}
#: where in the shop people find what the store asks for
CONNECTION_HINTS = {
    "shopify": _lt(
        "Address: https://your-shop.myshopify.com. API key and secret: client ID and client secret of an app "
        "made in the Dev Dashboard and installed in this shop; for an app made in the shop's admin before "
        "2026, its access token as API key and no secret. Webhook secret: as shown under Settings / "
        "Notifications / Webhooks; none for webhooks of the app, which are signed with its client secret."
    ),
    "medusa": _lt(
        "API key: a secret API key, made in Medusa under Settings / Secret API Keys. "
        "Webhook secret: the one that the shop's subscriber signs with."
    ),
    "woocommerce": _lt(
        "API key and secret: consumer key and consumer secret, made under WooCommerce / Settings / "
        "Advanced / REST API with the right to read and write. Webhook secret: as typed in on each "
        "webhook there."
    ),
}


def _flag():
    return fields.Boolean(compute="_compute_capabilities")


class EcomStore(models.Model):
    """What the store's channel can do, for views: a screen offers only that."""

    _inherit = "ecom.store"

    is_online = _flag()
    can_push_stock = _flag()
    can_push_prices = _flag()
    can_push_shipments = _flag()
    can_cancel = _flag()
    can_refund = _flag()
    can_answer_returns = _flag()
    can_confirm_deliveries = _flag()
    can_publish_products = _flag()
    can_read_products = _flag()
    can_ship_lots = _flag()
    has_stock_locations = _flag()
    needs_api_key = _flag()
    needs_api_secret = _flag()
    needs_webhook_secret = _flag()
    connection_hint = fields.Char(compute="_compute_connection_hint")
    offered_flow_ids = fields.One2many("ecom.store.flow", string="Flows", compute="_compute_offered_flow_ids")

    @api.depends("channel")
    def _compute_capabilities(self):
        for store in self:
            capabilities = CHANNELS[store.channel].capabilities if store.channel else None
            for name, flag in FLAGS.items():
                store[name] = bool(capabilities) and getattr(capabilities, flag)
            for name, secret in SECRET_FLAGS.items():
                store[name] = bool(capabilities) and secret in capabilities.secrets

    @api.depends("channel", "flow_ids.problem")
    def _compute_offered_flow_ids(self):
        """Those that the channel can do; and any other that something is wrong with."""
        for store in self:
            store.offered_flow_ids = store.flow_ids.filtered(
                lambda row, store=store: (
                    row.problem or row.flow not in FLOW_FLAGS or store[FLOW_FLAGS[row.flow]]
                )
            )

    @api.depends("channel")
    @api.depends_context("lang")
    def _compute_connection_hint(self):
        for store in self:
            hint = CONNECTION_HINTS.get(store.channel)
            store.connection_hint = self.env._(hint) if hint else False

    @api.constrains("channel", "base_url")
    def _check_base_url(self):
        for store in self.filtered("is_online"):
            address = (store.base_url or "").strip()
            if not address:
                raise ValidationError(
                    self.env._("The shop “%(store)s” needs an address, where it answers.", store=store.name)
                )
            if not re.fullmatch(r"https?://[^/\s]\S*", address, re.IGNORECASE):
                raise ValidationError(
                    self.env._(
                        "“%(address)s” is not the address of a shop: write it as https://shop.example.com.",
                        address=address,
                    )
                )
