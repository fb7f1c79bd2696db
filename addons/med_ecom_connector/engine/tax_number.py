"""Whether a company's tax number can be right: its form and check digits, not whether it is registered."""

from stdnum.util import get_cc_module

#: prefixes of VAT numbers that are no country codes
_COUNTRY_OF_PREFIX = {"EL": "GR", "XI": "GB"}


def tax_number(text):
    """The number as it is compared: capital letters and digits only."""
    return "".join(char for char in (text or "").upper() if char.isalnum())


def is_sound(text, country_code):
    """Whether the number fits its country, as Odoo's own check sees it.

    A company may be registered elsewhere than it lives: a number with another country's prefix is
    checked by that country's rules. Countries whose rules nobody wrote down take any number.

    :param country_code: ISO 3166 alpha-2 of the company's address; may be empty
    """
    number = tax_number(text)
    if not number:
        return False
    prefix = number[:2] if number[:2].isalpha() else ""
    codes = filter(
        None, dict.fromkeys(((country_code or "").upper(), _COUNTRY_OF_PREFIX.get(prefix, prefix)))
    )
    checks = [check for check in map(_check, codes) if check]
    return any(check(number) for check in checks) if checks else True


def _check(country_code):
    try:
        module = get_cc_module(country_code, "vat")
    except (ImportError, ValueError):
        return None
    return module and module.is_valid
