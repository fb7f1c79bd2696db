"""One address for the demo's Odoo: requests go to the workers, websockets to the process that keeps them.

In production the TLS proxy does this (``docker/Caddyfile``); the demo makes do with passing bytes on.
"""

from __future__ import annotations

import contextlib
import socket
import socketserver
import threading

import ports

CHUNK = 65536


class Door:
    """Passes connections on; use it as a context manager.

    A browser opens a connection of its own for each websocket, so the first request tells where it belongs.

    :param port: where people come in, on 127.0.0.1
    :param workers_port: Odoo's HTTP port
    :param websocket_port: Odoo's gevent port
    """

    def __init__(self, port: int, workers_port: int, websocket_port: int):
        self.port = port
        self.workers_port = workers_port
        self.websocket_port = websocket_port

    def __enter__(self) -> Door:
        ports.require_free(self.port, "--port")
        self._server = _Server((ports.LOOPBACK, self.port), _Connection)
        self._server.door = self
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *error) -> None:
        self._server.shutdown()
        self._server.server_close()

    def target_port(self, first_bytes: bytes) -> int:
        """Where a connection belongs that begins like this."""
        return self.websocket_port if first_bytes.startswith(b"GET /websocket") else self.workers_port


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


class _Connection(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        # A connection that breaks off is nothing special: the other side is told by closing it, too.
        with contextlib.suppress(OSError):
            first_bytes = self.request.recv(CHUNK)
            target = (ports.LOOPBACK, self.server.door.target_port(first_bytes))
            with socket.create_connection(target) as inside:
                inside.sendall(first_bytes)
                threading.Thread(target=_pass_on, args=(self.request, inside), daemon=True).start()
                _pass_on(inside, self.request)


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    """Copy bytes until the source ends, then end the target."""
    with contextlib.suppress(OSError):
        while chunk := source.recv(CHUNK):
            target.sendall(chunk)
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_WR)
