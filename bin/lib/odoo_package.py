"""Get Odoo 19.0: Debian's package ``odoo-19`` without touching the system's sources, else upstream's branch.

The package lives in Debian unstable. Apt itself checks it against the signed index of the mirror that this
machine is set up to use, but with lists and state under ``var/apt``; it is unpacked, never installed.
"""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import apt
import odoo_source
import paths
import stamps
import system_packages
from commands import run_logged
from console import Failure, say, step

PACKAGE = "odoo-19"
FONTS = ["fonts-montserrat", "fonts-ocr-b"]  # it links to these too, and Debian 12 lacks the first
UPSTREAM = "https://github.com/odoo/odoo.git"
DEBIAN_KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
STRIPPED_FILE = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"
LAYOUT = "3"  # raise it when finish() does more than before
OWN_FONTS = paths.ODOO_UNPACKED / "fonts"
LINKED_FOLDERS = ("fonts", "fonts-font-awesome", "javascript")


def ensure() -> None:
    """Make Odoo 19.0 available and visible to the virtual environment."""
    if not odoo_source.user_checkout() and not is_there():
        fetch()
    link_into_virtualenv()


def is_there() -> bool:
    if odoo_source.release_of(paths.ODOO_CLONE) == "19.0":
        return True
    stamp = paths.STAMPS / "odoo"
    complete = stamp.is_file() and stamp.read_text().endswith(f"layout {LAYOUT}")
    return complete and odoo_source.release_of(odoo_source.PACKAGE_FOLDER) == "19.0"


def fetch() -> None:
    """From Debian's mirror if this machine has one, else a shallow clone of upstream's branch."""
    mirror = apt.debian_mirror()
    if mirror:
        try:
            with step("Fetching Odoo 19.0, Debian's package odoo-19 (120 MB)"):
                fetch_package(mirror)
                finish()
            return
        except Failure as failure:
            say(f"    That did not work: {failure.reason}\n    Trying upstream's branch instead.")
    else:
        say("  This system has no Debian mirror, so Odoo comes from upstream's 19.0 branch.")
    with step("Cloning Odoo's 19.0 branch (about 300 MB)"):
        clone_upstream()


def clone_upstream() -> None:
    shutil.rmtree(paths.ODOO_CLONE, ignore_errors=True)
    branch = ["--depth=1", "--branch=19.0", "--single-branch"]
    try:
        run_logged(["git", "clone", "-q", *branch, UPSTREAM, str(paths.ODOO_CLONE)], "fetch Odoo 19.0")
    except Failure as failure:
        remedy = f"{failure.remedy} Or let ODOO_PATH name a checkout of Odoo's 19.0 branch that you have."
        raise Failure(failure.reason, remedy) from failure


def private_apt(mirror: str) -> Path:
    """Write an apt configuration of our own, for unstable only.

    :return: the configuration file, for APT_CONFIG
    """
    for folder in ("lists/partial", "cache/archives/partial", "etc/preferences.d"):
        (paths.APT / folder).mkdir(parents=True, exist_ok=True)
    (paths.APT / "etc" / "sid.sources").write_text(
        f"Types: deb\nURIs: {mirror}\nSuites: unstable\nComponents: main\nSigned-By: {DEBIAN_KEYRING}\n"
    )
    config = paths.APT / "apt.conf"
    config.write_text(
        f'Dir::State "{paths.APT}";\n'
        f'Dir::State::lists "{paths.APT}/lists";\n'
        'Dir::State::status "/var/lib/dpkg/status";\n'
        f'Dir::Cache "{paths.APT}/cache";\n'
        f'Dir::Etc::sourcelist "{paths.APT}/etc/sid.sources";\n'
        'Dir::Etc::sourceparts "-";\n'
        f'Dir::Etc::preferencesparts "{paths.APT}/etc/preferences.d";\n'
        'APT::Sandbox::User "root";\n'  # apt's own user may not be able to write into this checkout
        'Acquire::Languages "none";\n'
    )
    return config


def fetch_package(mirror: str) -> None:
    """Download and unpack the package and its fonts."""
    env = {"APT_CONFIG": str(private_apt(mirror))}
    run_logged(["apt-get", "update", "-q"], "read Debian unstable's list of packages", env=env)
    run_logged(["apt-get", "download", "-q", PACKAGE, *FONTS], f"download {PACKAGE}", env=env, cwd=paths.APT)
    shutil.rmtree(paths.ODOO_UNPACKED, ignore_errors=True)
    for name, target in [(PACKAGE, paths.ODOO_UNPACKED), *((font, OWN_FONTS) for font in FONTS)]:
        package = max(paths.APT.glob(f"{name}_*.deb"), key=lambda path: path.stat().st_mtime)
        run_logged(["dpkg-deb", "-x", str(package), str(target)], f"unpack {name}")
    shutil.rmtree(paths.APT)


def finish() -> None:
    """Mend what the package takes from elsewhere: links to fonts and JavaScript, one stripped file."""
    share = paths.ODOO_UNPACKED / "usr" / "share"
    for name in LINKED_FOLDERS:
        if not (share / name).exists():
            (share / name).unlink(missing_ok=True)
            (share / name).symlink_to(Path("/usr/share") / name)
    addons = odoo_source.PACKAGE_FOLDER / "odoo" / "addons"
    stub = addons / STRIPPED_FILE
    if not stub.exists():
        # Debian strips this binary-like file; without any file every page logs an error and every tour fails
        stub.parent.mkdir(parents=True, exist_ok=True)
        stub.write_text("")
    check_links(mend_links(broken_links(addons)), addons)
    stamps.write("odoo", f"{package_version()} layout {LAYOUT}")


def package_version() -> str:
    """Name and version of the unpacked package, from its change log."""
    with gzip.open(
        paths.ODOO_UNPACKED / "usr" / "share" / "doc" / PACKAGE / "changelog.Debian.gz", "rt"
    ) as log:
        return log.readline().partition(";")[0].strip()


def broken_links(addons: Path) -> list[Path]:
    return [path for path in addons.glob("*/static/**/*") if path.is_symlink() and not path.exists()]


def mend_links(links: list[Path]) -> list[Path]:
    """Lead links to the fonts that came along, or that the system keeps under another name.

    :return: the links that still lead nowhere
    """
    folders = (Path("/usr/share/fonts"), OWN_FONTS)
    files = [path for folder in folders for path in folder.rglob("*") if path.suffix in (".otf", ".ttf")]
    fonts = {path.stem.lower(): path for path in files}
    for link in links:
        if link.stem.lower() in fonts:
            link.unlink()
            link.symlink_to(fonts[link.stem.lower()])
    return [link for link in links if not link.exists()]


def check_links(broken: list[Path], addons: Path) -> None:
    """Refuse a tree whose web files lead nowhere: pages would come without fonts or scripts.

    :raise Failure: naming the links
    """
    if broken:
        names = ", ".join(str(path.relative_to(addons)) for path in broken[:5])
        raise Failure(
            f"{len(broken)} files of Odoo's package lead to system files that are missing, such as {names}",
            f"install the packages {' '.join(system_packages.FOR_ODOO)}, then run the same command again",
        )


def link_into_virtualenv() -> None:
    """A .pth file makes ``import odoo`` work, and lets pip see Odoo's version when OCA add-ons need it."""
    site = next((paths.VENV / "lib").glob("python3.*/site-packages"))
    link, wanted = site / "odoo.pth", f"{odoo_source.folder()}\n"
    if not link.exists() or link.read_text() != wanted:
        link.write_text(wanted)
