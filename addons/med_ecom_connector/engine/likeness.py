"""Which product an article of a shop probably is: plain comparison of codes and names.

Nothing is decided here. Every suggestion carries a score of 0 to 100 and its reason, and a person accepts it.
"""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from .identity import plain

#: reason: score. Names score less than codes: two sizes of one device differ by a letter.
CODE_SCORES = {"barcode": 98, "sku": 95, "successor": 70}
NAME_SHARE = 0.8
LEAST_NAME = 72
SHOWN = 5
_NO_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Article:
    """What a shop says about an article."""

    sku: str = ""
    barcode: str = ""
    name: str = ""


@dataclass(frozen=True)
class Candidate:
    """A product of ours. ``codes`` are its bar codes and UDI-DIs."""

    id: int
    sku: str = ""
    codes: tuple[str, ...] = ()
    name: str = ""
    active: bool = True


@dataclass(frozen=True)
class Suggestion:
    """``detail`` is the code or name that agreed, as it stands on our side."""

    id: int
    score: int
    reason: str
    detail: str = ""


def sku_key(text):
    """A SKU without what people type differently: case, width, blanks, dashes, dots."""
    return _NO_WORD.sub("", unicodedata.normalize("NFKC", text or "").casefold())


def gtin(text):
    """A GTIN as 14 digits, or an empty string when it is none (GS1 General Specifications, 7.9)."""
    digits = re.sub(r"[\s-]", "", text or "")
    if not (digits.isascii() and digits.isdigit() and len(digits) in (8, 12, 13, 14)):
        return ""
    digits = digits.zfill(14)
    total = sum(int(digit) * (1 if index % 2 else 3) for index, digit in enumerate(digits[:-1]))
    return digits if digits.strip("0") and (10 - total % 10) % 10 == int(digits[-1]) else ""


def code_key(text):
    """A bar code or UDI-DI for comparison: a GTIN by its number, any other as written."""
    return gtin(text) or sku_key(text)


def name_likeness(one, other):
    """How alike two names are, 0 to 100, whatever the order of their words."""
    return round(fuzz.ratio(_name_key(one), _name_key(other)))


def _name_key(text):
    """Words in a fixed order, so that comparing letters is enough, which is many times faster."""
    return " ".join(sorted(_NO_WORD.sub(" ", plain(text)).split()))


class ProductIndex:
    """Our products, ready to be asked about many articles."""

    def __init__(self, candidates):
        self._active = [one for one in candidates if one.active]
        self._names = [_name_key(one.name) for one in self._active]
        self._by_sku = _grouped(self._active, lambda one: [sku_key(one.sku)])
        self._by_code = _grouped(self._active, lambda one: map(code_key, one.codes))
        archived = [one for one in candidates if not one.active]
        self._archived_by_sku = _grouped(archived, lambda one: [sku_key(one.sku)])

    def suggest(self, article):
        """The likeliest products, best first, each once with its best reason.

        :param Article article: an article that nobody has mapped
        :return: list of :class:`Suggestion`, at most :data:`SHOWN`
        """
        best = {}
        for suggestion in self._all(article):
            if suggestion.id not in best or best[suggestion.id].score < suggestion.score:
                best[suggestion.id] = suggestion
        return sorted(best.values(), key=lambda one: (-one.score, one.id))[:SHOWN]

    def _all(self, article):
        barcode, sku = code_key(article.barcode), sku_key(article.sku)
        for code in filter(None, dict.fromkeys((barcode, gtin(article.sku)))):
            yield from self._coded(self._by_code.get(code, ()), "barcode", code)
        if sku:
            yield from self._coded(self._by_sku.get(sku, ()), "sku")
            for old in self._archived_by_sku.get(sku, ()):
                for one, _likeness in self._named(old.name):
                    yield Suggestion(one.id, CODE_SCORES["successor"], "successor", old.name)
        for one, likeness in self._named(article.name):
            yield Suggestion(one.id, round(likeness * NAME_SHARE), "name", one.name)

    def _coded(self, found, reason, detail=""):
        # A code that several products carry points at none of them for sure
        score = CODE_SCORES[reason] - (30 if len(found) > 1 else 0)
        for one in found:
            yield Suggestion(one.id, score, reason, detail or one.sku)

    def _named(self, name):
        key = _name_key(name)
        if not key:
            return []
        found = process.extract(key, self._names, scorer=fuzz.ratio, limit=SHOWN, score_cutoff=LEAST_NAME)
        return [(self._active[place], likeness) for _name, likeness, place in found]


def _grouped(candidates, keys_of):
    groups = defaultdict(list)
    for one in candidates:
        for key in dict.fromkeys(keys_of(one)):
            if key:
                groups[key].append(one)
    return groups
