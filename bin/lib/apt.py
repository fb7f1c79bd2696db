"""The system's packages (Debian, Ubuntu): what is installed, install more, read the configured sources."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from commands import as_root, output_of, run_logged
from console import Failure, say

APT = Path("/etc/apt")


@dataclass(frozen=True)
class Source:
    """One line, or one stanza, of apt's sources."""

    uris: tuple[str, ...]
    suites: tuple[str, ...]
    components: tuple[str, ...]
    signed_by: str = ""


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


def parse_sources(text: str, deb822: bool) -> list[Source]:
    """Read a sources file, stanzas (deb822) or one-line entries; only binary packages count."""
    return parse_stanzas(text) if deb822 else parse_lines(text)


def parse_stanzas(text: str) -> list[Source]:
    sources = []
    without_comments = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    for stanza in re.split(r"\n\s*\n", without_comments):
        fields = dict(re.findall(r"^([\w-]+):[ \t]*(.*(?:\n[ \t]+.*)*)", stanza, re.M))
        fields = {key.lower(): value.strip() for key, value in fields.items()}
        if "deb" not in fields.get("types", "").split() or fields.get("enabled", "yes").lower() == "no":
            continue
        sources.append(
            Source(
                uris=tuple(fields.get("uris", "").split()),
                suites=tuple(fields.get("suites", "").split()),
                components=tuple(fields.get("components", "").split()),
                signed_by=fields.get("signed-by", ""),
            )
        )
    return sources


def parse_lines(text: str) -> list[Source]:
    sources = []
    for line in text.splitlines():
        found = re.match(
            r"deb\s+(?:\[(?P<options>[^\]]*)\]\s*)?(?P<uri>\S+)\s+(?P<suite>\S+)(?P<components>.*)",
            line.strip(),
        )
        if found:
            options = dict(
                option.split("=", 1) for option in (found["options"] or "").split() if "=" in option
            )
            components = tuple(found["components"].split("#")[0].split())
            sources.append(
                Source((found["uri"],), (found["suite"],), components, options.get("signed-by", ""))
            )
    return sources


def configured_sources(folder: Path = APT) -> list[Source]:
    """All sources of the machine."""
    files = [folder / "sources.list", *sorted(folder.glob("sources.list.d/*.list"))]
    sources = [
        source for path in files if path.is_file() for source in parse_sources(path.read_text(), False)
    ]
    for path in sorted(folder.glob("sources.list.d/*.sources")):
        sources += parse_sources(path.read_text(), True)
    return sources


def debian_mirror(sources: list[Source]) -> Source | None:
    """The source that holds Debian's main archive: its plain release suite with component main.

    Security, updates and backports live in other archives or under other suite names, and a third party's
    repository has no component ``main`` beside a Debian release name.
    """
    releases = {"bookworm", "trixie", "forky", "sid", "stable", "testing", "unstable"}
    for source in sources:
        archive_uris = [uri for uri in source.uris if "security" not in uri]
        if releases.intersection(source.suites) and "main" in source.components and archive_uris:
            return Source((archive_uris[0],), source.suites, source.components, source.signed_by)
    return None


def os_release(path: Path = Path("/etc/os-release")) -> dict[str, str]:
    """The fields of /etc/os-release, such as ID and VERSION_ID."""
    if not path.is_file():
        raise Failure("this is not a Linux system with /etc/os-release", "use Debian 12 or Ubuntu 24.04")
    pairs = re.findall(r"^(\w+)=(.*)$", path.read_text(), re.M)
    return {name: value.strip('"') for name, value in pairs}
