"""A small SFTP server on loopback, rooted in a directory, for tests."""

import os
import socket
import threading

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


class _Handle(paramiko.SFTPHandle):
    def __init__(self, handle, flags):
        super().__init__(flags)
        self.readfile = self.writefile = handle


class _Files(paramiko.SFTPServerInterface):
    def __init__(self, server, root):
        super().__init__(server)
        self.root = root

    def _path(self, path):
        return os.path.join(self.root, self.canonicalize(path).lstrip("/"))

    def list_folder(self, path):
        try:
            names = os.listdir(self._path(path))
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)
        rows = []
        for name in names:
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

    def open(self, path, flags, attr):
        try:
            number = os.open(self._path(path), flags, 0o600)
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)
        mode = "r+b" if flags & os.O_RDWR else "wb" if flags & os.O_WRONLY else "rb"
        return _Handle(os.fdopen(number, mode), flags)

    def rename(self, oldpath, newpath):
        os.rename(self._path(oldpath), self._path(newpath))
        return paramiko.SFTP_OK

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
            transport.set_subsystem_handler("sftp", paramiko.SFTPServer, _Files, self.root)
            self.transports.append(transport)
            # an event, so that one client that says nothing keeps no other waiting
            login = _Login(self.user, self.password, self.client_key)
            transport.start_server(event=threading.Event(), server=login)
