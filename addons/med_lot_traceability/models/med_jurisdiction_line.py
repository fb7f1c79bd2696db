from odoo import api, fields, models


class MedJurisdictionLine(models.AbstractModel):
    """One rule of a jurisdiction. What changes in it is told in the chatter of the jurisdiction."""

    _name = "med.jurisdiction.line"
    _description = "Rule of a Jurisdiction"

    jurisdiction_id = fields.Many2one("med.jurisdiction", required=True, ondelete="cascade", index=True)
    citation = fields.Char("Source", help="Where the rule is written. Empty: not confirmed, check it.")

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        for line in lines:
            line._log_rule(self.env._("Added: %s", line.display_name))
        lines.jurisdiction_id._judge_completeness_again()
        return lines

    def write(self, vals):
        before = [line._describe(vals) for line in self]
        res = super().write(vals)
        for line, old in zip(self, before, strict=True):
            new = line._describe(vals)
            if new != old:
                line._log_rule(
                    self.env._(
                        "Changed: %(rule)s, from %(old)s to %(new)s", rule=line.display_name, old=old, new=new
                    )
                )
        self.jurisdiction_id._judge_completeness_again()
        return res

    def unlink(self):
        for line in self:
            line._log_rule(self.env._("Removed: %s", line.display_name))
        jurisdictions = self.jurisdiction_id
        res = super().unlink()
        jurisdictions._judge_completeness_again()
        return res

    def _describe(self, names):
        """The values of these fields in words: "Duration 3, Unit Days"."""
        self.ensure_one()
        fields_ = [self._fields[name] for name in names if name in self._fields]
        return ", ".join(
            f"{field.get_description(self.env, ['string'])['string']} "
            f"{field.convert_to_display_name(self[field.name], self) or '-'}"
            for field in fields_
        )

    def _log_rule(self, text):
        if not self.env.context.get("install_mode"):
            self.jurisdiction_id.message_post(body=text)
