"""TCP ports on the loopback interface."""

from __future__ import annotations

import random
import socket

from console import Failure

LOOPBACK = "127.0.0.1"
#: Below those that systems give to whoever asks for any port, and to each client that connects: what is free
#: here stays so until the program that we start has it.
OURS = range(20000, 30000)
TRIES = 100


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def free_port() -> int:
    """A port that nobody uses right now, nor takes by chance a moment later."""
    for _try in range(TRIES):
        port = random.choice(OURS)
        if is_free(port):
            return port
    raise Failure(
        f"no port between {OURS[0]} and {OURS[-1]} on {LOOPBACK} is free", "stop programs that listen there"
    )


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
