import binascii
import secrets

from odoo import api, fields, models

from ..channels.webhooks import is_signed
from .ecom_store import HIDDEN

SIGNATURE_HEADER = "X-Signature"


class EcomTrackingSource(models.Model):
    """A carrier, or a service between, that tells us of parcels by signed webhook."""

    _name = "ecom.tracking.source"
    _description = "Tracking webhook of a carrier"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    carrier_id = fields.Many2one("delivery.carrier", check_company=True)
    token = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        groups="base.group_system",
        default=lambda self: secrets.token_urlsafe(24),
    )
    url = fields.Char("Address", compute="_compute_url", groups="base.group_system")
    secret = fields.Char(
        compute="_compute_secret",
        inverse="_inverse_secret",
        groups="base.group_system",
        copy=False,
        help="Shared with the carrier, which signs its messages with it. Kept encrypted, never shown again.",
    )
    sealed_secret = fields.Char(groups="base.group_system", copy=False)
    last_heard_on = fields.Datetime("Last message", readonly=True, copy=False)

    _token_uniq = models.Constraint("UNIQUE (token)", "Two carriers can't share an address.")

    @api.depends("token")
    def _compute_url(self):
        for source in self:
            source.url = f"{source.get_base_url()}/ecom/tracking/{source.token}"

    @api.depends("sealed_secret")
    def _compute_secret(self):
        for source in self:
            source.secret = HIDDEN if source.sealed_secret else False

    def _inverse_secret(self):
        box = self.env["ecom.store"]._secret_box()
        for source in self:
            typed = (source.secret or "").strip()
            if typed != HIDDEN:
                source.sealed_secret = box.seal(typed)
                source.secret = HIDDEN if typed else False

    def _verify(self, body, signature):
        """Whether the signature is the HMAC-SHA256 of the raw body; compared in constant time.

        :raises WrongKeyError: our secret can't be opened
        """
        self.ensure_one()
        secret = self.env["ecom.store"]._secret_box().open(self.sealed_secret)
        given = (signature or "").strip().removeprefix("sha256=").lower()
        return is_signed(secret, body, given, binascii.hexlify)
