"""A threaded HTTP server with scripted faults, the base of every fake shop."""

import json
import re
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

#: faults that strike instead of the work; the others strike after it
BEFORE = ("timeout", "drop", "status", "html")
AFTER = ("timeout_after", "drop_after", "status_after", "truncate", "short_page", "duplicate", "reorder")
#: A client whose requests have this header is told by it in the answer that it would have given up by now.
GIVES_UP = "x-gives-up"


@dataclass
class Request:
    method: str
    path: str
    query: list
    headers: dict
    body: bytes
    answered: int = 0
    #: whether the answer has a list that faults of pages can tamper with
    has_rows: bool = False

    @property
    def json(self):
        return json.loads(self.body) if self.body else {}

    def args(self, key):
        """All values of a query parameter, written once, repeatedly or as ``key[]``."""
        return [value for name, value in self.query if name in (key, f"{key}[]")]

    def arg(self, key, default=None):
        return next(iter(self.args(key)), default)


@dataclass
class Reply:
    """``rows`` is the list within ``data`` that page faults tamper with."""

    data: object
    status: int = 200
    headers: dict = field(default_factory=dict)
    rows: list | None = None


class Refusal(Exception):
    """Raised by a route to answer with an error status."""

    def __init__(self, status, data):
        super().__init__(status)
        self.reply = Reply(data, status)


@dataclass
class Fault:
    kind: str
    count: int
    match: str
    status: int = 500
    headers: dict = field(default_factory=dict)
    skip: int = 0


class FakeShop:
    """Subclasses list ``ROUTES`` as ``(method, path regex, name of a method)`` and check log-ins.

    A route method gets the request and the groups of its regex. One lock serves one request at a
    time, except for the waiting that a time-out needs.

    Use as a context manager; ``url`` is where it listens, ``requests`` what it was asked.
    """

    ROUTES = ()

    def __init__(self):
        self.requests = []
        self.down = False
        self._faults = []
        self._lock = threading.RLock()
        self._closing = threading.Event()

    def __enter__(self):
        return self.start()

    def __exit__(self, *exc_info):
        self.stop()

    def start(self):
        handler = type("Handler", (_Handler,), {"shop": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def stop(self):
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()

    def fail_next(self, kind, count=1, match="", status=500, headers=None, skip=0):
        """Script a fault for the next ``count`` requests whose "METHOD /path" matches a regex.

        The first ``skip`` of them still go well.

        ``timeout`` and ``timeout_after`` hold the answer back until the client gives up, or tell it
        to (:data:`GIVES_UP`),
        ``drop`` and ``drop_after`` close the connection, ``status`` and ``status_after`` answer
        that status with these headers, ``html`` answers a page; ``*_after`` do the work first.
        ``truncate`` cuts the body, ``short_page``, ``duplicate`` and ``reorder`` tamper with lists.
        """
        assert kind in BEFORE + AFTER, kind
        self._faults.append(Fault(kind, count, match, status, headers or {}, skip))

    def throttle_next(self, retry_after, count=1, match=""):
        self.fail_next("status", count, match, 429, {"Retry-After": str(retry_after)})

    def heal(self):
        """Forget scripted faults, be up again."""
        self._faults.clear()
        self.down = False

    def asked(self, pattern):
        """The requests whose "METHOD /path" matches."""
        return [request for request in self.requests if re.search(pattern, self.describe(request))]

    def describe(self, request):
        """What faults and :meth:`asked` match on."""
        return f"{request.method} {request.path}"

    def check_login(self, request):
        """Raise :class:`Refusal` when the credentials are wrong."""

    def not_found(self, request):
        raise Refusal(404, {"message": "Not found"})

    def _take_fault(self, request):
        for fault in self._faults:
            if not fault.count or not re.search(fault.match, self.describe(request)):
                continue
            if fault.skip:
                fault.skip -= 1
                continue
            fault.count -= 1
            return fault
        return None

    def _work(self, request):
        try:
            self.check_login(request)
            for method, pattern, name in self.ROUTES:
                found = re.fullmatch(pattern, request.path)
                if found and method == request.method:
                    return getattr(self, name)(request, *found.groups())
            return self.not_found(request)
        except Refusal as refusal:
            return refusal.reply

    def _answer(self, request):
        """A Reply with the text to send, or None to hang up; and the fault that strikes."""
        with self._lock:
            self.requests.append(request)
            fault = self._take_fault(request)
            if self.down or (fault and fault.kind == "drop"):
                return None, fault
            reply = None
            if not fault or fault.kind not in BEFORE:
                reply = self._work(request)
                request.has_rows = bool(reply.rows)
                _spoil_rows(reply, fault)
            # within the lock: rows are live objects that other requests change
            body = reply.data if reply and isinstance(reply.data, bytes) else json.dumps(reply and reply.data)
        if fault and fault.kind in ("timeout", "timeout_after"):
            if GIVES_UP in request.headers:
                return Reply("", headers={GIVES_UP: "now"}), fault
            self._closing.wait(30)
        if fault and fault.kind in ("timeout", "timeout_after", "drop_after"):
            return None, fault
        if fault and fault.kind.startswith("status"):
            body, reply = '{"message": "scripted fault"}', Reply(None, fault.status, fault.headers)
        return Reply(body, reply.status, reply.headers) if reply else None, fault


def _spoil_rows(reply, fault):
    rows = reply.rows
    if rows and fault and fault.kind == "short_page":
        rows.pop()
    if rows and fault and fault.kind == "duplicate":
        rows[1:1] = rows[:1]
    if rows and fault and fault.kind == "reorder":
        rows.reverse()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # head and body in one packet: in two, the second waits 40 ms for the client's acknowledgement
    wbufsize = -1
    shop = None

    def _serve(self):
        url = urlsplit(self.path)
        size = int(self.headers.get("Content-Length") or 0)
        query = parse_qsl(url.query, keep_blank_values=True)
        headers = {key.lower(): value for key, value in self.headers.items()}
        request = Request(self.command, url.path, query, headers, self.rfile.read(size))
        reply, fault = self.shop._answer(request)
        if fault and fault.kind == "html":
            return self._send(200, b"<html>maintenance</html>", {"Content-Type": "text/html"})
        if reply is None:
            self.close_connection = True
            return None
        request.answered = reply.status
        body = reply.data if isinstance(reply.data, bytes) else reply.data.encode()
        headers = {"Content-Type": "application/json", **reply.headers}
        return self._send(reply.status, body, headers, cut=bool(fault and fault.kind == "truncate"))

    do_GET = do_POST = do_PUT = do_DELETE = _serve

    def _send(self, status, body, headers, cut=False):
        try:
            self.send_response(status)
            for key, value in headers.items():
                self.send_header(key, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: len(body) // 2] if cut else body)
            self.wfile.flush()
        except OSError:
            cut = True  # the client has given up
        self.close_connection = self.close_connection or cut

    def log_message(self, *args):
        """Tests read ``requests`` instead."""
