"""What a file looks like and what its columns mean; and what can be wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

TYPES = ("text", "integer", "decimal", "money", "date", "datetime", "boolean", "code")
NUMBERS = ("integer", "decimal", "money")
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "gbk", "latin-1", "cp1252", "utf-16")


class FileError(Exception):
    """The file as a whole can't be read.

    :param code: a key of the table of file problems, put into words by whoever shows it
    :param params: values for these words
    """

    def __init__(self, code, **params):
        super().__init__(f"{code} {params}" if params else code)
        self.code = code
        self.params = params


class ValueProblem(Exception):
    """One value can't be read; ``code`` and ``params`` as for :class:`FileError`."""

    def __init__(self, code, **params):
        super().__init__(f"{code} {params}" if params else code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class FieldSpec:
    """An entry of the data dictionary. ``code`` is ``object.name``, e.g. ``order_line.sku``."""

    code: str
    type: str
    allowed: tuple[str, ...] = ()
    required: bool = False
    #: other names by which the guessing knows it, in any language
    aliases: tuple[str, ...] = ()

    @property
    def object(self):
        """What it belongs to, e.g. ``order_line``."""
        return self.code.partition(".")[0]

    @property
    def name(self):
        """Its name there, e.g. ``sku``."""
        return self.code.partition(".")[2]


@dataclass(frozen=True)
class ColumnSpec:
    """A column of a layout. One without a ``name`` is not in the file and carries its ``constant``."""

    field: FieldSpec
    name: str = ""
    date_format: str = ""
    value_map: Mapping[str, str] = field(default_factory=dict)
    default: str = ""
    constant: str = ""
    required: bool = False


@dataclass(frozen=True)
class LayoutSpec:
    """How to read or write a file. ``header_row`` counts from 1; 0 means that columns go by position."""

    columns: tuple[ColumnSpec, ...]
    format: str = "csv"
    encoding: str = "utf-8-sig"
    delimiter: str = ","
    quote: str = '"'
    header_row: int = 1
    decimal_mark: str = "."
    thousands_mark: str = ""
    timezone: str = "UTC"
    sheet: str = ""


@dataclass(frozen=True)
class CellError:
    """``column`` is the index in the row, None for the row as a whole."""

    column: int | None
    code: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass
class ReadRow:
    """A row as it stands in the file and as it was understood; ``number`` is the one a spreadsheet shows."""

    number: int
    raw: list
    values: dict
    errors: list[CellError]
    #: position in the file of each field that has a column there
    positions: Mapping[str, int] = field(default_factory=dict)
