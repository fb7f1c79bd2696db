"""100,000 hostile strings: `parse` says what it thinks, and never breaks."""

import json
import random
import string
from pathlib import Path

import pytest
from hypothesis import example, given, settings, strategies as st

from udi import AGENCIES, QUESTIONS, parse
from udi.checks import HIBC_ALPHABET, hibc_check
from udi.gs1_elements import NAMES

FILE = Path(__file__).parents[1] / "payloads" / "udi" / "udi_samples.json"
CARRIERS = [sample["raw"] for sample in json.loads(FILE.read_text(encoding="utf-8"))["samples"]]
OPENINGS = [
    "",
    "+",
    "++",
    "=",
    "=+",
    "&,1",
    "MA.",
    "(01)",
    "01",
    "]d2",
    "]C1",
    "]E0",
    "]Q1",
    "https://id.gs1.org/01/",
]
SIGNS = string.printable + "\x1d\u241d\0é批\u0663\U0001f600\ud800"
AIS = [*NAMES, "7003", "7007", "8006", "8008", "3103", "3908", "3912", "414", "8110", "05", "9"]
STATUSES = {"valid", "valid_warn", "ambiguous", "invalid"}
SHARE = 25_000


def random_text(rng):
    return rng.choice(OPENINGS) + "".join(rng.choices(SIGNS, k=rng.randrange(40)))


def mutated_carrier(rng):
    letters = list(rng.choice(CARRIERS))
    for _ in range(rng.randint(1, 4)):
        place = rng.randrange(len(letters) + 1)
        kind = rng.randrange(4)
        if kind == 0:
            del letters[place:]
        elif kind == 1:
            letters[place : place + 1] = rng.choice(SIGNS)
        elif kind == 2:
            letters.insert(place, rng.choice(SIGNS))
        else:
            letters[place:place] = letters[place : place + rng.randrange(8)]
    return "".join(letters)


def random_elements(rng):
    bracketed = rng.random() < 0.3
    text = rng.choice(["", "", "]d2", "\x1d"])
    for _ in range(rng.randint(1, 6)):
        ai = rng.choice(AIS)
        signs = rng.choice([string.digits, string.digits, string.ascii_letters + string.digits + "()/%"])
        value = "".join(rng.choices(signs, k=rng.choice([0, 3, 6, 6, 10, 14, 14, 18, 25])))
        text += f"({ai}){value}" if bracketed else ai + value + rng.choice(["", "\x1d"])
    return text


def random_hibc(rng):
    """Right in its alphabet and check character, so that all its data are read."""
    kinds = ["$", "$$", "$$+", "$+", "S", "Q", "14D", "16D", *(f"$${digit}" for digit in range(10)), ""]
    text = "+A123BJC5D6E71"
    for _ in range(rng.randrange(4)):
        text += "/" + rng.choice(kinds)
        text += "".join(rng.choices(rng.choice([string.digits, HIBC_ALPHABET]), k=rng.randrange(20)))
    return text + hibc_check(text)


def check(raw, **options):
    scan = parse(raw, **options)
    assert scan.raw == raw
    assert scan.status in STATUSES
    assert (scan.status in ("invalid", "ambiguous")) == bool(scan.errors)
    assert (scan.status == "ambiguous") == (bool(scan.errors) and set(scan.errors) <= QUESTIONS)
    if scan.status in ("valid", "valid_warn"):
        assert scan.di or scan.fields.get("basic_udi_di")
        assert not scan.readings
    if scan.status == "ambiguous":
        assert scan.readings


@pytest.mark.parametrize("make", [random_text, mutated_carrier, random_elements, random_hibc])
def test_never_breaks(make):
    rng = random.Random(20261123)
    for _ in range(SHARE):
        check(make(rng))


@settings(max_examples=500)
@given(
    st.text(max_size=200) | st.sampled_from(CARRIERS),
    st.sampled_from([None, *AGENCIES]),
    st.none() | st.integers(0, 30),
)
@example("https://[::1/01/0", None, None)
@example("+", "HIBCC", None)
@example("\n", "HIBCC", 0)
def test_never_breaks_whatever_the_caller_says(raw, agency, usual_lot_length):
    check(raw, agency=agency, usual_lot_length=usual_lot_length)


@pytest.mark.parametrize("raw", [raw for raw in CARRIERS if parse(raw).status.startswith("valid")])
def test_cut_off_carriers_never_say_another_di(raw):
    """However a carrier is cut off: what is read without a question is a DI of the whole one."""
    whole = parse(raw)
    for length in range(len(raw)):
        scan = parse(raw[:length])
        if scan.status in ("valid", "valid_warn"):
            assert scan.di == whole.di
