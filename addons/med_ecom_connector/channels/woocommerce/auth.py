"""OAuth 1.0a for WooCommerce over plain http: one-legged, HMAC-SHA256 (RFC 5849)."""

import base64
import hashlib
import hmac
import secrets
import time
from urllib.parse import parse_qsl, quote, urlsplit

from requests.auth import AuthBase


class OAuth1(AuthBase):
    """Signs the query of each request; over plain http WooCommerce refuses Basic."""

    def __init__(self, key, secret):
        self._key = key
        self._secret = secret

    def __call__(self, request):
        oauth = {
            "oauth_consumer_key": self._key,
            "oauth_timestamp": str(int(time.time())),
            "oauth_nonce": secrets.token_hex(20),
            "oauth_signature_method": "HMAC-SHA256",
        }
        oauth["oauth_signature"] = signature(request.method, request.url, oauth, self._secret)
        extra = "&".join(f"{key}={_escape(value)}" for key, value in oauth.items())
        request.url += ("&" if urlsplit(request.url).query else "?") + extra
        return request


def signature(method, url, oauth, secret):
    """The signature of a request.

    :param url: with the query that the request has of its own
    :param oauth: the OAuth parameters, without the signature
    """
    parts = urlsplit(url)
    # WordPress signs its own address, which leaves the usual port out (RFC 5849, 3.4.1.2)
    host = parts.netloc.removesuffix(":80")
    pairs = parse_qsl(parts.query, keep_blank_values=True) + list(oauth.items())
    query = "&".join(sorted(f"{_escape(key)}={_escape(value)}" for key, value in pairs))
    base = "&".join((method, _escape(f"{parts.scheme}://{host}{parts.path}"), _escape(query)))
    digest = hmac.new(f"{secret}&".encode(), base.encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def _escape(text):
    return quote(text, safe="-._~")
