"""A sentence with gaps as the heading of all its cases."""

import re

GAP = "…"
_IN_BRACKETS = re.compile(r"\s*[(（][^()（）]*…[^()（）]*[)）]")
_SEVERAL = re.compile(r"…(\s…)+")
_TAIL = re.compile(r"(\s*[:：]\s*…)?[.。]?$")


class _Gaps(dict):
    def __missing__(self, key):
        return GAP


def heading(sentence):
    """The sentence without what differs from case to case.

    :param str sentence: with named gaps, such as "The article “%(sku)s” is archived."
    """
    text = _IN_BRACKETS.sub("", sentence % _Gaps())
    return _TAIL.sub("", _SEVERAL.sub(GAP, text))
