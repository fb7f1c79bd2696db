"""Our reference inside a text of the shop, where the shop has no field for it."""

import re
import unicodedata

_MARK = re.compile(r"\s*\[odoo:([^\]\s]{1,80})\]")


def with_reference(text, reference):
    """A note that says ``text`` and carries ``reference``."""
    return f"{text} [odoo:{reference}]".strip()


def reference_in(text):
    """Take the note apart again.

    :return: tuple (reference or empty, the text without it)
    """
    found = _MARK.search(text or "")
    return (found.group(1), _MARK.sub("", text).strip()) if found else ("", text or "")


def slug(name, reference):
    """An address for the shop's web site that is ours alone and stays readable.

    Shops keep 200 characters of it and more.
    """
    text = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    return f"{words[:100].rstrip('-')}-{reference}".strip("-")
