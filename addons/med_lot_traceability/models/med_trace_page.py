from odoo import models

from ..genealogy.places import SELF

DECISIONS = ("status", "inspection", "change", "label", "merge")
MOST_DOCUMENTS = 100  # of each kind; the table has them all
SORTABLE = (
    "happened_on",
    "kind",
    "lot_name",
    "quantity",
    "location_name",
    "location_dest_name",
    "document_name",
    "order_name",
    "partner_name",
    "user_name",
    "release_status",
)
#: Whose forms the page opens
OPENED = (
    "stock.lot",
    "stock.picking",
    "sale.order",
    "purchase.order",
    "account.move",
    "res.partner",
    "stock.scrap",
    "mrp.production",
    "med.certificate",
)


class MedTrace(models.AbstractModel):
    """The answer as people read it: names, labels, documents, remarks."""

    _inherit = "med.trace"

    def _get_sortable(self):
        return SORTABLE

    def _read_lots(self, roles):
        """{lot: what is known of it}, of those that the user may see."""
        found = self._search_lots([("id", "in", list(roles))])
        return {
            lot.id: {
                "id": lot.id,
                "name": lot.name,
                "product_id": lot.product_id.id,
                "product": lot.product_id.display_name,
                "unit": lot.product_uom_id.name,
                "role": roles[lot.id],
            }
            for lot in found
        }

    def _describe_focus(self, kind, record, answer):
        focus = {"kind": kind, "id": record.id, "model": record._name, "title": record.display_name}
        if kind == "partner":
            focus["subtitle"] = record.contact_address_inline or ""
        elif "partner_id" in record._fields:
            focus["subtitle"] = record.partner_id.display_name or ""
        elif "product_id" in record._fields:
            focus["subtitle"] = record.product_id.display_name
        return focus | {"side": answer["scope"]["side"]}

    def _describe_lots(self, answer):
        """The lots asked for, with status, dates, UDI and figures."""
        as_of = answer["as_of"]
        statuses = self._get_last_statuses(answer["shown"], as_of) if as_of else {}
        described = []
        for lot in self._search_lots([("id", "in", list(answer["shown"]))]):
            described.append(
                {
                    **answer["shown"][lot.id],
                    "status": statuses.get(lot.id, False) if as_of else lot.effective_status,
                    "production_date": lot.production_date,
                    "expiration_date": lot.expiration_date,
                    "sterilisation_lot": lot.sterilisation_lot,
                    "batch": lot.batch_id.name,
                    "is_serial": lot.product_id.tracking == "serial",
                    "udi": lot._get_udi(form="hri") or lot.udi_raw,
                }
            )
        order = {lot_id: index for index, lot_id in enumerate(answer["scope"]["lot_ids"])}
        return sorted(described, key=lambda lot: order[lot["id"]])

    def _describe_rows(self, rows, lots):
        names = {lot_id: values["name"] for lot_id, values in lots.items()}
        details = self._get_details([row["id"] for row in rows])
        return [{**details[row["id"]], "source_lot_name": names.get(row["source_lot_id"])} for row in rows]

    def _describe_decisions(self, answer):
        """What people decided, recorded and printed about the lots, oldest first."""
        chosen = [
            row
            for row in answer["rows"]
            if answer["roles"][row["lot_id"]] == SELF and (row["kind"] in DECISIONS or row["corrects_id"])
        ]
        chosen += self._get_batch_rows(
            self._search_lots([("id", "in", list(answer["shown"]))]), answer["as_of"]
        )
        chosen.sort(key=lambda row: (row["happened_on"], row["id"]))
        return self._describe_rows(chosen[-MOST_DOCUMENTS:], answer["lots"])

    def _describe_documents(self, answer):
        """Papers behind the rows, by kind: each {"model", "id", "name", "date", "detail"}."""
        papers = {"transfers": {}, "orders": {}}
        for row in answer["rows"]:
            for section, prefix in (("transfers", "document"), ("orders", "order")):
                key = row[f"{prefix}_model"], row[f"{prefix}_id"]
                if all(key):
                    paper = self._paper(*key, row[f"{prefix}_name"], row["happened_on"], row["partner_name"])
                    papers[section].setdefault(key, paper)
        found = {section: list(entries.values()) for section, entries in papers.items()}
        reports = self._get_reports(answer["shown"], answer["as_of"])
        found["reports"] = [
            self._paper(
                "stock.lot",
                report["lot_id"],
                report["report_name"],
                report["happened_on"],
                report["report_hash"],
            )
            for report in reports
        ]
        found["certificates"] = self._get_certificates(answer)
        found["invoices"] = self._get_invoices(found["orders"][:MOST_DOCUMENTS])
        return [
            {"section": section, "count": len(entries), "papers": entries[:MOST_DOCUMENTS]}
            for section, entries in found.items()
            if entries
        ]

    def _paper(self, model, res_id, name, date, detail=None):
        return {"model": model, "id": res_id, "name": name, "date": date, "detail": detail or ""}

    def _get_certificates(self, answer):
        """Registration and filing certificates of the products, as far as the user may see them."""
        lots = self._search_lots([("id", "in", list(answer["shown"]))])
        certificates = lots.product_id.certificate_ids.sudo(False)._filtered_access("read")
        return [self._paper(c._name, c.id, c.number, c.valid_until, c.registrant_name) for c in certificates]

    def _get_invoices(self, orders):
        """Invoices and bills of the orders, if the user may see any."""
        invoices = self.env["account.move"]
        if not orders or not invoices.has_access("read"):
            return []
        ids = {model: [paper["id"] for paper in orders if paper["model"] == model] for model in OPENED}
        found = invoices.search(
            [
                ("state", "=", "posted"),
                "|",
                ("line_ids.sale_line_ids.order_id", "in", ids["sale.order"]),
                ("line_ids.purchase_line_id.order_id", "in", ids["purchase.order"]),
            ],
            limit=MOST_DOCUMENTS,
        )
        return [self._paper(m._name, m.id, m.name, m.invoice_date, m.partner_id.display_name) for m in found]

    def _get_labels(self):
        """How codes read in the user's language, the zones' colours, and whose forms open."""
        event = self.env["med.trace.event"]._fields
        zones = self.env["med.zone"].search([])  # pylint: disable=no-search-all
        return {
            "labels": {
                name: dict(event[name]._description_selection(self.env))
                for name in ("kind", "operation", "release_status")
            },
            "zones": {zone.code: {"name": zone.name, "color": zone.color} for zone in zones},
            "openable": [
                model for model in OPENED if model in self.env and self.env[model].has_access("read")
            ],
        }

    def _get_notes(self, answer, as_of):
        """Remarks without which the answer could mislead."""
        notes = []
        if answer["truncated"]:
            notes.append(
                self.env._(
                    "There is more than fits one answer: the latest is shown. Open one lot to see all of it."
                )
            )
        hidden = self._count_hidden(answer["shown"], as_of)
        if hidden:
            notes.append(
                self.env._(
                    "%(count)s movements of companies that you may not see are left out, "
                    "so the figures may not add up.",
                    count=hidden,
                )
            )
        if not answer["rows"]:
            notes.append(
                self.env._("The ledger knew nothing about this at that moment.")
                if as_of
                else self.env._("The ledger has no row about this yet: nothing of it has moved.")
            )
        return notes
