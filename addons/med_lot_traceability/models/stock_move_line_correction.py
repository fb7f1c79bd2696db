from odoo import models
from odoo.tools import SQL

from ..ledger import EVENT_COLUMNS
from .stock_picking_ledger import VALIDATING

#: Writing one of these on a done line makes the ledger's row wrong.
CORRECTED_FIELDS = {
    "date",
    "location_dest_id",
    "location_id",
    "lot_id",
    "quant_id",
    "quantity",
    "product_uom_id",
}
#: What is compared with the ledger's row, to see whether there is anything to correct.
COMPARED = ("lot_id", "quantity", "location_id", "location_dest_id", "happened_on", "partner_ref")
PARTNER_COLUMNS = ("partner_ref", "commercial_partner_ref", "partner_name", "partner_address")
#: Columns that each row has of its own.
OWN_COLUMNS = ("id", "format", "sequence", "recorded_on", "user_id", "user_name", "corrects_id", "details")


class StockMoveLine(models.Model):
    """Who changes a done line corrects the ledger: with a new row that names the old one."""

    _inherit = "stock.move.line"

    def write(self, vals):
        corrected = vals.keys() & CORRECTED_FIELDS
        if self.env.cr.cache.get(VALIDATING):
            corrected -= {"date"}
        touched = self.filtered(lambda line: line.state == "done") if corrected else self.browse()
        dates = {line: line.date for line in touched}
        res = super().write(vals)
        if touched:
            redated = touched.filtered(lambda line: "date" in corrected and line.date != dates[line])
            touched._record_corrections(redated)
        return res

    def _record_corrections(self, redated):
        """Compare done lines with their last row in the ledger, and write down what is different now.

        A correction repeats the row as it was written, with what was wrong made right. When the lot itself
        was wrong, its chain gets a correction to nothing, and the right lot's chain the whole row.

        :param redated: those of these lines whose date was changed, too; else it stays as the ledger has it
        """
        if not self:
            return
        lines = self.sudo().filtered("product_id.is_medical_device")  # sudo: as in _record_moves
        last_rows = lines._get_last_move_rows()
        unrecorded = lines.filtered(lambda line: line.id not in last_rows)
        cache = {"states": lines.lot_id._lock_release_states()}
        vals_list = []
        for line in lines - unrecorded:
            row, now = last_rows[line.id], line._prepare_move_event_vals(cache)
            if line not in redated:
                now["happened_on"] = row["happened_on"]
            vals_list += line._prepare_correction_vals_list(row, now)
        self.env["med.trace.event"]._record(vals_list)
        unrecorded._record_moves()

    def _get_last_move_rows(self):
        """:return: dict of line id to the dict of its last row in the ledger"""
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT DISTINCT ON (move_line_ref) %s FROM med_trace_event
                 WHERE kind = 'move' AND move_line_ref = ANY(%s)
                 ORDER BY move_line_ref, id DESC
                """,
                SQL(", ").join(map(SQL.identifier, EVENT_COLUMNS)),
                list(self.ids),
            )
        )
        return {row["move_line_ref"]: row for row in rows}

    def _prepare_correction_vals_list(self, row, now):
        """:param row: the ledger's row
        :param now: values that it would get now
        :return: list of values of no, one or two rows
        """
        old = {name: row[name] or None for name in COMPARED}
        new = {name: now.get(name) or None for name in COMPARED}
        old["quantity"], new["quantity"] = float(row["quantity"] or 0), round(now["quantity"] or 0, 6)
        changed = {name: [old[name], new[name]] for name in COMPARED if old[name] != new[name]}
        if not changed:
            return []
        link = {"corrects_id": row["id"], "details": {"corrected": changed}}
        repeated = {name: value for name, value in row.items() if name not in OWN_COLUMNS}
        if "lot_id" in changed:
            return [{**repeated, **link, "quantity": 0}, {**now, **link}]
        movement = {name: now[name] for name in now if name.startswith(("location_", "from_", "to_"))}
        movement |= {name: now[name] for name in ("operation", "happened_on", "quantity")}
        if "partner_ref" in changed:
            movement |= {name: now.get(name) for name in PARTNER_COLUMNS}
        return [{**repeated, **movement, **link}]
