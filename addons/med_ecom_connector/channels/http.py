"""HTTP for channels: one place for time-outs, typed errors and keeping secrets out of texts."""

import json
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote

import requests

from .errors import (
    AuthError,
    NetworkError,
    NotFoundError,
    PermanentError,
    ProtocolError,
    RejectedError,
    ServerError,
    ThrottledError,
)
from .reading import clean_text
from .sentences import _lt

_SECRET_QUERY = re.compile(r"(oauth_\w+|consumer_key|consumer_secret)=[^&\s\"'>]+")
_BAD_ESCAPE = re.compile(rb"\\u(0000|[dD][89a-fA-F])")
_LONGEST_WAIT = 24 * 3600
_CUT_OFF = (requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError)
#: the object of urllib3 before its words, by its address or with its host
_WHO_SAYS_SO = re.compile(r"^(<[^>]*>|HTTPS?Connection\([^)]*\)): ")


def _without_keys(record):
    """urllib3 logs addresses with their query when somebody switches debugging on."""
    if isinstance(record.args, tuple):
        record.args = tuple(
            _SECRET_QUERY.sub(r"\1=***", arg) if isinstance(arg, str) else arg for arg in record.args
        )
    return True


logging.getLogger("urllib3.connectionpool").addFilter(_without_keys)


@dataclass(frozen=True)
class Response:
    """An answer: HTTP status, decoded JSON, and headers whose names have no case."""

    status: int
    data: Any = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


class HttpClient:
    """A shop's JSON API.

    :param settings: :class:`~.shop.ChannelSettings`
    :param session: a ``requests.Session`` to share, or None for a new one
    :param root: path under the shop's address that all paths start from
    :param auth: ``requests`` authentication; always given, since ``requests`` would
        otherwise look for credentials in the machine's ``.netrc``
    """

    def __init__(self, settings, session, auth, root=""):
        self._settings = settings
        self._session = session or requests.Session()
        self._auth = auth
        self._root = settings.base_url.rstrip("/") + root
        self._secrets = [s for s in (settings.api_key, settings.api_secret, settings.webhook_secret) if s]

    def get(self, path, params=None):
        """As :meth:`request`."""
        return self.request("GET", path, params=params)

    def post(self, path, body, params=None):
        """As :meth:`request`."""
        return self.request("POST", path, params=params, body=body)

    def put(self, path, body):
        """As :meth:`request`."""
        return self.request("PUT", path, body=body)

    def request(self, method, path, params=None, body=None, form=None):
        """Send and decode.

        Redirects are not followed: a redirected POST turns into a GET that answers 200.

        :param str path: below the root, with a slash in front
        :param params: dict of the query's parameters
        :param body: what is sent as JSON
        :param form: dict that is sent as a form instead
        :return: :class:`Response`
        :raises ChannelError: one of the classes in :mod:`.errors`
        """
        try:
            answer = self._session.request(
                method,
                self._root + path,
                params=params,
                json=body,
                data=form,
                auth=self._auth,
                headers={"Accept": "application/json"},
                timeout=self._settings.timeout,
                verify=self._settings.verify_tls,
                allow_redirects=False,
            )
        # "from None" everywhere: the chained exception names the URL with its keys
        except requests.RequestException as error:
            raise self._network_error(error) from None
        self._check_complete(method, answer)
        self._check_status(method, path, answer)
        return Response(answer.status_code, self._decode(path, answer), answer.headers)

    def scrub(self, text):
        """Take keys, secrets and OAuth parameters out of a text."""
        for secret in self._secrets:
            text = text.replace(secret, "***").replace(quote(secret, safe=""), "***")
        return _SECRET_QUERY.sub(r"\1=***", text)

    def _network_error(self, error):
        if isinstance(error, _CUT_OFF):
            return ProtocolError(_lt("The shop's answer was cut off."))
        if isinstance(error, requests.exceptions.SSLError):
            return NetworkError(
                _lt("The shop's TLS certificate is not trusted."), detail=self.scrub(_reason(error))
            )
        if isinstance(error, requests.Timeout):
            return NetworkError(
                _lt(
                    "The shop did not answer within %(timeout)s seconds.",
                    timeout=f"{self._settings.timeout:g}",
                )
            )
        if isinstance(error, (requests.exceptions.InvalidURL, requests.exceptions.MissingSchema)):
            return PermanentError(_lt("The address of the shop is not a valid URL."))
        if isinstance(error, requests.exceptions.InvalidSchema):
            return PermanentError(_lt("The address of the shop must start with https:// or http://."))
        return NetworkError(_lt("The shop cannot be reached."), detail=self.scrub(_reason(error)))

    def _check_complete(self, method, answer):
        promised = answer.headers.get("Content-Length", "")
        received = answer.raw.tell()
        if method != "HEAD" and promised.isdigit() and received < int(promised):
            raise ProtocolError(
                _lt(
                    "The shop's answer was cut off after %(received)s of %(promised)s bytes.",
                    received=received,
                    promised=promised,
                )
            )

    def _check_status(self, method, path, answer):
        status = answer.status_code
        if status < 300:
            return
        said = self.scrub(_said(answer))
        kwargs = {"status": status, "detail": said}
        what = f"{method} {path}: {said}" if said else f"{method} {path}"
        if status < 400:
            target = self.scrub(answer.headers.get("Location", ""))
            raise ProtocolError(
                _lt("The shop redirects to %(target)s: correct its address.", target=target), **kwargs
            )
        if status in (401, 403):
            raise AuthError(_lt("The shop refuses our credentials (%(what)s).", what=what), **kwargs)
        if status == 404:
            if not _is_json(answer):
                # The web server, not the API, does not know the path: a wrong address must
                # not look like an order that was deleted.
                raise ProtocolError(_lt("The shop has no such interface (%(what)s).", what=what), **kwargs)
            raise NotFoundError(_lt("The shop does not know this record (%(what)s).", what=what), **kwargs)
        wait = retry_after_seconds(answer.headers.get("Retry-After"))
        if status == 429:
            raise ThrottledError(_lt("The shop asks us to slow down."), retry_after=wait, **kwargs)
        if status in (408, 409, 425) or status >= 500:
            raise ServerError(
                _lt("The shop failed with status %(status)s (%(what)s).", status=status, what=what),
                retry_after=wait,
                **kwargs,
            )
        raise RejectedError(_lt("The shop refused the request (%(what)s).", what=what), **kwargs)

    def _decode(self, path, answer):
        content = answer.content
        if not content.strip():
            return None
        try:
            # Some shops put a byte order mark before their JSON
            data = json.loads(content.decode("utf-8-sig"), parse_constant=_refuse_constant)
        except (ValueError, RecursionError):
            raise ProtocolError(
                _lt("The answer to %(path)s is not JSON.", path=path),
                status=answer.status_code,
                detail=self.scrub(answer.text[:300]),
            ) from None
        return clean_json(data) if _BAD_ESCAPE.search(content) else data


