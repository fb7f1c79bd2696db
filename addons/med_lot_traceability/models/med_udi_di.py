from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..udi import UdiError, build, parse

AGENCIES = [
    ("GS1", "GS1 (GTIN)"),
    ("HIBCC", "HIBCC"),
    ("ICCBBA", "ICCBBA (ISBT 128)"),
    ("MA", "MA (IDcode)"),
    ("AHM", "AHM (Ali Health)"),
]


class MedUdiDi(models.Model):
    """The device identifier of one packaging level of a product.

    It names both the product and how many of it are in the package, for whoever scans it.
    """

    _name = "med.udi.di"
    _description = "UDI-DI"
    _inherit = ["mail.thread"]
    _order = "product_id, quantity, id"
    _rec_name = "di"

    product_id = fields.Many2one(
        "product.product", required=True, index=True, ondelete="restrict", tracking=True
    )
    company_id = fields.Many2one(related="product_id.company_id", store=True, index="btree_not_null")
    product_uom_id = fields.Many2one(related="product_id.uom_id", string="Product Unit")
    uom_id = fields.Many2one(
        "uom.uom",
        "Packaging",
        compute="_compute_uom_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        tracking=True,
        help="The packaging level that carries this identifier.",
    )
    agency = fields.Selection(AGENCIES, "Issuing Agency", required=True, default="GS1", tracking=True)
    di = fields.Char(
        "UDI-DI", required=True, tracking=True, help="As registered. A GTIN is kept with 14 digits."
    )
    quantity = fields.Float(
        digits="Product Unit",
        compute="_compute_quantity",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        tracking=True,
        help="How many of the product, in its own unit, one package with this identifier holds.",
    )

    _di_uniq = models.Constraint("UNIQUE (di)", "This UDI-DI belongs to a product already.")
    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "A package with a UDI-DI holds more than nothing."
    )

    @api.depends("product_id")
    def _compute_uom_id(self):
        for record in self:
            record.uom_id = record.uom_id or record.product_id.uom_id

    @api.depends("uom_id", "product_id")
    def _compute_quantity(self):
        """What the unit of measure says; one that the product's can't be converted into is left to people."""
        for record in self:
            unit = record.product_id.uom_id
            if record.uom_id and unit and record.uom_id._has_common_reference(unit):
                record.quantity = record.uom_id._compute_quantity(1, unit, round=False)
            else:
                record.quantity = record.quantity or 1

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create([self._normalise(vals) for vals in vals_list])
        records._fill_barcodes()
        return records

    def write(self, vals):
        res = super().write(self._normalise(vals))
        if {"di", "uom_id", "product_id", "agency"} & vals.keys():
            self._fill_barcodes()
        return res

    @api.model
    def _normalise(self, vals):
        """The values as they are stored: a GTIN has 14 digits, other identifiers keep their case."""
        if not vals.get("uom_id", True):  # a line of a form that was left empty: as the product says
            vals = {name: value for name, value in vals.items() if name != "uom_id"}
        di = (vals.get("di") or "").strip()
        if not di:
            return vals
        if di.isascii() and di.isdigit() and len(di) in (8, 12, 13):
            di = di.zfill(14)
        return {**vals, "di": di}

    @api.constrains("agency", "di")
    def _check_di(self):
        """Each agency's own form and check digit, as the carrier would have it."""
        for record in self:
            if problem := record._get_di_problem():
                raise ValidationError(
                    self.env._(
                        "%(di)s is no UDI-DI of %(agency)s: %(problem)s. Compare it with the label.",
                        di=record.di,
                        agency=record.agency,
                        problem=problem,
                    )
                )

    def _get_di_problem(self):
        """Code of what is wrong with the identifier, None when nothing is."""
        self.ensure_one()
        try:
            scan = parse(build(self.agency, di=self.di), agency=self.agency)
        except UdiError as problem:
            return str(problem)
        return None if scan.di == self.di else self.env._("it reads as %(di)s", di=scan.di)

    def _fill_barcodes(self):
        """One code everywhere: core's bar codes follow a GTIN where they are still empty.

        The GTIN of the product's own unit becomes the product's bar code, that of another packaging the
        packaging's. A bar code that somebody entered stays.
        """
        # sudo: who registers identifiers need not be allowed to edit products
        for record in self.sudo().filtered(lambda record: record.agency == "GS1"):
            product, barcode = record.product_id, record._get_barcode()
            if self._is_barcode_taken(record):
                continue
            if record.uom_id == product.uom_id and record.quantity == 1:
                product.barcode = product.barcode or barcode
            elif record.uom_id not in product.product_uom_ids.uom_id:
                self.env["product.uom"].sudo().create(
                    {"product_id": product.id, "uom_id": record.uom_id.id, "barcode": barcode}
                )

    def _get_barcode(self):
        """The GTIN as linear bar codes have it: 13 digits, unless it needs its 14th."""
        return self.di.removeprefix("0")

    def _is_barcode_taken(self, record):
        codes = record._get_barcode_forms(record.di)
        products = self.env["product.product"].sudo().with_context(active_test=False)
        return products.search_count([("barcode", "in", codes)], limit=1) or self.env[
            "product.uom"
        ].sudo().search_count([("barcode", "in", codes)], limit=1)

    @api.model
    def _get_barcode_forms(self, gtin):
        """How linear bar codes write a GTIN of 14 digits: with 14, 13, 12 or 8."""
        forms = [gtin]
        for length in (13, 12, 8):
            if gtin[: 14 - length].strip("0") == "":
                forms.append(gtin[14 - length :])
        return forms

    @api.model
    def _find(self, di):
        """The packaging level that an identifier names.

        :param di: as ``udi.parse`` gives it
        :return: (product, quantity in the product's unit, unit of measure); empty when nobody has it
        """
        record = self.search([("di", "=", di)], limit=1)
        if record:
            return record.product_id, record.quantity, record.uom_id
        if not (di.isdigit() and len(di) == 14):
            return self.env["product.product"], 0, self.env["uom.uom"]
        return self._find_by_barcode(di)

    @api.model
    def _find_by_barcode(self, gtin):
        """As :meth:`_find`, among the bar codes of core's own."""
        codes = self._get_barcode_forms(gtin)
        packaging = self.env["product.uom"].search([("barcode", "in", codes)], limit=1)
        if packaging:
            product = packaging.product_id
            quantity = packaging.uom_id._compute_quantity(1, product.uom_id, round=False)
            return product, quantity, packaging.uom_id
        product = self.env["product.product"].search([("barcode", "in", codes)], limit=1)
        return product, 1 if product else 0, product.uom_id
