from odoo import models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def _warn_of_shop_edit(self, line):
        """Somebody has goods in hand that the shop has just taken off the order: they go back.

        :param line: ``sale.order.line`` with its new quantity
        """
        kind = self.env.ref("mail.mail_activity_data_warning")
        for picking in self:
            user = picking.user_id or picking.ecom_store_id.responsible_id
            picking.activity_schedule(
                activity_type_id=kind.id,
                user_id=user.id or self.env.uid,
                summary=self.env._("The order was changed in the shop while it was being picked"),
                note=self.env._(
                    "%(product)s: only %(quantity)s left on the order. Put the rest back.",
                    product=line.product_id.display_name,
                    quantity=f"{line.product_uom_qty:g}",
                ),
            )
