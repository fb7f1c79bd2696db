from decimal import Decimal

from odoo import models

from ..channels.aftersales import ReturnLine, ReturnOut


class EcomReturn(models.Model):
    """A decision on a return, told to the shop."""

    _inherit = "ecom.return"

    def _queue_answer(self):
        """Tell the shop, where it can be told."""
        exchanges = self.env["ecom.exchange"]
        for one in self.filtered(lambda one: one.store_id.can_answer_returns):
            exchanges.create(
                {
                    "store_id": one.store_id.id,
                    "kind": "return",
                    "source": "manual",
                    "external_id": one.external_id,
                    "reference": f"{one.name} {one.sale_order_id.client_order_ref or ''}".strip(),
                    "digest": f"{one.name} {one.decision}",
                    "sale_order_id": one.sale_order_id.id,
                }
            )
            exchanges._wake("return")

    def _prepare_return_out(self):
        """:return: :class:`~..channels.aftersales.ReturnOut`"""
        self.ensure_one()
        return ReturnOut(
            order_id=self.sale_order_id.ecom_order_binding_id.external_id,
            return_id=self.external_id if self.is_of_shop else "",
            reference=self.name,
            accepted=self.decision != "decline",
            reason=self.decision_reason or "",
            lines=tuple(
                ReturnLine(
                    line_id=line.sale_line_id.ecom_line_ref,
                    quantity=Decimal(str(line.received_quantity)),
                    received=Decimal(str(line.received_quantity)),
                    lot=line.lot_names or "",
                    sku=line.product_id.default_code or "",
                )
                for line in self.line_ids
                if line.sale_line_id.ecom_line_ref and line.received_quantity > 0
            ),
        )
