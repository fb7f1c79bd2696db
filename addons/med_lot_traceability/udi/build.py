"""Carriers from values: the inverse of `parse`."""

from __future__ import annotations

from . import ahm, gs1_build, hibc_build, iccbba, ma
from .errors import UdiError
from .parse import parse

BUILDERS = {
    "GS1": gs1_build.build,
    "HIBCC": hibc_build.build,
    "ICCBBA": iccbba.build,
    "MA": ma.build,
    "AHM": ahm.build,
}


def build(agency: str, *, form: str | None = None, **values) -> str:
    """Carrier of an agency that says what `values` say.

    agency: "GS1", "HIBCC", "ICCBBA", "MA" or "AHM". form: GS1 has "raw" (default), "hri" and "digital-link";
    HIBCC has "concatenated" (default) and "two-line"; the others have one form. values: fields named as in
    `UdiScan`, dates as `date`; those that are None are left out.

    The carrier is read again before it is returned. Raises UdiError when the agency's rules forbid the
    carrier, or when it would not read as it was meant.
    """
    if agency not in BUILDERS:
        raise UdiError(f"Unknown issuing agency {agency!r}.")
    values = {name: value for name, value in values.items() if value is not None}
    try:
        text = BUILDERS[agency](values, form)
    except UdiError:
        raise
    except (TypeError, ValueError, AttributeError) as problem:
        raise UdiError(f"These values make no carrier of {agency}: {problem}")
    _read_again(text, agency, values)
    return text


def _read_again(text: str, agency: str, values: dict) -> None:
    scan = parse(text, agency=agency)
    if scan.status == "invalid":
        raise UdiError(f"The carrier {text!r} would be wrong: {', '.join(scan.errors)}.")
    for name, value in values.items():
        # A lot that looks like two elements is questioned by `parse`; written on purpose it is right.
        if scan.get(name) != value and {name: value} not in scan.readings:
            raise UdiError(f"{name} would be read as {scan.get(name)!r}, not {value!r}.")
