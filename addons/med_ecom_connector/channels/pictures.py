"""Fetching a shop's pictures without becoming a way into the network behind us.

Addresses of pictures come from the shop's data, so whoever edits a product there chooses them. Only the
shop's own server and hosts that an administrator named are asked, never a redirect's target, and a named
host must be a public one.
"""

import ipaddress
import socket
from urllib.parse import urlsplit

import requests

from .errors import NetworkError, PayloadError
from .sentences import _lt

#: bytes; more than any product picture needs
MAX_PICTURE = 5 * 1024 * 1024
_PORTS = {"http": 80, "https": 443}
_TYPES = ("image/png", "image/jpeg", "image/gif", "image/webp")


def fetch_picture(url, shop_url, hosts=(), session=None, timeout=20.0, verify_tls=True):
    """The bytes of a picture.

    :param str shop_url: the shop's own address, whose host and port may be anywhere
    :param hosts: further host names, on the usual ports
    :raises PayloadError: for an address that is not allowed, or an answer that is no picture
    :raises NetworkError: when the host does not answer properly
    """
    check_address(url, shop_url, hosts)
    try:
        with (session or requests.Session()).get(
            url, timeout=timeout, verify=verify_tls, allow_redirects=False, stream=True, auth=_no_auth
        ) as answer:
            return _read(answer)
    except requests.RequestException as error:
        raise NetworkError(
            _lt("The picture can't be fetched (%(error)s).", error=type(error).__name__)
        ) from None


def check_address(url, shop_url, hosts=()):
    """:raises PayloadError: unless the address is the shop's own, or a public one of a named host"""
    try:
        asked, own = _place(url), _place(shop_url)
    except ValueError:
        raise PayloadError(_lt("The address of the picture is not valid."), field="image") from None
    if asked is None:
        raise PayloadError(
            _lt("The address of the picture must start with https:// or http://."), field="image"
        )
    if asked == own:
        return
    host, port = asked
    if host not in {name.strip().lower() for name in hosts} or port not in _PORTS.values():
        raise PayloadError(
            _lt("The picture is on %(host)s, which is not the shop's own server.", host=host), field="image"
        )
    if not all(address.is_global for address in _addresses(host, port)):
        raise PayloadError(
            _lt("The picture is on %(host)s, which is not a public server.", host=host), field="image"
        )


def _place(url):
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname or parts.username is not None:
        return None
    return parts.hostname.lower(), parts.port or _PORTS[parts.scheme]


def _addresses(host, port):
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        raise NetworkError(_lt("The picture's host %(host)s is unknown.", host=host)) from None
    return [ipaddress.ip_address(row[4][0].split("%")[0]) for row in found]


def _read(answer):
    if answer.status_code != 200:
        raise NetworkError(
            _lt("The picture can't be fetched (status %(status)s).", status=answer.status_code)
        )
    kind = answer.headers.get("Content-Type", "").split(";")[0].strip().lower()
    if kind not in _TYPES:
        raise PayloadError(_lt("The address of the picture shows no picture."), field="image")
    data = b""
    for chunk in answer.iter_content(64 * 1024):
        data += chunk
        if len(data) > MAX_PICTURE:
            raise PayloadError(
                _lt("The picture is larger than %(limit)s MB.", limit=MAX_PICTURE >> 20), field="image"
            )
    return data


def _no_auth(request):
    """``requests`` would look for credentials in the machine's ``.netrc`` otherwise."""
    return request
