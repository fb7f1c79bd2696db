"""TCP ports on the loopback interface."""

from __future__ import annotations

import socket

from console import Failure

LOOPBACK = "127.0.0.1"


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def free_port() -> int:
    """A port that nobody uses right now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return probe.getsockname()[1]


def require_free(port: int, option: str) -> int:
    """Return the port.

    :param option: how a person names another port, for the remedy
    :raise Failure: when another program listens there
    """
    if not is_free(port):
        raise Failure(
            f"port {port} on {LOOPBACK} is taken by another program",
            f"stop that program (`ss -ltnp | grep :{port}` names it) or choose another port with {option}",
        )
    return port
