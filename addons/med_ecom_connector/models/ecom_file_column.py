from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine.files.spec import ColumnSpec


class EcomFileColumn(models.Model):
    """A column of a file and the field it carries."""

    _name = "ecom.file.column"
    _description = "Column of a file layout"
    _order = "layout_id, sequence, id"

    layout_id = fields.Many2one("ecom.file.layout", required=True, index=True, ondelete="cascade")
    layout_object = fields.Selection(related="layout_id.object", string="Content")
    sequence = fields.Integer(default=10)
    name = fields.Char("Column in the file", help="Empty: not in the file; every row gets the fixed value.")
    field_id = fields.Many2one(
        "ecom.dictionary.field",
        required=True,
        ondelete="restrict",
        domain="[('object', 'in', ['order', 'order_line'] if layout_object == 'order' else [layout_object])]",
    )
    type = fields.Selection(related="field_id.type")
    date_format = fields.Char(
        help="For example DD/MM/YYYY hh:mm; several separated by |. Empty: year first, 2026-03-31 14:05:00."
    )
    value_map = fields.Text(
        "Values",
        help="One per line, as the file writes it = as the dictionary has it. Example: paid = open. "
        "A * stands for any other text.",
    )
    default = fields.Char("If empty", help="Stands for an empty cell.")
    constant = fields.Char("Fixed value", help="Of a field that has no column in the file.")
    required = fields.Boolean("Must be filled")

    @api.constrains("name", "constant", "layout_id")
    def _check_name(self):
        for column in self:
            if not column.name and not column.constant and column.layout_id.header_row:
                raise ValidationError(
                    self.env._(
                        "“%(field)s” in the layout “%(layout)s” needs a column in the file or a fixed value.",
                        field=column.field_id.display_name,
                        layout=column.layout_id.name,
                    )
                )

    @api.constrains("layout_id", "field_id")
    def _check_field_once(self):
        for layout in self.layout_id:
            codes = layout.column_ids.mapped("field_id.code")
            if len(codes) != len(layout.column_ids):
                raise ValidationError(
                    self.env._("The layout “%(layout)s” has two columns for one field.", layout=layout.name)
                )

    @api.constrains("value_map")
    def _check_value_map(self):
        for column in self:
            for line in filter(str.strip, (column.value_map or "").splitlines()):
                if "=" not in line:
                    raise ValidationError(
                        self.env._(
                            "“%(line)s” must be written as: value in the file = value in the dictionary.",
                            line=line,
                        )
                    )

    def _spec(self, name):
        """:return: :class:`~..engine.files.spec.ColumnSpec` under the name it goes by in the file"""
        self.ensure_one()
        pairs = [line.rpartition("=") for line in (self.value_map or "").splitlines() if "=" in line]
        return ColumnSpec(
            field=self.field_id._spec(),
            name="" if self.constant and not self.name else (name or ""),
            date_format=self.date_format or "",
            value_map={old.strip(): new.strip() for old, _mark, new in pairs},
            default=self.default or "",
            constant=self.constant or "",
            required=self.required,
        )
