"""Folders and SFTP servers: the same promises, and no way out of either."""

import io
import os

import paramiko
import pytest
from sftp_server import SftpServer

from channels.file import visiting
from channels.file.folder import Folder
from channels.file.places import PlaceError, is_plain_name
from channels.file.sftp import Sftp
from channels.file.sftp_login import SftpSettings, server_key
from channels.file.visiting import look


@pytest.fixture(params=["folder", "sftp"])
def place(request, tmp_path):
    (tmp_path / "in").mkdir()
    if request.param == "folder":
        with Folder(tmp_path, "in").opened() as opened:
            yield opened
        return
    with SftpServer(tmp_path) as server, Sftp(settings(server), "in").opened() as opened:
        yield opened


def settings(server, **changes):
    known = {
        "host": "127.0.0.1",
        "port": server.port,
        "user": server.user,
        "password": server.password,
        "host_key": server.host_key,
    }
    return SftpSettings(**{**known, **changes})


def test_files_are_listed_read_and_moved(place, tmp_path):
    folder = tmp_path / "in"
    (folder / "b.csv").write_bytes(b"new")
    (folder / "a.csv").write_bytes(b"one")
    (folder / "c.csv.part").write_bytes(b"half")
    (folder / ".hidden").write_bytes(b"x")
    (folder / "sub").mkdir()
    (folder / "link.csv").symlink_to("/etc/passwd")
    assert [(found.name, found.size) for found in place.list()] == [("a.csv", 3), ("b.csv", 3)]
    assert place.fetch("b.csv") == b"new"
    place.move("b.csv", "done")
    assert [found.name for found in place.list()] == ["a.csv"]
    assert (folder / "done/b.csv").read_bytes() == b"new"
    (folder / "b.csv").write_bytes(b"newer")
    place.move("b.csv", "done")
    assert (folder / "done/b.csv").read_bytes() == b"new", "what was processed is not overwritten"
    assert (folder / "done/b_1.csv").read_bytes() == b"newer"


def test_a_file_is_written_whole(place, tmp_path):
    place.leave("out.csv", b"rows")
    assert (tmp_path / "in/out.csv").read_bytes() == b"rows"
    assert not list((tmp_path / "in").glob("*.part"))


def test_a_file_that_is_there_already_is_left_once(place, tmp_path):
    place.leave("out.csv", b"rows")
    place.leave("out.csv", b"rows")
    assert (tmp_path / "in/out.csv").read_bytes() == b"rows"
    with pytest.raises(PlaceError, match="name_taken"):
        place.leave("out.csv", b"others")
    assert (tmp_path / "in/out.csv").read_bytes() == b"rows"


def visit(place, seen, **options):
    """:return: tuple (what was seen, what was read)"""
    taken = []
    wanted = options.get("wanted", lambda found: True)
    seen, trouble = look(
        place, seen, wanted, lambda found, content: taken.append((found.name, content)) or "done"
    )
    return seen, taken, trouble


def test_a_file_that_grows_is_not_read_before_it_is_whole(place, tmp_path):
    seen = {}
    for size in range(1, 5):
        (tmp_path / "in/a.csv").write_bytes(b"x" * size)
        seen, taken, _trouble = visit(place, seen)
        assert taken == []
    assert visit(place, seen)[1] == [("a.csv", b"xxxx")]
    assert [found.name for found in place.list()] == []


def test_the_oldest_file_is_read_first(place, tmp_path):
    for name, changed in (("export_10.csv", 300), ("export_9.csv", 200), ("export_11.csv", 400)):
        (tmp_path / "in" / name).write_bytes(b"x")
        os.utime(tmp_path / "in" / name, (changed, changed))
    names = [name for name, _content in visit(place, visit(place, {})[0])[1]]
    assert names == ["export_9.csv", "export_10.csv", "export_11.csv"]


def test_a_file_that_is_too_large_keeps_no_other_waiting(place, tmp_path, monkeypatch):
    monkeypatch.setattr(visiting, "MAX_SIZE", 10)
    (tmp_path / "in/a.csv").write_bytes(b"x" * 11)
    (tmp_path / "in/b.csv").write_bytes(b"x")
    seen, taken, trouble = visit(place, visit(place, {})[0])
    assert taken == [("b.csv", b"x")]
    assert trouble.code == "too_large"
    assert list(seen) == ["a.csv"]


def test_no_way_out(place, tmp_path):
    (tmp_path / "secret").write_bytes(b"x")
    for name in ("../secret", "/etc/passwd", "sub/x"):
        with pytest.raises(PlaceError):
            place.fetch(name)


@pytest.mark.parametrize("folder", ["..", "../..", "/etc", "in/../.."])
def test_a_folder_stays_below_its_base(tmp_path, folder):
    with pytest.raises(PlaceError, match="outside"):
        Folder(tmp_path, folder)


def test_a_link_does_not_lead_out_of_the_base(tmp_path):
    (tmp_path / "base").mkdir()
    (tmp_path / "base/link").symlink_to("/etc")
    with pytest.raises(PlaceError, match="outside"):
        Folder(tmp_path / "base", "link")
    (tmp_path / "base/x.csv").symlink_to("/etc/passwd")
    with Folder(tmp_path / "base", "").opened() as place, pytest.raises(PlaceError, match="outside"):
        place.fetch("x.csv")


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "a\\b", ".x", "x.PART", "x.tmp", "a\x00"])
def test_names_that_are_no_files(name):
    assert not is_plain_name(name)


def test_missing_folders(tmp_path):
    with pytest.raises(PlaceError, match="base_missing"):
        Folder(tmp_path / "nowhere", "")
    with pytest.raises(PlaceError, match="folder_missing"), Folder(tmp_path, "nowhere").opened():
        pass
    with SftpServer(tmp_path) as server:
        with pytest.raises(PlaceError, match="folder_missing"):
            with Sftp(settings(server), "nowhere").opened() as place:
                place.list()


def test_another_server_gets_no_password(tmp_path):
    """The key is compared before the log-in: whoever stands in for the server learns nothing."""
    other = paramiko.ECDSAKey.generate()
    with SftpServer(tmp_path) as server:
        for key, code in (
            (f"{other.get_name()} {other.get_base64()}", "host_key_differs"),
            ("ssh-ed25519 AAAA", "host_key_differs|unreachable"),
            ("nonsense", "host_key_missing"),
            ("ssh-nonsense AAAA", "unreachable"),
            ("", "host_key_missing"),
        ):
            with pytest.raises(PlaceError, match=code):
                with Sftp(settings(server, host_key=key), ".").opened():
                    pass
        assert not any(transport.is_authenticated() for transport in server.transports)
        assert server_key(settings(server, host_key="")) == server.host_key


def test_log_in_by_key_or_not_at_all(tmp_path):
    key = paramiko.RSAKey.generate(2048)
    text = io.StringIO()
    key.write_private_key(text)
    with SftpServer(tmp_path, client_key=key) as server:
        with Sftp(settings(server, password="", private_key=text.getvalue()), ".").opened() as place:
            assert place.list() == []
        with pytest.raises(PlaceError, match="login_refused") as caught:
            with Sftp(settings(server, password="hunter2"), ".").opened():
                pass
        assert "hunter2" not in str(caught.value)
        with pytest.raises(PlaceError, match="key_unreadable"):
            with Sftp(settings(server, private_key="no key"), ".").opened():
                pass


def test_nobody_answers(tmp_path):
    with SftpServer(tmp_path) as server:
        gone = settings(server)
    with pytest.raises(PlaceError, match="unreachable"):
        with Sftp(gone, ".").opened():
            pass
