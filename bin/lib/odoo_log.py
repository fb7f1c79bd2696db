"""Read Odoo's log: how many tests ran, which failed, and what was complained about in our own code.

The exit code alone says too little: Odoo exits with 0 when no test matched the tags.
"""

from __future__ import annotations

import re
from pathlib import Path

from outcome import Outcome

RECORD = re.compile(
    r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ \d+ (?P<level>[A-Z]+) (?P<db>\S+) (?P<logger>\S+): (?P<text>.*)"
)
RESULT = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests when loading")
SUMMARY = re.compile(r"\d failures, \d+ errors of|At least one test failed|tests when loading")
LONGEST_BLOCK = 40  # lines shown of one failure


def records(log: str) -> list[tuple[str, str, str]]:
    """Split a log into (level, logger, text); a record takes along the lines that follow it."""
    found: list[list[str]] = []
    for line in log.splitlines():
        start = RECORD.match(line)
        if start:
            found.append([start["level"], start["logger"], start["text"]])
        elif found:
            found[-1][2] += "\n" + line
    return [tuple(record) for record in found]


def outcome(log: str, exit_code: int, ours: Path) -> Outcome:
    """Count the tests of a run.

    :param log: the whole log
    :param exit_code: of the odoo command
    :param ours: folder of our add-ons; Python warnings from there count as problems
    """
    result, ran = Outcome(), 0
    for level, logger, text in records(log):
        counts = RESULT.search(text)
        if counts and logger == "odoo.tests.result":
            result.failed += int(counts[1]) + int(counts[2])
            ran += int(counts[3])
        elif text.startswith("skipped ") and level == "INFO":
            result.skipped += 1
            result.skip_reasons.append(text.removeprefix("skipped "))
        elif level in ("ERROR", "CRITICAL") and not SUMMARY.search(text):
            result.problems.append(shorten(text))
    result.passed = max(0, ran - result.failed - result.skipped)
    for warning in warnings_from(log, ours):
        result.add_problem(f"Python warning from our code: {warning}")
    if exit_code and not result.failed:
        result.add_problem(f"Odoo ended with exit code {exit_code}:\n" + "\n".join(log.splitlines()[-15:]))
    return result


def warnings_from(log: str, ours: Path) -> list[str]:
    """Python warnings (deprecations above all) that our files caused."""
    return [
        shorten(text)
        for _level, logger, text in records(log)
        if logger == "py.warnings" and text.startswith(f"{ours}/")
    ]


def complaints(log: str, modules: list[str], ours: Path) -> list[str]:
    """Warnings and errors, of an installation, that concern our modules."""
    words = re.compile("|".join([re.escape(str(ours)), *modules, r"\b(?:med|ecom)\.[a-z]"]))
    return [
        shorten(text)
        for level, _logger, text in records(log)
        if level in ("WARNING", "ERROR", "CRITICAL") and words.search(text)
    ]


def shorten(text: str) -> str:
    lines = text.splitlines()
    if len(lines) <= LONGEST_BLOCK:
        return text
    return "\n".join([*lines[: LONGEST_BLOCK // 2], "    ...", *lines[-LONGEST_BLOCK // 2 :]])
