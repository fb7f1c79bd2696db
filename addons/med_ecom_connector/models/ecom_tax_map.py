from odoo import api, fields, models
from odoo.tools import float_compare

from ..exceptions import HoldExchange


class EcomTaxMap(models.Model):
    """Which sales tax stands for a rate of the shop. Found by rate at first, then kept here."""

    _name = "ecom.tax.map"
    _description = "Tax of a web shop"
    _order = "store_id, rate, price_include"
    _check_company_auto = True

    store_id = fields.Many2one("ecom.store", "Shop", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="store_id.company_id", store=True, index=True)
    rate = fields.Float("Rate (%)", digits=(16, 4), required=True)
    price_include = fields.Boolean("Included in price")
    tax_id = fields.Many2one(
        "account.tax",
        check_company=True,
        domain="[('type_tax_use', '=', 'sale'), ('price_include', '=', price_include)]",
        help="Empty: orders with this rate are held until a tax is chosen.",
    )

    _rate_uniq = models.Constraint("UNIQUE (store_id, rate, price_include)", "This rate is mapped already.")

    @api.model
    def _taxes_for(self, store, line):
        """The taxes of a shop line.

        :param line: :class:`~..channels.neutral.OrderLine`
        :return: ``account.tax``
        :raises HoldExchange: for a rate that no sales tax has
        """
        taxes = self.env["account.tax"]
        for shop_tax in line.taxes:
            if not shop_tax.rate and not line.tax_amount:
                continue
            tax = self._map(store, float(shop_tax.rate), line.price_includes_tax)
            if not tax:
                raise HoldExchange(
                    "tax_unmapped",
                    rate=format(shop_tax.rate.normalize(), "f"),
                    mode="tax_included" if line.price_includes_tax else "tax_excluded",
                    name=line.name,
                )
            taxes |= tax
        return taxes

    @api.model
    def _map(self, store, rate, price_include):
        known = store.tax_map_ids.filtered(
            lambda row: (
                not float_compare(row.rate, rate, precision_digits=4) and row.price_include == price_include
            )
        )
        if known.tax_id:
            return known.tax_id
        tax = self._find_tax(store, rate, price_include)
        if tax and known:
            known.tax_id = tax
        elif tax:
            self.create(
                {"store_id": store.id, "rate": rate, "price_include": price_include, "tax_id": tax.id}
            )
        return tax

    @api.model
    def _find_tax(self, store, rate, price_include):
        taxes = self.env["account.tax"].search(
            [
                *self.env["account.tax"]._check_company_domain(store.company_id),
                ("type_tax_use", "=", "sale"),
                ("amount_type", "=", "percent"),
            ]
        )
        return taxes.filtered(
            lambda tax: (
                not float_compare(tax.amount, rate, precision_digits=4) and tax.price_include == price_include
            )
        )[:1]
