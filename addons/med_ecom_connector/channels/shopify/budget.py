"""What is left of a shop's budget for queries."""

import math
import time

from ..errors import ThrottledError
from ..sentences import _lt

#: seconds we wait by ourselves for the budget to fill up; a longer wait is left to the engine
PATIENCE = 10.0


class Budget:
    """A bucket of points that fills up at ``restoreRate`` a second.

    A query is refused as a whole when its requested cost is not in the bucket; so what it cost the
    last time is waited for beforehand.
    """

    def __init__(self, sleep=time.sleep, clock=time.monotonic):
        self._sleep, self._clock = sleep, clock
        self._state = None
        self._costs = {}

    def learn(self, document, body):
        """Note what an answer says of the bucket, and what the document cost."""
        cost = (body.get("extensions") or {}).get("cost")
        status = cost.get("throttleStatus") if isinstance(cost, dict) else None
        if not isinstance(status, dict):
            return
        try:
            available, rate = float(status["currentlyAvailable"]), float(status["restoreRate"])
            self._costs[document] = float(cost.get("requestedQueryCost") or 0)
        except (KeyError, TypeError, ValueError):
            return
        self._state = (available, max(rate, 1.0), self._clock())

    def wait_for(self, document, at_least=0.0):
        """Wait until the document can be paid.

        :param at_least: seconds to wait in any case
        :raises ThrottledError: when that takes longer than we wait by ourselves
        """
        seconds = max(self._seconds_short(self._costs.get(document, 0)), at_least)
        if seconds > PATIENCE:
            raise ThrottledError(_lt("The shop's query budget is used up."), retry_after=math.ceil(seconds))
        if seconds > 0:
            self._sleep(seconds)

    def _seconds_short(self, points):
        """How long until that many points are in the bucket; 0 where nothing is known of it."""
        if self._state is None:
            return 0.0
        available, rate, at = self._state
        return max(0.0, (points - available) / rate - (self._clock() - at))
