from odoo import models
from odoo.exceptions import AccessError

#: kinds of exchange that an accountant decides on as well
BOOKS = ("booking", "refund")
MAY_REFUND = ("med_lot_traceability.group_accountant", "med_lot_traceability.group_order_desk")


class EcomExchange(models.Model):
    _inherit = "ecom.exchange"

    def _check_may_decide(self):
        is_accountant = self.env.user.has_group("med_lot_traceability.group_accountant")
        if not (is_accountant and self and all(exchange.kind in BOOKS for exchange in self)):
            return super()._check_may_decide()
        return self.check_access("read")

    def _check_may_refund(self):
        if not any(map(self.env.user.has_group, MAY_REFUND)):
            raise AccessError(
                self.env._("Only the order desk or an accountant gives money back through a shop.")
            )
