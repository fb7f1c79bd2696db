from odoo import fields, models


class EcomMappingIgnore(models.TransientModel):
    """Why an article of a shop stays without a product."""

    _name = "ecom.mapping.ignore"
    _description = "Leave shop articles unmapped"

    binding_ids = fields.Many2many("ecom.product.binding", required=True)
    reason = fields.Char(required=True)

    def action_ignore(self):
        self.ensure_one()
        self.binding_ids._ignore(self.reason)
        return {"type": "ir.actions.act_window_close"}
