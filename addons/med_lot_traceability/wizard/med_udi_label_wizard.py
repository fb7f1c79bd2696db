from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

MOST_COPIES = 1000


class MedUdiLabelWizard(models.TransientModel):
    """Prints labels of lots, of a batch's serial numbers, or of what a receipt brought."""

    _name = "med.udi.label.wizard"
    _description = "Print UDI Labels"

    line_ids = fields.One2many("med.udi.label.line", "wizard_id", "Labels")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        model, ids = self.env.context.get("active_model"), self.env.context.get("active_ids") or []
        lots = self.env["stock.lot"]
        if model == "stock.lot":
            lots = lots.browse(ids)
        elif model == "med.lot.batch":
            lots = self.env[model].browse(ids).lot_ids
        elif model == "stock.picking":
            lots = self.env[model].browse(ids).move_line_ids.lot_id
        values["line_ids"] = [
            Command.create({"lot_id": lot.id, "udi_di_id": lot.product_id._get_udi_di().id}) for lot in lots
        ]
        return values

    def action_print(self):
        """Write the print into the ledger, and open the labels as PDF."""
        self.ensure_one()
        lines = self.line_ids.filtered(lambda line: line.copies > 0)
        if not lines:
            raise UserError(self.env._("There is no label to print. Enter how many copies of each you need."))
        if problems := [line._get_problem_text() for line in lines if line.problem]:
            raise UserError("\n".join([self.env._("These labels can't be printed:"), *problems]))
        if sum(lines.mapped("copies")) > MOST_COPIES:
            raise UserError(
                self.env._("Print at most %(count)s labels at once, and then go on.", count=MOST_COPIES)
            )
        self.env["med.trace.event"]._record(
            [
                line.lot_id._prepare_event_vals(
                    "label",
                    udi_di=line.udi_di_id.di,
                    udi=line.carrier_text,
                    details={"copies": line.copies, "packaging": line.udi_di_id.uom_id.name},
                )
                for line in lines
            ]
        )
        return self.env.ref("med_lot_traceability.udi_label_report").report_action(lines, config=False)
