from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..lot_status import STATUSES_THAT_EXPIRE
from ..sql_ids import sql_ids


class ProductProduct(models.Model):
    _inherit = "product.product"

    @api.onchange("is_medical_device")
    def _onchange_is_medical_device(self):
        if self.is_medical_device:
            self.is_storable = True
            if self.tracking == "none":
                self.tracking = "lot"

    def _get_usable_quant_domain(self, operation, to_zone_id, leaves_on=None):
        """Which quants of this product may be reserved for a move.

        :param operation: one of ``operations.OPERATIONS``
        :param to_zone_id: id of the med.zone that the move leads to
        :param datetime leaves_on: when the goods leave to a customer (naive UTC), None if they don't
        :return: domain on stock.quant; :meth:`_get_sellable_quantities` is the same rule in SQL
        """
        self.ensure_one()
        rules = self.env["med.gate.rule"]
        zones = rules._get_zones_by_statuses(operation, to_zone_id)
        if not self.is_medical_device:
            from_zones = [zone for statuses, ids in zones.items() if "released" in statuses for zone in ids]
            return Domain("release_status", "in", ("released", False)) & Domain("zone_id", "in", from_zones)
        deliverable = rules._get_deliverable_statuses() if leaves_on else None
        return Domain.OR(
            Domain("zone_id", "in", ids) & self._get_status_domain(statuses, deliverable, leaves_on)
            for statuses, ids in zones.items()
        )

    def _get_status_domain(self, statuses, deliverable, leaves_on):
        """Quants whose effective status is one of these, and who have life enough for a customer."""
        if leaves_on:
            limit = leaves_on + timedelta(days=self.minimum_shelf_life_days)
            return Domain("release_status", "in", statuses & deliverable - {"expired"}) & (
                Domain("expiration_date", "=", False) | Domain("expiration_date", ">", limit)
            )
        fresh = Domain("expiration_date", "=", False) | Domain("expiration_date", ">", fields.Datetime.now())
        lasting = Domain("release_status", "in", statuses - {"expired", *STATUSES_THAT_EXPIRE})
        waiting = Domain("release_status", "in", statuses & set(STATUSES_THAT_EXPIRE)) & fresh
        expired = Domain("release_status", "in", STATUSES_THAT_EXPIRE) & ~fresh
        return lasting | waiting | (expired if "expired" in statuses else Domain.FALSE)

    def _get_sellable_quantities(self, warehouses):
        """What can be promised to customers now, in each product's own unit of measure.

        Counts what lies under the stock location of the warehouses in a zone whose stock is for sale (so
        neither the input nor what was returned), is not reserved, and may leave: of a device what is released
        there and has enough shelf life, of other tracked products every lot that isn't blocked, of untracked
        products everything.
        A lot whose count is negative counts as nothing and doesn't eat the stock of another lot: that
        is how reservation counts too, so the figure is what an order could really get.

        One query for any number of products.

        :param warehouses: stock.warehouse recordset
        :return: dict of product id to quantity; a product without sellable stock is missing
        """
        if not self or not warehouses:
            return {}
        self.env["stock.quant"].flush_model()
        self.env["stock.lot"].flush_model(["release_status", "expiration_date"])
        self.env["stock.location"].flush_model(["parent_path", "usage", "active"])
        self.env["med.zone"].flush_model(["is_sellable"])
        self.env["product.template"].flush_model(["is_medical_device", "tracking", "minimum_shelf_life_days"])
        rows = self.env.execute_query(
            SQL(
                """
                WITH place AS (
                    SELECT location.id AS location_id, root.id AS root_id
                      FROM stock_location root
                      JOIN stock_location location ON starts_with(location.parent_path, root.parent_path)
                     WHERE root.id = ANY(%(roots)s) AND location.active AND location.usage = 'internal'
                ), lot_total AS (
                    SELECT quant.product_id, SUM(quant.quantity - quant.reserved_quantity) AS quantity
                      FROM stock_quant quant
                      JOIN place ON place.location_id = quant.location_id
                      JOIN med_zone zone ON zone.id = quant.zone_id AND zone.is_sellable
                      JOIN product_product product ON product.id = quant.product_id
                      JOIN product_template template ON template.id = product.product_tmpl_id
                     WHERE quant.product_id = ANY(%(products)s)
                       AND CASE
                             WHEN template.tracking = 'none' THEN TRUE
                             WHEN template.is_medical_device THEN
                                quant.release_status = 'released'
                                AND (quant.expiration_date IS NULL OR quant.expiration_date > %(now)s
                                     + COALESCE(template.minimum_shelf_life_days, 0) * INTERVAL '1 day')
                             ELSE COALESCE(quant.release_status, 'released') = 'released'
                           END
                     GROUP BY place.root_id, quant.product_id,
                              CASE WHEN template.tracking <> 'none' THEN quant.lot_id END
                )
                SELECT product_id, SUM(quantity) FROM lot_total WHERE quantity > 0 GROUP BY product_id
                """,
                roots=warehouses.lot_stock_id.ids,
                products=sql_ids(self.ids),
                now=fields.Datetime.now(),
            )
        )
        return dict(rows)
