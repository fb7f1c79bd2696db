"""Names as people write them. WordPress keeps ``&``, ``<`` and ``>`` of titles and terms as HTML entities."""

import html
import re
import unicodedata

#: with its semicolon: "Research&section" has none
_ENTITY = re.compile(r"&#?\w+;")


def plain(text):
    """A name of the shop as it is read; WooCommerce also writes the ``%`` of a tax label as an entity."""
    return _ENTITY.sub(lambda found: html.unescape(found.group()), text).strip()


def stored(name):
    """A name as WordPress keeps it and therefore searches for it."""
    return html.escape(name, quote=False)


def same_name(one, other):
    """Whether WordPress takes two names for one: it looks neither at case nor at accents."""
    return _folded(one) == _folded(other)


def _folded(text):
    letters = unicodedata.normalize("NFKD", plain(text))
    return "".join(char for char in letters if not unicodedata.combining(char)).casefold()
