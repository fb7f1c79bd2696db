from odoo import fields, models


class ProductProduct(models.Model):
    _inherit = "product.product"

    udi_di_ids = fields.One2many("med.udi.di", "product_id", "UDI-DIs")

    def _get_udi_di(self, uom=None):
        """The identifier that stands on this product's package.

        :param uom: packaging level; None for the smallest that has an identifier
        :return: med.udi.di, empty if there is none
        """
        self.ensure_one()
        levels = self.udi_di_ids.sorted(lambda level: (level.quantity, level.id))
        if uom:
            levels = levels.filtered(lambda level: level.uom_id == uom)
        return levels[:1]

    def _prepare_event_vals(self, kind, **extra):
        # sudo: the ledger takes down what it finds
        udi_di = self.sudo()._get_udi_di().di
        return {**super()._prepare_event_vals(kind), "udi_di": udi_di, **extra}
