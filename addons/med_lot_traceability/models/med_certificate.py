from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..certificate_kinds import KINDS, MAKER_KIND_CODES, STATES, get_state
from ..device_classes import DEVICE_CLASSES


class MedCertificate(models.Model):
    """A paper that allows a device to be traded, or its maker to make it.

    When all certificates of a kind that a jurisdiction demands have ended, the device can't be bought or
    sold any more: see ``product_template_stop.py``. Warnings before that: ``med_certificate_warning.py``.
    """

    _name = "med.certificate"
    _description = "Certificate"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "valid_until, id"
    _rec_name = "number"
    _rec_names_search = ["number", "scope", "registrant_name"]

    number = fields.Char(required=True, tracking=True, index="trigram")
    kind = fields.Selection(KINDS, required=True, default="registration", tracking=True)
    is_of_maker = fields.Boolean(compute="_compute_is_of_maker")
    jurisdiction_id = fields.Many2one(
        "med.jurisdiction",
        required=True,
        ondelete="restrict",
        tracking=True,
        default=lambda self: self.env.company.jurisdiction_ids[:1],
    )
    device_class = fields.Selection(DEVICE_CLASSES, tracking=True)
    registrant_id = fields.Many2one(
        "res.partner", ondelete="restrict", tracking=True, help="Who registered or filed the device."
    )
    registrant_name = fields.Char(
        "Registrant on the Paper",
        compute="_compute_registrant_name",
        store=True,
        readonly=False,
        tracking=True,
        help="As printed on the certificate.",
    )
    maker_id = fields.Many2one(
        "res.partner",
        ondelete="restrict",
        index="btree_not_null",
        tracking=True,
        help="Whose licence this is.",
    )
    product_tmpl_ids = fields.Many2many(
        "product.template",
        "med_certificate_product_rel",
        "certificate_id",
        "product_tmpl_id",
        string="Products Covered",
        tracking=True,
    )
    valid_from = fields.Date(tracking=True)
    valid_until = fields.Date(tracking=True, help="The last day on which it is valid. Empty: unlimited.")
    state = fields.Selection(STATES, compute="_compute_state", store=True, index=True, group_expand=True)
    scope = fields.Text(tracking=True, help="What the certificate covers, as printed on it.")
    file = fields.Binary(copy=False)
    file_name = fields.Char(copy=False, tracking=True)
    responsible_id = fields.Many2one(
        "res.users",
        default=lambda self: self.env.user,
        tracking=True,
        help="Is told 90, 60 and 30 days before the certificate ends.",
    )
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: the certificate serves every company.", tracking=True
    )

    _number_uniq = models.Constraint(
        "UNIQUE (jurisdiction_id, kind, number)", "This certificate has been entered already."
    )
    _validity_order = models.Constraint(
        "CHECK (valid_from IS NULL OR valid_until IS NULL OR valid_from <= valid_until)",
        "A certificate can't end before it begins.",
    )

    @api.depends("kind")
    def _compute_is_of_maker(self):
        for certificate in self:
            certificate.is_of_maker = certificate.kind in MAKER_KIND_CODES

    @api.depends("registrant_id")
    def _compute_registrant_name(self):
        for certificate in self:
            certificate.registrant_name = certificate.registrant_id.name or certificate.registrant_name

    @api.depends("valid_from", "valid_until", "company_id")
    def _compute_state(self):
        """For lists and boards; the cron keeps it up to date. What is decided is decided on the dates."""
        for certificate in self:
            today = (certificate.company_id or self.env.company)._get_today()
            certificate.state = get_state(certificate.valid_from, certificate.valid_until, today)

    @api.depends("number", "kind")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for certificate in self:
            certificate.display_name = f"{kinds.get(certificate.kind, '')} {certificate.number or ''}".strip()

    @api.constrains("kind", "maker_id")
    def _check_maker(self):
        for certificate in self:
            if certificate.is_of_maker and not certificate.maker_id:
                raise ValidationError(
                    self.env._(
                        "%(certificate)s: a licence belongs to a maker. Say whose it is.",
                        certificate=certificate.display_name,
                    )
                )

    def _get_stop_text(self):
        """Why what it covers can't be traded: "Registration Certificate 123 ended on 2026-01-31"."""
        self.ensure_one()
        today = self.env.company._get_today()
        if self.valid_until and self.valid_until < today:
            return self.env._(
                "%(certificate)s ended on %(date)s",
                certificate=self.display_name,
                date=fields.Date.to_string(self.valid_until),
            )
        return self.env._(
            "%(certificate)s is valid only from %(date)s",
            certificate=self.display_name,
            date=fields.Date.to_string(self.valid_from),
        )
