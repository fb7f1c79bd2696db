"""What a scan is answered with, and the texts for what is wrong with a carrier."""

from dataclasses import dataclass

from odoo.tools.translate import LazyTranslate

from .udi import UdiScan

_lt = LazyTranslate(__name__)

#: Codes of `udi.parse`, for people. A code that is missing here is shown as it is.
ERRORS = {
    "empty": _lt("nothing was read"),
    "unknown_format": _lt("it is no UDI carrier that we know"),
    "gtin_check_digit": _lt("the check digit of the GTIN is wrong"),
    "hibc_check_char": _lt("the check character is wrong"),
    "hibc_link_char": _lt("the second bar code belongs to another label"),
    "ma_di_check": _lt("the check digit of the DI is wrong"),
    "ma_pi_check": _lt("the check digit of the production identifiers is wrong"),
    "date_month": _lt("a date has an impossible month"),
    "date_day": _lt("a date has an impossible day"),
    "truncated": _lt("it is cut off"),
    "missing_di": _lt("it names no device; scan the bar code with the DI first"),
    "charset": _lt("it holds characters that don't belong there"),
    "length": _lt("a part of it is too long or too short"),
    "unknown_ai": _lt("it holds an application identifier that doesn't exist"),
    "unknown_structure": _lt("its structure is unknown"),
    "repeated_field": _lt("it says two different things about the same"),
    "missing_fnc1": _lt("a separator may be missing in it"),
    "atypical_lot_length": _lt("the lot number is longer than this maker's usual ones"),
    "gtin_or_truncated": _lt("it is a GTIN, or a longer code that was cut off"),
    "quantity_or_lot": _lt("quantity and lot can't be told apart"),
    "unknown_segment": _lt("a part of it is unknown"),
}

FIELDS = {
    "di": _lt("UDI-DI"),
    "lot": _lt("Lot"),
    "serial": _lt("Serial number"),
    "mfg_date": _lt("Made on"),
    "exp_date": _lt("Expires on"),
    "quantity": _lt("Quantity"),
}


class ScanAnswer(Exception):
    """Ends a scan before anything was counted; ``values`` go to the scan box.

    status: "refused", "ask" (choose one of the readings) or "more" (another bar code is due)
    """

    def __init__(self, status, code, message, **values):
        super().__init__(message)
        self.values = {"status": status, "code": code, "message": message, **values}


@dataclass
class Reading:
    """A carrier that was understood: the product, what the package holds, and what it says of the lot."""

    raw: str
    scan: UdiScan
    product: object
    quantity: float
    uom: object

    @property
    def lot_name(self):
        """The name that the lot record has: the serial number of what is tracked by serial number."""
        return self.scan.serial if self.product.tracking == "serial" else self.scan.lot
