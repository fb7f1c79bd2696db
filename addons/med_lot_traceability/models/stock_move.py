from datetime import timedelta

from odoo import api, fields, models


class StockMove(models.Model):
    _inherit = "stock.move"

    def _med_leaves_to_customer(self):
        """Whether these goods are on their way out: this move, or one that follows it, ends at a customer."""
        self.ensure_one()
        if "customer" in (self.location_dest_id.usage, self.location_final_id.usage):
            return True
        return any(move._med_leaves_to_customer() for move in self.move_dest_ids if move.state != "cancel")

    def _med_with_gate(self):
        """The move in a context in which only stock is found that may legally make it.

        ``med_moves_to`` names the operation and the zone; ``med_leaves_on`` says when the goods leave, if
        they are on their way to a customer: then their status must allow that, too, and their shelf life.
        """
        self.ensure_one()
        is_device = self.product_id.is_medical_device
        leaves = self._med_leaves_to_customer()
        if self._should_bypass_reservation() or not (is_device or leaves):
            return self
        operation = self.location_id._med_get_operation_to(self.location_dest_id, self.is_inventory)
        return self.with_context(
            med_moves_to=(operation, self.location_dest_id.effective_zone_id.id),
            med_leaves_on=leaves and max(self.date, fields.Datetime.now()),
        )

    def _update_reserved_quantity_vals(
        self, need, location_id, lot_id=None, package_id=None, owner_id=None, strict=True
    ):
        # This one, not _update_reserved_quantity: chained moves (pick, pack, ship) call it directly.
        return super(StockMove, self._med_with_gate())._update_reserved_quantity_vals(
            need, location_id, lot_id, package_id, owner_id, strict
        )

    def _get_available_quantity(
        self, location_id, lot_id=None, package_id=None, owner_id=None, strict=False, allow_negative=False
    ):
        return super(StockMove, self._med_with_gate())._get_available_quantity(
            location_id, lot_id, package_id, owner_id, strict, allow_negative
        )

    def _generate_serial_move_line_commands(self, field_data, location_dest_id=False, origin_move_line=None):
        """A device's expiry is the maker's: take back the date that core makes up from the receipt."""
        given = [data.get("expiration_date", False) for data in field_data]  # core writes into field_data
        commands = super()._generate_serial_move_line_commands(field_data, location_dest_id, origin_move_line)
        if self.product_id.is_medical_device:
            for (_command, _id, vals), expiration_date in zip(commands, given, strict=True):
                vals["expiration_date"] = expiration_date
        return commands

    @api.model
    def action_generate_lot_line_vals(self, context_data, mode, first_lot, count, lot_text):
        """As above, for the dialog that generates or pastes lot numbers."""
        vals_list = super().action_generate_lot_line_vals(context_data, mode, first_lot, count, lot_text)
        product = self.env["product.product"].browse(context_data.get("default_product_id"))
        if product.is_medical_device:
            picking = self.env["stock.picking"].browse(context_data.get("default_picking_id"))
            received_on = picking.scheduled_date or fields.Datetime.today()
            invented = received_on + timedelta(days=product.expiration_time)
            for vals in vals_list:
                if vals.get("expiration_date") == invented:
                    vals["expiration_date"] = False
        return vals_list
