"""What a person sees: steps in plain words, progress, and failures with a remedy."""

from __future__ import annotations

import re
import sys
import threading
import time
from contextlib import contextmanager

import diagnosis

ODOO_LOG_PREFIX = re.compile(r"^\d{4}-\d\d-\d\d \S+ \d+ [A-Z]+ \S+ (odoo\.)?")


class Failure(Exception):
    """Something a person can mend: why it stopped, and what to do about it."""

    def __init__(self, reason: str, remedy: str):
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy


#: ``lines``, in a thread whose words are kept back
_kept = threading.local()


def say(text: str) -> None:
    """Print it at once, or keep it when this thread is within ``kept_back``."""
    if _is_kept_back():
        _kept.lines.append(text)
    else:
        print(text, flush=True)


@contextmanager
def kept_back():
    """What this thread says meanwhile goes into a list, to be said in one piece when the work is done."""
    _kept.lines = []
    try:
        yield _kept.lines
    finally:
        del _kept.lines


def _is_kept_back() -> bool:
    return hasattr(_kept, "lines")


@contextmanager
def step(title: str):
    """Announce a step, and say how long it took when it is done."""
    say(f"  {title} ...")
    started = time.monotonic()
    yield
    say(f"    done in {time.monotonic() - started:.0f} s")


class Heartbeat:
    """While it is open, shows that a long command is alive: a moving line on a terminal, else one every 30 s.

    Nothing is shown of what is kept back. Set ``detail`` to the command's latest words.
    """

    def __init__(self) -> None:
        self.terminal = sys.stdout.isatty()
        self.detail = ""
        self.started = time.monotonic()
        self.closed = threading.Event()
        self.thread = None if _is_kept_back() else threading.Thread(target=self._show, daemon=True)

    def __enter__(self) -> Heartbeat:
        if self.thread:
            self.thread.start()
        return self

    def __exit__(self, *error) -> None:
        self.closed.set()
        if not self.thread:
            return
        self.thread.join()
        if self.terminal:
            print("\r\033[K", end="", flush=True)

    def _show(self) -> None:
        while not self.closed.wait(1 if self.terminal else 30):
            detail = ODOO_LOG_PREFIX.sub("", self.detail).strip()[:90]
            text = f"    {time.monotonic() - self.started:4.0f} s  {detail}"
            print(f"\r\033[K{text}" if self.terminal else text, end="" if self.terminal else "\n", flush=True)


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
