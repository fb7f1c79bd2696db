from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_date

COMPARED = (
    "name",
    "is_company",
    "parent_id",
    "email",
    "phone",
    "vat",
    "street",
    "street2",
    "zip",
    "city",
    "country_id",
    "company_id",
    "create_date",
)


class EcomCustomerSuggestion(models.Model):
    """Both contacts side by side, and what the merged one will be."""

    _inherit = "ecom.customer.suggestion"

    comparison = fields.Html(compute="_compute_comparison", sanitize=False)

    @api.depends("partner_id", "other_id", "keep_id", "state")
    @api.depends_context("lang")
    def _compute_comparison(self):
        for suggestion in self:
            suggestion.comparison = suggestion._render_comparison() if suggestion.state != "merged" else False

    def _render_comparison(self):
        keep, going = self.keep_id, self._get_going()
        heads = ("", self.partner_id.display_name, self.other_id.display_name, self.env._("After merging"))
        rows = [
            (label, first, second, after)
            for label, first, second, after in [*self._get_field_rows(keep, going), *self._get_history_rows()]
            if first or second
        ]
        head = Markup().join(Markup("<th>%s</th>") % text for text in heads)
        body = Markup().join(self._render_row(*row) for row in rows)
        return Markup('<table class="table table-sm"><thead><tr>%s</tr></thead><tbody>%s</tbody></table>') % (
            head,
            body,
        )

    def _render_row(self, label, first, second, after):
        mark = "table-warning" if first and second and first != second else ""
        return Markup('<tr class="%s"><th>%s</th><td>%s</td><td>%s</td><td class="fw-bold">%s</td></tr>') % (
            mark,
            label,
            first,
            second,
            after,
        )

    def _get_field_rows(self, keep, going):
        partners = self.env["res.partner"]
        for name in COMPARED:
            field = partners._fields[name]
            label = field.get_description(self.env, ["string"])["string"]
            first, second = (self._show(partner, name) for partner in (self.partner_id, self.other_id))
            # as core merges: the one who stays wins, empty fields are filled from the other
            yield label, first, second, self._show(keep, name) or self._show(going, name)

    def _show(self, partner, name):
        value = partner[name]
        if isinstance(value, models.BaseModel):
            return value.display_name or ""
        if isinstance(value, bool):
            return self.env._("Yes") if value else ""
        if name == "create_date":
            return format_date(self.env, value)
        return str(value) if value else ""

    def _get_history_rows(self):
        """How much history each has; all of it follows."""
        # sudo: only numbers are shown, over all companies, since all of it is moved
        for model, field, label in (
            ("sale.order", "partner_id", self.env._("Orders")),
            ("account.move", "partner_id", self.env._("Invoices")),
            ("stock.picking", "partner_id", self.env._("Transfers")),
            ("res.partner", "parent_id", self.env._("Addresses and contacts")),
            ("ecom.partner.binding", "partner_id", self.env._("Shop accounts")),
        ):
            records = self.env[model].sudo()
            counts = [
                records.search_count([(field, "=", partner.id)])
                for partner in (self.partner_id, self.other_id)
            ]
            yield label, str(counts[0]), str(counts[1]), str(sum(counts))
