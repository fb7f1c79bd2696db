from odoo import fields, models

RETENTION_RULES = [
    ("jurisdiction", "As the jurisdiction demands"),
    ("supply", "Years after the last movement"),
    ("permanent", "For ever"),
]


class ProductTemplate(models.Model):
    """Master data of a device: who makes it, what it is, how to store it, under whose rules."""

    _inherit = "product.template"

    maker_id = fields.Many2one(
        "res.partner",
        domain=[("is_maker", "=", True)],
        index="btree_not_null",
        tracking=True,
        ondelete="restrict",
    )
    registrant_id = fields.Many2one("res.partner", tracking=True, help="Who registered or filed the device.")
    device_model = fields.Char("Model", tracking=True)
    specification = fields.Char(tracking=True)
    is_sterile = fields.Boolean("Sterile", tracking=True, help="Its lots name their sterilisation lot.")
    jurisdiction_ids = fields.Many2many(
        "med.jurisdiction",
        string="Jurisdictions",
        tracking=True,
        default=lambda self: self.env.company.jurisdiction_ids,
        help="Under whose rules it is traded. Empty: those of the company.",
    )
    certificate_ids = fields.Many2many(
        "med.certificate",
        "med_certificate_product_rel",
        "product_tmpl_id",
        "certificate_id",
        string="Certificates",
        tracking=True,
    )
    maker_certificate_ids = fields.One2many(
        related="maker_id.maker_certificate_ids", string="Maker's Licences"
    )
    storage_conditions = fields.Text(tracking=True)
    has_storage_temperature = fields.Boolean("Temperature Limits", tracking=True)
    storage_temperature_min = fields.Float("Lowest Temperature (°C)", digits=(5, 1), tracking=True)
    storage_temperature_max = fields.Float("Highest Temperature (°C)", digits=(5, 1), tracking=True)
    storage_humidity_max = fields.Integer(
        "Highest Humidity (%)", tracking=True, help="Relative humidity. 0: no limit."
    )
    storage_keep_dry = fields.Boolean("Keep Dry", tracking=True)
    storage_keep_dark = fields.Boolean("Keep away from Light", tracking=True)
    retention_rule = fields.Selection(
        RETENTION_RULES,
        default="jurisdiction",
        required=True,
        tracking=True,
        help="How long records are kept: never shorter than the jurisdictions of the product demand.",
    )
    retention_supply_years = fields.Integer("Years to Keep", tracking=True)

    _storage_temperature_order = models.Constraint(
        "CHECK (NOT has_storage_temperature OR storage_temperature_min <= storage_temperature_max)",
        "The lowest storage temperature can't be above the highest.",
    )
    _storage_humidity_range = models.Constraint(
        "CHECK (storage_humidity_max BETWEEN 0 AND 100)", "Relative humidity is between 0 and 100 percent."
    )
    _retention_supply_positive = models.Constraint(
        "CHECK (retention_supply_years >= 0)", "The years to keep records can't be negative."
    )

    def _get_jurisdictions(self, company=None):
        """Under whose rules this product is traded: its own, else its company's.

        :param company: who trades it when the product is shared by companies (default: the current one)
        """
        self.ensure_one()
        return self.jurisdiction_ids or (self.company_id or company or self.env.company).jurisdiction_ids
