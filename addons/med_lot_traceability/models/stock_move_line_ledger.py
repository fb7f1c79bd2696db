from odoo import api, models
from odoo.tools import SQL


class StockMoveLine(models.Model):
    """Each done line of a medical device becomes a row of the ledger."""

    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        # Lines that are added to a done transfer move the goods at once, without _action_done.
        if done := lines.filtered(lambda line: line.state == "done"):
            done._get_unrecorded()._record_moves()
        return lines

    def _med_after_gate(self, states):
        super()._med_after_gate(states)
        self._record_moves(states)

    def _action_done(self):
        res = super()._action_done()
        self._record_transformations()
        return res

    def _get_unrecorded(self):
        """Those of these lines that the ledger has no movement of."""
        query = "SELECT move_line_ref FROM med_trace_event WHERE kind = 'move' AND move_line_ref = ANY(%s)"
        recorded = {line_id for (line_id,) in self.env.execute_query(SQL(query, list(self.ids)))}
        return self.filtered(lambda line: line.id not in recorded)

    def _record_moves(self, states=None, **extra):
        """Write those of these lines that moved a medical device into the ledger.

        :param states: dict of lot id to ReleaseState, where they were read and locked already
        :param extra: columns that all the rows get
        """
        # sudo: the ledger takes down what it finds, whatever the user may read of partners and orders
        lines = self.sudo().filtered(
            lambda line: line.product_id.is_medical_device and not line.product_uom_id.is_zero(line.quantity)
        )
        cache = {"states": lines.lot_id._lock_release_states() if states is None else states}
        return self.env["med.trace.event"]._record(
            [{**line._prepare_move_event_vals(cache), **extra} for line in lines]
        )

    def _prepare_move_event_vals(self, cache):
        """Values of the ledger row of this line.

        :param dict cache: what several lines share; "states" holds the release states of their lots
        """
        self.ensure_one()

        def once(prepare, *key):
            if key not in cache:
                cache[key] = prepare()
            return cache[key]

        return {
            **once(self._prepare_event_subject_vals, self.lot_id, self.product_id),
            **self._prepare_event_movement_vals(cache["states"].get(self.lot_id.id)),
            **self._prepare_event_document_vals(),
            **once(self._prepare_event_partner_vals, self.picking_id.partner_id, self.move_id.partner_id),
        }

    def _prepare_event_subject_vals(self):
        return (self.lot_id or self.product_id)._prepare_event_vals("move")

    def _prepare_event_movement_vals(self, state):
        """How much, from where to where, when; in which status.

        :param state: ReleaseState of the lot, or None
        """
        source, target = self.location_id, self.location_dest_id
        zone_codes = self.env["med.zone"]._get_codes()
        return {
            "operation": self._med_get_operation(),
            "happened_on": self.date,
            "company_id": self.company_id.id or self.env.company.id,
            "quantity": self.quantity_product_uom,
            "location_id": source.id,
            "location_name": source.complete_name,
            "from_zone": zone_codes.get(source.effective_zone_id.id),
            "from_usage": source.usage,
            "location_dest_id": target.id,
            "location_dest_name": target.complete_name,
            "to_zone": zone_codes.get(target.effective_zone_id.id),
            "to_usage": target.usage,
            "release_status": state and self._med_get_status(state),
            "move_line_ref": self.id,
        }

    def _prepare_event_document_vals(self):
        """On what paper: the transfer or what stands in its place, and the order behind it."""
        move = self.move_id
        document = self.picking_id or move.scrap_id or move
        order = move.sale_line_id.order_id or move.purchase_line_id.order_id
        return {
            "document_model": document._name,
            "document_id": document.id,
            "document_name": move.reference,
            "order_model": order._name if order else None,
            "order_id": order.id,
            "order_name": order.name,
        }

    def _prepare_event_partner_vals(self):
        """Name and full address of whom the goods come from or go to."""
        partner = self.picking_id.partner_id or self.move_id.partner_id
        return partner._prepare_event_vals() if partner else {}
