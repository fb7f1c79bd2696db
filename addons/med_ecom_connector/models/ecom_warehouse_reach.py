from odoo import api, fields, models


class EcomWarehouseReach(models.Model):
    """How far a region of postcodes is from a warehouse, and what it costs to send there."""

    _name = "ecom.warehouse.reach"
    _description = "Distance and cost from a warehouse to a region"
    _order = "warehouse_id, country_id, zip_prefix"
    _check_company_auto = True

    warehouse_id = fields.Many2one(
        "stock.warehouse", required=True, index=True, check_company=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="warehouse_id.company_id", store=True, index=True)
    country_id = fields.Many2one("res.country", required=True)
    zip_prefix = fields.Char(
        "Postcode begins with", help="For example 69. Leave empty for the rest of the country."
    )
    distance = fields.Float("Distance (km)")
    cost = fields.Float("Cost of a parcel", help="In the company's currency.")

    _region_uniq = models.UniqueIndex(
        "(warehouse_id, country_id, COALESCE(zip_prefix, ''))", "Each region of a warehouse is known once."
    )

    @api.model
    def _find(self, warehouses, partner):
        """The row with the longest prefix that fits the address.

        :return: dict of warehouse to its row; warehouses that say nothing about the region are missing
        """
        rows = self.search(
            [("warehouse_id", "in", warehouses.ids), ("country_id", "=", partner.country_id.id)]
        )
        postcode = normal_zip(partner.zip)
        fitting = rows.filtered(lambda row: postcode.startswith(normal_zip(row.zip_prefix)))
        return {row.warehouse_id: row for row in fitting.sorted(lambda row: len(normal_zip(row.zip_prefix)))}


def normal_zip(text):
    return (text or "").replace(" ", "").upper()
