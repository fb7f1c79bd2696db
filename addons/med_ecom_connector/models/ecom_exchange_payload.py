from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..engine.payload import indented
from ..engine.personal import anonymised, masked

#: Who sees payloads as the shop sent them.
WHOLE = ("med_lot_traceability.group_administrator", "med_lot_traceability.group_auditor")


class EcomExchange(models.Model):
    _inherit = "ecom.exchange"

    is_payload_whole = fields.Boolean(compute="_compute_payload_text")
    payload_cleared_at = fields.Datetime(readonly=True, help="By a retention rule.")

    @api.depends("payload")
    @api.depends_context("uid")
    def _compute_payload_text(self):
        """What the shop sent; with people covered for those who need not know them."""
        whole = self.env.su or any(map(self.env.user.has_group, WHOLE))
        # The text itself is for a few; what is left of it after masking is for all who see the exchange.
        for exchange, text in zip(self, self.sudo().mapped("payload"), strict=True):
            exchange.payload_text = text and indented(text if whole else masked(text))
            exchange.is_payload_whole = whole

    def action_download_fixture(self):
        """A file for a test: this payload without the people in it."""
        self.ensure_one()
        self._check_may_download()
        return {
            "type": "ir.actions.act_url",
            "url": f"/ecom/exchange/{self.id}/fixture",
            "target": "download",
        }

    def _fixture(self):
        """:return: tuple (file name, JSON text)"""
        self.ensure_one()
        self._check_may_download()
        if not self.payload:
            raise UserError(
                self.env._("%(exchange)s has no payload to make a fixture of.", exchange=self.display_name)
            )
        name = f"{self.store_id.channel}-{self.kind}-{self.id}.json"
        return name, indented(anonymised(self.payload))

    def _check_may_download(self):
        if not self.env.user.has_group(WHOLE[0]):
            raise AccessError(self.env._("Only administrators make test fixtures of payloads."))
        self.check_access("read")
