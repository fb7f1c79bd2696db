import hashlib

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .. import recall, udi

#: Who searches. The auditor too: a search changes nothing but the list of searches.
ROLES = ("group_quality_manager", "group_inspector", "group_auditor", "group_administrator")


class MedConsigneeSearch(models.Model):
    """Whom the lots of a list or notice went to: kept for good, so that a recall can rest on it."""

    _name = "med.consignee.search"
    _description = "Search for Consignees"
    _inherit = ["med.regulated.mixin"]
    _order = "id desc"

    name = fields.Char("Number", required=True, readonly=True, default="/")
    user_id = fields.Many2one("res.users", "Searched By", required=True, readonly=True)
    searched_on = fields.Datetime(required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    source_text = fields.Text("Text Searched", readonly=True)
    source_name = fields.Char("File", readonly=True)
    source_hash = fields.Char("SHA-256", readonly=True, help="Of the text or file that was searched.")
    product_ids = fields.Many2many("product.product", string="Products Meant", readonly=True)
    unknown = fields.Text(
        "Named, but Unknown Here", readonly=True, help="What the text calls a lot, line by line."
    )
    line_ids = fields.One2many("med.consignee.search.lot", "search_id", "Lots", readonly=True)
    matched_ids = fields.One2many(
        "med.consignee.search.lot",
        "search_id",
        "Matched Lots",
        domain=[("reason", "=", False)],
        readonly=True,
    )
    possible_ids = fields.One2many(
        "med.consignee.search.lot",
        "search_id",
        "Could Match",
        domain=[("reason", "!=", False)],
        readonly=True,
    )
    consignee_ids = fields.One2many(
        "med.consignee.search.consignee", "search_id", "Consignees", readonly=True
    )
    lot_count = fields.Integer("Lots Chosen", compute="_compute_totals")
    consignee_count = fields.Integer("Number of Consignees", compute="_compute_totals")
    shipped = fields.Float(compute="_compute_totals", digits="Product Unit")
    returned = fields.Float(compute="_compute_totals", digits="Product Unit")
    remaining = fields.Float("Still with Them", compute="_compute_totals", digits="Product Unit")
    on_hand = fields.Float("Still on Hand", compute="_compute_totals", digits="Product Unit")

    @api.depends("line_ids.is_included", "consignee_ids.shipped", "consignee_ids.returned")
    def _compute_totals(self):
        for search in self:
            consignees = search.consignee_ids
            search.lot_count = len(search.line_ids.filtered("is_included"))
            search.consignee_count = len(set(consignees.mapped("partner_ref")))
            for name in ("shipped", "returned", "remaining"):
                search[name] = sum(consignees.mapped(name))
            search.on_hand = sum(search.line_ids.filtered("is_included").mapped("on_hand"))

    @api.model
    def _make_search(self, notice, source, source_name=None, products=None):
        """Find the lots of a notice and whom they went to, and keep it.

        :param notice: `recall.Notice`
        :param source: the text (str) or file (bytes) that was read
        :param source_name: of the file
        :param products: product.product that the notice is about, when the user knows
        :return: the new search
        """
        self._check_role()
        products = products or self.env["product.product"]
        found = recall.match(notice, self._get_index(), products.ids, udi.parse)
        content = source.encode() if isinstance(source, str) else source
        # sudo: nobody writes searches but this, so that they stay as they were found
        search = self.sudo().create(
            {
                "name": self.env["ir.sequence"].sudo().next_by_code("med.consignee.search"),
                "user_id": self.env.uid,
                "searched_on": fields.Datetime.now(),
                "company_id": self.env.company.id,
                "source_text": source if isinstance(source, str) else False,
                "source_name": source_name,
                "source_hash": hashlib.sha256(content).hexdigest(),
                "product_ids": products.ids,
                "unknown": "\n".join(text for text, _line in found.unknown),
                "line_ids": [fields.Command.create(self._prepare_line_vals(hit)) for hit in found.hits],
            }
        )
        search._refresh_consignees()
        search = search.sudo(False)
        search._log_reading("view", self.env._("%(count)s lots", count=len(found.hits)))
        return search

    def _prepare_line_vals(self, hit):
        """A serial of a batch that is named is affected; all else that could be meant, a person ticks."""
        return {
            "lot_id": hit.lot_id,
            "reason": hit.reason,
            "text": hit.text,
            "line_number": hit.line,
            "is_included": hit.reason in (None, "serial_of_batch"),
        }

    @api.model
    def _get_index(self):
        """The lots of devices that the user may see; plain SQL, for there may be many."""
        self.env["stock.lot"].flush_model(["name", "product_id", "batch_id"])
        self.env["med.lot.batch"].flush_model(["name"])
        lots = self.env["stock.lot"]._search([("product_id.is_medical_device", "=", True)])
        rows = self.env.execute_query(
            lots.select(
                SQL.identifier("stock_lot", "id"),
                SQL.identifier("stock_lot", "name"),
                SQL.identifier("stock_lot", "product_id"),
                SQL("(SELECT name FROM med_lot_batch WHERE id = stock_lot.batch_id)"),
            )
        )
        return recall.Index((recall.KnownLot(*row) for row in rows), self._get_identifiers())

    @api.model
    def _get_identifiers(self):
        """:return: dict of device identifier to product id"""
        products = self.env["product.product"].search_fetch(
            [("is_medical_device", "=", True), ("barcode", "!=", False)], ["barcode"]
        )
        identifiers = self.env["med.udi.di"].search_fetch([], ["di", "product_id"])
        return {product.barcode: product.id for product in products} | {
            identifier.di: identifier.product_id.id for identifier in identifiers
        }

    def _refresh_consignees(self):
        """Ask the ledger again for the lots that are ticked, and stock for what is still here."""
        for search in self:
            lines = search.line_ids.filtered("is_included")
            rows = self.env["med.trace.event"]._get_consignees(lines.lot_id.ids)
            search.consignee_ids.unlink()
            self.env["med.consignee.search.consignee"].create(
                [{"search_id": search.id, **vals} for vals in self._prepare_consignee_vals_list(rows)]
            )
            search.line_ids._refresh_stock()

    def _prepare_consignee_vals_list(self, rows):
        """Who and where as the ledger has it; how to reach them as the address book has it today."""
        known = self._find_partners({row["partner_ref"] for row in rows if row["partner_ref"]})
        none = self.env["res.partner"]
        return [
            {
                **{
                    name: row[name]
                    for name in (
                        "lot_id",
                        "partner_ref",
                        "partner_name",
                        "partner_address",
                        "shipped",
                        "returned",
                        "first_shipment",
                        "last_shipment",
                        "uom_name",
                    )
                },
                "partner_id": known.get(row["partner_ref"], none).id,
                "phone": known.get(row["partner_ref"], none).phone,
                "email": known.get(row["partner_ref"], none).email,
                "orders": ", ".join(row["orders"] or row["documents"]),
            }
            for row in rows
        ]

    def _find_partners(self, refs):
        """The partners that the ledger's ids stand for today: those that were merged are what they became.

        :return: dict of id in the ledger to res.partner
        """
        partners = self.env["res.partner"].browse(refs).exists()
        known = {partner.id: partner for partner in partners}
        missing = refs - known.keys()
        if missing:
            query = """
                SELECT DISTINCT (details::jsonb ->> 'merged_id')::int, partner_ref FROM med_trace_event
                 WHERE kind = 'merge' AND (details::jsonb ->> 'merged_id')::int = ANY(%s)
            """
            became = dict(self.env.execute_query(SQL(query, list(missing))))
            later = self._find_partners(set(became.values())) if became else {}
            known |= {old: later[new] for old, new in became.items() if new in later}
        return known

    def _check_role(self):
        user = self.env.user
        if not (self.env.su or any(user.has_group(f"med_lot_traceability.{role}") for role in ROLES)):
            raise AccessError(self.env._("Only quality, auditors and administrators search for consignees."))

    def action_refresh(self):
        """Ask again: goods go on moving after the search."""
        self._check_role()
        self.check_access("read")
        self.sudo()._refresh_consignees()  # sudo: as in _make_search

    def action_view_ledger(self):
        self.ensure_one()
        lots = self.line_ids.filtered("is_included").lot_id
        return {
            "name": self.env._("Ledger Rows of %(search)s", search=self.name),
            "type": "ir.actions.act_window",
            "res_model": "med.trace.event",
            "view_mode": "list,pivot,form",
            "domain": [("lot_id", "in", lots.ids)],
        }

    def action_hold(self):
        """Open the dialog that asks for the reason, for the lots that are ticked and can still be held."""
        self.ensure_one()
        lots = self.line_ids.filtered("is_included").lot_id
        lots = lots.filtered(lambda lot: lot.release_status in ("quarantine", "released"))
        if not lots:
            raise UserError(
                self.env._(
                    "None of the lots chosen in %(search)s waits for inspection or is released: "
                    "nothing is left to hold.",
                    search=self.name,
                )
            )
        return lots.with_context(med_target_status="hold").action_change_status()

    def action_export_xlsx(self):
        return self._get_export_action("xlsx")

    def action_export_csv(self):
        return self._get_export_action("csv")

    def _get_export_action(self, kind):
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/med/consignees/{self.id}.{kind}",
            "target": "download",
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_except_always(self):
        raise UserError(self.env._("Searches for consignees are kept: a recall may rest on them."))
