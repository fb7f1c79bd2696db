from odoo import fields, models
from odoo.exceptions import UserError

from ..scan_answer import ScanAnswer

DONE_STATES = ("done", "cancel")


class StockPicking(models.Model):
    """The scan box of transfers: a scan counts one package, or is refused and says why."""

    _inherit = "stock.picking"

    def med_scan(self, raw, choice=None, pending=None):
        """Count what a carrier says on this transfer. Called by the scan box.

        :param str raw: the text that the scanner sent
        :param int choice: which reading of a questioned carrier was chosen
        :param str pending: the carrier read before, when its second bar code was due
        :return: dict with ``status`` ("ok", "warn", "refused", "ask", "more"), ``message``, figures
        """
        self.ensure_one()
        self.env["med.scan"]._check_role()
        self.check_access("write")
        try:
            with self.env.cr.savepoint():
                return self._med_take_scan(self.env["med.scan"]._read_carrier(raw, choice, pending))
        except ScanAnswer as answer:
            return answer.values
        except UserError as problem:
            return {"status": "refused", "code": "error", "message": str(problem)}

    def _med_take_scan(self, reading):
        product = reading.product
        moves = self.move_ids.filtered(lambda move: move.product_id == product)
        moves = moves.filtered(lambda move: move.state not in DONE_STATES)
        self._med_check_open()
        if not moves:
            raise ScanAnswer(
                "refused",
                "wrong_item",
                self.env._(
                    "Wrong item: %(product)s is not on this transfer. Put it back.",
                    product=product.display_name,
                ),
            )
        lot = self._med_find_lot(reading)
        incoming = self._med_makes_lots()
        self._med_check_dates(reading, lot)
        self._med_check_serial(reading, lot, incoming)
        if not incoming:
            self._med_check_lot(reading, lot)
        else:
            self._med_check_known_lot(moves, lot)
        line = moves._med_count(reading, lot, incoming)
        return self._med_get_success(reading, line)

    def _med_check_open(self):
        if self.state in DONE_STATES or self.state == "draft":
            raise ScanAnswer(
                "refused",
                "closed",
                self.env._("Transfer %(name)s is not open: nothing can be scanned on it.", name=self.name),
            )

    def _med_makes_lots(self):
        """Whether lots come into being here: a receipt, not a move of what is known."""
        return self.picking_type_id.use_create_lots and self.location_id.usage not in ("internal", "transit")

    def _med_find_lot(self, reading):
        if not reading.lot_name or reading.product.tracking == "none":
            return self.env["stock.lot"]
        return self.env["stock.lot"].search(
            [
                ("product_id", "=", reading.product.id),
                ("name", "=", reading.lot_name),
                ("company_id", "in", (False, self.company_id.id)),
            ],
            limit=1,
        )

    def _med_check_dates(self, reading, lot):
        """Refuse what has expired, and a label that contradicts what we know of the lot."""
        printed = reading.scan.exp_date
        known = lot._get_expiry_day() if lot else None
        if printed and known and printed != known:
            raise ScanAnswer(
                "refused",
                "date_conflict",
                self.env._(
                    "Lot %(lot)s expires on %(known)s, but the label says %(printed)s. "
                    "Set it aside and ask the quality manager.",
                    lot=lot.name,
                    known=known,
                    printed=printed,
                ),
            )
        expiry = printed or known
        if expiry and expiry < fields.Date.context_today(self):
            raise ScanAnswer(
                "refused",
                "expired",
                self.env._(
                    "Expired: %(product)s, lot %(lot)s, expired on %(date)s. Set it aside.",
                    product=reading.product.display_name,
                    lot=reading.lot_name or "",
                    date=expiry,
                ),
            )

    def _med_check_serial(self, reading, lot, incoming):
        """A serial number is one unit, and is there once."""
        if reading.product.tracking != "serial":
            return
        if reading.quantity != 1:
            raise ScanAnswer(
                "refused",
                "package_of_serials",
                self.env._(
                    "This package holds %(count)s units, each with its own serial number. Scan the units.",
                    count=reading.quantity,
                ),
            )
        scanned = self.move_line_ids.filtered(
            lambda line: (
                line.picked
                and line.product_id == reading.product
                and reading.lot_name in (line.lot_name, line.lot_id.name)
            )
        )
        place = incoming and lot and lot._med_get_place()
        if scanned or place:
            raise ScanAnswer(
                "refused",
                "duplicate_serial",
                self.env._(
                    "Serial number %(serial)s is there twice: %(where)s.",
                    serial=reading.lot_name,
                    where=place.display_name if place else self.env._("it was scanned already"),
                ),
            )

    def _med_check_known_lot(self, moves, lot):
        """A lot that is known already comes in only if the gate lets it."""
        if problem := lot and moves[:1]._med_get_lot_problem(lot):
            raise ScanAnswer("refused", "not_released", problem)

    def _med_check_lot(self, reading, lot):
        """On deliveries and internal transfers: the lot exists, may go, and is the reserved one."""
        if reading.product.tracking == "none":
            return
        values = {"lot": reading.lot_name, "product": reading.product.display_name}
        if not lot:
            raise ScanAnswer(
                "refused",
                "unknown_lot",
                self.env._("Lot %(lot)s of %(product)s was never received. Set it aside.", **values),
            )
        moves = self.move_ids.filtered(lambda move: move.product_id == reading.product)
        if problem := moves[:1]._med_get_lot_problem(lot):
            raise ScanAnswer("refused", "not_released", problem)
        lines = moves.move_line_ids
        if lot not in lines.lot_id:
            reserved = ", ".join(lines.lot_id.mapped("name")) or "-"
            raise ScanAnswer(
                "refused",
                "wrong_lot",
                self.env._(
                    "Wrong lot: %(lot)s of %(product)s is not the one to pick. Reserved: %(reserved)s.",
                    reserved=reserved,
                    **values,
                ),
            )

    def _med_get_success(self, reading, line):
        move = line.move_id
        lot = line.lot_id or self._med_find_lot(reading)
        expiry = reading.scan.exp_date or (lot and lot._get_expiry_day())
        expires = reading.product.is_medical_device and reading.product.use_expiration_date
        lacks_date = expires and not expiry
        return {
            "status": "warn" if lacks_date else "ok",
            "code": "no_expiry" if lacks_date else "counted",
            "message": self.env._(
                "Counted. The label has no expiry: enter it on the line before you validate."
            )
            if lacks_date
            else self.env._("Counted."),
            "product": reading.product.display_name,
            "lot": reading.lot_name if reading.product.tracking != "none" else None,
            "expiry": expiry and fields.Date.to_string(expiry),
            "added": reading.quantity,
            "done": move._med_get_scanned(),
            "expected": move.product_qty,
            "unit": reading.product.uom_id.name,
        }
