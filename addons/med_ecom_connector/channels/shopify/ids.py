"""Shopify's global ids (``gid://shopify/Order/123``) and the numbers that people and webhooks use."""

from ..errors import PayloadError
from ..sentences import _lt


def gid(kind, number):
    """The global id of a thing, e.g. ``kind`` "Order" and its number."""
    return f"gid://shopify/{kind}/{number}"


def is_number(text):
    """Whether a text can be the number in a global id."""
    return text.isascii() and text.isdecimal()


def number(global_id):
    """The number at the end of a global id.

    :raises PayloadError: when there is none
    """
    tail = global_id.rsplit("/", 1)[-1].split("?")[0] if isinstance(global_id, str) else ""
    if not tail:
        raise PayloadError(_lt("'%(found)s' is not an id of Shopify", found=str(global_id)[:100]), field="id")
    return tail


def number_of(row, default=None):
    """The number of a :class:`~..reading.Reader` row's id.

    :param default: what to give where the row has none; without one it is required
    """
    value = row.identifier("id") if default is None else row.identifier("id", "")
    return number(value) if value else default
