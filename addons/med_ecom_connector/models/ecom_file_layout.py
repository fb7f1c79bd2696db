from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.base.models.res_partner import _tz_get

from ..engine.files.guessing import guess_layout, match_columns
from ..engine.files.reading import read_table
from ..engine.files.records import column_key, places, split_header
from ..engine.files.spec import FileError, LayoutSpec

KINDS = [
    ("order", "Orders"),
    ("customer", "Customers"),
    ("product", "Products"),
    ("stock", "Stock"),
    ("shipment", "Shipments"),
    ("return", "Returns"),
    ("refund", "Refunds"),
    ("cancel", "Cancellations"),
    ("price", "Prices"),
]
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
QUOTES = {"double": '"', "single": "'", "none": ""}
MARKS = {"point": ".", "comma": ",", "space": " ", "apostrophe": "'", "none": ""}
#: A layout that reads less than this share of the columns we know in a file was made for another one.
FITS = 0.6


class EcomFileLayout(models.Model):
    """How a kind of file is written: what its columns mean and how its values are to be read."""

    _name = "ecom.file.layout"
    _description = "File layout"
    _order = "sequence, object, name, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    object = fields.Selection(KINDS, "Content", required=True, default="order")
    direction = fields.Selection([("in", "In"), ("out", "Out")], required=True, default="in")
    format = fields.Selection([("csv", "CSV"), ("xlsx", "XLSX")], required=True, default="csv")
    encoding = fields.Selection(
        [
            ("utf-8-sig", "UTF-8 with mark (Excel)"),
            ("utf-8", "UTF-8"),
            ("gb18030", "GB 18030 (contains GBK)"),
            ("gbk", "GBK"),
            ("cp1252", "Windows-1252"),
            ("latin-1", "Latin-1"),
            ("utf-16", "UTF-16"),
        ],
        default="utf-8-sig",
        required=True,
    )
    delimiter = fields.Selection(
        [("comma", "Comma"), ("semicolon", "Semicolon"), ("tab", "Tab"), ("pipe", "Vertical bar")],
        default="comma",
        required=True,
    )
    quote = fields.Selection(
        [("double", 'Double (")'), ("single", "Single (')"), ("none", "None")],
        default="double",
        required=True,
    )
    header_row = fields.Integer(
        default=1, help="Row with the column names; 0 if there is none: columns then go by position."
    )
    decimal_mark = fields.Selection([("point", "Point"), ("comma", "Comma")], default="point", required=True)
    thousands_mark = fields.Selection(
        [
            ("none", "None"),
            ("comma", "Comma"),
            ("point", "Point"),
            ("space", "Space"),
            ("apostrophe", "Apostrophe"),
        ],
        default="none",
        required=True,
    )
    timezone = fields.Selection(
        _tz_get, default=lambda self: self._default_timezone(), required=True, help="Of times without zone."
    )
    sheet = fields.Char(help="Of a workbook. Empty: the first one.")
    column_ids = fields.One2many("ecom.file.column", "layout_id", copy=True)
    column_count = fields.Integer("Number of columns", compute="_compute_column_count")
    checked = fields.Selection(
        [
            ("file", "Against a real file"),
            ("documentation", "Against public documentation"),
            ("third_party", "Against programs of others that read such files"),
            ("guess", "Not checked: own guess"),
        ],
        help="How far somebody made sure that the shop's files look like this.",
    )
    checked_note = fields.Text("What was checked", translate=True)
    guessed_from = fields.Text("Columns of the file it was guessed from", readonly=True)

    @api.model
    def _default_timezone(self):
        """Where the company is: a shop writes its files there, wherever the one who loads them sits."""
        return self.env.company.partner_id.tz or self.env.user.tz or "UTC"

    @api.depends("column_ids")
    def _compute_column_count(self):
        for layout in self:
            layout.column_count = len(layout.column_ids)

    @api.constrains("header_row", "column_ids", "object")
    def _check_columns(self):
        for layout in self:
            if not 0 <= layout.header_row <= 100:
                raise ValidationError(self.env._("The row of the column names must lie between 0 and 100."))
            wanted = ("order", "order_line") if layout.object == "order" else (layout.object,)
            strange = layout.column_ids.field_id.filtered(
                lambda field, wanted=wanted: field.object not in wanted
            )
            if strange:
                raise ValidationError(
                    self.env._(
                        "The layout “%(layout)s” can't have columns for: %(fields)s.",
                        layout=layout.name,
                        fields=", ".join(strange.mapped("display_name")),
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if self.env["ecom.file"].search_count([("layout_id", "in", self.ids)], limit=1):
            raise UserError(self.env._("Files were read or written with this layout. Archive it instead."))

    # === SPECIFICATION === #

    def _spec(self):
        """:return: :class:`~..engine.files.spec.LayoutSpec`"""
        self.ensure_one()
        return LayoutSpec(
            columns=tuple(
                column._spec(str(position) if not self.header_row else column.name)
                for position, column in enumerate(self.column_ids, start=1)
            ),
            format=self.format,
            encoding=self.encoding,
            delimiter=DELIMITERS[self.delimiter],
            quote=QUOTES[self.quote],
            header_row=self.header_row,
            decimal_mark=MARKS[self.decimal_mark],
            thousands_mark=MARKS[self.thousands_mark],
            timezone=self.timezone,
            sheet=self.sheet or "",
        )

    # === GUESSING === #

    @api.model
    def _find_for(self, kind, content):
        """The layout whose columns a file has.

        :return: ``ecom.file.layout``, empty when none fits
        """
        best, best_score = self.browse(), 0
        known = [field._spec() for field in self.env["ecom.dictionary.field"]._for_object(kind)]
        for layout in self.search([("object", "=", kind), ("direction", "=", "in")]):
            score = layout._score(content, known)
            if score > best_score:
                best, best_score = layout, score
        return best

    def _score(self, content, known):
        """How many columns of a file the layout reads; 0 when it was made for another one.

        :param known: list of :class:`~..engine.files.spec.FieldSpec` that such a file may carry
        """
        spec = self._spec()
        named = [column for column in spec.columns if column.name]
        try:
            header, _data = split_header(read_table(content, spec), spec)
            found = places(header, spec)
        except FileError:
            return 0
        recognised = {field.code for field in match_columns(header, known).values()}
        if not self.header_row or len(found) < max(len(named), FITS * len(recognised)):
            return 0
        return 0 if self._overlooks(header, known) else len(found)

    def _overlooks(self, header, known):
        """Whether the file has columns we know that were not in the one this layout was guessed from."""
        if not self.guessed_from:
            return False
        seen = {column_key(name) for name in self.guessed_from.splitlines()}
        extra = [name for name in header if name and column_key(name) not in seen]
        mine = set(self.column_ids.mapped("field_id.code"))
        return any(field.code not in mine for field in match_columns(extra, known).values())

    @api.model
    def _guess(self, kind, content, name):
        """A new layout, from the file alone.

        :return: tuple (``ecom.file.layout``, keys of doubts)
        :raises FileError: when nothing was recognised
        """
        known = self.env["ecom.dictionary.field"]._for_object(kind)
        by_code = {field.code: field for field in known}
        guess = guess_layout(content, [field._spec() for field in known], self._default_timezone())
        if len(guess.layout.columns) < 2:
            raise FileError("no_layout")
        return self.create(self._prepare_guess_vals(kind, guess, name, by_code)), guess.doubts

    @api.model
    def _prepare_guess_vals(self, kind, guess, name, by_code):
        spec = guess.layout
        return {
            "name": name,
            "object": kind,
            "direction": "in",
            "sequence": 50,
            "checked": "guess",
            "format": spec.format,
            "encoding": spec.encoding,
            "delimiter": _key(DELIMITERS, spec.delimiter),
            "header_row": spec.header_row,
            "decimal_mark": _key(MARKS, spec.decimal_mark),
            "thousands_mark": _key(MARKS, spec.thousands_mark),
            "timezone": spec.timezone,
            "guessed_from": "\n".join(filter(None, guess.header)),
            "column_ids": [
                fields.Command.create(
                    {
                        "sequence": position,
                        "name": column.name,
                        "field_id": by_code[column.field.code].id,
                        "date_format": column.date_format,
                    }
                )
                for position, column in enumerate(spec.columns, start=1)
            ],
            "checked_note": guess.unknown
            and self.env._("Columns of the file that are left out: %s", ", ".join(guess.unknown)),
        }


def _key(table, value):
    return next(key for key, one in table.items() if one == value)
