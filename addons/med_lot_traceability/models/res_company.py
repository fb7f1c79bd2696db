import pytz

from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    jurisdiction_ids = fields.Many2many(
        "med.jurisdiction",
        "med_jurisdiction_company_rel",
        "company_id",
        "jurisdiction_id",
        string="Jurisdictions",
        help="Whose rules hold for devices that name no jurisdiction of their own.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies.filtered(lambda company: not company.jurisdiction_ids)._set_jurisdictions_of_country()
        return companies

    def write(self, vals):
        res = super().write(vals)
        if "jurisdiction_ids" in vals:
            self._judge_completeness_again()
        elif vals.get("country_id"):
            self.filtered(lambda company: not company.jurisdiction_ids)._set_jurisdictions_of_country()
        return res

    def _judge_completeness_again(self):
        """Of the devices that have no jurisdiction of their own, and of their lots."""
        if not self:
            return
        # sudo: rules hold for every product, whoever changes them
        devices = self.env["product.template"].sudo().with_context(active_test=False)
        devices = devices.search([("is_medical_device", "=", True), ("jurisdiction_ids", "=", False)])
        lots = self.env["stock.lot"].sudo().search([("product_id.product_tmpl_id", "in", devices.ids)])
        for records in (devices, lots):
            self.env.add_to_compute(records._fields["completeness"], records)

    def _set_jurisdictions_of_country(self):
        # sudo: who founds a company need not be allowed to edit jurisdictions
        jurisdictions = self.env["med.jurisdiction"].sudo().search([])  # pylint: disable=no-search-all
        for company in self:
            company.jurisdiction_ids = jurisdictions.filtered(
                lambda jurisdiction, country=company.country_id: country in jurisdiction.country_ids
            )

    def _get_today(self):
        """The calendar day where the company is: certificates end at midnight there, not in London."""
        return self._get_day(fields.Datetime.now())

    def _get_day(self, moment):
        """The calendar day where the company is.

        :param datetime moment: naive UTC
        """
        zone = pytz.timezone(self.partner_id.tz or self.env.user.tz or "UTC")
        return pytz.utc.localize(moment).astimezone(zone).date()
