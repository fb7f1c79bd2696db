"""'A100 to A110', 'A100-A110', '20240101至20240131': all numbers from one to another."""

import re
from dataclasses import dataclass

from .normalise import normalise

_NUMBER = r"[A-Za-z0-9](?:[A-Za-z0-9/_.\-]*[A-Za-z0-9])?"
_BETWEEN = r"(?:\s+(?:to|through|thru|till|until|-)\s+|\s*(?:至|到|~|～|–|—|\.{2,3}|…)\s*)"
_SPELLED = re.compile(rf"(?<![A-Za-z0-9])(?P<first>{_NUMBER}){_BETWEEN}(?P<last>{_NUMBER})(?![A-Za-z0-9])")
_WORD = re.compile(rf"(?<![A-Za-z0-9]){_NUMBER}(?![A-Za-z0-9])")
_SHAPE = re.compile(r"(.*?)(\d+)(\D*)", re.DOTALL)


@dataclass(frozen=True)
class Range:
    """:param first: as written; so is ``last``
    :param prefix: normalised, and so is ``suffix``; ``low`` and ``high``: the figures between them
    :param width: of the figures, None when they aren't padded to one width
    """

    text: str
    first: str
    prefix: str
    suffix: str
    low: int
    high: int
    width: int | None

    def has(self, normalised):
        """Whether a normalised number lies in it."""
        if not (normalised.startswith(self.prefix) and normalised.endswith(self.suffix)):
            return False
        digits = normalised[len(self.prefix) : len(normalised) - len(self.suffix)]
        if not (digits.isascii() and digits.isdigit()) or self.width and len(digits) != self.width:
            return False
        return self.low <= int(digits) <= self.high


def find_ranges(line):
    """:return: list of `Range`"""
    found = [make_range(match["first"], match["last"], match.group()) for match in _SPELLED.finditer(line)]
    for word in _WORD.findall(line):
        found += _split_at_dashes(word)
    return [made for made in found if made]


def make_range(first, last, text):
    """The range between two numbers, None when they don't count alike ('A100' to 'B7')."""
    low, high = (_SHAPE.fullmatch(normalise(number)) for number in (first, last))
    if not low or not high or low[3] != high[3] or high[1] not in ("", low[1]):
        return None
    same_width = len(low[2]) == len(high[2])
    if high[1] != low[1] and not same_width or len(high[2]) > 18:  # 'A1098 to 99' isn't clear
        return None
    if not same_width and low[2].startswith("0") or int(low[2]) >= int(high[2]):
        return None
    return Range(text, first, low[1], low[3], int(low[2]), int(high[2]), len(low[2]) if same_width else None)


def _split_at_dashes(word):
    """'A100-A110' is a range, 'A-100' a number: both halves must count alike, in as many figures."""
    for place, sign in enumerate(word):
        if sign == "-":
            made = make_range(word[:place], word[place + 1 :], word)
            if made and made.width:
                yield made
