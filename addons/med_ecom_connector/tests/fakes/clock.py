"""Time for fake shops: real time, but never the same instant twice."""

from datetime import UTC, datetime, timedelta


class Clock:
    """Gives growing instants, ``step`` apart at least, cut to whole steps as shops store them."""

    def __init__(self, step):
        self._step = step
        self._last = datetime.now(UTC) - timedelta(days=1)

    def __call__(self):
        epoch = datetime(2000, 1, 1, tzinfo=UTC)
        now = epoch + (datetime.now(UTC) - epoch) // self._step * self._step
        self._last = max(now, self._last + self._step)
        return self._last
