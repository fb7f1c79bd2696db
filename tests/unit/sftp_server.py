"""A small SFTP server on loopback, rooted in a directory, for tests. It can be told to fail."""

import os
import socket
import threading
from functools import wraps

import paramiko


class _Login(paramiko.ServerInterface):
    def __init__(self, user, password, key):
        self.user, self.password, self.key = user, password, key

    def check_auth_password(self, username, password):
        right = (username, password) == (self.user, self.password)
        return paramiko.AUTH_SUCCESSFUL if right else paramiko.AUTH_FAILED

    def check_auth_publickey(self, username, key):
        right = username == self.user and self.key and key == self.key
        return paramiko.AUTH_SUCCESSFUL if right else paramiko.AUTH_FAILED

    def check_channel_request(self, kind, chanid):
        return paramiko.OPEN_SUCCEEDED


def _call(method):
    """A call of a client: counted, and done, refused, or cut off as the server was told."""

    @wraps(method)
    def call(self, *args):
        fault = self.owner.next_fault(method.__name__)
        if fault == "refused":
            return paramiko.SFTP_PERMISSION_DENIED
        if fault == "lost":
            self.owner.hang_up()
            return paramiko.SFTP_CONNECTION_LOST
        try:
            result = method(self, *args)
        except OSError as error:
            result = paramiko.SFTPServer.convert_errno(error.errno)
        if fault == "lost_after":
            self.owner.hang_up()
        return result

    return call


class _Handle(paramiko.SFTPHandle):
    def __init__(self, owner, handle, flags):
        super().__init__(flags)
        self.owner = owner
        self.readfile = self.writefile = handle

    @_call
    def read(self, offset, length):
        return super().read(offset, length)

    @_call
    def write(self, offset, data):
        return super().write(offset, data)


class _Files(paramiko.SFTPServerInterface):
    def __init__(self, server, owner):
        super().__init__(server)
        self.owner = owner

    def _path(self, path):
        return os.path.join(self.owner.root, self.canonicalize(path).lstrip("/"))

    @_call
    def list_folder(self, path):
        rows = []
        for name in os.listdir(self._path(path)):
            row = paramiko.SFTPAttributes.from_stat(os.lstat(os.path.join(self._path(path), name)))
            row.filename = name
            rows.append(row)
        return rows

    def stat(self, path):
        try:
            return paramiko.SFTPAttributes.from_stat(os.stat(self._path(path)))
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)

    lstat = stat

    @_call
    def open(self, path, flags, attr):
        number = os.open(self._path(path), flags, 0o600)
        mode = "r+b" if flags & os.O_RDWR else "wb" if flags & os.O_WRONLY else "rb"
        return _Handle(self.owner, os.fdopen(number, mode), flags)

    @_call
    def rename(self, oldpath, newpath):
        # as servers do it: nothing is overwritten
        if os.path.exists(self._path(newpath)):
            return paramiko.SFTP_FAILURE
        os.rename(self._path(oldpath), self._path(newpath))
        return paramiko.SFTP_OK

    @_call
    def mkdir(self, path, attr):
        os.mkdir(self._path(path))
        return paramiko.SFTP_OK


class SftpServer:
    """``with SftpServer(root) as server:`` answers on ``server.port`` with ``server.host_key``."""

    user, password = "shop", "sesame"

    def __init__(self, root, client_key=None):
        self.root = str(root)
        self.client_key = client_key
        self.key = paramiko.ECDSAKey.generate()
        self.host_key = f"{self.key.get_name()} {self.key.get_base64()}"
        self.transports = []
        self.calls = []
        self.faults = {}

    def next_fault(self, name):
        """Count a call; ``faults`` says by the number of the call how it is to fail."""
        self.calls.append(name)
        return self.faults.get(len(self.calls) - 1)

    def hang_up(self):
        for transport in self.transports:
            transport.sock.close()

    def __enter__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *exc):
        # closing alone would leave a waiting accept() listening
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        for transport in self.transports:
            transport.close()

    def _serve(self):
        while True:
            try:
                connection, _address = self.socket.accept()
            except OSError:
                return
            transport = paramiko.Transport(connection)
            transport.add_server_key(self.key)
            transport.set_subsystem_handler("sftp", paramiko.SFTPServer, _Files, self)
            self.transports.append(transport)
            # an event, so that one client that says nothing keeps no other waiting
            login = _Login(self.user, self.password, self.client_key)
            transport.start_server(event=threading.Event(), server=login)
