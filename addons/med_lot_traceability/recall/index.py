"""The lots we know, ready to be looked up."""

from bisect import bisect_left
from functools import cached_property
from typing import NamedTuple

from .normalise import blur, get_neighbours, normalise

#: Shorter numbers resemble too many others.
SHORTEST = 4
#: A number with more signs before or behind than this is another number.
MOST_ADDED = 4
#: Signs that are tried in place of each other
MOST_SIGNS = 64


class KnownLot(NamedTuple):
    """:param batch: number of the maker's lot that a serial number belongs to, or None"""

    id: int
    name: str
    product_id: int
    batch: str | None = None


class Index:
    """
    :param lots: iterable of `KnownLot`
    :param identifiers: dict of device identifier to product id
    """

    def __init__(self, lots, identifiers=None):
        self.lots = list(lots)
        self.products = {_key_of_di(di): product_id for di, product_id in (identifiers or {}).items()}
        self.by_number = _group(self.lots, lambda lot: lot.name)
        self.by_batch = _group((lot for lot in self.lots if lot.batch), lambda lot: lot.batch)

    def find_product(self, text):
        """:return: product id of a device identifier, None when it is none of ours"""
        return self.products.get(_key_of_di(text))

    def find_range(self, wanted):
        numbers = self._numbers
        place = bisect_left(numbers, wanted.prefix)
        while place < len(numbers) and numbers[place].startswith(wanted.prefix):
            if wanted.has(numbers[place]):
                yield from self.by_number[numbers[place]]
            place += 1

    def find_similar(self, number):
        """Lots that ``number`` (normalised) resembles: pairs (lot, reason), the likeliest reason first."""
        if len(number) < SHORTEST:
            return
        for reason, numbers in (
            ("look_alike", self._by_blurred.get(blur(number), ())),
            ("one_character", self._get_one_off(number)),
            ("beginning_or_end", self._get_extended(number)),
        ):
            for other in numbers:
                if other != number:
                    yield from ((lot, reason) for lot in self.by_number[other])

    def _get_one_off(self, number):
        return {other for other in get_neighbours(number, self._alphabet) if other in self.by_number}

    def _get_extended(self, number):
        """Known numbers with a little more, or a little less, at either end."""
        found = set()
        for size in range(max(SHORTEST, len(number) - MOST_ADDED), len(number)):
            found |= {part for part in (number[:size], number[-size:]) if part in self.by_number}
        found |= set(_get_starting_with(self._numbers, number))
        return found | {other[::-1] for other in _get_starting_with(self._reversed_numbers, number[::-1])}

    @cached_property
    def _numbers(self):
        return sorted(self.by_number)

    @cached_property
    def _reversed_numbers(self):
        return sorted(number[::-1] for number in self.by_number)

    @cached_property
    def _by_blurred(self):
        found = {}
        for number in self.by_number:
            found.setdefault(blur(number), []).append(number)
        return found

    @cached_property
    def _alphabet(self):
        return sorted(set().union(*self.by_number))[:MOST_SIGNS]


def _group(lots, get_text):
    groups = {}
    for lot in lots:
        if number := normalise(get_text(lot)):
            groups.setdefault(number, []).append(lot)
    return groups


def _get_starting_with(numbers, start):
    place = bisect_left(numbers, start)
    while place < len(numbers) and numbers[place].startswith(start):
        if len(numbers[place]) <= len(start) + MOST_ADDED:
            yield numbers[place]
        place += 1


def _key_of_di(text):
    """GTINs are told with and without leading zeros."""
    number = normalise(text)
    return number.lstrip("0") if number.isdigit() and 8 <= len(number) <= 14 else number
