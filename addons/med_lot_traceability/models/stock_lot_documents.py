from odoo import api, fields, models
from odoo.tools import SQL


class StockLot(models.Model):
    """Deliveries, consignees and orders of a lot, in one query each.

    Core reads every move line of the lot through the ORM each time a lot is opened: seconds for a lot with
    thousands of deliveries. The figures are the same, those of the companies that the user works in.
    """

    _inherit = "stock.lot"

    consignee_count = fields.Integer("Consignees", compute="_compute_partner_ids")

    def _find_delivery_ids_by_lot_iterative(self):
        # Core's contract: every lot is in the answer.
        found = self.env.execute_query(self._get_deliveries_sql(SQL("array_agg(DISTINCT picking.id)")))
        return dict.fromkeys(self.ids, []) | dict(found)

    def _compute_partner_ids(self):
        """Whom the lot went to, latest delivery first."""
        partner_ids = {lot_id: [] for lot_id in self.ids}
        rows = self.env.execute_query(
            SQL(
                """
                SELECT lot_id, partner_id
                  FROM (%s) consignee (lot_id, partner_id, last_delivery)
                 ORDER BY last_delivery DESC NULLS LAST, partner_id
                """,
                self._get_deliveries_sql(
                    SQL("picking.partner_id, max(picking.date_done)"), SQL("picking.partner_id")
                ),
            )
        )
        for lot_id, partner_id in rows:
            if partner_id:
                partner_ids[lot_id].append(partner_id)
        for lot in self:
            lot.partner_ids = partner_ids.get(lot.id, [])
            lot.consignee_count = len(lot.partner_ids)

    @api.depends("name")
    def _compute_sale_order_ids(self):
        orders = self._get_orders(
            "sale.order",
            SQL(
                """
                JOIN sale_order_line order_line ON order_line.id = move.sale_line_id
                JOIN stock_location place ON place.id = picking.location_dest_id
                 AND place.usage IN ('customer', 'transit')
                """
            ),
        )
        for lot in self:
            lot.sale_order_ids = orders.get(lot.id, [])
            lot.sale_order_count = len(lot.sale_order_ids)

    @api.depends("name")
    def _compute_purchase_order_ids(self):
        orders = self._get_orders(
            "purchase.order",
            SQL(
                """
                JOIN purchase_order_line order_line ON order_line.id = move.purchase_line_id
                JOIN stock_location place ON place.id = picking.location_id
                 AND place.usage IN ('supplier', 'transit')
                """
            ),
        )
        for lot in self:
            lot.purchase_order_ids = orders.get(lot.id, [])
            lot.purchase_order_count = len(lot.purchase_order_ids)

    def action_view_consignees(self):
        self.ensure_one()
        return {
            "name": self.env._("Consignees of %(lot)s", lot=self.name),
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "view_mode": "list,kanban,form",
            "domain": [("id", "in", self.partner_ids.ids)],
            "context": {"create": False},
        }

    def _get_orders(self, model, join):
        """The orders behind the done lines of these lots that the user may read.

        :param join: SQL that joins ``order_line`` to ``move`` and ``picking``
        :return: dict of lot id to list of order ids
        """
        self.env["stock.move.line"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT line.lot_id, order_line.order_id
                  FROM stock_move_line line
                  JOIN stock_move move ON move.id = line.move_id
                  JOIN stock_picking picking ON picking.id = move.picking_id
                  %s
                 WHERE line.lot_id = ANY(%s) AND line.state = 'done' AND %s
                """,
                join,
                list(self.ids),
                self._get_company_sql(),
            )
        )
        readable = set(
            self.env[model].browse({order_id for _lot, order_id in rows})._filtered_access("read").ids
        )
        orders = {}
        for lot_id, order_id in rows:
            if order_id in readable:
                orders.setdefault(lot_id, []).append(order_id)
        return orders

    def _get_deliveries_sql(self, columns, group_by=None):
        """The deliveries of these lots and of all that was made from them.

        :param columns: aggregates over ``picking``
        :param group_by: what to group by beside the lot
        """
        self.env["stock.move.line"].flush_model()
        self.env["stock.picking"].flush_model(["partner_id", "date_done", "picking_type_id"])
        # In the table of links, the line that is consumed stands in produce_line_id.
        return SQL(
            """
            WITH RECURSIVE made (root_id, lot_id) AS (
                SELECT id, id FROM unnest(%(lots)s) AS id
                 UNION
                SELECT made.root_id, product.lot_id
                  FROM made
                  JOIN stock_move_line line ON line.lot_id = made.lot_id AND line.state = 'done'
                  JOIN stock_move_line_consume_rel link ON link.produce_line_id = line.id
                  JOIN stock_move_line product ON product.id = link.consume_line_id
                 WHERE product.lot_id IS NOT NULL
            )
            SELECT made.root_id, %(columns)s
              FROM made
              JOIN stock_move_line line ON line.lot_id = made.lot_id AND line.state = 'done'
              JOIN stock_picking picking ON picking.id = line.picking_id
              JOIN stock_picking_type operation ON operation.id = picking.picking_type_id
             WHERE operation.code = 'outgoing' AND %(company)s
             GROUP BY made.root_id%(group_by)s
            """,
            lots=list(self.ids),
            columns=columns,
            company=self._get_company_sql(),
            group_by=SQL(", %s", group_by) if group_by else SQL(),
        )

    def _get_company_sql(self):
        if self.env.su:
            return SQL("TRUE")
        return SQL("(line.company_id IS NULL OR line.company_id = ANY(%s))", list(self.env.companies.ids))
