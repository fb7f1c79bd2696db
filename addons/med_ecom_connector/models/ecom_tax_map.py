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
    tax_name = fields.Char(
        "Name in the shop", help="Tells two taxes of one rate apart; empty: whatever it is called there."
    )
    price_include = fields.Boolean("Included in price")
    tax_id = fields.Many2one(
        "account.tax",
        check_company=True,
        domain="[('type_tax_use', '=', 'sale'), ('price_include', '=', price_include)]",
        help="Empty: orders with this rate are held until a tax is chosen.",
    )

    _rate_and_name_uniq = models.UniqueIndex(
        "(store_id, rate, price_include, COALESCE(tax_name, ''))", "This rate is mapped already."
    )

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
            tax = self._map(store, shop_tax, line.price_includes_tax, taxes)
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
    def _map(self, store, shop_tax, price_include, taken):
        """The sales tax for one tax of a shop line; a second one of the same rate is told apart by its name.

        :param shop_tax: :class:`~..channels.neutral.TaxRate`
        :param taken: ``account.tax`` that the line has already
        :return: ``account.tax``, empty when there is none
        """
        rate = float(shop_tax.rate)
        rows = store.tax_map_ids.filtered(
            lambda row: (
                not float_compare(row.rate, rate, precision_digits=4) and row.price_include == price_include
            )
        )
        named = rows.filtered(lambda row: row.tax_name and row.tax_name == shop_tax.name)
        known = named or rows.filtered(lambda row: not row.tax_name)
        if known.tax_id and known.tax_id not in taken:
            return known.tax_id
        tax = self._find_tax(store, shop_tax, price_include, taken)
        if tax and known and not known.tax_id:
            known.tax_id = tax
        elif tax and not named:
            name = shop_tax.name if known else False
            self.create(
                {
                    "store_id": store.id,
                    "rate": rate,
                    "tax_name": name,
                    "price_include": price_include,
                    "tax_id": tax.id,
                }
            )
        return tax

    @api.model
    def _find_tax(self, store, shop_tax, price_include, taken):
        """Of the sales taxes with this rate, the one that is called as in the shop, else the first."""
        taxes = self.env["account.tax"].search(
            [
                *self.env["account.tax"]._check_company_domain(store.company_id),
                ("type_tax_use", "=", "sale"),
                ("amount_type", "=", "percent"),
            ]
        )
        fitting = (taxes - taken).filtered(
            lambda tax: (
                not float_compare(tax.amount, float(shop_tax.rate), precision_digits=4)
                and tax.price_include == price_include
            )
        )
        return fitting.sorted(lambda tax: tax.name != shop_tax.name)[:1]
