"""The stages of bin/test: which ones an argument asks for, running them, and the summary."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import PurePath

import lint
import live_tests
import odoo_tests
import paths
import pytest_run
import queue_job
from console import Failure, kept_back, say
from outcome import Outcome

Stage = tuple[str, Callable[[], Outcome]]

STAGES: dict[str, Stage] = {
    "lint": ("Lint", lint.run),
    "plain": ("Plain tests (no Odoo)", lambda: pytest_run.run("tests/unit", "plain")),
    "odoo": ("Odoo tests", lambda: odoo_tests.run(odoo_tests.tags_of_all(), "odoo")),
    "jobs": ("Jobs of OCA's queue_job", queue_job.run_tests),
    "tours": ("Browser tours", lambda: odoo_tests.run(odoo_tests.tags_of_tours(), "tours")),
    "live": ("Odoo tests with a real shop", lambda: live_tests.run(live_tests.tags_of_live())),
    "e2e": ("Real-shop tests", lambda: pytest_run.run("tests/e2e", "e2e")),
}
#: Run while Odoo's tests do, which keep little more than one core busy.
BESIDE = ("lint", "plain")


def choose(argument: str | None) -> list[Stage]:
    """The stages to run.

    :param argument: None for all; the name of a stage, a path under tests/ or addons/, or a tag of Odoo's
    :raise Failure: when a path does not exist
    """
    if not argument:
        return list(STAGES.values())
    if argument in STAGES:
        return [STAGES[argument]]
    parts = PurePath(argument).parts
    if parts[0] in ("tests", "addons") and not (paths.ROOT / argument.split("::")[0]).exists():
        raise Failure(f"there is no {argument}", "name a path from the checkout's root, such as tests/unit")
    if parts[0] == "tests":
        return [(f"pytest {argument}", lambda: pytest_run.run(argument, "part"))]
    if argument.startswith(live_tests.TAG):
        return [(f"Odoo tests {argument} with a real shop", lambda: live_tests.run(argument))]
    tags = tags_of_path(argument) if parts[0] == "addons" else argument
    return [(f"Odoo tests {tags}", lambda: odoo_tests.run(tags, "part"))]


def tags_of_path(argument: str) -> str:
    """Odoo's --test-tags for a path under addons/: a test file, else the whole module it lies in."""
    parts = PurePath(argument).parts
    if re.fullmatch(r"test_\w+\.py", parts[-1]):
        return f"/{argument}"
    if len(parts) == 1:
        return ",".join(f"/{module}" for module in paths.our_modules())
    return f"/{parts[1]}"


def run(stages: list[Stage]) -> Outcome:
    """Run the stages, whatever the others came to: one after the other, but those :data:`BESIDE` Odoo's."""
    started = time.monotonic()
    total = Outcome()
    beside = [STAGES[name] for name in BESIDE if {STAGES[name], STAGES["odoo"]} <= set(stages)]
    for stage in stages:
        if stage == STAGES["odoo"]:
            total += run_together(stage, beside)
        elif stage not in beside:
            total += run_one(stage)
    total.seconds = time.monotonic() - started
    return total


def run_one(stage: Stage) -> Outcome:
    title, function = stage
    say(f"\n{title}")
    started = time.monotonic()
    try:
        result = function()
    except Failure as failure:
        result = Outcome()
        result.add_problem(f"{failure.reason}\nWhat to do: {failure.remedy}")
    if not result.passed and not result.failed:
        result.add_problem("this stage ran no test: that counts as a failure")
    result.seconds = time.monotonic() - started
    report(result)
    return result


def run_together(stage: Stage, beside: list[Stage]) -> Outcome:
    """Run a stage, and meanwhile the others one after the other; what these say comes when it is done."""
    others: Future = Future()

    def run_others():
        try:
            others.set_result([run_kept_back(other) for other in beside])
        except BaseException as error:
            others.set_exception(error)

    # A daemon: Ctrl-C ends us without waiting for it
    threading.Thread(target=run_others, daemon=True).start()
    total = run_one(stage)
    for result, said in others.result():
        total += result
        say("\n".join(said))
    return total


def run_kept_back(stage: Stage) -> tuple[Outcome, list[str]]:
    with kept_back() as said:
        return run_one(stage), said


def report(result: Outcome) -> None:
    for problem in result.problems:
        say("\n".join("  | " + line for line in problem.splitlines()))
    for reason in result.skip_reasons:
        say(f"  skipped: {reason}")
    say(f"  {result.counts()} in {result.seconds:.0f} s")


def summary(stages: list[Stage], total: Outcome) -> None:
    """The closing lines; the very last one is what CI reads."""
    verdict = "failed" if total.failed else "passed"
    say(f"\n{len(stages)} stage(s) in {total.seconds:.0f} s: {verdict}. Logs are in var/log.")
    say(total.counts())
