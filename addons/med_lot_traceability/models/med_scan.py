import re

from odoo import api, models
from odoo.exceptions import AccessError

from ..scan_answer import ERRORS, FIELDS, Reading, ScanAnswer
from ..udi import QUESTIONS, parse
from ..udi.parse import AIM

#: Fewer known lots of a maker say nothing about the usual length of its numbers.
FEWEST_LOTS = 5
MOST_LOTS = 500


class MedScan(models.AbstractModel):
    """Reads a carrier: which product, how many, and what it says about the lot. Moves nothing."""

    _name = "med.scan"
    _description = "UDI Scan"

    @api.model
    def _check_role(self):
        """Goods are counted by the warehouse; others, who may edit transfers for their own reasons, don't."""
        if not self.env.user.has_group("stock.group_stock_user"):
            raise AccessError(self.env._("Scanning on transfers and counts needs the role Warehouse."))

    @api.model
    def _read_carrier(self, raw, choice=None, pending=None):
        """Read one carrier.

        :param raw: the text that the scanner sent
        :param choice: which of the readings of a questioned carrier a person chose (its place)
        :param pending: the carrier read before, when its second bar code was due
        :return: Reading
        :raise ScanAnswer: it is wrong, has to be chosen, or has a second part
        """
        raw = self._join(pending, raw) if pending else raw
        scan = self._parse(raw, choice)
        product, quantity, uom = self.env["med.udi.di"]._find(scan.di)
        if not product:
            raise self._get_unknown_answer(scan)
        reading = Reading(raw, scan, product, quantity, uom)
        self._check_complete(reading)
        return reading

    @api.model
    def _join(self, pending, raw):
        """Two bar codes of one label as one carrier; the second alone when it stands on its own."""
        first, second = parse(pending), parse(raw)
        if second.di or not first.di:
            return raw
        if first.agency == "HIBCC":
            return f"{pending.strip()}\n{raw.strip()}"
        rest = AIM.sub("", raw.strip(), count=1)
        if first.agency != "GS1":
            return pending.strip() + rest
        if rest.startswith("("):
            return f"(01){first.di}{rest}"
        head = AIM.sub("", pending.strip(), count=1)
        return (f"01{first.di}" if re.fullmatch(r"[0-9]{8,14}", head) else head + "\x1d") + rest

    @api.model
    def _parse(self, raw, choice):
        scan = parse(raw)
        if scan.status == "invalid" and self._is_opaque(raw):
            return parse(raw, agency="AHM")
        usual = self._get_usual_lot_length(scan.di)
        if usual:
            scan = parse(raw, usual_lot_length=usual)
        if scan.status == "invalid":
            raise ScanAnswer("refused", scan.errors[0], self._get_error_text(scan.errors))
        if scan.status == "ambiguous":
            self._choose(scan, choice)
        return scan

    @api.model
    def _is_opaque(self, raw):
        """Whether it is a carrier of AHM, which nothing but our own register tells."""
        opaque = [("agency", "=", "AHM"), ("di", "=", raw.strip())]
        return bool(self.env["med.udi.di"].search_count(opaque, limit=1))

    @api.model
    def _get_usual_lot_length(self, di):
        """The longest lot number that we know of this product's maker; None when we know too few."""
        product = self.env["med.udi.di"]._find(di)[0] if di else None
        if not product or product.tracking != "lot":
            return None
        domain = [("product_id", "=", product.id)]
        if product.maker_id:
            domain = [("product_id.maker_id", "=", product.maker_id.id), ("product_id.tracking", "=", "lot")]
        lots = self.env["stock.lot"].search_fetch(domain, ["name"], limit=MOST_LOTS, order="id desc")
        names = lots.mapped("name")
        return max(map(len, names)) if len(names) >= FEWEST_LOTS else None

    @api.model
    def _choose(self, scan, choice):
        """Complete a questioned scan by the reading that a person chose, or ask for it."""
        if choice is None or not 0 <= choice < len(scan.readings):
            raise ScanAnswer(
                "ask" if scan.readings else "refused",
                scan.errors[0],
                self._get_question_text(scan.errors) if scan.readings else self._get_error_text(scan.errors),
                readings=[self._get_reading_text(reading) for reading in scan.readings],
            )
        for name, value in scan.readings[choice].items():
            scan.put(name, value)
        scan.errors = [error for error in scan.errors if error not in QUESTIONS]
        if scan.errors:
            raise ScanAnswer("refused", scan.errors[0], self._get_error_text(scan.errors))

    @api.model
    def _get_reading_text(self, reading):
        labels = {name: self.env._(label) for name, label in FIELDS.items()}
        return ", ".join(f"{labels.get(name, name)}: {value}" for name, value in reading.items())

    @api.model
    def _get_question_text(self, errors):
        reasons = self._join_reasons(errors)
        return self.env._("Compare with the label and choose how to read it: %(reasons)s.", reasons=reasons)

    @api.model
    def _get_error_text(self, errors):
        return self.env._("This carrier can't be taken: %(reasons)s.", reasons=self._join_reasons(errors))

    @api.model
    def _join_reasons(self, errors):
        return "; ".join(self.env._(ERRORS[error]) if error in ERRORS else error for error in errors)

    @api.model
    def _get_unknown_answer(self, scan):
        may_link = self.env["med.udi.di"].has_access("create")
        return ScanAnswer(
            "refused",
            "unknown_di",
            self.env._(
                "No product has the UDI-DI %(di)s (%(agency)s). Ask for it to be entered on the product.",
                di=scan.di,
                agency=scan.agency,
            ),
            link={"di": scan.di, "agency": scan.agency} if may_link else None,
        )

    @api.model
    def _check_complete(self, reading):
        """A tracked product needs the number that it is tracked by."""
        product, scan = reading.product, reading.scan
        if product.tracking == "none" or reading.lot_name:
            return
        if scan.lot or scan.serial or scan.agency in ("AHM", "MA"):
            missing = (
                self.env._("a serial number") if product.tracking == "serial" else self.env._("a lot number")
            )
            raise ScanAnswer(
                "refused",
                "no_lot",
                self.env._(
                    "%(product)s is tracked by %(missing)s, and this carrier has none. Enter it by hand.",
                    product=product.display_name,
                    missing=missing,
                ),
            )
        raise ScanAnswer(
            "more",
            "second_code",
            self.env._(
                "%(product)s: now scan the second bar code, with lot and expiry.",
                product=product.display_name,
            ),
            pending=reading.raw,
        )
