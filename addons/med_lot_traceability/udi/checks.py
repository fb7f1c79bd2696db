"""Check characters of HIBC and MA; those of GS1 are in biip."""

from __future__ import annotations

HIBC_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%"

GS1_ALPHABET = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83)
_PAIR_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"

_MA_SMALL = {letter: 36 + number for number, letter in enumerate("abcdefg")}
_MA_SMALL |= {letter: 45 + number for number, letter in enumerate("hijklmnopqrstuvwxyz")}
_MA_SIGNS = {sign: 64 + number for number, sign in enumerate("-.@$,*+%/#!^~")}
_MA_BIG = {letter: 10 + number for number, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
_MA_DIGITS = {digit: int(digit) for digit in "012345678"}
MA_VALUES = _MA_DIGITS | _MA_BIG | _MA_SMALL | _MA_SIGNS


def hibc_check(text: str) -> str:
    """Check character (modulo 43, ANSI/HIBC 2.6 appendix B) of a text that begins with its +."""
    return HIBC_ALPHABET[sum(HIBC_ALPHABET.index(letter) for letter in text) % 43]


def ma_check(text: str) -> str:
    """Check digit of the DI without its last character, or of the PI from its first dot up to the one before
    C.

    Letters and signs become two-digit numbers; every second of the digits, counted from the left, is doubled
    (its own digits added), and the check digit fills the sum up to ten. The digit 9 is left out altogether:
    odd, but only so are the published MA labels reproduced. Raises KeyError for a character that MA does not
    know.
    """
    numbers = "".join(str(MA_VALUES[letter]) for letter in text if letter != "9")
    total = 0
    for place, digit in enumerate(numbers):
        value = int(digit) * (2 if place % 2 else 1)
        total += value // 10 + value % 10
    return str(-total % 10)


def basic_udi_check(text: str) -> str:
    """Check pair (modulo 1021, then 32) of a Basic UDI-DI without it; for HIBC its leading ++ is included.

    Raises ValueError for a character outside GS1's 82 or for more than 23 characters.
    """
    if len(text) > len(_PRIMES):
        raise ValueError("more than 23 characters")
    weighted = zip(reversed(text), _PRIMES, strict=False)
    rest = sum(GS1_ALPHABET.index(letter) * prime for letter, prime in weighted) % 1021
    return _PAIR_ALPHABET[rest // 32] + _PAIR_ALPHABET[rest % 32]
