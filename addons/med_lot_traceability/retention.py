"""How long the record of a lot must be kept. Plain Python, no Odoo import."""

from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta


@dataclass(frozen=True)
class RetentionRule:
    """Of one jurisdiction, or of the product itself."""

    source: str  # who demands it, for messages
    months_after_expiry: int = 0
    years_without_expiry: int = 0
    years_after_movement: int = 0
    implants_for_ever: bool = False
    implant_years: int = 0
    for_ever: bool = False


@dataclass(frozen=True)
class Retention:
    """The answer: for ever, or until a day (included), and who demands it."""

    source: str
    until: date | None = None
    for_ever: bool = False

    def holds_on(self, today):
        return self.for_ever or bool(self.until and self.until >= today)


# Where no jurisdiction is known, the strictest that we hold (NMPA Decree 54 art. 32) counts.
STRICTEST = RetentionRule("default", months_after_expiry=24, years_without_expiry=5, implants_for_ever=True)


def get_retention(rules, expiry, last_movement, is_implant):
    """The longest that any rule demands.

    :param rules: list of :class:`RetentionRule`; empty: :data:`STRICTEST`
    :param date expiry: of the lot, or None when it does not expire
    :param date last_movement: of the lot; of a lot that never moved the day on which it was entered
    :return: :class:`Retention`
    """
    rules = list(rules) or [STRICTEST]
    for rule in rules:
        if rule.for_ever or (is_implant and rule.implants_for_ever):
            return Retention(rule.source, for_ever=True)
    dated = [(_get_end(rule, expiry, last_movement, is_implant), rule.source) for rule in rules]
    until, source = max(dated)
    return Retention(source, until=until)


def _get_end(rule, expiry, last_movement, is_implant):
    if expiry:
        ends = [expiry + relativedelta(months=rule.months_after_expiry)]
    else:
        ends = [last_movement + relativedelta(years=rule.years_without_expiry)]
    if rule.years_after_movement:
        ends.append(last_movement + relativedelta(years=rule.years_after_movement))
    if is_implant and rule.implant_years:
        ends.append(last_movement + relativedelta(years=rule.implant_years))
    return max(ends)
