"""Finds the lots of a notice among those we know."""

from dataclasses import dataclass, field, replace
from typing import NamedTuple

from .normalise import normalise
from .words import is_number_like

#: Why a lot could be meant, the likeliest first. None stands before all: it is named, without a doubt.
REASONS = (
    "serial_of_batch",
    "di_differs",
    "other_product",
    "unlabelled",
    "look_alike",
    "one_character",
    "beginning_or_end",
    "product_named",
)
#: Words that are tried together: 'LOT 12 345 B' is one number to some makers.
MOST_JOINED = 4
_PLACES = {reason: place for place, reason in enumerate((None, *REASONS))}


class Hit(NamedTuple):
    """:param reason: one of `REASONS`, None when the lot is named exactly
    :param text: the words that led to the lot, on that line
    """

    lot_id: int
    reason: str | None
    text: str
    line: int


@dataclass
class Found:
    """:param hits: one per lot, the best reason for each
    :param unknown: what the notice calls a lot or serial number, but is none that we know: pairs (text, line)
    """

    hits: list[Hit] = field(default_factory=list)
    unknown: list[tuple[str, int]] = field(default_factory=list)

    @property
    def matched(self):
        return [hit for hit in self.hits if hit.reason is None]

    @property
    def possible(self):
        return [hit for hit in self.hits if hit.reason]


def match(notice, index, product_ids=(), parse_udi=None):
    """:param notice: `Notice`
    :param index: `Index` of the lots we know
    :param product_ids: when not empty, lots of other products with these numbers are told as such only
    :param parse_udi: function that reads UDI carriers, `udi.parse`
    :return: `Found`
    """
    matcher = _Matcher(index, frozenset(product_ids))
    scans = [(word, parse_udi(word.text)) for word in notice.carriers] if parse_udi else []
    matcher.read_identifiers(notice, scans)
    for word, scan in scans:
        matcher.match_scan(word, scan)
    for wanted, word in notice.ranges:
        matcher.match_range(wanted, word)
    for word in notice.entries:
        matcher.match_number(normalise(word.text), word)
    matcher.match_words(notice.words)
    matcher.match_products_without_lot()
    return matcher.get_found()


class _Matcher:
    def __init__(self, index, product_ids):
        self.index = index
        self.chosen = product_ids
        self.identified = {}  # product id -> the word that names its device identifier
        self.best = {}  # lot id -> (place of the reason, hit, product id)
        self.unknown = {}
        self.ranges = []  # pairs (text, line)

    def read_identifiers(self, notice, scans):
        named = [(scan.di, word) for word, scan in scans if scan.di]
        named += [(word.text, word) for word in notice.words if word.is_named or len(word.text) >= 8]
        for text, word in named:
            if product_id := self.index.find_product(text):
                self.identified.setdefault(product_id, word)

    def match_scan(self, word, scan):
        """A carrier names lot and product in one; the product of another lot of that number differs."""
        product_id = scan.di and self.index.find_product(scan.di)
        for number in filter(None, (scan.lot, scan.serial)):
            for lot in self.index.by_number.get(normalise(number), ()):
                self._add(lot, word, "di_differs" if scan.di and lot.product_id != product_id else None)
            if number == scan.lot:
                self._match_batch(normalise(number), word)
        if (scan.lot or scan.serial) and not any(hit.text == word.text for _, hit, _ in self.best.values()):
            self.unknown.setdefault(scan.serial or scan.lot, word.line)

    def match_range(self, wanted, word):
        self.ranges.append((word.text, word.line))
        for lot in self.index.find_range(wanted):
            self._add(lot, word, None if word.is_named else "unlabelled")

    def match_number(self, number, word):
        """:return: whether lots have exactly this number, or belong to the batch of this number"""
        lots = self.index.by_number.get(number, ())
        for lot in lots:
            self._add(lot, word, None if word.is_named or is_number_like(word.text) else "unlabelled")
        return self._match_batch(number, word) or bool(lots)

    def _match_batch(self, number, word):
        lots = self.index.by_batch.get(number, ())
        for lot in lots:
            self._add(lot, word, "serial_of_batch")
        return bool(lots)

    def match_words(self, words):
        taken = set()
        for size in range(MOST_JOINED, 0, -1):
            for place in range(len(words) - size + 1):
                group = words[place : place + size]
                if _belong_together(group) and self._match_group(group):
                    taken.update(range(place, place + size))
        for place, word in enumerate(words):
            if place not in taken and not self.index.find_product(word.text):
                self._match_similar(word)

    def _match_group(self, group):
        text = " ".join(word.text for word in group)
        if self.match_number(normalise(text), replace(group[0], text=text)):
            return True
        parts = text.split("/") if len(group) == 1 else [text]
        if len(parts) > 1:  # 'A100/A101' are two, where 'A100/101' wasn't found as one
            return any([self.match_number(normalise(part), replace(group[0], text=part)) for part in parts])
        return False

    def _match_similar(self, word):
        named = word.is_named and any(sign.isdigit() for sign in word.text)
        if not named and not is_number_like(word.text):
            return
        for lot, reason in self.index.find_similar(normalise(word.text)):
            self._add(lot, word, reason)
        if named and not any(word.line == line and word.text in text for text, line in self.ranges):
            self.unknown.setdefault(word.text, word.line)

    def match_products_without_lot(self):
        """A notice that names a product but none of its lots may mean all of them."""
        reached = {product_id for *_, product_id in self.best.values()}
        for product_id in self.identified.keys() - reached:
            for lot in self.index.lots:
                if lot.product_id == product_id:
                    self._add(lot, self.identified[product_id], "product_named")

    def get_found(self):
        hits = sorted((hit for _, hit, _ in self.best.values()), key=lambda hit: (hit.line, hit.lot_id))
        return Found(hits, list(self.unknown.items()))

    def _add(self, lot, word, reason):
        """Keep the best reason for a lot. What is named, but of a product that isn't meant, isn't certain."""
        if reason is None and self.chosen and lot.product_id not in self.chosen:
            reason = "other_product"
        elif reason is None and not self.chosen and self.identified and lot.product_id not in self.identified:
            reason = "di_differs"
        place = _PLACES[reason]
        if lot.id not in self.best or place < self.best[lot.id][0]:
            self.best[lot.id] = (place, Hit(lot.id, reason, word.text, word.line), lot.product_id)


def _belong_together(words):
    return all(word.joins and word.line == words[0].line for word in words[1:])
