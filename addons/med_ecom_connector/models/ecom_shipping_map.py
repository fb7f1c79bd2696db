from odoo import api, fields, models


class EcomShippingMap(models.Model):
    """Which carrier a shipping method of the shop stands for."""

    _name = "ecom.shipping.map"
    _description = "Shipping method of a web shop"
    _order = "store_id, name"
    _check_company_auto = True

    store_id = fields.Many2one("ecom.store", "Shop", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="store_id.company_id", store=True, index=True)
    name = fields.Char("Method in the shop", required=True)
    carrier_id = fields.Many2one("delivery.carrier", check_company=True)

    _name_uniq = models.Constraint("UNIQUE (store_id, name)", "This shipping method is mapped already.")

    @api.model
    def _carrier_for(self, store, method):
        """The carrier for a method's name, remembered as soon as it is first seen.

        :return: ``delivery.carrier``, empty while nobody has chosen one
        """
        known = store.shipping_map_ids.filtered(lambda row: row.name == method)
        if known:
            return known.carrier_id
        carrier = self.env["delivery.carrier"].search(
            [
                *self.env["delivery.carrier"]._check_company_domain(store.company_id),
                ("name", "=ilike", method),
            ],
            limit=1,
        )
        return self.create({"store_id": store.id, "name": method, "carrier_id": carrier.id}).carrier_id
