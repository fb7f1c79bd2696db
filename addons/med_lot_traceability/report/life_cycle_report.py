from datetime import UTC

from odoo import fields, models

from ..pdf_pages import open_pages

SHORT_HASH = 12


class LifeCycleReport(models.AbstractModel):
    """The life-cycle file as HTML: all texts are made here, so that the template has nothing to look up."""

    _name = "report.med_lot_traceability.report_life_cycle"
    _description = "Life-Cycle File"

    def _get_report_values(self, docids, data=None):
        as_of = fields.Datetime.to_datetime((data or {}).get("as_of") or None)
        lots = self.env["stock.lot"].browse(docids)
        return {
            "doc_ids": docids,
            "doc_model": "stock.lot",
            "docs": lots,
            "files": {lot.id: self._get_texts(lot._get_life_cycle(as_of)) for lot in lots},
        }

    def _get_texts(self, file):
        lot, book = file["lot"], file["book"]
        labels = lot._get_life_cycle_labels()
        zone = lot._get_life_cycle_zone()

        def moment(value):
            return value and value.replace(tzinfo=UTC).astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")

        return {
            **file,
            "made_on": moment(file["made_on"]),
            "as_of": moment(file["as_of"]),
            "time_zone": zone.key,
            "status": labels["release_status"].get(file["status"], ""),
            "identity": lot._get_life_cycle_identity(),
            "totals": [
                (label, _number(value), is_sum) for label, value, is_sum in lot._get_life_cycle_totals(file)
            ],
            "movements": [_get_movement(row, labels, moment) for row in book.movements],
            "decisions": [_get_decision(row, labels, moment) for row in book.decisions],
            "others": [_get_decision(row, labels, moment) for row in book.other_rows],
            "corrections": [_get_correction(old, new, labels, moment) for old, new in book.corrections],
            "consignees": [_get_consignee(row, moment) for row in file["consignees"]],
            "documents": [
                {**document, "first_seen": moment(document["first_seen"])} for document in file["documents"]
            ],
            "first_hash": book.chain[0]["hash"] if book.chain else "",
            "last_hash": book.chain[-1]["hash"] if book.chain else "",
            "row_count": len(book.chain),
            "anchor_taken_on": moment(file["anchor"].taken_on),
            "evidence_name": lot._get_evidence_name(),
            "appended": [paper["name"] for paper in file["papers"] if open_pages(paper["content"])],
            "attached": [paper["name"] for paper in file["papers"]],
        }


def _number(value):
    return f"{value:.6f}".rstrip("0").rstrip(".")


def _get_movement(row, labels, moment):
    papers = dict.fromkeys(filter(None, (row["document_name"], row["order_name"])))
    return {
        "when": moment(row["happened_on"]),
        "what": labels["operation"].get(row["operation"], ""),
        "from": row["location_name"],
        "from_zone": labels["zone"].get(row["from_zone"], ""),
        "to": row["location_dest_name"],
        "to_zone": labels["zone"].get(row["to_zone"], ""),
        "quantity": f"{_number(row['quantity'] or 0)} {row['uom_name'] or ''}",
        "partner": row["partner_name"],
        "address": row["partner_address"],
        "papers": ", ".join(papers),
        "status": labels["release_status"].get(row["release_status"], ""),
        "user": row["user_name"],
        "hash": row["hash"][:SHORT_HASH],
    }


def _get_correction(old, new, labels, moment):
    return {
        "when": moment(new["recorded_on"]),
        "user": new["user_name"],
        "reason": new["reason"],
        "old": _get_movement(old, labels, moment),
        "new": _get_movement(new, labels, moment),
    }


def _get_decision(row, labels, moment):
    return {
        "when": moment(row["happened_on"]),
        "what": labels["kind"].get(row["kind"], ""),
        "old": labels["old_status"].get(row["old_status"], ""),
        "new": labels["new_status"].get(row["new_status"], ""),
        "zone": labels["zone"].get(row["zone"], ""),
        "reason": row["reason"],
        "details": row["details"],
        "user": row["user_name"],
        "report": row["report_name"],
        "report_hash": row["report_hash"],
        "hash": row["hash"][:SHORT_HASH],
    }


def _get_consignee(row, moment):
    return {
        "partner": row["partner_name"],
        "address": row["partner_address"],
        "shipped": _number(row["shipped"]),
        "returned": _number(row["returned"]),
        "remaining": _number(row["remaining"]),
        "last": moment(row["last_shipment"]),
        "papers": ", ".join(row["orders"] or row["documents"]),
    }
