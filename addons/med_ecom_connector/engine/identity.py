"""Keys by which two records are taken to be the same customer."""

import re
import unicodedata

import phonenumbers

_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]+")


def normal_email(text):
    """The address in lower case, or an empty string when it is not one."""
    text = (text or "").strip().lower()
    return text if _EMAIL.fullmatch(text) else ""


def e164_phone(text, country_code=""):
    """The number in E.164 (``+33612345678``), or an empty string when it is not valid.

    :param country_code: ISO 3166 alpha-2, read for numbers without international prefix
    """
    if not text or not text.strip():
        return ""
    try:
        number = phonenumbers.parse(text, (country_code or "").upper() or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def plain(text):
    """Text reduced to what people mean by it: case, width, accents and blanks folded."""
    text = unicodedata.normalize("NFKD", text or "")
    text = "".join(char for char in text if not unicodedata.combining(char))
    return " ".join(text.casefold().split())
