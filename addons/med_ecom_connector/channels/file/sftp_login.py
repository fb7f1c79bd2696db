"""Getting into an SFTP server: its key is checked before anything secret is said."""

from __future__ import annotations

import io
import socket
from dataclasses import dataclass, field

import paramiko

from .places import PlaceError

#: seconds that the server has for each answer
TIMEOUT = 20


@dataclass(frozen=True)
class SftpSettings:
    """``host_key`` is the server's public key as in ``known_hosts``: type and base64, without host name."""

    host: str
    port: int = 22
    user: str = ""
    password: str = field(default="", repr=False)
    private_key: str = field(default="", repr=False)
    host_key: str = ""


def server_key(settings):
    """The key that a server shows, for a person to compare and accept.

    :return: type and base64, as in ``SftpSettings.host_key``
    :raises PlaceError: when it can't be reached
    """
    transport = connect(settings, check=False)
    try:
        key = transport.get_remote_server_key()
        return f"{key.get_name()} {key.get_base64()}"
    finally:
        transport.close()


def connect(settings, check=True):
    """A connection to the server, before anything secret is said.

    :param check: whether its key must be the known one
    :return: :class:`paramiko.Transport`, to be closed by the caller
    :raises PlaceError: when it can't be reached or shows another key
    """
    if check and len(settings.host_key.split()) < 2:
        raise PlaceError("host_key_missing")
    try:
        sock = socket.create_connection((settings.host, settings.port), TIMEOUT)
    except OSError as error:
        raise PlaceError("unreachable", message=str(error)[:200]) from None
    transport = paramiko.Transport(sock)
    try:
        if check:
            # of several keys of a server, ask for the one that is known
            transport.get_security_options().key_types = (settings.host_key.split()[0],)
        transport.start_client(timeout=TIMEOUT)
        key = transport.get_remote_server_key()
    except (paramiko.SSHException, ValueError, EOFError, OSError) as error:
        transport.close()
        sock.close()
        code = "host_key_differs" if check and "host key" in str(error).lower() else "unreachable"
        raise PlaceError(code, message=str(error)[:200]) from None
    if check and f"{key.get_name()} {key.get_base64()}" != " ".join(settings.host_key.split()[:2]):
        transport.close()
        raise PlaceError("host_key_differs", message="")
    return transport


def log_in(transport, settings):
    """Say who we are, by private key where there is one, by password otherwise.

    :raises PlaceError: when the server refuses, or the private key can't be read
    """
    try:
        if settings.private_key:
            transport.auth_publickey(settings.user, _private_key(settings.private_key))
        else:
            transport.auth_password(settings.user, settings.password)
    except paramiko.AuthenticationException:
        raise PlaceError("login_refused") from None


def _private_key(text):
    for kind in (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey):
        try:
            return kind.from_private_key(io.StringIO(text.strip() + "\n"))
        except (paramiko.SSHException, ValueError, IndexError):
            continue
    raise PlaceError("key_unreadable")
