from odoo import api, fields, models


class MedJurisdiction(models.Model):
    """The rules of one market as data: what to record, which papers, how long to keep, what by when.

    A rule without citation is common practice that we could not confirm in a text of the law: check it.
    """

    _name = "med.jurisdiction"
    _description = "Jurisdiction"
    _inherit = ["mail.thread"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True, tracking=True)
    code = fields.Char(required=True, tracking=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True, tracking=True)
    country_ids = fields.Many2many("res.country", string="Countries", tracking=True)
    udi_agency_ids = fields.Many2many("med.udi.agency", string="UDI Issuers Accepted", tracking=True)
    company_ids = fields.Many2many(
        "res.company", "med_jurisdiction_company_rel", "jurisdiction_id", "company_id", string="Companies"
    )
    requirement_ids = fields.One2many("med.jurisdiction.requirement", "jurisdiction_id", "Required Data")
    certificate_rule_ids = fields.One2many(
        "med.jurisdiction.certificate", "jurisdiction_id", "Required Certificates"
    )
    clock_ids = fields.One2many("med.jurisdiction.clock", "jurisdiction_id", "Clocks")
    retention_months = fields.Integer("Months after Expiry", tracking=True)
    retention_years = fields.Integer("Years without Expiry", tracking=True)
    retention_supply_years = fields.Integer(
        "Years after the Last Movement",
        tracking=True,
        help="At least so long after a lot moved last, whatever its expiry. 0: no such rule.",
    )
    implants_for_ever = fields.Boolean("Implants for Ever", default=True, tracking=True)
    retention_implant_years = fields.Integer("Years for Implants", tracking=True)
    retention_citation = fields.Char("Source of the Retention", tracking=True)

    _code_uniq = models.Constraint("UNIQUE (code)", "There is a jurisdiction of that code already.")
    _retention_positive = models.Constraint(
        "CHECK (retention_months >= 0 AND retention_years >= 0 AND retention_supply_years >= 0"
        " AND retention_implant_years >= 0)",
        "Retention can't be negative.",
    )

    @api.model
    def _set_company_jurisdictions(self):
        """At install: every company that has none gets those of its country."""
        # sudo: runs at install, for all companies
        companies = self.env["res.company"].sudo().search([("jurisdiction_ids", "=", False)])
        companies._set_jurisdictions_of_country()

    def _judge_completeness_again(self):
        """Products and lots under the rules of their company don't depend on them by any field."""
        self.company_ids._judge_completeness_again()
