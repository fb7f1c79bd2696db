from decimal import Decimal

from odoo import api, models
from odoo.fields import Command
from odoo.tools import float_is_zero, float_round

from ..engine.amounts import line_price, round_to
from ..exceptions import HoldExchange

#: Stands in the rounding line for the id that fees and shipping have in the shop.
ROUNDING = "rounding"


class EcomOrderBuilder(models.AbstractModel):
    """The lines of an order: goods, fees, shipping, and what is rounded, to the shop's total."""

    _inherit = "ecom.order.builder"

    @api.model
    def _prepare_lines_vals(self, store, arrival, products, currency):
        """All lines of an order, with the rounding line that brings their total to the shop's.

        :return: list of values of ``sale.order.line``
        :raises HoldExchange: when a line can't be sold, or the totals differ too much
        """
        order = arrival.order
        if not order.lines:
            raise HoldExchange("no_lines")
        lines = [self._prepare_line_vals(store, line, products, currency) for line in order.lines]
        lines += [self._prepare_service_vals(store, line, "fee", currency) for line in order.fee_lines]
        lines += [
            self._prepare_service_vals(store, line, "shipping", currency) for line in order.shipping_lines
        ]
        lines += self._prepare_rounding_vals(store, arrival, lines, currency)
        for sequence, vals in enumerate(lines, start=10):
            vals["sequence"] = sequence
        return lines

    @api.model
    def _prepare_line_vals(self, store, line, products, currency):
        product = products.for_line(line)
        if line.quantity <= 0:
            raise HoldExchange(
                "quantity_zero", sku=line.sku or line.name, quantity=_plain_number(line.quantity)
            )
        if product.tracking == "serial" and line.quantity != line.quantity.to_integral_value():
            raise HoldExchange("quantity_fraction", sku=line.sku, quantity=_plain_number(line.quantity))
        return {
            **self._prepare_priced_vals(store, line, product, currency),
            **self._choose_place(store, line),
            "ecom_line_ref": line.external_id,
        }

    @api.model
    def _choose_place(self, store, line):
        """From where a line of goods is to be shipped; without a rule, from the order's warehouse.

        :param line: :class:`~..channels.neutral.OrderLine`
        :return: values of ``sale.order.line``
        """
        return {}

    @api.model
    def _prepare_service_vals(self, store, line, role, currency):
        product = self.env.ref(f"med_ecom_connector.product_{role}")
        return {
            **self._prepare_priced_vals(store, line, product, currency),
            "is_delivery": role == "shipping",
            "ecom_charge_ref": line.external_id,
        }

    @api.model
    def _prepare_priced_vals(self, store, line, product, currency):
        quantity = line.quantity or Decimal(1)
        unit_price, discount = line_price(quantity, line.subtotal, line.discount, currency.decimal_places)
        return {
            "product_id": product.id,
            "name": line.name,
            "product_uom_qty": float(quantity),
            "product_uom_id": product.uom_id.id,
            "price_unit": float(unit_price),
            "technical_price_unit": float(unit_price),
            "discount": float(discount),
            "tax_ids": [Command.set(self.env["ecom.tax.map"]._taxes_for(store, line).ids)],
        }

    @api.model
    def _prepare_rounding_vals(self, store, arrival, lines, currency):
        """A line that brings Odoo's total to the shop's, where they may differ by that much.

        :raises HoldExchange: for a larger difference
        """
        ours = self._total(store, lines, currency)
        # Some shops keep totals unrounded; what the customer pays is rounded to the currency.
        shop = float(round_to(arrival.order.total, currency.decimal_places))
        difference = float_round(shop - ours, precision_rounding=currency.rounding)
        if float_is_zero(difference, precision_rounding=currency.rounding):
            return []
        if not self._may_differ(store, arrival, difference, currency):
            digits = currency.decimal_places
            raise HoldExchange(
                "total_differs",
                shop=f"{shop:.{digits}f}",
                ours=f"{ours:.{digits}f}",
                difference=f"{difference:.{digits}f}",
                currency=currency.name,
            )
        product = self.env.ref("med_ecom_connector.product_rounding")
        return [
            {
                "product_id": product.id,
                "name": product.name,
                "product_uom_qty": 1,
                "price_unit": difference,
                "technical_price_unit": difference,
                "discount": 0.0,
                "tax_ids": [Command.set([])],
                "ecom_charge_ref": ROUNDING,
            }
        ]

    @api.model
    def _may_differ(self, store, arrival, difference, currency):
        """Whether the difference is within the store's tolerance, or somebody accepted this very one."""
        if currency.compare_amounts(abs(difference), store.rounding_tolerance) <= 0:
            return True
        return any(
            row.accepted_by_id and not currency.compare_amounts(row.accepted_difference, difference)
            for row in arrival.exchanges
        )

    @api.model
    def _total(self, store, lines, currency):
        """What ``sale.order`` will come to for these lines, by the same tax engine, without creating any."""
        tax_model = self.env["account.tax"]
        base_lines = [
            tax_model._prepare_base_line_for_taxes_computation(
                None,
                product_id=self.env["product.product"].browse(vals["product_id"]),
                tax_ids=tax_model.browse(vals["tax_ids"][0][2]),
                price_unit=vals["price_unit"],
                quantity=vals["product_uom_qty"],
                discount=vals["discount"],
                currency_id=currency,
            )
            for vals in lines
        ]
        tax_model._add_tax_details_in_base_lines(base_lines, store.company_id)
        tax_model._round_base_lines_tax_details(base_lines, store.company_id)
        totals = tax_model._get_tax_totals_summary(base_lines, currency, store.company_id)
        return totals["total_amount_currency"]


def _plain_number(number):
    return format(number.normalize(), "f")
