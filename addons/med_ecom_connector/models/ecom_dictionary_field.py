from odoo import api, fields, models

from ..engine.files.spec import FieldSpec, LayoutSpec
from ..engine.files.writing import write_table

OBJECTS = [
    ("order", "Order"),
    ("order_line", "Order line"),
    ("customer", "Customer"),
    ("product", "Product"),
    ("stock", "Stock"),
    ("shipment", "Shipment"),
    ("return", "Return"),
    ("refund", "Refund"),
    ("cancel", "Cancellation"),
    ("price", "Price"),
]


class EcomDictionaryField(models.Model):
    """What each exchanged field means: importers check files against it."""

    _name = "ecom.dictionary.field"
    _description = "Field of the data dictionary"
    _order = "object, sequence, id"
    _rec_names_search = ["label", "code", "aliases"]

    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    object = fields.Selection(OBJECTS, required=True)
    name = fields.Char("Technical name", required=True)
    code = fields.Char("Full name", compute="_compute_code", store=True, index=True)
    label = fields.Char("Name", required=True, translate=True)
    meaning = fields.Text(required=True, translate=True)
    type = fields.Selection(
        [
            ("text", "Text"),
            ("integer", "Whole number"),
            ("decimal", "Decimal number"),
            ("money", "Amount of money"),
            ("date", "Date"),
            ("datetime", "Date and time"),
            ("boolean", "Yes or no"),
            ("code", "Code"),
        ],
        required=True,
        default="text",
    )
    unit = fields.Char()
    allowed = fields.Text("Allowed values", help="One per line. Empty: any.")
    required = fields.Boolean()
    source = fields.Selection(
        [("shop", "Shop"), ("odoo", "Odoo"), ("supplier", "Supplier"), ("carrier", "Carrier")],
        "Source system",
        required=True,
        default="shop",
        help="Where the value comes from: there it is corrected.",
    )
    owner = fields.Selection(
        [
            ("order_desk", "Order desk"),
            ("warehouse", "Warehouse"),
            ("quality_manager", "Quality manager"),
            ("purchaser", "Purchaser"),
            ("accountant", "Accountant"),
            ("administrator", "Administrator"),
        ],
        required=True,
        default="administrator",
        help="Who answers for what the field means.",
    )
    aliases = fields.Text(
        "Other names", help="One per line: names of columns by which the field is recognised in a file."
    )

    _code_uniq = models.Constraint("UNIQUE (object, name)", "The dictionary has this field already.")

    @api.depends("object", "name")
    def _compute_code(self):
        for field in self:
            field.code = f"{field.object}.{field.name}"

    @api.depends("label", "object")
    @api.depends_context("lang")
    def _compute_display_name(self):
        objects = dict(self._fields["object"]._description_selection(self.env))
        for field in self:
            field.display_name = f"{objects.get(field.object, '')}: {field.label or ''}"

    def _spec(self):
        """:return: :class:`~..engine.files.spec.FieldSpec`"""
        self.ensure_one()
        return FieldSpec(
            code=self.code,
            type=self.type,
            allowed=tuple(filter(None, map(str.strip, (self.allowed or "").splitlines()))),
            required=self.required,
            aliases=(*filter(None, map(str.strip, (self.aliases or "").splitlines())), self.label),
        )

    @api.model
    def _for_object(self, kind):
        """The fields that a file of this kind may carry; files of orders carry their lines, too."""
        return self.search([("object", "in", ("order", "order_line") if kind == "order" else (kind,))])

    # === EXPORT === #

    def action_export_xlsx(self):
        return self._export("xlsx")

    def action_export_csv(self):
        return self._export("csv")

    def _export(self, file_format):
        """Download the dictionary, or the chosen part of it."""
        chosen = self or self.search([("active", "=", True)])
        names = [
            "code",
            "label",
            "meaning",
            "type",
            "unit",
            "allowed",
            "required",
            "source",
            "owner",
            "aliases",
        ]
        described = chosen.fields_get(names, ["string", "selection"])
        table = [[field._shown(name, described[name]) for name in names] for field in chosen]
        header = [described[name]["string"] for name in names]
        content = write_table(header, table, LayoutSpec((), format=file_format))
        return self.env["ecom.file"]._download(f"data_dictionary.{file_format}", content)

    def _shown(self, name, described):
        value = self[name]
        if "selection" in described:
            return dict(described["selection"]).get(value, "")
        return ("✓" if value else "") if isinstance(value, bool) and name == "required" else (value or "")
