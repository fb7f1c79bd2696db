from odoo import api, models
from odoo.exceptions import AccessError


class EcomFileImporter(models.AbstractModel):
    """Brings the records of a kind of file into Odoo; ``ecom.file.importer.<kind>`` is the one of a kind."""

    _name = "ecom.file.importer"
    _description = "Importer of shop files"

    #: model of master data that such files change: nobody may more by a file than by hand
    _changes = ""

    @api.model
    def _check_rights(self):
        """:raises AccessError: for whoever may not change by hand what the file changes"""
        records = self.env[self._changes] if self._changes else None
        if records is None or (records.has_access("create") and records.has_access("write")):
            return
        name = self.env["ir.model"]._get(self._changes).sudo().name
        groups = self.env["ir.model.access"].group_names_with_access(self._changes, "write")
        raise AccessError(
            self.env._(
                "Such a file creates and changes records of “%(records)s”, which you may not do by hand "
                "either. Ask somebody with one of these rights to load it: %(groups)s.",
                records=name,
                groups=", ".join(groups),
            )
        )

    @api.model
    def _group(self, rows, layout):
        """:return: list of records with ``rows`` and ``is_bad``"""
        raise NotImplementedError

    @api.model
    def _check(self, file, records):
        """Note on their rows what keeps records from being loaded; write nothing."""

    @api.model
    def _compare(self, file, records):
        """:return: list of "new", "changed", "same" or "waiting", one for each record"""
        raise NotImplementedError

    @api.model
    def _load(self, file, records):
        """Bring in records that are good."""
        raise NotImplementedError

    @api.model
    def _remark(self, file, records):
        """What a person should know before loading, in words, or False."""
        return False
