"""The log-in check of the fake WooCommerce: OAuth 1.0a as WooCommerce itself verifies it."""

import base64
import hashlib
import hmac
import time
from urllib.parse import quote


def check_oauth(request, url, key, secret, nonces):
    """Whether the query is signed rightly, is fresh, and was not sent before.

    :param nonces: set of those seen, which this adds to
    """
    given = dict(request.query)
    signature = given.pop("oauth_signature", "")
    if given.get("oauth_consumer_key") != key or given.get("oauth_signature_method") != "HMAC-SHA256":
        return False
    nonce = given.get("oauth_nonce")
    if nonce in nonces or abs(time.time() - int(given.get("oauth_timestamp", 0))) > 900:
        return False
    nonces.add(nonce)
    normal = [
        f"{_raw(name).replace('%', '%25')}%3D{_raw(value).replace('%', '%25')}"
        for name, value in sorted(given.items())
    ]
    base = f"{request.method}&{_raw(url + request.path)}&{'%26'.join(normal)}"
    right = base64.b64encode(hmac.new(f"{secret}&".encode(), base.encode(), hashlib.sha256).digest())
    return hmac.compare_digest(signature.encode(), right)


def _raw(text):
    """PHP's rawurlencode."""
    return quote(text, safe="-._~")
