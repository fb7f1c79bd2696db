from odoo import models


class StockMoveLine(models.Model):
    """Each done line of a medical device becomes a row of the ledger."""

    _inherit = "stock.move.line"

    def _action_done(self):
        res = super()._action_done()
        # Core deletes lines of nothing, and keeps counted lines without a difference.
        moved = self.exists().filtered(
            lambda line: line.product_id.is_medical_device and not line.product_uom_id.is_zero(line.quantity)
        )
        moved._record_moves()
        return res

    def _record_moves(self, **extra):
        """Write these lines into the ledger.

        :param extra: columns that all the rows get
        """
        # sudo: the ledger takes down what it finds, whatever the user may read of partners and orders
        lines = self.sudo()
        cache = {}
        # The ledger's order is the lines' order, and the chains are locked sorted by _record.
        vals_list = [line._prepare_move_event_vals(cache, **extra) for line in lines]
        return self.env["med.trace.event"]._record(vals_list)

    def _prepare_move_event_vals(self, cache, **extra):
        """Values of the ledger row of this line.

        :param dict cache: what several lines share, filled as it goes
        """
        self.ensure_one()

        def once(prepare, *key):
            if key not in cache:
                cache[key] = prepare()
            return cache[key]

        source, target = self.location_id, self.location_dest_id
        return {
            **once(self._prepare_event_subject_vals, self.lot_id, self.product_id),
            "operation": self._get_ledger_operation(),
            "happened_on": self.date,
            "company_id": self.company_id.id or self.env.company.id,
            "quantity": self.quantity_product_uom,
            "location_id": source.id,
            "location_name": source.complete_name,
            "from_zone": source.effective_zone_id.code,
            "from_usage": source.usage,
            "location_dest_id": target.id,
            "location_dest_name": target.complete_name,
            "to_zone": target.effective_zone_id.code,
            "to_usage": target.usage,
            **self._prepare_event_document_vals(),
            **once(self._prepare_event_partner_vals, self.picking_id.partner_id, self.move_id.partner_id),
            "move_line_ref": self.id,
            **extra,
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

    def _get_ledger_operation(self):
        """What kind of movement it is, told by where it begins and ends."""
        if self.move_id.scrap_id:
            return "scrap"
        usages = (self.location_id.usage, self.location_dest_id.usage)
        if "production" in usages:
            return "production"
        if "inventory" in usages:
            return "inventory"
        if usages[1] == "customer":
            return "delivery"
        if usages[0] == "customer":
            return "customer_return"
        if usages[0] == "supplier":
            return "receipt"
        if usages[1] == "supplier":
            return "supplier_return"
        return "internal"

    def _prepare_event_subject_vals(self):
        subject = self.lot_id or self.product_id
        return subject._prepare_event_vals("move")

    def _prepare_event_partner_vals(self):
        """Name and full address of whom the goods come from or go to."""
        partner = self.picking_id.partner_id or self.move_id.partner_id
        return partner._prepare_event_vals() if partner else {}
