"""bin/setup: which Python, which packages, what to say when something is wrong."""

import errno
import subprocess

import pytest

import apt
import cluster
import commands
import console
import diagnosis
import odoo_package
import odoo_source
import ports
import python_env
import stamps
import system_packages
from console import Failure


def test_first_supported_python_is_taken():
    candidates = [("python3", (3, 13)), ("python3.12", (3, 12)), ("python3.11", (3, 11))]
    assert python_env.choose(candidates) == "python3.12"


def test_no_supported_python_tells_what_was_found_and_what_to_install():
    with pytest.raises(Failure) as caught:
        python_env.choose([("python3", (3, 9)), ("broken", None)])
    assert "3.9" in caught.value.reason
    assert "python3.11-venv" in caught.value.remedy


def test_version_of_a_program_that_is_no_python():
    assert python_env.version_of("/bin/true") is None
    assert python_env.version_of("/nonexistent") is None


@pytest.mark.parametrize(
    ("output", "word"),
    [
        ("E: Failed to fetch http://x Temporary failure resolving 'x'", "network"),
        ("pip: Failed to establish a new connection: [Errno -2] Name or service not known", "network"),
        ("npm ERR! code ENOTFOUND", "network"),
        ("OSError: [Errno 28] No space left on device", "disk"),
        ("E: Could not open lock file /var/lib/dpkg/lock-frontend - open (13: Permission denied)", "rights"),
        ("E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 1", "another program"),
        ("E: Release file for http://x/InRelease is expired (invalid since 16d 22h)", "clock"),
        ("E: dpkg was interrupted, you must manually run 'dpkg --configure -a'", "interrupted"),
        ("E: Unable to locate package wkhtmltopdf", "sources"),
    ],
)
def test_known_causes_are_explained(output, word):
    reason, remedy = diagnosis.explain(output)
    assert word in reason
    assert remedy


def test_unknown_cause_shows_the_last_words(tmp_path):
    with pytest.raises(Failure) as caught:
        commands.run_logged(["sh", "-c", "echo odd trouble; exit 3"], "do it", log=tmp_path / "log")
    assert "could not do it (exit code 3)" in caught.value.reason
    assert "odd trouble" in caught.value.reason
    assert "odd trouble" in (tmp_path / "log").read_text()


def test_a_disk_that_runs_full_is_told_in_words(capsys):
    def main():
        raise OSError(errno.ENOSPC, "No space left on device")

    assert console.run_main(main) == 1
    assert "Stopped: the disk is full" in capsys.readouterr().err


def test_other_errors_of_the_system_are_not_hidden():
    def main():
        raise OSError(errno.EIO, "Input/output error")

    with pytest.raises(OSError, match="Input/output"):
        console.run_main(main)


def test_missing_program_is_a_failure_not_a_traceback(tmp_path):
    with pytest.raises(Failure, match="no-such-program is not installed"):
        commands.run_logged(["no-such-program"], "do it", log=tmp_path / "log")


