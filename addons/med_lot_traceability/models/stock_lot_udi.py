from datetime import datetime, time

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..udi import UdiError, build

#: Pictures of the control characters that scanners send; `udi.parse` reads them, and people see them.
VISIBLE = str.maketrans({"\x1d": "␝", "\x1e": "␞", "\x1c": "␜", "\x04": "␄", "\r": None, "\n": "␊"})


class StockLot(models.Model):
    """The UDI of a lot: what its carrier says, and the carrier that we would print."""

    _inherit = "stock.lot"

    udi_raw = fields.Char(
        "Scanned UDI",
        copy=False,
        readonly=True,
        help="The carrier exactly as it was read when the lot came in; ␝ is the group separator.",
    )
    udi = fields.Char("UDI", compute="_compute_udi", help="As people read it, for the smallest package.")
    udi_pi = fields.Char(
        "UDI-PI", compute="_compute_udi", help="What the UDI adds to the UDI-DI: lot, serial number, dates."
    )

    @api.depends(
        "name",
        "batch_id.name",
        "production_date",
        "expiration_date",
        "product_id.udi_di_ids.di",
        "product_id.udi_di_ids.quantity",
    )
    def _compute_udi(self):
        for lot in self:
            udi, udi_di = lot._get_udi(form="hri") or "", lot.product_id._get_udi_di().di or ""
            lot.udi = udi
            lot.udi_pi = udi.partition(udi_di)[2].lstrip("/") if udi_di else False

    def _get_udi(self, uom=None, form="raw"):
        """The carrier of this lot's UDI.

        :param uom: packaging level (uom.uom); None for the smallest that has a UDI-DI
        :param form: "raw", as it is encoded, or "hri", as people read it (differs for GS1 only)
        :return: text, or False when the product has no UDI-DI there or the agency can't write these values
        """
        self.ensure_one()
        udi_di = self.product_id._get_udi_di(uom)
        if not udi_di:
            return False
        values = self._prepare_udi_values()
        if udi_di.agency == "AHM":  # opaque: it has no place for production identifiers
            values = {}
        try:
            return build(udi_di.agency, di=udi_di.di, form=form if udi_di.agency == "GS1" else None, **values)
        except UdiError:
            return False

    def _prepare_udi_values(self):
        """Production identifiers as ``udi.build`` wants them."""
        serial = self.product_id.tracking == "serial"
        values = {
            "lot": self.batch_id.name if serial else self.name,
            "serial": self.name if serial else None,
            "mfg_date": self.production_date or self.batch_id.production_date,
            "exp_date": self._get_expiry_day(),
        }
        return {name: value for name, value in values.items() if value}

    def _get_expiry_day(self):
        """The last day on which the lot may be used, as it is printed; None without expiry."""
        self.ensure_one()
        expires = self.expiration_date or self.batch_id.expiration_date
        return expires and fields.Datetime.context_timestamp(self, expires).date() or None

    @api.model
    def _to_expiration(self, day):
        """When a lot expires whose carrier gives ``day``: at noon UTC, so that it is that day everywhere."""
        return datetime.combine(day, time(12))

    @api.model
    def _to_visible(self, raw):
        return raw.translate(VISIBLE)

    @api.constrains("expiration_date")
    def _check_expiry_stays(self):
        """What lies in stock keeps an expiry, the maker's."""
        without = self.filtered(lambda lot: lot._lacks_expiry())
        # sudo: the stock of every company counts
        if (
            quant := self.env["stock.quant"]
            .sudo()
            .search(
                [
                    ("lot_id", "in", without.ids),
                    ("quantity", ">", 0),
                    ("location_id.usage", "in", ("internal", "transit")),
                ],
                limit=1,
            )
        ):
            raise ValidationError(
                self.env._(
                    "Lot %(lot)s is in stock, so its expiry can't be taken away. Enter the maker's date.",
                    lot=quant.lot_id.name,
                )
            )

    def _lacks_expiry(self):
        """Whether the maker's expiry is due and missing."""
        self.ensure_one()
        return (
            self.is_medical_device
            and self.product_id.use_expiration_date
            and not (self.expiration_date or self.batch_id.expiration_date)
        )

    def _med_get_place(self, within=None):
        """Where the lot lies inside: a location, empty when it is nowhere.

        :param within: only there and in the locations below
        """
        self.ensure_one()
        place = [("location_id", "child_of", within.id)] if within else []
        # sudo: a serial number that lies in another company's warehouse is there all the same
        return (
            self.env["stock.quant"]
            .sudo()
            .search(
                [
                    ("lot_id", "=", self.id),
                    ("quantity", ">", 0),
                    ("location_id.usage", "in", ("internal", "transit")),
                    *place,
                ],
                limit=1,
            )
            .location_id
        )

    def _prepare_event_vals(self, kind, **extra):
        # sudo: the ledger takes down what it finds
        return {**super()._prepare_event_vals(kind), "udi": self.sudo().udi or None, **extra}
