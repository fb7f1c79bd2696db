"""Names of people, as the people write them."""


def person_name(first, last):
    """First and last name in one; a Chinese name has the family name first and no blank.

    Korean and Japanese names in Chinese characters follow the same custom.
    """
    first, last = (first or "").strip(), (last or "").strip()
    if first and last and all("\u3400" <= char <= "\u9fff" for char in first + last):
        return last + first
    return " ".join(filter(None, (first, last)))
