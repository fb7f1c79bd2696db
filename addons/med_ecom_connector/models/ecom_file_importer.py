from odoo import api, models


class EcomFileImporter(models.AbstractModel):
    """Brings the records of a kind of file into Odoo; ``ecom.file.importer.<kind>`` is the one of a kind."""

    _name = "ecom.file.importer"
    _description = "Importer of shop files"

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
