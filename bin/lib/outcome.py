"""What a stage of the tests came to."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Outcome:
    """Counts of one stage, and what to show a person when something failed.

    ``failed`` counts tests that failed or broke, and problems outside of any test.
    """

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    skip_reasons: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def add_problem(self, text: str) -> None:
        self.failed += 1
        self.problems.append(text)

    def __add__(self, other: Outcome) -> Outcome:
        return Outcome(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
            self.skip_reasons + other.skip_reasons,
            self.problems + other.problems,
            self.seconds + other.seconds,
        )

    def counts(self) -> str:
        """The counts as CI reads them: "12 passed, 0 failed", and skipped ones if any."""
        text = f"{self.passed} passed, {self.failed} failed"
        return f"{text}, {self.skipped} skipped" if self.skipped else text
