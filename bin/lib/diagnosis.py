"""Turn the output of a failed command into a reason and a remedy a person understands."""

from __future__ import annotations

import re

# (pattern in the output, reason, remedy); the first that matches wins
KNOWN_CAUSES = [
    (
        r"No space left on device|not enough free space|ENOSPC|Disk quota exceeded",
        "the disk is full",
        "free at least 5 GB where this checkout lies (`df -h .` shows it), then run the same command again",
    ),
    (
        r"Temporary failure (in name resolution|resolving)|Could not resolve|Name or service not known"
        r"|Network is unreachable|Connection timed out|Could not connect to"
        r"|Failed to establish a new connection"
        r"|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|Failed to connect|Connection refused",
        "no network: a package source could not be reached",
        "check the connection (and the proxy settings, if there is a proxy), then run the same command again",
    ),
    (
        r"Release file .* is (expired|not valid yet)",
        "the package mirror is out of date, or this machine's clock is wrong",
        "check the clock with `date`; if it is right, set up apt with another mirror",
    ),
    (
        r"Could not get lock|Unable to lock|dpkg frontend lock",
        "another program is installing packages",
        "wait until it has finished, then run the same command again",
    ),
    (
        r"dpkg was interrupted",
        "an earlier package installation was interrupted",
        "run `dpkg --configure -a` as root, then the same command again",
    ),
    (
        r"are you root\?|a (password|terminal) is required|is not in the sudoers file"
        r"|EACCES|Permission denied|Operation not permitted",
        "not enough rights",
        "run it as root or as a user with sudo, who owns this checkout",
    ),
    (
        r"Unable to locate package|has no installation candidate",
        "the system's package sources do not have a package that is needed",
        "use Debian 12 or Ubuntu 24.04 with their standard package sources (Ubuntu: with `universe`)",
    ),
]


def explain(output: str) -> tuple[str, str] | None:
    """Return (reason, remedy) when the output tells a known cause, else None."""
    for pattern, reason, remedy in KNOWN_CAUSES:
        if re.search(pattern, output):
            return reason, remedy
    return None
