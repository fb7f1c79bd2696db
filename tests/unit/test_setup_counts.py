"""bin/test: counting tests from logs and reports; nothing that ran no test may pass."""

import threading
from pathlib import Path

import pytest

import console
import odoo_log
import outcome
import pytest_run
import stages
from console import Failure

OURS = Path("/checkout/addons")


def line(level, logger, text, second=1):
    return f"2026-11-23 06:21:{second:02d},815 12501 {level} db1 {logger}: {text}\n"


PASSED = (
    line("INFO", "odoo.addons.med_x.tests.test_a", "Starting TestA.test_one ... ")
    + line("INFO", "odoo.addons.med_x.tests.test_a", "skipped TestA.test_two : needs a printer")
    + line("INFO", "odoo.service.server", "5 post-tests in 6.25s, 8 queries")
    + line("INFO", "odoo.tests.result", "0 failed, 0 error(s) of 5 tests when loading database 'db1'")
)
FAILED = (
    line("ERROR", "odoo.addons.med_x.tests.test_a", "FAIL: TestA.test_one")
    + 'Traceback (most recent call last):\n  File "x.py", line 1\nAssertionError: 1 != 2\n'
    + line("ERROR", "odoo.tests.result", "1 failed, 1 error(s) of 5 tests when loading database 'db1'")
)


def test_counts_of_a_good_run():
    result = odoo_log.outcome(PASSED, 0, OURS)
    assert (result.passed, result.failed, result.skipped) == (4, 0, 1)
    assert result.skip_reasons == ["TestA.test_two : needs a printer"]
    assert result.counts() == "4 passed, 0 failed, 1 skipped"


def test_failures_come_with_their_traceback():
    result = odoo_log.outcome(FAILED, 1, OURS)
    assert (result.passed, result.failed) == (3, 2)
    assert "AssertionError: 1 != 2" in result.problems[0]


def test_a_run_without_tests_has_nothing_passed():
    nothing = line("INFO", "odoo.tests.result", "0 failed, 0 error(s) of 0 tests when loading database 'db1'")
    assert odoo_log.outcome(nothing, 0, OURS).counts() == "0 passed, 0 failed"


def test_a_crash_is_a_failure_even_without_counts():
    result = odoo_log.outcome(line("INFO", "odoo", "starting") + "Killed\n", -9, OURS)
    assert result.failed == 1
    assert "exit code -9" in result.problems[0]


def test_warnings_from_our_code_fail_and_others_do_not():
    ours = line("WARNING", "py.warnings", "/checkout/addons/med_x/a.py:3: DeprecationWarning: old\n  x()")
    other = line("WARNING", "py.warnings", "/usr/lib/odoo/addons/sale/a.py:3: DeprecationWarning: old")
    assert odoo_log.outcome(PASSED + other, 0, OURS).failed == 0
    result = odoo_log.outcome(PASSED + ours, 0, OURS)
    assert result.failed == 1
    assert "med_x/a.py:3" in result.problems[0]


def test_complaints_while_installing_concern_only_our_modules():
    ours = line(
        "WARNING", "odoo.modules.loading", "The models ['med.thing'] have no access rules in module med_x"
    )
    other = line("WARNING", "odoo.modules.loading", "The models ['x.y'] have no access rules in module sale")
    assert len(odoo_log.complaints(ours + other, ["med_x"], OURS)) == 1


def test_long_failures_are_shortened():
    text = "\n".join(str(number) for number in range(500))
    shown = odoo_log.shorten(text).splitlines()
    assert len(shown) == odoo_log.LONGEST_BLOCK + 1
    assert (shown[0], shown[-1]) == ("0", "499")


def test_pytest_report(tmp_path):
    report = tmp_path / "report.xml"
    report.write_text(
        '<testsuites><testsuite><testcase classname="a" name="ok"/>'
        '<testcase classname="a" name="bad"><failure message="m">trace</failure></testcase>'
        '<testcase classname="a" name="broken"><error message="m">setup</error></testcase>'
        '<testcase classname="a" name="left"><skipped message="no shop"/></testcase></testsuite></testsuites>'
    )
    result = pytest_run.read_report(report)
    assert result.counts() == "1 passed, 2 failed, 1 skipped"
    assert result.skip_reasons == ["a.left: no shop"]
    assert result.problems[0] == "a.bad\ntrace"