def _reason(error):
    """What the network said, e.g. "[Errno 111] Connection refused", without the library's words around it."""
    inner = getattr(error.args[0] if error.args else None, "reason", None) or error
    return _WHO_SAYS_SO.sub("", str(inner))


def retry_after_seconds(value):
    """Seconds a ``Retry-After`` header asks for: a number or an HTTP date (RFC 9110, 10.2.3).

    :return: float between 0 and a day, or None when there is none or it is unreadable
    """
    if not value:
        return None
    try:
        seconds = float(value)
    except ValueError:
        try:
            moment = parsedate_to_datetime(value)
        except (TypeError, ValueError):
            return None
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
        seconds = (moment - datetime.now(UTC)).total_seconds()
    # "not <=" also catches NaN
    return None if not seconds <= float("inf") else min(max(seconds, 0.0), float(_LONGEST_WAIT))


def clean_json(data):
    """The same JSON with only texts that PostgreSQL takes."""
    if isinstance(data, str):
        return clean_text(data)
    if isinstance(data, list):
        return [clean_json(row) for row in data]
    if isinstance(data, dict):
        return {clean_text(key): clean_json(value) for key, value in data.items()}
    return data


def segment(external_id):
    """An id as one path segment of a URL."""
    return quote(str(external_id), safe="")


def _refuse_constant(name):
    raise ValueError(name)


def _is_json(answer):
    return "json" in answer.headers.get("Content-Type", "")


def _said(answer):
    """What the shop said about its refusal, as one short line."""
    if not _is_json(answer):
        return ""
    try:
        data = answer.json()
    except (ValueError, RecursionError):
        return ""
    if not isinstance(data, dict):
        return ""
    # Shopify says it under "errors"
    message, code = data.get("message") or data.get("errors"), data.get("code")
    if not isinstance(message, str):
        return ""
    return clean_text(f"{message[:500]} [{code}]" if isinstance(code, str) else message[:500])
