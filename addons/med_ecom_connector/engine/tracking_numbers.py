"""Tracking numbers: how they are written, compared, and given to the parcels of a delivery."""

import re

_BETWEEN = re.compile(r"[,;\s]+")
_NOT_IN_KEYS = re.compile(r"[\W_]+")


def split_numbers(text):
    """The numbers in a field that people and carriers fill with several, each once, in their order."""
    return list(dict.fromkeys(part for part in _BETWEEN.split(text or "") if part))


def join_numbers(numbers):
    """One text of several numbers, each once, in their order; :func:`split_numbers` takes it apart again."""
    return ",".join(dict.fromkeys(number for number in numbers if number))


def tracking_key(number):
    """By which two writings of one number are the same: no blanks, no dashes, no case."""
    return _NOT_IN_KEYS.sub("", number or "").upper()


def spread_numbers(numbers, held):
    """Give the numbers of a delivery to its parcels.

    One number for several parcels is the number of the whole consignment. A parcel keeps the
    number it has as long as it is still one of them.

    :param numbers: of the delivery, each once
    :param held: the number of each parcel, "" for none
    :return: the number of each parcel, and those that no parcel is left for
    """
    if len(numbers) == 1 and held:
        return numbers * len(held), []
    kept = [number if number in numbers else "" for number in held]
    free = [number for number in numbers if number not in kept]
    spread = [number or (free.pop(0) if free else "") for number in kept]
    return spread, free
