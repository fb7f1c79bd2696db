"""Checks that read the code instead of running it; each one counts as a test."""

from __future__ import annotations

import databases
import odoo_command
import odoo_log
import odoo_tests
import paths
from commands import stream
from outcome import Outcome

SCRIPTS = ["setup", "odoo", "test", "bench", "demo"]
FORMAT_CHECK = ["format", "--check", "--output-format=concise"]
PYLINT_OPTIONS = [
    "--disable=all",
    "--enable=odoolint",
    # Not for us: a generated README.rst beside readme/; one class per model, where we give each idea a file;
    # a return from methods that compute fields, which return nothing.
    "--disable=missing-readme,consider-merging-classes-inherited,missing-return",
]
# Left out of Odoo's lint module: the tests of its own checkers, what reads all of Odoo with pylint
# (pylint-odoo has the same checks), what needs eslint, and what is about localisation modules.
NOT_FOR_US = [
    "TestPyLint",
    "TestESLint",
    "TestPylintChecks",
    "TestGetTextLint",
    "TestSqlLint",
    "TestI18nChecks",
    "L10nLinter",
]


def run() -> Outcome:
    result = Outcome()
    for what, command, env in commands():
        log = paths.LOGS / f"lint-{what.split()[0]}.log"
        code, output = stream(command, log, env=env, cwd=paths.ROOT, fresh=True)
        if code:
            result.add_problem(f"{what}:\n{output}")
        else:
            result.passed += 1
    return result + installation() + core_lint()


def commands() -> list[tuple[str, list[str], dict[str, str]]]:
    """(what, command line, environment) of the checks that are a program."""
    programs = paths.VENV / "bin"
    scripts = [f"bin/{name}" for name in SCRIPTS if (paths.ROOT / "bin" / name).exists()]
    modules = [f"addons/{module}" for module in paths.our_modules()]
    ruff = [str(programs / "ruff")]
    upgrade = odoo_command.command("upgrade_code", "--from", "17.5", "--dry-run", "--glob", "med_*/**/*")
    return [
        ("ruff check", [*ruff, "check", "--output-format=concise", ".", *scripts], {}),
        ("ruff-format (mend with: var/venv/bin/ruff format)", [*ruff, *FORMAT_CHECK, ".", *scripts], {}),
        ("pylint-odoo", [str(programs / "pylint"), *PYLINT_OPTIONS, *modules], {}),
        ("upgrade_code (lists code of older Odoo versions)", upgrade, odoo_command.environment()),
    ]


def installation() -> Outcome:
    """Odoo must not complain while it installs our modules: missing access rules, ignored attributes..."""
    name = databases.template(paths.modules_to_install())
    log = databases.template_log(name)
    result = Outcome()
    for complaint in odoo_log.complaints(log.read_text(errors="replace"), paths.our_modules(), paths.ADDONS):
        result.add_problem(f"Odoo complained while installing our modules: {complaint}")
    if not result.failed:
        result.passed += 1
    return result


def core_lint() -> Outcome:
    """Odoo's module test_lint, looking at our modules only."""
    program = [str(paths.VENV_PYTHON), str(paths.ROOT / "bin" / "lib" / "core_lint.py")]
    tags = ",".join(["/test_lint", *(f"-/test_lint:{name}" for name in NOT_FOR_US)])
    return odoo_tests.run(tags, "lint-core", program=program, install="test_lint")
