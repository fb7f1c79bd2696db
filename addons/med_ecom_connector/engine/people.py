"""Which customers are probably one and the same. A person decides; nothing here merges."""

from dataclasses import dataclass
from itertools import combinations

from .identity import plain
from .likeness import name_likeness

#: How sure one agreement makes us, alone. Several are combined as independent evidence.
WEIGHTS = {"vat": 0.75, "email": 0.85, "phone": 0.7, "name": 0.6, "address": 0.5}
LEAST_SCORE = 60
#: from this likeness on, names (or addresses) agree; below the other, they speak against each other
ALIKE, UNLIKE = 85, 40
#: what another name takes away: a household or an office shares its number
OTHER_NAME = 25
#: more customers with one key than this share a front desk, not an identity
LARGEST_GROUP = 30


@dataclass(frozen=True)
class Person:
    """A customer; ``email`` and ``phone`` are normalised, ``company_id`` is 0 for all companies."""

    id: int
    name: str
    email: str = ""
    phone: str = ""
    vat: str = ""
    address: str = ""
    is_company: bool = False
    parent_id: int = 0
    company_id: int = 0


@dataclass(frozen=True)
class Pair:
    """``reasons`` are keys of :data:`WEIGHTS`, surest first."""

    first: int
    second: int
    score: int
    reasons: tuple[str, ...]


def compare(one, other):
    """:return: a :class:`Pair`, the lower id first, or None when they are rather two"""
    if one.id == other.id or _are_kept_apart(one, other):
        return None
    likeness = name_likeness(one.name, other.name)
    reasons = [
        key
        for key in ("email", "vat", "phone")
        if getattr(one, key) and getattr(one, key) == getattr(other, key)
    ]
    if likeness >= ALIKE:
        reasons.append("name")
    if _same_address(one.address, other.address):
        reasons.append("address")
    reasons.sort(key=lambda key: -WEIGHTS[key])
    score = _score(reasons) - (OTHER_NAME if likeness < UNLIKE else 0)
    if set(reasons) <= {"name"} or set(reasons) <= {"address"} or score < LEAST_SCORE:
        return None
    first, second = sorted((one.id, other.id))
    return Pair(first, second, score, tuple(reasons))


def find_pairs(groups):
    """All pairs of people who share a key.

    :param groups: iterables of :class:`Person`, each with one key in common
    :return: list of :class:`Pair`, surest first, each pair once
    """
    found = {}
    for group in groups:
        people = list(group)
        if len(people) > LARGEST_GROUP:
            continue
        for one, other in combinations(people, 2):
            pair = compare(one, other)
            if pair:
                found[pair.first, pair.second] = pair
    return sorted(found.values(), key=lambda pair: (-pair.score, pair.first, pair.second))


def _are_kept_apart(one, other):
    if one.is_company != other.is_company:
        return True
    if one.company_id and other.company_id and one.company_id != other.company_id:
        return True
    if one.id == other.parent_id or other.id == one.parent_id:
        return True
    # colleagues share their company's number and mail box, but not their names
    colleagues = one.parent_id and one.parent_id == other.parent_id
    return bool(colleagues and name_likeness(one.name, other.name) < ALIKE)


def _same_address(one, other):
    return bool(plain(one) and plain(other) and name_likeness(one, other) >= ALIKE)


def _score(reasons):
    doubt = 1.0
    for reason in reasons:
        doubt *= 1 - WEIGHTS[reason]
    return round(100 * (1 - doubt))
