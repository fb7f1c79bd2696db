import base64

from odoo import api, models

#: Columns of a list in an export's log; more would hide the rest of the screen.
LONGEST_DETAIL = 500


class MedRegulatedMixin(models.AbstractModel):
    """Records of which it is logged who opened, printed or exported them."""

    _name = "med.regulated.mixin"
    _description = "Regulated Record"

    def web_read(self, specification):
        """A record that is read alone, with more than its name, is being looked at; lists aren't logged."""
        values = super().web_read(specification)
        shown = specification.keys() - {"id", "name", "display_name"}
        if shown and len(self._origin) == 1 and not self.env.context.get("med_is_list"):
            self._log_reading("view")
        return values

    # The log is written in the same transaction: without this, a server with a replica would try twice.
    web_read._readonly = False

    @api.model
    @api.readonly
    def web_search_read(self, domain, specification, offset=0, limit=None, order=None, count_limit=None):
        lists = super(MedRegulatedMixin, self.with_context(med_is_list=True))
        return lists.web_search_read(
            domain, specification, offset=offset, limit=limit, order=order, count_limit=count_limit
        )

    def export_data(self, fields_to_export):
        data = super().export_data(fields_to_export)
        self._log_reading("export", ", ".join(fields_to_export)[:LONGEST_DETAIL])
        return data

    def _log_reading(self, kind, detail=None):
        """:param kind: of ``med.access.log``"""
        self.env["med.access.log"]._log(kind, self, detail)

    def _get_records_logged_on_print(self):
        return self

    def _read_file(self, name):
        """:param name: of a binary field
        :return: its content as bytes, None when there is none
        """
        content = self.with_context(bin_size=False)[name]
        return base64.b64decode(content) if content else None
