from datetime import datetime

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Command

from ..engine.files.records import read_rows
from ..engine.files.spec import FileError
from ..engine.files.values import plain_text, zone
from ..engine.files.writing import write_table
from ..problems import CELL_PROBLEMS

SHOWN_ROWS = 8
#: More bad cells than anybody mends one by one; the error file still has all rows.
KEPT_ERRORS = 500


class EcomFile(models.Model):
    """The dry run: what a file would do, shown before anything is written."""

    _inherit = "ecom.file"

    row_count = fields.Integer("Rows", readonly=True, copy=False)
    record_count = fields.Integer("Records", readonly=True, copy=False)
    new_count = fields.Integer("New", readonly=True, copy=False)
    changed_count = fields.Integer("Changed", readonly=True, copy=False)
    same_count = fields.Integer("Same", readonly=True, copy=False)
    waiting_count = fields.Integer(
        "Incomplete",
        readonly=True,
        copy=False,
        help="Orders whose lines, or whose head, come in another file.",
    )
    bad_count = fields.Integer(
        "Bad", readonly=True, copy=False, help="Records with a row that can't be read."
    )
    bad_row_count = fields.Integer("Bad rows", readonly=True, copy=False)
    remark = fields.Text(readonly=True, copy=False)
    error_ids = fields.One2many("ecom.file.error", "file_id", copy=False)
    preview = fields.Html(readonly=True, copy=False, sanitize=False)

    def action_check(self):
        """Read the file and say what loading it would do; nothing is written but this."""
        self._check_may_load()
        for file in self.filtered(
            lambda one: one.direction == "in" and one.state in ("draft", "checked", "failed")
        ):
            try:
                file._ensure_layout()
                file._check()
            except FileError as error:
                file._fail(error)
        return True

    def _check(self):
        header, rows, records = self._read()
        outcomes = self._importer()._compare(self, [one for one in records if not one.is_bad])
        bad = [record for record in records if record.is_bad]
        self.write(
            {
                "state": "checked",
                "problem": False,
                "problem_params": False,
                "row_count": len(rows),
                "record_count": len(records),
                "bad_count": len(bad),
                "bad_row_count": sum(bool(row.errors) for row in rows),
                "remark": self._importer()._remark(self, records),
                "preview": self._preview(header, rows),
                **{
                    f"{outcome}_count": outcomes.count(outcome)
                    for outcome in ("new", "changed", "same", "waiting")
                },
            }
        )
        self._note_errors(header, rows)

    def _importer(self):
        """With the rights of whoever loads the file, in the background, too."""
        user = self.loaded_by_id or self.env.user
        return self.env[f"ecom.file.importer.{self.object}"].with_user(user).with_company(self.company_id)

    def _read(self):
        """:return: tuple (column names, all rows, records as the importer groups them)"""
        self.ensure_one()
        layout = self._spec()
        mended = {(one.number, one.position): one.mended or "" for one in self.error_ids if one.is_mended}
        header, rows = read_rows(self._bytes(), layout, mended)
        records = self._importer()._group(rows, layout)
        self._importer()._check(self, records)
        return header, rows, records

    # === BAD ROWS === #

    def _note_errors(self, header, rows):
        """A line per bad cell, to be mended in place; what was mended stays as the record of it."""
        kept = self.error_ids.filtered("is_mended")
        by_cell = {(one.number, one.position): one for one in kept}
        kept.write({"code": False, "params": False})
        vals_list = []
        for row in rows:
            for error in row.errors:
                vals = {
                    "code": error.code,
                    "params": {key: str(value) for key, value in error.params.items()},
                }
                known = by_cell.get((row.number, error.column))
                if known:
                    known.write(vals)
                elif len(vals_list) < KEPT_ERRORS:
                    vals_list.append({**vals, **self._prepare_error_vals(header, row, error)})
        self.error_ids = [
            *(Command.unlink(one.id) for one in self.error_ids - kept),
            *map(Command.create, vals_list),
        ]

    @api.model
    def _prepare_error_vals(self, header, row, error):
        has_cell = error.column is not None
        raw = plain_text(row.raw[error.column]) if has_cell else False
        return {
            "number": row.number,
            "position": error.column if has_cell else -1,
            "column_name": header[error.column] if has_cell else False,
            "raw": raw,
            "mended": raw,
        }

    def action_download_errors(self):
        """The rows of all bad records, in the same layout and with a column that says what is wrong."""
        self.ensure_one()
        self.check_access("read")
        layout = self._spec()
        header, _rows, records = self._read()
        table = [
            [
                *map(self._as_written, row.raw[: len(header)]),
                "; ".join(self._words(error) for error in row.errors),
            ]
            for record in records
            if record.is_bad
            for row in record.rows
        ]
        head = [*header, self.env._("Error")] if layout.header_row else None
        stem = self.name.rpartition(".")[0] or self.name
        return self._download(f"{stem}_errors.{self.layout_id.format}", write_table(head, table, layout))

    @api.model
    def _as_written(self, cell):
        return cell if isinstance(cell, (int, float)) or hasattr(cell, "year") else plain_text(cell)

    @api.model
    def _words(self, error):
        params = {"column": "", "value": "", **{key: str(value) for key, value in error.params.items()}}
        happened = self.env._(CELL_PROBLEMS[error.code])
        return happened % params

    # === PREVIEW === #

    def _preview(self, header, rows):
        """The first rows, and the first bad ones, cell by cell: as read, as it stands, and what is wrong."""
        shown = rows[:SHOWN_ROWS] + [row for row in rows[SHOWN_ROWS:] if row.errors][:SHOWN_ROWS]
        fields_at = {index: code for row in shown[:1] for code, index in row.positions.items()}
        head = Markup("").join(self._preview_head(name, fields_at.get(i)) for i, name in enumerate(header))
        body = Markup("").join(self._preview_row(header, row, fields_at) for row in shown)
        return Markup(
            '<div class="table-responsive"><table class="table table-sm table-bordered o_file_preview">'
            "<thead><tr><th>#</th>%s</tr></thead><tbody>%s</tbody></table></div>"
        ) % (head, body)

    @api.model
    def _preview_head(self, name, code):
        known = code and self.env["ecom.dictionary.field"].search([("code", "=", code)], limit=1).label
        return Markup('<th>%s<div class="fw-normal %s">%s</div></th>') % (
            name,
            "text-success" if known else "text-muted",
            f"→ {known}" if known else self.env._("left out"),
        )

    def _preview_row(self, header, row, fields_at):
        errors = {}
        for error in row.errors:
            errors.setdefault(error.column, self._words(error))
        cells = Markup("").join(
            self._preview_cell(
                plain_text(row.raw[index]),
                self._preview_value(row.values.get(fields_at.get(index))),
                errors.get(index),
            )
            for index in range(len(header))
        )
        mark = Markup('<span class="text-danger" title="%s">%s ⚠</span>') % (errors.get(None), row.number)
        return Markup("<tr><td>%s</td>%s</tr>") % (mark if None in errors else row.number, cells)

    def _preview_value(self, value):
        """As it was read; times as the clock showed them where the file was written."""
        if isinstance(value, datetime):
            value = value.astimezone(zone(self.layout_id.timezone)).replace(tzinfo=None)
        return "" if value is None else str(value)

    @api.model
    def _preview_cell(self, raw, read, error):
        if error:
            return Markup(
                '<td class="table-danger" title="%s">%s<div class="small text-danger">%s</div></td>'
            ) % (
                error,
                raw,
                error,
            )
        if read in (raw, ""):
            return Markup("<td%s>%s</td>") % (Markup("") if read else Markup(' class="text-muted"'), raw)
        return Markup('<td>%s<div class="small text-muted">%s</div></td>') % (read, raw)
