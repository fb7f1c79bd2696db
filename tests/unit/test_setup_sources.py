"""bin/setup: what apt tells about the system, and where Odoo's package is fetched from."""

import pytest

import apt
import odoo_package


@pytest.fixture
def machine(monkeypatch):
    """A machine whose apt knows the given indexes: (field texts, address); counts the updates."""

    class Machine:
        indexes: list = []
        updates = 0

        def output_of(self, command):
            filters = set(command[command.index("$(REPO_URI)") + 1 :])
            return "".join(f"{address}\n" for fields, address in self.indexes if filters <= fields)

        def update(self):
            self.updates += 1

    machine = Machine()
    monkeypatch.setattr(apt, "output_of", machine.output_of)
    monkeypatch.setattr(apt, "update", machine.update)
    return machine


def index(origin, label, component="main", trusted="yes"):
    fields = f"Origin: {origin}|Label: {label}|Component: {component}|Created-By: Packages|Trusted: {trusted}"
    return set(fields.split("|"))


def test_mirror_is_the_main_archive(machine):
    machine.indexes = [
        (index("Third", "Debian"), "http://third.example.org/debian/"),
        (index("Debian", "Debian-Security"), "http://mirror.example.org/debian-security/"),
        (index("Debian", "Debian", "contrib"), "http://mirror.example.org/contrib/"),
        (index("Debian", "Debian", trusted="no"), "http://unsigned.example.org/debian/"),
        (index("Debian", "Debian"), "http://mirror.example.org/debian/"),
    ]
    assert apt.debian_mirror() == "http://mirror.example.org/debian"
    assert machine.updates == 0


def test_ubuntu_has_no_debian_mirror(machine):
    machine.indexes = [(index("Ubuntu", "Ubuntu"), "http://archive.example.org/ubuntu/")]
    assert apt.debian_mirror() is None
    assert machine.updates == 0


def test_without_any_index_apt_is_asked_to_update_first(machine):
    assert apt.debian_mirror() is None
    assert machine.updates == 1


def test_private_sources_name_the_mirror_and_nothing_of_the_system(tmp_path, monkeypatch):
    monkeypatch.setattr(odoo_package.paths, "APT", tmp_path)
    config = odoo_package.private_apt("http://mirror.example.org/debian").read_text()
    sources = (tmp_path / "etc" / "sid.sources").read_text()
    assert "URIs: http://mirror.example.org/debian\nSuites: unstable\nComponents: main\n" in sources
    assert "Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg" in sources
    assert f'Dir::State::lists "{tmp_path}/lists";' in config
    assert 'Dir::Etc::sourceparts "-";' in config


def test_os_release(tmp_path):
    path = tmp_path / "os-release"
    path.write_text('NAME="Ubuntu"\nID=ubuntu\nVERSION_ID="24.04"\n')
    assert apt.os_release(path)["ID"] == "ubuntu"
    assert apt.os_release(path)["VERSION_ID"] == "24.04"
