import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..channels.registry import CHANNELS
from ..channels.shop import ChannelSettings
from ..engine.secret_box import WrongKeyError
from ..exceptions import HoldExchange

HIDDEN = "••••••••"
SECRETS = ("api_key", "api_secret", "webhook_secret")


def _secret(name, label, explanation):
    """A field to type a secret into, kept encrypted in ``sealed_<name>`` and never shown again.

    Each has a compute of its own: fields that share one are blanked together when one is written.
    """
    return fields.Char(
        label,
        compute=api.depends(f"sealed_{name}")(lambda stores: stores._show_secret(name)),
        inverse=lambda stores: stores._seal_secret(name),
        groups="base.group_system",
        copy=False,
        help=explanation,
    )


class EcomStore(models.Model):
    """A web shop mirrored into Odoo."""

    _name = "ecom.store"
    _description = "Web shop"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    color = fields.Integer()
    channel = fields.Selection(
        lambda self: self._selection_channel(),
        required=True,
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company, tracking=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    responsible_id = fields.Many2one(
        "res.users",
        default=lambda self: self.env.user,
        help="Told when an exchange waits for a person; salesperson of the shop's orders.",
    )
    team_id = fields.Many2one("crm.team", string="Sales team", check_company=True)

    base_url = fields.Char("Address", tracking=True, help="For example https://shop.example.com")
    api_key = _secret("api_key", "API key", "What the shop gives out for programs to log in with.")
    api_secret = _secret("api_secret", "API secret", "The second half of the key, where a shop has one.")
    webhook_secret = _secret(
        "webhook_secret", "Webhook secret", "Shared with the shop, which signs its webhooks with it."
    )
    sealed_api_key = fields.Char(groups="base.group_system", copy=False)
    sealed_api_secret = fields.Char(groups="base.group_system", copy=False)
    sealed_webhook_secret = fields.Char(groups="base.group_system", copy=False)
    webhook_token = fields.Char(
        required=True,
        copy=False,
        readonly=True,
        groups="base.group_system",
        default=lambda self: secrets.token_urlsafe(24),
    )
    webhook_url = fields.Char("Webhook address", compute="_compute_webhook_url", groups="base.group_system")

    warehouse_id = fields.Many2one(
        "stock.warehouse",
        required=True,
        check_company=True,
        default=lambda self: self.env["stock.warehouse"].search(
            [("company_id", "=", self.env.company.id)], limit=1
        ),
    )
    shop_location_ids = fields.One2many("ecom.shop.location", "store_id", copy=False)
    shop_location_id = fields.Many2one(
        "ecom.shop.location",
        "Stock location in the shop",
        copy=False,
        domain="[('store_id', '=', id)]",
        help="Where the shop keeps the stock figure that we set. Filled by “Test connection”.",
    )
    pricelist_id = fields.Many2one("product.pricelist", check_company=True, help="Prices sent to the shop.")
    confirm_policy = fields.Selection(
        [("placed", "When placed"), ("paid", "When authorized or paid")],
        string="Confirm orders",
        default="placed",
        required=True,
    )
    rounding_tolerance = fields.Float(
        default=0.05,
        digits=(16, 4),
        help="A difference between the shop's total and Odoo's up to this amount becomes a rounding line, "
        "so that both totals agree to the cent; a larger one holds the order. In the order's currency.",
    )
    push_stock = fields.Boolean("Send stock", default=True)
    push_prices = fields.Boolean("Send prices", default=True)
    stock_buffer = fields.Float(
        default=0.0, digits="Product Unit", help="Pieces per product that are never offered in this shop."
    )
    tax_map_ids = fields.One2many("ecom.tax.map", "store_id")
    shipping_map_ids = fields.One2many("ecom.shipping.map", "store_id")
    flow_ids = fields.One2many("ecom.store.flow", "store_id")

    _webhook_token_uniq = models.Constraint(
        "UNIQUE (webhook_token)", "Two shops can't share a webhook address."
    )

    @api.model
    def _selection_channel(self):
        """Shop systems go by their own names in every language."""
        translated = {"file": self.env._("CSV and XLSX files")}
        return [(code, translated.get(code, channel.label)) for code, channel in CHANNELS.items()]

    # === COMPUTE METHODS === #

    def _show_secret(self, name):
        """What the form shows: whether a secret is set, never the secret itself."""
        for store in self:
            store[name] = HIDDEN if store[f"sealed_{name}"] else False

    def _seal_secret(self, name):
        box = self._secret_box()
        for store in self:
            typed = (store[name] or "").strip()
            if typed != HIDDEN:
                store[f"sealed_{name}"] = box.seal(typed)
                # not even whoever typed it reads it back
                store[name] = HIDDEN if typed else False

    @api.depends("webhook_token")
    def _compute_webhook_url(self):
        for store in self:
            store.webhook_url = f"{store.get_base_url()}/ecom/webhook/{store.sudo().webhook_token}"

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        stores = super().create(vals_list)
        # sudo: the flows' rows are the engine's
        flows = self.env["ecom.store.flow"].sudo()
        flows.create(
            [{"store_id": store.id, "flow": flow} for store in stores for flow in flows._all_flows()]
        )
        return stores

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if self.env["ecom.exchange"].search_count([("store_id", "in", self.ids)], limit=1):
            raise UserError(self.env._("A shop with exchanges is part of the record. Archive it instead."))

    # === BUSINESS METHODS === #

    def _channel_settings(self):
        self.ensure_one()
        # The engine runs as whoever pressed the button; the secrets stay behind this method.
        store = self.sudo()
        box = self._secret_box()
        try:
            opened = {name: box.open(store[f"sealed_{name}"]) for name in SECRETS}
        except WrongKeyError:
            raise HoldExchange("secret_key") from None
        return ChannelSettings(
            base_url=(store.base_url or "").strip().rstrip("/"),
            options={"stock_location": store.shop_location_id.external_id or ""},
            **opened,
        )

    def _channel(self):
        """A fresh connection to this shop.

        :raises HoldExchange: when the credentials can't be decrypted
        """
        self.ensure_one()
        return CHANNELS[self.channel](self._channel_settings())

    def _capabilities(self):
        self.ensure_one()
        return CHANNELS[self.channel].capabilities

    def _flow(self, name):
        self.ensure_one()
        return self.flow_ids.filtered(lambda flow: flow.flow == name)
