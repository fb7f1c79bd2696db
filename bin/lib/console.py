"""What a person sees: steps in plain words, progress, and failures with a remedy."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager

import diagnosis


class Failure(Exception):
    """Something a person can mend: why it stopped, and what to do about it."""

    def __init__(self, reason: str, remedy: str):
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy


def say(text: str) -> None:
    print(text, flush=True)


@contextmanager
def step(title: str):
    """Announce a step, and say how long it took when it is done."""
    say(f"  {title} ...")
    started = time.monotonic()
    yield
    say(f"    done in {time.monotonic() - started:.0f} s")


class Heartbeat:
    """Shows that a long command is alive: a moving line on a terminal, else a line every 30 seconds."""

    def __init__(self, every: float = 30.0):
        self.terminal = sys.stdout.isatty()
        self.every = 1.0 if self.terminal else every
        self.started = self.shown = time.monotonic()

    def beat(self, detail: str = "") -> None:
        now = time.monotonic()
        if now - self.shown < self.every:
            return
        self.shown = now
        text = f"    {now - self.started:4.0f} s  {detail.strip()[:90]}"
        print(f"\r\033[K{text}" if self.terminal else text, end="" if self.terminal else "\n", flush=True)

    def clear(self) -> None:
        if self.terminal:
            print("\r\033[K", end="", flush=True)


def run_main(main) -> int:
    """Run ``main`` and turn a Failure or Ctrl-C into words and an exit code.

    :return: what ``main`` returns (None counts as 0), 1 after a Failure, 130 after Ctrl-C
    """
    try:
        return main() or 0
    except Failure as failure:
        return stop(failure.reason, failure.remedy)
    except OSError as error:
        cause = diagnosis.explain(str(error))
        if not cause:
            raise
        return stop(f"{cause[0]} ({error})", cause[1])
    except KeyboardInterrupt:
        print("\nStopped by Ctrl-C.", file=sys.stderr, flush=True)
        return 130


def stop(reason: str, remedy: str) -> int:
    print(f"\nStopped: {reason}\nWhat to do: {remedy}", file=sys.stderr, flush=True)
    return 1