def test_without_root_and_sudo_the_command_to_run_is_named(monkeypatch):
    monkeypatch.setattr(commands.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(commands.shutil, "which", lambda name: None)
    with pytest.raises(Failure, match="apt-get update"):
        commands.as_root(["apt-get", "update"])
    monkeypatch.setattr(commands.shutil, "which", lambda name: "/usr/bin/sudo")
    assert commands.as_root(["apt-get", "update"]) == ["sudo", "apt-get", "update"]


def test_taken_port_is_named_with_its_remedy():
    with ports.socket.socket() as other:
        other.bind((ports.LOOPBACK, 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Failure) as caught:
            ports.require_free(port, "--port")
    assert str(port) in caught.value.reason
    assert "--port" in caught.value.remedy
    assert ports.require_free(ports.free_port(), "--port")


def test_taken_port_is_not_chosen(monkeypatch):
    asked = []
    monkeypatch.setattr(ports, "is_free", lambda port: asked.append(port) or len(asked) == 3)
    assert ports.free_port() == asked[2]
    assert {*asked} <= {*ports.OURS}
    monkeypatch.setattr(ports, "is_free", lambda port: False)
    with pytest.raises(Failure):
        ports.free_port()


@pytest.fixture
def ubuntu(monkeypatch):
    """An Ubuntu 24.04 without snap and without wkhtmltopdf; remembers what would be installed."""
    installed = []
    monkeypatch.setattr(system_packages.apt, "os_release", lambda: {"ID": "ubuntu"})
    monkeypatch.setattr(system_packages.apt, "available", lambda package: False)
    monkeypatch.setattr(system_packages.apt, "install", installed.append)
    monkeypatch.setattr(system_packages.shutil, "which", lambda name: None)
    return installed


def test_ubuntu_does_not_install_the_snap_stub_and_says_so(ubuntu, capsys):
    system_packages.install(["gettext", "chromium", "wkhtmltopdf"])
    assert ubuntu == [["gettext"]]
    said = capsys.readouterr().out
    assert "Chromium as a snap only" in said
    assert "no package wkhtmltopdf" in said


def test_debian_installs_browser_and_report_printer_as_packages(monkeypatch):
    installed = []
    monkeypatch.setattr(system_packages.apt, "os_release", lambda: {"ID": "debian"})
    monkeypatch.setattr(system_packages.apt, "available", lambda package: True)
    monkeypatch.setattr(system_packages.apt, "install", installed.append)
    system_packages.install(["gettext", "chromium", "wkhtmltopdf"])
    assert [sorted(packages) for packages in installed] == [["chromium", "gettext", "wkhtmltopdf"]]


def test_missing_packages_keep_their_order(monkeypatch):
    monkeypatch.setattr(apt, "output_of", lambda command: "ii gettext\nrc nginx\niiUpoppler-utils\n")
    assert apt.missing(["nginx", "gettext", "zip"]) == ["nginx", "zip"]


def test_hash_depends_on_content_name_and_order(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("a")
    two.write_text("b")
    base = stamps.content_hash([one, two], tmp_path)
    assert stamps.content_hash([one, two], tmp_path) == base
    assert stamps.content_hash([two, one], tmp_path) != base
    two.write_text("c")
    assert stamps.content_hash([one, two], tmp_path) != base


def test_stamp_is_current_only_for_its_value(tmp_path, monkeypatch):
    monkeypatch.setattr(stamps.paths, "STAMPS", tmp_path / "stamps")
    assert not stamps.is_current("venv", "1")
    stamps.write("venv", "1")
    assert stamps.is_current("venv", "1")
    assert not stamps.is_current("venv", "2")


def test_odoo_release_of_a_source_folder(tmp_path):
    assert odoo_source.release_of(tmp_path) == ""
    (tmp_path / "odoo").mkdir()
    (tmp_path / "odoo" / "release.py").write_text("version_info = (19, 0, 0, FINAL, 0, '')\n")
    assert odoo_source.release_of(tmp_path) == "19.0"


def test_odoo_path_without_odoo_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("ODOO_PATH", str(tmp_path))
    with pytest.raises(Failure, match="no Odoo 19.0"):
        odoo_source.user_checkout()


def test_broken_font_links_are_led_to_the_fonts_that_came_along(tmp_path, monkeypatch):
    fonts, web = tmp_path / "fonts", tmp_path / "web" / "static"
    fonts.mkdir()
    web.mkdir(parents=True)
    (fonts / "OCRB.otf").write_text("font")
    (web / "ocrb.otf").symlink_to("../../nowhere/OCRB.otf")
    (web / "other.js").symlink_to("../../nowhere/other.js")
    monkeypatch.setattr(odoo_package, "OWN_FONTS", fonts)
    left = odoo_package.mend_links(odoo_package.broken_links(tmp_path))
    assert (web / "ocrb.otf").read_text() == "font"
    assert left == [web / "other.js"]
    with pytest.raises(Failure, match="other.js"):
        odoo_package.check_links(left, tmp_path)


def test_socket_moves_to_a_short_folder_when_the_checkout_lies_deep(tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "short_socket_folder", lambda: tmp_path / "short")
    monkeypatch.setattr(cluster.shutil, "chown", lambda *arguments: None)
    monkeypatch.setattr(cluster.paths, "POSTGRES", tmp_path / ("x" * 110))
    assert cluster.socket_folder() == tmp_path / "short"
    monkeypatch.setattr(cluster, "LONGEST_SOCKET_PATH", 4096)
    assert cluster.socket_folder() == tmp_path / ("x" * 110) / "run"


def test_a_socket_folder_prepared_by_somebody_else_is_refused(tmp_path, monkeypatch):
    (tmp_path / "trap").mkdir()
    (tmp_path / "short").symlink_to(tmp_path / "trap")
    monkeypatch.setattr(cluster.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(cluster, "short_socket_folder", lambda: tmp_path / "short")
    monkeypatch.setattr(cluster, "LONGEST_SOCKET_PATH", 0)
    with pytest.raises(Failure, match="somebody else"):
        cluster.socket_folder()


def test_scripts_explain_an_unknown_path():
    root = python_env.paths.ROOT
    done = subprocess.run([root / "bin" / "test", "tests/unit/absent.py"], capture_output=True, text=True)
    assert done.returncode == 1
    assert "there is no tests/unit/absent.py" in done.stderr
    assert "Traceback" not in done.stderr
