"""The dictionary and the ready layouts, read from the add-on's own data."""

import csv
from pathlib import Path

from engine.files.spec import ColumnSpec, FieldSpec, LayoutSpec

DATA = Path(__file__).parents[2] / "addons/med_ecom_connector/data"


def rows(name):
    with (DATA / f"{name}.csv").open(newline="", encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


FIELDS = {
    f"{row['object']}.{row['name']}": FieldSpec(
        f"{row['object']}.{row['name']}",
        row["type"],
        tuple(row["allowed"].split()),
        row["required"] == "True",
        tuple(row["aliases"].splitlines()),
    )
    for row in rows("ecom.dictionary.field")
}
ORDER_FIELDS = [field for code, field in FIELDS.items() if code.startswith("order")]


def layout(columns, **changes):
    """:param columns: dict of column name to field code, or to (code, options of ColumnSpec)"""
    specs = []
    for name, target in columns.items():
        code, options = target if isinstance(target, tuple) else (target, {})
        specs.append(ColumnSpec(FIELDS[code], "" if "constant" in options else name, **options))
    return LayoutSpec(tuple(specs), **changes)
