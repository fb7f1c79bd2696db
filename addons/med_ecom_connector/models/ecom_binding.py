from odoo import api, fields, models


class EcomBinding(models.AbstractModel):
    """Ties a record of ours to its twin in one shop.

    The unique constraint settles every race: whoever binds second loses, rolls back, and finds
    the first one's record on the next try.
    """

    _name = "ecom.binding"
    _description = "Binding to a web shop"
    _rec_name = "external_id"

    store_id = fields.Many2one("ecom.store", "Shop", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="store_id.company_id", store=True, index=True)
    external_id = fields.Char("Id in the shop", required=True)
    synced_at = fields.Datetime(default=fields.Datetime.now)

    _external_uniq = models.Constraint(
        "UNIQUE (store_id, external_id)", "This record of the shop is bound already."
    )

    @api.model
    def _by_external_id(self, store, external_ids):
        """Bindings of a shop in one query.

        :return: dict of external id to binding
        """
        found = self.search([("store_id", "=", store.id), ("external_id", "in", list(external_ids))])
        return {binding.external_id: binding for binding in found}
