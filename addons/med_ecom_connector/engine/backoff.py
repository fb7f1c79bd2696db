"""When to try a failed exchange again."""

#: seconds
FIRST_DELAY = 15
LONGEST_DELAY = 4 * 3600
#: Tries before a person is asked. With the delays below this is a little over four days,
#: so that a week-end's outage of a shop still heals by itself.
MAX_ATTEMPTS = 35

#: A shop that fails is asked again after this long at most, so that its return is noticed soon;
#: what waited for it then goes on at once, however long its own wait.
LONGEST_PAUSE = 600


def pause_after(failures, retry_after=None):
    """Seconds to leave a failing shop alone.

    :param int failures: in a row, at least 1
    :param retry_after: as for :func:`delay_before`
    """
    return max(min(delay_before(failures), LONGEST_PAUSE), delay_before(1, retry_after))


def delay_before(attempt, retry_after=None):
    """Seconds to wait before the next try.

    :param int attempt: how many tries have failed so far, at least 1
    :param retry_after: seconds the shop asked for; honoured when longer than ours,
        but at most a day, lest a broken clock park an exchange for ever
    :return: seconds, doubling from 15 up to 4 hours
    """
    delay = min(FIRST_DELAY * 2 ** min(max(attempt, 1) - 1, 30), LONGEST_DELAY)
    if retry_after:
        delay = max(delay, min(float(retry_after), 86400))
    return delay
