"""From rows of cells to values under the names of the data dictionary."""

import unicodedata

from .reading import read_table
from .spec import CellError, FileError, ReadRow, ValueProblem
from .values import plain_text, read_value


def column_key(name):
    """A column's name as it is compared: no case, no blanks, full-width letters as plain ones."""
    folded = unicodedata.normalize("NFKC", plain_text(name)).casefold()
    return "".join(folded.split()).strip("*:_")


def split_header(table, layout):
    """Part the header from the data.

    :param table: as :func:`~.reading.read_table` gives it
    :param layout: :class:`~.spec.LayoutSpec`
    :return: tuple (names of the columns, data rows); columns without names are called by their position
    :raises FileError: when the table ends before the header
    """
    if not layout.header_row:
        width = max(len(cells) for _number, cells in table)
        return [str(index + 1) for index in range(width)], table
    rows = [(number, cells) for number, cells in table if number >= layout.header_row]
    if not rows:
        raise FileError("no_header", row=layout.header_row)
    return [plain_text(cell) for cell in rows[0][1]], rows[1:]


def places(header, layout):
    """Where each column of the layout stands in the file.

    :return: dict of position in the layout to position in the file
    :raises FileError: when columns that must be there are not
    """
    by_key = {}
    for index, name in enumerate(header):
        by_key.setdefault(column_key(name), index)
    found, missing = {}, []
    for position, column in enumerate(layout.columns):
        if not column.name:
            continue
        index = by_key.get(column_key(column.name))
        if index is not None:
            found[position] = index
        elif is_required(column) and not column.default:
            missing.append(column.name)
    if missing:
        raise FileError("no_column", columns=", ".join(missing), found=", ".join(filter(None, header))[:300])
    return found


def is_required(column):
    """Whether a row must have a value there, by the layout or by the dictionary."""
    return column.required or column.field.required


def read_rows(content, layout, mended=None):
    """Read a file with a layout.

    :param bytes content: the file
    :param layout: :class:`~.spec.LayoutSpec`
    :param mended: dict of (row number, position in the file) to the text that stands for that cell
    :return: tuple (names of the columns, list of :class:`~.spec.ReadRow`)
    :raises FileError:
    """
    header, data = split_header(read_table(content, layout), layout)
    found = places(header, layout)
    mended = mended or {}
    positions = {layout.columns[position].field.code: index for position, index in found.items()}
    rows = []
    for number, cells in data:
        cells = [*cells, *[None] * (len(header) - len(cells))]
        for index in range(len(header)):
            cells[index] = mended.get((number, index), cells[index])
        rows.append(_read_row(number, cells, layout, found, positions))
    return header, rows


def _read_row(number, cells, layout, found, positions):
    row = ReadRow(number, cells, {}, [], positions)
    for position, column in enumerate(layout.columns):
        index = found.get(position)
        raw = column.constant if index is None else cells[index]
        if is_of_order(column.field) and plain_text(raw) == "":
            # left to the order as a whole, as is what stands for an empty cell
            continue
        try:
            value = read_value(raw, column, layout)
        except ValueProblem as problem:
            row.errors.append(CellError(index, problem.code, problem.params))
            continue
        if value is not None:
            row.values[column.field.code] = value
        elif is_required(column):
            row.errors.append(CellError(index, "required", {"column": column.name or column.field.code}))
    return row


def is_of_order(field):
    """Whether the first row of an order speaks for its other rows, which then may leave the cell empty."""
    return field.object == "order" and field.name != "number"
