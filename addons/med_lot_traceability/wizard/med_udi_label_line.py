import base64
import re

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..udi import UdiError
from ..udi.label import draw

#: Where the text of a GS1 carrier is broken into lines: before each element.
ELEMENT = re.compile(r"(?=\((?:01|10|11|17|21)\))")


class MedUdiLabelLine(models.TransientModel):
    _name = "med.udi.label.line"
    _description = "UDI Label"

    wizard_id = fields.Many2one("med.udi.label.wizard", required=True, ondelete="cascade", index=True)
    lot_id = fields.Many2one("stock.lot", "Lot/Serial", required=True, ondelete="cascade")
    product_id = fields.Many2one(related="lot_id.product_id")
    udi_di_id = fields.Many2one(
        "med.udi.di", "Packaging", domain="[('product_id', '=', product_id)]", ondelete="cascade"
    )
    uom_id = fields.Many2one(string="Unit", related="udi_di_id.uom_id")
    quantity = fields.Float(related="udi_di_id.quantity")
    copies = fields.Integer(default=1, required=True)
    carrier_text = fields.Char("UDI", compute="_compute_carrier")
    problem = fields.Char(compute="_compute_carrier")

    _copies_positive = models.Constraint("CHECK (copies >= 0)", "The number of copies can't be negative.")

    @api.depends("lot_id", "udi_di_id")
    def _compute_carrier(self):
        for line in self:
            line.carrier_text = line._get_carrier("hri")
            line.problem = False
            if not line.udi_di_id:
                line.problem = self.env._("the product has no UDI-DI for this packaging")
            elif line.lot_id._lacks_expiry():
                line.problem = self.env._("the lot has no expiry")
            elif not line.carrier_text:
                line.problem = self.env._("the issuing agency has no way to write this lot's data")

    def _get_carrier(self, form="raw"):
        self.ensure_one()
        return self.udi_di_id and self.lot_id._get_udi(self.udi_di_id.uom_id, form)

    def _get_problem_text(self):
        return f"- {self.product_id.display_name}, {self.lot_id.name}: {self.problem}"

    # --- what the template asks for

    def _get_picture(self):
        """The label, as the address of a picture."""
        quantity = f"{self.quantity:g} {self.product_id.uom_id.name}"
        try:
            picture = draw(
                self.udi_di_id.agency,
                self._get_carrier(),
                name=self.product_id.with_context(display_default_code=False).display_name,
                facts=[*self._get_facts(), ("", quantity)],
                text=self._get_text_lines(),
            )
        except UdiError as problem:
            raise UserError(
                self.env._("Lot %(lot)s: %(problem)s", lot=self.lot_id.name, problem=str(problem))
            )
        return f"data:image/svg+xml;base64,{base64.b64encode(picture.encode()).decode()}"

    def _get_text_lines(self):
        """The carrier as people read it, in pieces that stay together."""
        if self.udi_di_id.agency == "GS1":
            return [part for part in ELEMENT.split(self.carrier_text) if part]
        return self.carrier_text.splitlines()

    def _get_facts(self):
        """:return: list of (symbol, text): REF, LOT, SN, and the days of making and of expiry"""
        lot, serial = self.lot_id, self.product_id.tracking == "serial"
        made = lot.production_date or lot.batch_id.production_date
        expires = lot._get_expiry_day()
        facts = [
            ("REF", self.product_id.default_code),
            ("LOT", lot.batch_id.name if serial else lot.name),
            ("SN", lot.name if serial else None),
            ("made", made and format_date(self.env, made, date_format="yyyy-MM-dd")),
            ("expires", expires and format_date(self.env, expires, date_format="yyyy-MM-dd")),
        ]
        return [(symbol, text) for symbol, text in facts if text]
