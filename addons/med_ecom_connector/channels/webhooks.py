"""What webhooks of all shops have in common: headers, a signature over the raw body, a JSON object."""

import base64
import hashlib
import hmac
import json

from .errors import PayloadError
from .reading import Reader
from .sentences import _lt


def header(headers, name):
    """A header's value whatever the case of its name, which is given in lower case; empty when absent."""
    return next((value for key, value in headers.items() if key.lower() == name), "")


def is_signed(secret, body, given, encode=base64.b64encode):
    """Whether the signature is the HMAC with SHA-256 of the body. Never where there is no secret.

    :param given: the signature as the shop sent it
    :param encode: how the shop writes bytes: from bytes to ASCII bytes
    """
    if not secret or not given:
        return False
    right = encode(hmac.new(secret.encode(), body, hashlib.sha256).digest())
    return hmac.compare_digest(given.encode("utf-8", "replace"), right)


def read_webhook(body):
    """:return: :class:`~.reading.Reader`; raises :class:`~.errors.PayloadError` where it is not JSON"""
    try:
        return Reader(json.loads(body))
    except (ValueError, RecursionError):
        raise PayloadError(_lt("The webhook is not JSON.")) from None
