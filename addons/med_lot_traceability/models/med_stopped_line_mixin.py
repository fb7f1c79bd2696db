from odoo import api, models


class MedStoppedLineMixin(models.AbstractModel):
    """Lines of orders on which more of a stopped device can't be had once the order is confirmed.

    Models that use this have the fields ``product_id``, ``state`` and ``company_id``.
    """

    _name = "med.stopped.line.mixin"
    _description = "Order lines that refuse stopped devices"

    #: as ``product.template._check_not_stopped`` calls it
    _stop_operation = ""
    #: name of the field with what is ordered
    _stop_quantity = ""
    #: states of an order that is confirmed
    _stop_states = ()

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_devices_not_stopped()
        return lines

    def write(self, vals):
        """More of a stopped device can't be added to a confirmed order; less of it always may be."""
        before = {line: (line.product_id, line[self._stop_quantity]) for line in self}
        res = super().write(vals)
        if {"product_id", self._stop_quantity} & set(vals):
            self.filtered(
                lambda line: line.product_id != before[line][0] or line[self._stop_quantity] > before[line][1]
            )._check_devices_not_stopped()
        return res

    def _check_devices_not_stopped(self):
        confirmed = self.filtered(lambda line: line.state in self._stop_states)
        for company, lines in confirmed.grouped("company_id").items():
            lines.product_id.product_tmpl_id.with_company(company)._check_not_stopped(self._stop_operation)