def test_a_stage_without_tests_fails(capsys):
    total = stages.run([("Empty", outcome.Outcome), ("Skipping", lambda: outcome.Outcome(skipped=3))])
    assert total.counts() == "0 passed, 2 failed, 3 skipped"
    assert capsys.readouterr().out.count("ran no test") == 2


def test_a_stage_that_cannot_run_fails_and_the_next_one_still_runs():
    def broken():
        raise Failure("no database", "start it")

    total = stages.run([("Broken", broken), ("Good", lambda: outcome.Outcome(passed=2))])
    assert total.counts() == "2 passed, 1 failed"


def test_lint_and_plain_tests_run_beside_odoos_and_tell_afterwards(capsys, monkeypatch):
    lint_has_run, odoo_has_begun = threading.Event(), threading.Event()

    def odoo():
        odoo_has_begun.set()
        assert lint_has_run.wait(10)
        return outcome.Outcome(passed=5)

    def lint():
        assert odoo_has_begun.wait(10)
        with console.Heartbeat():
            console.say("  of lint")
        lint_has_run.set()
        raise Failure("no ruff", "fetch it")

    def plain():
        return outcome.Outcome(passed=3)

    every = {"lint": ("Lint", lint), "plain": ("Plain", plain), "odoo": ("Odoo", odoo), "e2e": ("End", plain)}
    monkeypatch.setattr(stages, "STAGES", every)
    total = stages.run(list(every.values()))
    assert total.counts() == "11 passed, 1 failed"
    words = [line.strip() for line in capsys.readouterr().out.splitlines() if line]
    places = [words.index(word) for word in ("Odoo", "Lint", "of lint", "Plain", "End")]
    assert places == sorted(places)
    assert "| no ruff" in words


def test_a_bug_beside_odoos_tests_does_not_pass_in_silence(monkeypatch):
    def lint():
        raise RuntimeError("a bug")

    every = {"lint": ("Lint", lint), "plain": ("Plain", lint), "odoo": ("Odoo", outcome.Outcome)}
    monkeypatch.setattr(stages, "STAGES", every)
    with pytest.raises(RuntimeError):
        stages.run(list(every.values()))


def test_the_last_line_is_the_plain_count(capsys):
    stages.summary([("Good", None)], outcome.Outcome(passed=2))
    assert capsys.readouterr().out.splitlines()[-1] == "2 passed, 0 failed"


@pytest.mark.parametrize(
    ("argument", "title"),
    [
        ("lint", "Lint"),
        ("tests/unit/test_setup_counts.py", "pytest tests/unit/test_setup_counts.py"),
        ("tests/unit/test_setup_counts.py::test_x", "pytest tests/unit/test_setup_counts.py::test_x"),
        ("addons/med_ecom_connector", "Odoo tests /med_ecom_connector"),
        ("addons/med_ecom_connector/models", "Odoo tests /med_ecom_connector"),
        ("/med_x:TestA.test_b", "Odoo tests /med_x:TestA.test_b"),
        ("med_live/med_x", "Odoo tests med_live/med_x with a real shop"),
    ],
)
def test_an_argument_chooses_one_part(argument, title):
    assert [chosen for chosen, _function in stages.choose(argument)] == [title]


def test_a_test_file_becomes_odoos_file_tag():
    assert stages.tags_of_path("addons/med_x/tests/test_y.py") == "/addons/med_x/tests/test_y.py"


def test_without_argument_all_stages_run():
    assert stages.choose(None) == list(stages.STAGES.values())


def test_a_path_that_is_not_there_is_refused():
    with pytest.raises(Failure, match="there is no tests/unit/absent.py"):
        stages.choose("tests/unit/absent.py")
