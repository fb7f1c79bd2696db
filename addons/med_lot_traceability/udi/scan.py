"""The result of reading one UDI carrier."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

# Readings that are possible but not certain: a person must choose or scan again.
QUESTIONS = frozenset(
    {"missing_fnc1", "atypical_lot_length", "gtin_or_truncated", "quantity_or_lot", "unknown_segment"}
)
PRODUCTION_IDENTIFIERS = ("lot", "serial", "mfg_date", "exp_date")


@dataclass
class UdiScan:
    """What a carrier says.

    agency: "GS1", "HIBCC", "ICCBBA", "MA", "AHM"; None when no agency's format was recognised.
    di: device identifier; lot, serial: as printed, letters' case kept; mfg_date, exp_date: dates.
    fields: all else the carrier holds, by name (quantity, sterile_lot, din, best_before, internal_99...).
    warnings: codes of what is odd but does not stop the scan.
    errors: codes of what stops it; those in `QUESTIONS` ask for a person's choice.
    readings: for a questioned scan, the possible readings of the questioned part, each a dict of field names.

    What was questioned is set in no field: only `readings` has it.
    """

    raw: str
    agency: str | None = None
    di: str | None = None
    lot: str | None = None
    serial: str | None = None
    mfg_date: date | None = None
    exp_date: date | None = None
    fields: dict[str, str | int | date] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    readings: list[dict[str, str | int | date]] = field(default_factory=list)

    @property
    def status(self) -> str:
        """ "valid", "valid_warn", "ambiguous" (ask, store nothing that was questioned) or "invalid"."""
        if set(self.errors) - QUESTIONS:
            return "invalid"
        if self.errors:
            return "ambiguous"
        return "valid_warn" if self.warnings else "valid"

    def get(self, name: str):
        """Value of a field, whether it is an attribute or one of `fields`; None when absent."""
        if name == "di" or name in PRODUCTION_IDENTIFIERS:
            return getattr(self, name)
        return self.fields.get(name)

    def put(self, name: str, value) -> None:
        """Set a field; two different values for one field are an error."""
        known = self.get(name)
        if known is not None and known != value:
            self.error("repeated_field")
        elif name == "di" or name in PRODUCTION_IDENTIFIERS:
            setattr(self, name, value)
        else:
            self.fields[name] = value

    def error(self, code: str) -> None:
        if code not in self.errors:
            self.errors.append(code)

    def warn(self, code: str) -> None:
        if code not in self.warnings:
            self.warnings.append(code)

    def question(self, code: str, readings: list[dict]) -> None:
        self.error(code)
        self.readings += readings
