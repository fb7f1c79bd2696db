from dataclasses import dataclass

from odoo import api, models

from ..engine.files.spec import CellError, FileError


@dataclass
class RowRecord:
    """A record that is one row of a file. ``found`` is what the importer knows of it in Odoo."""

    rows: list
    found: object = None

    @property
    def is_bad(self):
        return any(row.errors for row in self.rows)

    def get(self, code, default=""):
        value = self.rows[0].values.get(code)
        return default if value is None else value

    def fail(self, code, field, **params):
        row = self.rows[0]
        row.errors.append(CellError(row.positions.get(field), code, params))


class EcomFileImporterRows(models.AbstractModel):
    """Files in which each row is a record: compared with what there is, then created or changed."""

    _name = "ecom.file.importer.rows"
    _description = "Importer of files with a record per row"
    _inherit = "ecom.file.importer"

    #: field of the dictionary that must not come twice
    _key = ""

    @api.model
    def _group(self, rows, layout):
        self._check_covered(layout)
        return [RowRecord([row]) for row in rows]

    @api.model
    def _check_covered(self, layout):
        """:raises FileError: naming what such a row must say, and no column of the layout says"""
        kind = self._name.rpartition(".")[2]
        covered = {column.field.code for column in layout.columns}
        fields = self.env["ecom.dictionary.field"]._for_object(kind)
        missing = fields.filtered(lambda field: field.required and field.code not in covered)
        if missing:
            raise FileError("no_field", fields=", ".join(missing.mapped("label")))

    @api.model
    def _check(self, file, records):
        seen = set()
        for record in records:
            key = self._key and record.get(self._key)
            if key and key in seen:
                record.fail("twice", self._key, value=key)
            seen.add(key)
        good = [record for record in records if not record.is_bad]
        self._find(file, good)

    @api.model
    def _find(self, file, records):
        """Set ``found`` of each record, and note what can't be found."""
        raise NotImplementedError

    @api.model
    def _vals(self, file, record):
        """What the row tells, as values of the record it is in Odoo; without what it leaves empty."""
        raise NotImplementedError

    @api.model
    def _compare(self, file, records):
        return [self._outcome(file, record) for record in records]

    @api.model
    def _outcome(self, file, record):
        if not record.found:
            return "new"
        return "changed" if self._differences(record.found, self._vals(file, record)) else "same"

    @api.model
    def _differences(self, found, vals):
        """Values that are not what the record has already."""
        return {
            name: value
            for name, value in vals.items()
            if found._fields[name].convert_to_write(found[name], found) != value
        }

    @api.model
    def _products(self, file, records, code, required=True):
        """:return: dict of SKU to product; an unknown SKU is noted on its row"""
        skus = {record.get(code) for record in records}
        by_sku = self.env["ecom.product.binding"]._products_by_sku(file.store_id, skus)
        products = {sku: found.filtered("active")[:1] for sku, found in by_sku.items()}
        for record in records:
            if required and not products.get(record.get(code)):
                record.fail("sku_unknown", code, value=record.get(code))
        return products
