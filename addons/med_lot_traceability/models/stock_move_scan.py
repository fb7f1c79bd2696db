from odoo import models

from ..scan_answer import ScanAnswer


class StockMove(models.Model):
    """How a scan is counted: what was scanned stands on picked lines, what is still due on the others."""

    _inherit = "stock.move"

    def _med_get_scanned(self):
        """In the product's unit."""
        return sum(self.move_line_ids.filtered("picked").mapped("quantity_product_uom"))

    def _med_get_lot_problem(self, lot):
        """Why the gate would refuse this lot here; None when it would not."""
        self.ensure_one()
        place = lot._med_get_place(self.location_id) or self.location_id
        line = self.env["stock.move.line"].new(
            {
                "product_id": lot.product_id.id,
                "product_uom_id": lot.product_id.uom_id.id,
                "lot_id": lot.id,
                "quantity": 1,
                "move_id": self.id,
                "location_id": place.id,
                "location_dest_id": self.location_dest_id.id,
            }
        )
        problem = line._med_get_gate_problem(lot._lock_release_states().get(lot.id))
        return problem and problem.removeprefix("- ")

    def _med_count(self, reading, lot, incoming):
        """Count one package on the first of these moves that still waits for so many.

        :return: the picked line
        :raise ScanAnswer: it would be more than ordered, or than reserved
        """
        unit = reading.product.uom_id
        for move in self:
            due = move.product_qty - move._med_get_scanned()
            if unit.compare(reading.quantity, due) <= 0:
                return move._med_count_here(reading, lot, incoming)
        raise ScanAnswer(
            "refused",
            "over_quantity",
            self.env._(
                "Too many: %(expected)s %(unit)s of %(product)s are due, %(done)s are scanned, and this "
                "package holds %(quantity)s.",
                expected=sum(self.mapped("product_qty")),
                unit=unit.name,
                product=reading.product.display_name,
                done=sum(move._med_get_scanned() for move in self),
                quantity=reading.quantity,
            ),
        )

    def _med_count_here(self, reading, lot, incoming):
        open_lines = self.move_line_ids.filtered(lambda line: not line.picked)
        if incoming:
            sources = open_lines.filtered(lambda line: not line.lot_id and not line.lot_name)
            facts = self._med_prepare_facts(reading)
        else:
            sources = open_lines.filtered(lambda line: line.lot_id == lot)
            facts = {"lot_id": lot.id} if lot else {}
        example = (sources or self.move_line_ids)[:1]
        places = {
            "location_id": (example.location_id or self.location_id).id,
            "location_dest_id": (example.location_dest_id or self.location_dest_id).id,
        }
        taken = sources._med_take_off(reading.quantity)
        if not incoming and reading.product.uom_id.compare(taken, reading.quantity) < 0:
            raise ScanAnswer(
                "refused",
                "over_quantity",
                self.env._(
                    "Lot %(lot)s: only %(taken)s more are reserved, and this package holds %(quantity)s.",
                    lot=lot.name or "-",
                    taken=taken,
                    quantity=reading.quantity,
                ),
            )
        return self._med_add_picked(reading, lot, facts, places)

    def _med_add_picked(self, reading, lot, facts, places):
        same = self.move_line_ids.filtered(
            lambda line: (
                line.picked
                and line.product_uom_id == reading.product.uom_id
                and (line.lot_id.name or line.lot_name or False) == (reading.lot_name or False)
                and line.location_id.id == places["location_id"]
            )
        )[:1]
        if same:
            same.quantity += reading.quantity
            return same
        return self.env["stock.move.line"].create(
            {
                "move_id": self.id,
                "picking_id": self.picking_id.id,
                "product_id": reading.product.id,
                "product_uom_id": reading.product.uom_id.id,
                "quantity": reading.quantity,
                "picked": True,
                **places,
                **facts,
            }
        )

    def _med_prepare_facts(self, reading):
        """What the carrier says of a lot that comes in, by field of the line."""
        if reading.product.tracking == "none":
            return {}
        scan, lots = reading.scan, self.env["stock.lot"]
        is_serial = reading.product.tracking == "serial"
        facts = {
            "lot_name": reading.lot_name,
            "expiration_date": scan.exp_date and lots._to_expiration(scan.exp_date),
            "lot_production_date": scan.mfg_date,
            "lot_sterilisation": scan.fields.get("sterile_lot"),
            "lot_batch_name": scan.lot if is_serial else None,
            "lot_udi_raw": lots._to_visible(reading.raw),
        }
        return {name: value for name, value in facts.items() if value}
