"""One spelling for numbers that people and machines write in many ways."""

import unicodedata

#: Letters and digits that are read and typed for one another
_LOOK_ALIKES = str.maketrans("OQILSBZ", "0011582")


def normalise(text):
    """Half-width capitals, and nothing but letters and digits: 'ａ-10 0' is 'A100'."""
    wide = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", str(text)).upper())
    return "".join(sign for sign in wide if sign.isalnum())


def blur(normalised):
    """The same text for numbers that look alike: 'AO1' and 'A0I'."""
    return normalised.translate(_LOOK_ALIKES)


def get_neighbours(normalised, alphabet):
    """All texts that differ in one character: replaced, added or left out."""
    for place in range(len(normalised) + 1):
        left, right = normalised[:place], normalised[place:]
        if right:
            yield left + right[1:]
        for sign in alphabet:
            yield left + sign + right
            if right:
                yield left + sign + right[1:]
