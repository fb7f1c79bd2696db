from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..udi import parse

MOST = 8  # candidates of one kind
SHORTEST = 3  # characters that a part of a number must have
#: kind of thing: its model and the fields that hold what people type or scan
SEARCHED = {
    "lot": ("stock.lot", ("name", "ref", "sterilisation_lot", "udi_raw")),
    "batch": ("med.lot.batch", ("name",)),
    "sale": ("sale.order", ("name", "client_order_ref", "origin")),
    "purchase": ("purchase.order", ("name", "partner_ref", "origin")),
    "picking": ("stock.picking", ("name", "carrier_tracking_ref")),
    "invoice": ("account.move", ("name", "ref", "payment_reference")),
    "partner": ("res.partner", ("name", "ref", "vat")),
}
#: How a UDI carrier begins; digits alone may as well be a number of ours
UDI_STARTS = ("(", "]", "+", "*+", "=", "&", "MA.", "\x1d", "http://", "https://")


class MedTrace(models.AbstractModel):
    """What was typed or scanned: a lot, a UDI, the number of a document, a name."""

    _inherit = "med.trace"

    @api.model
    def resolve(self, text):
        """Find what a text could mean.

        :return: {"candidates": [{"kind", "id", "label", "detail", "why", "exact"}], exact ones first,
            "message": what is odd about the text, or False}
        :raise AccessError: the user holds no role of MedSuite
        """
        self._check_question(None, "both")
        text = (text or "").strip(" \t\r\n")
        if not text:
            return {"candidates": [], "message": False}
        found, message = self._resolve_udi(text)
        found += self._search_everywhere(text, "=")
        if not found:
            found = self._search_everywhere(text, "=ilike")
        if not found and len(text) >= SHORTEST and not message:
            found = self._search_everywhere(text, "ilike")
        unique = {(candidate["kind"], candidate["id"]): candidate for candidate in reversed(found)}
        candidates = sorted(reversed(unique.values()), key=lambda candidate: not candidate["exact"])
        if not candidates and not message:
            message = self.env._(
                "Nothing bears “%(text)s”: no lot, UDI, order, transfer, tracking number, invoice or partner "
                "that you may see.",
                text=text,
            )
        return {"candidates": candidates, "message": message}

    def _search_everywhere(self, text, operator):
        value = text if operator == "=" else self._escape_like(text)
        return [
            self._candidate(kind, record, self._why(record, field), exact=operator != "ilike")
            for kind, (model, fields) in SEARCHED.items()
            if kind == "lot" or self.env[model].has_access("read")
            for field in fields
            for record in self._search_field(model, field, operator, value)
        ]

    def _search_field(self, model, field, operator, value):
        records = self.env[model].with_context(active_test=False)
        domain = Domain(field, operator, value)
        if model == "stock.lot":
            return self._search_lots(domain, limit=MOST)
        if model == "account.move":
            domain &= Domain("move_type", "!=", "entry")
        try:
            return records.search(domain, limit=MOST)
        except AccessError:  # a field that this role may not see
            return records

    def _escape_like(self, text):
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")

    def _why(self, record, field):
        return record._fields[field]._description_string(self.env)

    def _candidate(self, kind, record, why, exact=True):
        detail = record.product_id if "product_id" in record._fields else record[:0]
        if "partner_id" in record._fields:
            detail = record.partner_id
        return {
            "kind": kind,
            "id": record.id,
            "label": record.display_name,
            "detail": detail.display_name or "",
            "why": why,
            "exact": exact,
        }

    def _resolve_udi(self, text):
        """Lots that a UDI carrier names, and what is odd about it.

        A questioned carrier is asked back with each reading; a refused one finds nothing, for a wrong number
        must not open the wrong lot's file.
        """
        scan = parse(text)
        if scan.agency is None or not scan.di:
            return [], self._complain(text, scan) if text.startswith(UDI_STARTS) else False
        if scan.status == "invalid":
            return [], self._complain(text, scan) if text.startswith(UDI_STARTS) else False
        products, *_level = self.env["med.udi.di"].with_context(active_test=False)._find(scan.di)
        if not products:
            unknown = self.env._("No product that you may see has the UDI-DI %(di)s.", di=scan.di)
            return [], unknown if text.startswith(UDI_STARTS) else False
        if scan.status != "ambiguous":
            return self._find_lots(products, scan.lot, scan.serial, self.env._("UDI")), False
        found = []
        for reading in scan.readings:
            lot, serial = reading.get("lot", scan.lot), reading.get("serial", scan.serial)
            why = self.env._("UDI read as lot or serial %(number)s", number=serial or lot)
            found += self._find_lots(products, lot, serial, why, exact=False)
        return found, self.env._("This carrier can be read in more than one way: choose, or scan again.")

    def _complain(self, text, scan):
        if scan.status != "invalid":
            return self.env._("This carrier holds no UDI-DI: scan the label's other code, too.")
        return self.env._(
            "This is no valid UDI carrier (%(errors)s), so nothing is guessed from it: "
            "scan again or type the lot number.",
            errors=", ".join(scan.errors),
        )

    def _find_lots(self, products, lot, serial, why, exact=True):
        """Candidates: the serial, else the lot or batch; without either the product's latest lots."""
        of_product = Domain("product_id", "in", products.ids)
        if not (lot or serial):
            latest = self._search_lots(of_product, limit=MOST, order="id desc")
            return [self._candidate("lot", found, why, exact=False) for found in latest]
        if serial:
            found = self._search_lots(of_product & Domain("name", "=", serial))
            return [self._candidate("lot", record, why, exact) for record in found]
        found = self._search_lots(of_product & Domain("name", "=", lot))
        batches = self.env["med.lot.batch"].search(of_product & Domain("name", "=", lot))
        return [self._candidate("lot", record, why, exact) for record in found] + [
            self._candidate("batch", record, why, exact) for record in batches
        ]
