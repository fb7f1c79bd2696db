"""Each call of each place, failing in each way: after some more visits the end is the same.

A fault-free run of an operation tells which calls it makes: of the operating system for a folder, of the
server for SFTP. Then each of them in turn fails, once, in one of the ways, and so does each transaction of
the visitor, after its visit did its work. What lies at the place afterwards, and what was read, must equal
the fault-free run.
"""

import copy
import errno
import hashlib
import os
import pathlib
from contextlib import contextmanager
from functools import cache
from tempfile import TemporaryDirectory

import pytest
from sftp_server import SftpServer

from channels.file import folder as folder_module
from channels.file.folder import Folder
from channels.file.places import PlaceError
from channels.file.sftp import Sftp
from channels.file.sftp_login import SftpSettings
from channels.file.visiting import look

#: fault of a call, and what it stands for
KINDS = {
    "lost": "connection lost, or disk gone, before the effect",
    "lost_after": "lost after the effect",
    "refused": "denied, too busy, quota",
}
VISITS = 7


class Visitor:
    """As ``ecom.file.source`` visits: what it remembers is what a transaction keeps."""

    def __init__(self, exports=()):
        self.kept = {"seen": {}, "taken": {}, "exports": list(exports)}

    def visit(self, opened):
        """Once for what is new, once more for what is safe by then; yields where it commits."""
        for work in (self.fetch, self.put_away, self.leave):
            yield
            try:
                with opened() as place:
                    work(place)
            except PlaceError:
                continue
        yield

    def fetch(self, place):
        self.kept["seen"], _trouble = look(place, self.kept["seen"], self.is_theirs, self.take)

    @staticmethod
    def is_theirs(found):
        return not found.name.startswith("out")

    def put_away(self, place):
        seen = self.kept["seen"]
        now_seen, _trouble = look(place, seen, lambda found: found.name in seen, self.folder_for)
        self.kept["seen"] = {name: state for name, state in now_seen.items() if seen[name] == state}

    def leave(self, place):
        for export in [*self.kept["exports"]]:
            place.leave(*export)
            self.kept["exports"].remove(export)

    def take(self, found, content):
        folder = self.folder_for(found, content)
        if not folder:
            self.kept["taken"].setdefault(hashlib.sha256(content).hexdigest(), []).append(content)
        return folder

    def folder_for(self, _found, content):
        if hashlib.sha256(content).hexdigest() in self.kept["taken"]:
            return "failed" if content.startswith(b"PK") else "done"
        return None


# --- the places, and how their calls fail ---


class BreakingDisk:
    """The calls of the operating system that a folder makes, counted, one of them failing."""

    def __init__(self):
        self.calls, self.faults = [], {}

    @contextmanager
    def at_work(self):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "scandir", self._breaking(os.scandir))
            patch.setattr(folder_module, "open", self._breaking(open), raising=False)
            for name in ("mkdir", "rename", "write_bytes"):
                patch.setattr(pathlib.Path, name, self._breaking(getattr(pathlib.Path, name)))
            yield

    def _breaking(self, function):
        def call(*args, **options):
            self.calls.append(function.__name__)
            fault = self.faults.get(len(self.calls) - 1)
            if fault == "refused":
                raise PermissionError(errno.EACCES, "denied")
            if fault == "lost":
                if function.__name__ == "write_bytes":
                    # a disk that is full has taken a part of it
                    function(args[0], args[1][:2])
                raise OSError(errno.EIO, "gone")
            result = function(*args, **options)
            if fault == "lost_after":
                raise OSError(errno.EIO, "gone")
            return result

        return call


@contextmanager
def folder(root):
    disk = BreakingDisk()

    @contextmanager
    def opened():
        with disk.at_work(), Folder(root, "shop").opened() as place:
            yield place

    yield opened, disk


@contextmanager
def sftp(root):
    with SftpServer(root) as server:
        settings = SftpSettings("127.0.0.1", server.port, server.user, server.password, "", server.host_key)
        yield lambda: Sftp(settings, "shop").opened(), server


PLACES = {"folder": folder, "sftp": sftp}


# --- operations: what lies at the place, and what is to be left there ---

#: files at the place; contents that begin like a workbook can't be read
OPERATIONS = {
    "read": ({"a.csv": b"rows", "a_again.csv": b"rows", "bad.csv": b"PK damaged"}, ()),
    "leave": ({}, (("out_1.csv", b"shipped"), ("out_2.csv", b"shipped too"))),
}


def run(kind, operation, fault=None, index=None, lost_commit=None):
    """:return: tuple (what lies at the place, what was read), number of calls, number of visits"""
    files, exports = OPERATIONS[operation]
    with TemporaryDirectory() as root, PLACES[kind](root) as (opened, breaking):
        shop = pathlib.Path(root) / "shop"
        shop.mkdir()
        for name, content in files.items():
            (shop / name).write_bytes(content)
        if fault:
            breaking.faults[index] = fault
        visitor = Visitor(exports)
        kept, commits = visitor.kept, 0
        for _visit in range(VISITS):
            before = len(breaking.calls)
            for _step in visitor.visit(opened):
                commits += 1
                if commits - 1 == lost_commit:
                    visitor.kept = kept
                kept = copy.deepcopy(visitor.kept)
            if quiet(visitor, shop) and not breaking.faults.keys() - range(before):
                break
        left = {str(path.relative_to(shop)): path.read_bytes() for path in shop.rglob("*") if path.is_file()}
        return (left, visitor.kept["taken"], visitor.kept["exports"]), len(breaking.calls), commits


def quiet(visitor, shop):
    return not visitor.kept["exports"] and not [one for one in shop.iterdir() if one.name[0] in "ab"]


fault_free = cache(run)
CASES = [(kind, operation) for kind in PLACES for operation in OPERATIONS]
IDS = [f"{kind}-{operation}" for kind, operation in CASES]


@pytest.mark.parametrize(("kind", "operation"), CASES, ids=IDS)
def test_without_faults(kind, operation):
    (left, taken, waiting), calls, _commits = fault_free(kind, operation)
    files, exports = OPERATIONS[operation]
    put = {f"{'failed' if name == 'bad.csv' else 'done'}/{name}": files[name] for name in files}
    assert left == {**put, **dict(exports)}
    assert [contents for contents in taken.values() if len(contents) > 1] == []
    assert sorted(contents[0] for contents in taken.values()) == sorted(set(files.values()))
    assert not waiting and calls > 3


@pytest.mark.parametrize("fault", KINDS)
@pytest.mark.parametrize(("kind", "operation"), CASES, ids=IDS)
def test_end_state(kind, operation, fault):
    expected, calls, _commits = fault_free(kind, operation)
    for index in range(calls):
        assert run(kind, operation, fault, index)[0] == expected, (index, KINDS[fault])


@pytest.mark.parametrize(("kind", "operation"), CASES, ids=IDS)
def test_a_transaction_fails_after_its_visit(kind, operation):
    """What was done at the place stays done; what was remembered of it is gone."""
    expected, _calls, commits = fault_free(kind, operation)
    for lost in range(1, commits):
        assert run(kind, operation, lost_commit=lost)[0] == expected, lost
