import base64
import io
import zipfile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from odoo import fields, models
from odoo.exceptions import UserError

from .. import recall


class MedConsigneeSearchWizard(models.TransientModel):
    _name = "med.consignee.search.wizard"
    _description = "Find Consignees"

    text = fields.Text(
        "List or Notice", help="Paste a list of lots, a table, or the text of a recall notice."
    )
    file = fields.Binary("Or a File")
    file_name = fields.Char()
    product_ids = fields.Many2many(
        "product.product",
        string="Products Meant",
        domain=[("is_medical_device", "=", True)],
        help="Lots of other products with the same number are then shown as uncertain. Empty: all products.",
    )

    def action_search(self):
        self.ensure_one()
        notice, source = self._read()
        search = self.env["med.consignee.search"]._make_search(
            notice, source, self.file and self.file_name, self.product_ids
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": search._name,
            "res_id": search.id,
            "view_mode": "form",
        }

    def _read(self):
        """:return: what was read, and the text or file it was read from"""
        if not self.file:
            if not (self.text or "").strip():
                raise UserError(self.env._("Paste a list of lots or the text of a notice, or choose a file."))
            return recall.read_text(self.text), self.text
        content = base64.b64decode(self.with_context(bin_size=False).file)
        name = (self.file_name or "").lower()
        if name.endswith((".xlsx", ".xlsm")):
            return recall.read_rows(self._read_workbook(content)), content
        if name.endswith((".csv", ".tsv")):
            return recall.read_csv(recall.decode(content)), content
        if name.endswith((".txt", ".text", ".md")):
            return recall.read_text(recall.decode(content)), content
        raise UserError(
            self.env._(
                "%(file)s can't be read: choose a CSV, XLSX or text file, or paste the text.",
                file=self.file_name or "",
            )
        )

    def _read_workbook(self, content):
        """The rows of all sheets."""
        try:
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError):
            raise UserError(self.env._("%(file)s is no workbook that can be read.", file=self.file_name))
        return [row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True)]
