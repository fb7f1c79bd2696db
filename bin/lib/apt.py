"""The system's packages (Debian, Ubuntu): what is installed, install more, which mirror is in use."""

from __future__ import annotations

import re
from pathlib import Path

from commands import as_root, output_of, run_logged
from console import Failure, say


def missing(packages: list[str]) -> list[str]:
    """Those of the packages that are not installed, in their order."""
    listed = output_of(["dpkg-query", "-W", "-f", "${db:Status-Abbrev}${Package}\n"])
    installed = {line[3:].strip() for line in listed.splitlines() if line.startswith("ii")}
    return [package for package in packages if package not in installed]


def available(package: str) -> bool:
    """Whether the system's sources offer the package."""
    candidate = re.search(r"Candidate: (\S+)", output_of(["apt-cache", "policy", package]))
    return bool(candidate) and candidate[1] != "(none)"


def update() -> None:
    run_logged(as_root(["apt-get", "update"]), "read the lists of the system's packages")


def install(packages: list[str]) -> None:
    """Install packages without asking questions and without recommended extras."""
    say(f"    {' '.join(packages)}")
    environment = ["env", "DEBIAN_FRONTEND=noninteractive"]
    command = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    run_logged(as_root([*environment, *command]), "install the system's packages")


def debian_mirror() -> str | None:
    """Address of Debian's main archive on the mirror that this machine is set up to use.

    Apt itself tells, from the signed index that it has checked: so neither a third party's repository nor the
    archive of security fixes is taken for it. None on a system without such a source, Ubuntu for example.
    """
    filters = ["Origin: Debian", "Label: Debian", "Component: main", "Created-By: Packages", "Trusted: yes"]
    question = ["apt-get", "indextargets", "--format", "$(REPO_URI)", *filters]
    if not output_of(["apt-get", "indextargets", "--format", "$(REPO_URI)", "Trusted: yes"]).strip():
        update()  # apt has no index at all yet, or it was cleaned away as container images do
    addresses = output_of(question).split()
    return addresses[0].rstrip("/") if addresses else None


def os_release(path: Path = Path("/etc/os-release")) -> dict[str, str]:
    """The fields of /etc/os-release, such as ID and VERSION_ID."""
    if not path.is_file():
        raise Failure("this is not a Linux system with /etc/os-release", "use Debian 12 or Ubuntu 24.04")
    pairs = re.findall(r"^(\w+)=(.*)$", path.read_text(), re.M)
    return {name: value.strip('"') for name, value in pairs}
