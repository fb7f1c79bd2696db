"""Our reference inside a text of the shop, where the shop has no field for it."""

import re

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
