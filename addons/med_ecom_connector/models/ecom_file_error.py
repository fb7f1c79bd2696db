from odoo import api, fields, models
from odoo.exceptions import UserError

from ..problems import CELL_PROBLEMS


class EcomFileError(models.Model):
    """A cell of a file that can't be read; mended here, or in the file itself."""

    _name = "ecom.file.error"
    _description = "Bad cell of a file"
    _order = "file_id, number, position, id"

    file_id = fields.Many2one("ecom.file", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="file_id.company_id", store=True, index=True)
    number = fields.Integer("Row", readonly=True)
    position = fields.Integer(readonly=True, help="Of the column, from 0; -1 for the row as a whole.")
    column_name = fields.Char("Column", readonly=True)
    raw = fields.Char("In the file", readonly=True)
    mended = fields.Char("Read instead", help="What is to be read instead of what stands in the file.")
    is_mended = fields.Boolean(compute="_compute_is_mended", store=True)
    code = fields.Char(readonly=True)
    params = fields.Json(readonly=True)
    message = fields.Text("What is wrong", compute="_compute_message")

    @api.depends("mended", "raw", "position")
    def _compute_is_mended(self):
        for error in self:
            error.is_mended = error.position >= 0 and (error.mended or "") != (error.raw or "")

    @api.depends("code", "params")
    @api.depends_context("lang")
    def _compute_message(self):
        for error in self:
            words = CELL_PROBLEMS.get(error.code)
            params = {"column": "", "value": "", **(error.params or {})}
            happened = words and self.env._(words)
            error.message = happened and happened % params

    def write(self, vals):
        if "mended" in vals and any(
            error.file_id.state not in ("draft", "checked", "failed") for error in self
        ):
            raise UserError(self.env._("The file was loaded: load the mended rows as a file of their own."))
        return super().write(vals)
