"""Cuts a text, English or Chinese, into words, and tells which of them it calls lots or serials."""

import re
import unicodedata
from dataclasses import dataclass, field

from .normalise import normalise
from .ranges import Range, find_ranges

#: What makes the next words numbers
LABEL = re.compile(
    r"(?<![a-z])(?:(?:lots?|batch(?:es)?|serials?|s\s?/\s?ns?|sn|udi(?:-?di)?|gtins?)\b"
    r"(?:\s*/\s*(?:lots?|batch(?:es)?|serials?)\b)?(?:\s*(?:nos?\b\.?|numbers?\b|codes?\b|ids?\b|#))?)"
    r"|(?:生产|产品|灭菌|原厂)?批(?:号|次号?)|序列号|系列号|出厂编号|机身号|产品标识",
    re.IGNORECASE,
)
#: Words that may stand between a label and its numbers, or between the numbers
LINKS = frozenset(
    [
        *(
            "a",
            "also",
            "and",
            "are",
            "as",
            "be",
            "below",
            "following",
            "follows",
            "from",
            "has",
            "have",
            "in",
        ),
        *("included", "includes", "including", "is", "no", "nos", "number", "numbers", "or", "the", "these"),
        *("through", "thru", "till", "to", "until", "was", "were", "affected", "under"),
        *("及", "和", "与", "或", "至", "到", "为", "是", "有", "包括", "如下", "以下", "分别", "涉及"),
    ]
)
_HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
_WORD = re.compile(rf"[{_HAN}]+|[^\s{_HAN},;、|\"'“”‘’«»<>()\[\]【】{{}}。！？!?=*•·\x00-\x1c\x1e\x1f]+")
_CARRIER = re.compile(
    r"(?<!\S)(?:\(01\)|\][A-Za-z]\d|MA\.|\+[A-Z]|=[A-Z0-9+]|&,1|https?://|01\d{14})[^\s,;，；、。]{6,}"
)
_HAN_ONLY = re.compile(rf"[{_HAN}]+")
_CELL = re.compile(r"[,;、\t|]")
_EDGES = ".,:-_/\\~#&+…"
_LINK_HAN = re.compile(
    "|".join(sorted((link for link in LINKS if not link.isascii()), key=len, reverse=True))
)
#: A line with at most so many words is an entry of a list, not a sentence.
_SHORT = 3


@dataclass(frozen=True)
class Word:
    """:param text: as it stands there
    :param line: 1 for the first
    :param is_named: the text calls it a number, or it stands in a list
    :param joins: only blanks are between it and the word before
    """

    text: str
    line: int
    is_named: bool
    joins: bool = False


@dataclass
class Notice:
    """What was read: whole carriers, ranges, and all words; entries are whole lines and cells of lists."""

    carriers: list[Word] = field(default_factory=list)
    ranges: list[tuple[Range, Word]] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    entries: list[Word] = field(default_factory=list)


def read_text(text):
    """:return: `Notice`"""
    notice = Notice()
    text = unicodedata.normalize("NFKC", re.sub(r"\r\n?", "\n", text))
    goes_on = False
    for number, line in enumerate(text.split("\n"), 1):
        notice.carriers += [
            Word(found.group().rstrip("."), number, True) for found in _CARRIER.finditer(line)
        ]
        line = _CARRIER.sub(lambda found: ";" * len(found.group()), line)
        if line.strip():
            goes_on = _read_line(line, number, goes_on, notice)
    return notice


def is_number_like(text):
    """Whether a word that nothing introduces may be a number: it has letters and digits, or many digits."""
    plain = normalise(text)
    digits = sum(sign.isdigit() for sign in plain)
    if _is_date(text) or not digits:
        return False
    return len(plain) >= 4 and digits < len(plain) or len(plain) >= 6


def _is_date(text):
    return bool(re.fullmatch(r"\d{1,4}[-/.]\d{1,2}([-/.]\d{1,4})?|\d{1,2}[-/.][A-Za-z]{3}[-/.]\d{2,4}", text))


def _read_line(line, number, goes_on, notice):
    """:param goes_on: a label on an earlier line stands for this one
    :return: whether a label stands for the next line
    """
    labels = {found.start(): found.end() for found in LABEL.finditer(line)}
    is_list = _is_list(line)
    listed = is_list and not labels
    cells = {line, *_CELL.split(line)} - {""}
    # also where a label seems to stand in a cell: a number may look like one, such as 0-SN
    notice.entries += [Word(cell.strip(), number, is_list) for cell in sorted(cells)]
    words, named, ends_with_label = [], listed or goes_on, False
    place = 0
    for text, begin, end in _cut(line, labels):
        if text is None:
            named = ends_with_label = True
        else:
            named = named and (listed or not _is_stop(text))
            if not is_link(text):
                ends_with_label = False
                words.append(Word(text, number, named, bool(words) and line[place:begin].isspace()))
        place = end
    notice.words += words
    for found in find_ranges(line):
        sure = any(word.is_named and word.text in found.text for word in words)
        notice.ranges.append((found, Word(found.text, number, sure)))
    return ends_with_label or goes_on and listed


def is_link(text):
    return text.lower() in LINKS


def _cut(line, labels):
    """Words of a line with their places; labels come as None."""
    place = 0
    for begin, end in [*labels.items(), (len(line), len(line))]:
        for found in _WORD.finditer(line, place, begin):
            text = found.group().strip(_EDGES)
            if text:
                yield text, found.start(), found.end()
                stuck = re.match(r"(?i)(?:lot|batch|sn|s/n)[-_.#]*(?=.*\d)", text)
                if stuck and text[stuck.end() :]:
                    yield None, found.start(), found.start()
                    yield text[stuck.end() :], found.start(), found.end()
        if begin < len(line):
            yield None, begin, end
        place = end


def _is_stop(text):
    """A word of plain language that ends what a label began; figures and links between them don't."""
    if _HAN_ONLY.fullmatch(text):
        return bool(_LINK_HAN.sub("", text))
    return text.isalpha() and text.lower() == text and text not in LINKS


def _is_list(line):
    words = _WORD.findall(line)
    plain = [word for word in words if not any(sign.isdigit() for sign in word)]
    cells = _CELL.split(line)
    short = (
        len(cells) > 1 and all(len(cell.split()) <= _SHORT for cell in cells) and not _HAN_ONLY.search(line)
    )
    return len(words) <= _SHORT or len(plain) < len(words) / 2 or short
