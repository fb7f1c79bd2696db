import json

from odoo import fields, models
from odoo.tools import SQL

from ..ledger import evidence
from ..life_cycle import open_book


class StockLot(models.Model):
    """The life-cycle file of a lot or serial number: all that ever happened to it, from the ledger."""

    _inherit = "stock.lot"

    def _get_life_cycle(self, as_of=None):
        """What the file holds, whatever its form. Few queries, however long the lot's history.

        :param datetime as_of: naive UTC, None for now
        :return: dict: book (`life_cycle.Book`), consignees, documents, on_hand and unexplained (quantities,
            None for the past), status, and what else the forms tell
        """
        self.ensure_one()
        self.check_access("read")
        ledger = self.env["med.trace.event"]
        rows = ledger._get_written_rows(SQL("event.lot_id = %s", self.id))
        book = open_book(rows, f"lot/{self.id}", as_of)
        on_hand = None if as_of else self._get_quantity_on_hand()
        documents = self._get_life_cycle_documents(book)
        certificates = self._get_life_cycle_certificates()
        return {
            "lot": self,
            "as_of": as_of,
            "made_on": fields.Datetime.now(),
            "made_by": self.env.user.name,
            "book": book,
            "uom_name": self.product_id.uom_id.name,
            "status": self._get_status_as_of(book, as_of),
            "on_hand": on_hand,
            "unexplained": None if as_of else self.product_id.uom_id.round(book.balance - on_hand),
            "consignees": ledger._get_consignees(self.ids, as_of),
            "documents": documents,
            "certificates": certificates,
            "papers": self._get_life_cycle_papers(documents, certificates),
            "anchor": self._get_covering_anchor(book),
        }

    def _get_status_as_of(self, book, as_of):
        """Today's status, or for a past day that of the ledger's last word on it."""
        if not as_of:
            return self.effective_status
        known = [row["new_status"] or row["release_status"] for row in book.rows]
        return next((status for status in reversed(known) if status), None)

    def _get_quantity_on_hand(self):
        # sudo: the file adds up whatever warehouses its reader may enter
        quants = self.env["stock.quant"].sudo()
        domain = [("lot_id", "=", self.id), ("location_id.usage", "in", ("internal", "transit"))]
        return quants._read_group(domain, aggregates=["quantity:sum"])[0][0] or 0

    def _get_life_cycle_documents(self, book):
        """Inspection reports by name and hash, in the order in which the ledger first tells of them.

        ``content`` is the file itself, when the one at hand still is the one that the ledger saw.
        """
        seen = {}
        for row in book.rows:
            if row["report_name"] or row["report_hash"]:
                seen.setdefault((row["report_name"], row["report_hash"]), row["happened_on"])
        content = self._read_file("inspection_report")
        return [
            {
                "name": name,
                "sha256": digest,
                "first_seen": first_seen,
                "content": content if digest and digest == self.inspection_report_sha256 else None,
            }
            for (name, digest), first_seen in seen.items()
        ]

    def _get_life_cycle_certificates(self):
        """Papers of the product and of its maker, those that the user may read."""
        template = self.product_id.product_tmpl_id
        return (template.certificate_ids | template.maker_certificate_ids)._filtered_access("read")

    def _get_life_cycle_papers(self, documents, certificates):
        """All files at hand: list of dicts of name and content (bytes), each name once."""
        papers = {item["name"]: item["content"] for item in documents if item["content"] and item["name"]}
        for certificate in certificates:
            if content := certificate._read_file("file"):
                papers.setdefault(certificate.file_name or certificate.number, content)
        return [{"name": name, "content": content} for name, content in papers.items()]

    def _get_covering_anchor(self, book):
        """The first anchor taken after the last row that counts; empty until there is one."""
        # sudo: anchors are meant to be told to anybody
        anchors = self.env["med.trace.anchor"].sudo()
        if not book.chain:
            return anchors
        last = book.chain[-1]["recorded_on"]
        return anchors.search([("taken_on", ">=", last)], order="sequence", limit=1)

    def _get_evidence_name(self):
        return f"ledger-{self.id}.json"

    def _get_life_cycle_name(self, as_of=None):
        """File name without its ending."""
        day = f" {as_of:%Y-%m-%d %H%M%S}" if as_of else ""
        return self.env._("Life-Cycle File %(lot)s", lot=self.name.replace("/", "-")) + day

    def _get_evidence(self, book):
        """The lot's chain as a file that ``bin/verify-ledger`` checks without the database; bytes of JSON."""
        return json.dumps(evidence.make(book.chain), ensure_ascii=False, indent=1).encode()
