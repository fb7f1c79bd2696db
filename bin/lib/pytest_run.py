"""Run pytest on a part of the tests that need no Odoo in their process."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from pathlib import Path

import paths
from commands import stream
from outcome import Outcome

NO_TESTS_COLLECTED = 5  # pytest's exit code


def run(target: str, name: str) -> Outcome:
    """Run pytest.

    :param target: a folder, file or node id, relative to the checkout
    :param name: names the log and the report under var/log
    """
    report = paths.LOGS / f"{name}.xml"
    report.unlink(missing_ok=True)
    command = [
        str(paths.VENV_PYTHON),
        "-m",
        "pytest",
        "-v",
        "--no-header",
        "--tb=short",
        "-rs",
        f"--junitxml={report}",
        target,
    ]
    log, unbuffered = paths.LOGS / f"{name}.log", {"PYTHONUNBUFFERED": "1"}
    code, output = stream(command, log, env=unbuffered, cwd=paths.ROOT, fresh=True)
    result = read_report(report) if report.exists() else Outcome()
    if code not in (0, NO_TESTS_COLLECTED) and not result.failed:
        result.add_problem(f"pytest ended with exit code {code}:\n{output}")
    return result


def read_report(path: Path) -> Outcome:
    """Read pytest's JUnit report."""
    result = Outcome()
    for case in ElementTree.parse(path).iter("testcase"):
        name = f"{case.get('classname')}.{case.get('name')}"
        broken = case.find("failure") if case.find("failure") is not None else case.find("error")
        skipped = case.find("skipped")
        if broken is not None:
            result.add_problem(f"{name}\n{broken.text or broken.get('message')}")
        elif skipped is not None:
            result.skipped += 1
            result.skip_reasons.append(f"{name}: {skipped.get('message')}")
        else:
            result.passed += 1
    return result
