from odoo import api, fields, models


class MedCompletenessMixin(models.AbstractModel):
    """How much of what the jurisdictions demand a record carries, and what is missing.

    Whoever inherits says what is demanded (``_get_demands``) and which form completes it.
    """

    _name = "med.completeness.mixin"
    _description = "Completeness"

    completeness = fields.Integer(
        compute="_compute_completeness",
        store=True,
        aggregator="avg",
        help="Percent of the data demanded by the jurisdictions; 100 for what is no device.",
    )
    missing_data = fields.Char("Missing", compute="_compute_missing_data")

    @api.model
    def _get_completeness_fields(self):
        """The fields that a jurisdiction may require, in the order in which people are asked for them."""
        return []

    @api.model
    def _get_completeness_triggers(self):
        """Paths of the fields on which completeness depends."""
        return self._get_completeness_fields()

    @api.depends(lambda self: self._get_completeness_triggers())
    def _compute_completeness(self):
        for record in self:
            demands = record._get_demands()
            met = sum(met for _name, _label, met in demands)
            record.completeness = 100 * met // len(demands) if demands else 100

    @api.depends(lambda self: self._get_completeness_triggers())
    @api.depends_context("lang")
    def _compute_missing_data(self):
        for record in self:
            labels = [label for _name, label, met in record._get_demands() if not met]
            record.missing_data = ", ".join(labels)

    def _get_demands(self):
        """What is demanded of this record.

        :return: list of (name of the field where it is entered, label, whether it is there)
        """
        return []

    def _get_field_demands(self, names):
        """Demands for fields, in the order of the candidates."""
        labels = self.fields_get(names, ["string"])
        return [
            (name, labels[name]["string"], self._has_data(name))
            for name in self._get_completeness_fields()
            if name in names
        ]

    def _has_data(self, name):
        return bool(self[name])

    def _get_completion_view(self):
        """External id of the form that holds the fields which may be missing."""
        raise NotImplementedError

    def action_complete(self):
        """A dialog with just the fields that are missing."""
        self.ensure_one()
        missing = {name for name, _label, met in self._get_demands() if not met}
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Complete %(record)s", record=self.display_name),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(self.env.ref(self._get_completion_view()).id, "form")],
            "target": "new",
            "context": {**self.env.context, "med_missing": sorted(missing)},
        }
