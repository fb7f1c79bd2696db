from odoo import api, models
from odoo.fields import Command


class EcomOrderBuilder(models.AbstractModel):
    """Fiscal positions of shop orders, where the store asks for them."""

    _inherit = "ecom.order.builder"

    @api.model
    def _add_fiscal_position(self, store, vals):
        """:param dict vals: of a sales order whose partners are known"""
        if not store.use_fiscal_positions:
            return
        partners = self.env["res.partner"]
        position = (
            self.env["account.fiscal.position"]
            .with_company(store.company_id)
            ._get_fiscal_position(
                partners.browse(vals["partner_id"]), partners.browse(vals["partner_shipping_id"])
            )
        )
        vals["fiscal_position_id"] = position.id
        self._name_untaxed(store, position, [line for _command, _id, line in vals["order_line"]])

    @api.model
    def _name_untaxed(self, store, position, lines):
        """Give lines that the shop sold without tax the position's tax of 0 %, which changes no amount.

        :param list lines: values of ``sale.order.line``
        """
        for vals in lines:
            if not position or vals["tax_ids"][0][2]:
                continue
            product = self.env["product.product"].browse(vals["product_id"])
            usual = product.taxes_id._filter_taxes_by_company(store.company_id)
            taxes = position.map_tax(usual).filtered(lambda tax: not tax.amount)
            vals["tax_ids"] = [Command.set(taxes.ids)]
