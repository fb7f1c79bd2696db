from odoo import api, models
from odoo.tools import SQL


class StockMoveLine(models.Model):
    """What was made from what: core links the lines of what was used and of what came out.

    Manufacturing writes these links, and so may anything that repacks.
    """

    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        if any("consume_line_ids" in vals or "produce_line_ids" in vals for vals in vals_list):
            lines._record_transformations()
        return lines

    def write(self, vals):
        res = super().write(vals)
        if "consume_line_ids" in vals or "produce_line_ids" in vals:
            self._record_transformations()
        return res

    def _record_transformations(self):
        """A row for each new pair of a product's done line and a component's, on the product's chain."""
        pairs = [
            (line, used)
            for line, used in self.sudo()._get_transformed_pairs()  # sudo: as in _record_moves
            if line._is_transformed_device(used) and {line.state, used.state} == {"done"}
        ]
        if not pairs:
            return
        recorded = self._get_recorded_pairs({line.id for line, _used in pairs})
        self.env["med.trace.event"]._record(
            [
                line._prepare_transformation_vals(used)
                for line, used in pairs
                if (line.id, used.id) not in recorded
            ]
        )

    def _get_transformed_pairs(self):
        """:return: list of pairs of a product's line and a component's, one of them in ``self``"""
        self.flush_model(["consume_line_ids", "produce_line_ids"])
        # In one query and not through the fields: each delivery asks this, and hardly any has such links.
        query = """
            SELECT consume_line_id, produce_line_id FROM stock_move_line_consume_rel
             WHERE consume_line_id = ANY(%(lines)s) OR produce_line_id = ANY(%(lines)s)
             ORDER BY consume_line_id, produce_line_id
        """
        return [
            (self.browse(made_id), self.browse(used_id))
            for made_id, used_id in self.env.execute_query(SQL(query, lines=list(self.ids)))
        ]

    def _is_transformed_device(self, used):
        return self.product_id.is_medical_device or used.product_id.is_medical_device

    @api.model
    def _get_recorded_pairs(self, line_ids):
        query = """
            SELECT move_line_ref, (details::jsonb ->> 'used_line')::int FROM med_trace_event
             WHERE kind = 'transformation' AND move_line_ref = ANY(%s)
        """
        return set(self.env.execute_query(SQL(query, list(line_ids))))

    def _prepare_transformation_vals(self, used):
        """:param used: the line of the component"""
        return {
            **(self.lot_id or self.product_id)._prepare_event_vals("transformation"),
            "operation": "production",
            "happened_on": max(self.date, used.date),
            "company_id": self.company_id.id,
            "quantity": used.quantity_product_uom,
            "uom_name": used.product_id.uom_id.name,
            "source_lot_id": used.lot_id.id,
            **self._prepare_event_document_vals(),
            "move_line_ref": self.id,
            "details": {
                "made_quantity": self.quantity_product_uom,
                "used_line": used.id,
                "used_lot": used.lot_id.name or "",
                "used_product": used.product_id.display_name,
                "used_product_id": used.product_id.id,
            },
        }
