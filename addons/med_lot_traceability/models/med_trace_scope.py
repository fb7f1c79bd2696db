from odoo import models
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..genealogy import balance, stock_by_zone
from ..genealogy.places import ANCESTOR, DESCENDANT, SELF, is_move, side

MODELS = {
    "lot": "stock.lot",
    "batch": "med.lot.batch",
    "sale": "sale.order",
    "purchase": "purchase.order",
    "picking": "stock.picking",
    "invoice": "account.move",
    "partner": "res.partner",
}
#: For a question from one end: movements of its lots that lead elsewhere
OTHER_WAY = {
    "customer": "e.from_usage = 'customer' OR e.to_usage IN ('customer', 'production', 'inventory')",
    "supplier": "e.to_usage = 'supplier' OR e.from_usage IN ('supplier', 'production')",
}
MOST_LOTS = 200  # of one document or partner; the latest count


class MedTrace(models.AbstractModel):
    """Which lots and which rows a question is about."""

    _inherit = "med.trace"

    def _get_record(self, kind, res_id):
        """The record asked for, checked for access: who may not read a document gets no trace of it."""
        if kind not in MODELS:
            raise UserError(self.env._("“%(kind)s” can't be traced.", kind=kind))
        record = self.env[MODELS[kind]].browse(int(res_id)).exists()
        if not record:
            raise MissingError(self.env._("What you look for no longer exists. Search again by its number."))
        if kind == "lot":
            record = self._search_lots(Domain("id", "=", record.id))
            if not record:
                raise AccessError(self.env._("This lot belongs to a company that you may not see."))
        record.check_access("read")
        return record

    def _search_lots(self, domain, **options):
        """Lots that the record rules let the user see.

        sudo: every role may trace, but some (accounting, purchase) have no access to the lots' own screens
        """
        rules = self.env["ir.rule"]._compute_domain("stock.lot", "read")
        lots = self.env["stock.lot"].sudo().with_context(active_test=False)
        return lots.search(Domain(domain) & Domain(rules), **options)

    def _get_scope(self, kind, record, as_of):
        """What a question is about.

        :return: {"lot_ids", "own": rows of the document or partner itself, "row_ids": their ids, "side":
            where those rows put it, "customer", "supplier" or None, "truncated"}
        """
        if kind in ("lot", "batch"):
            lots = record if kind == "lot" else record.lot_ids
            return {"lot_ids": lots.ids, "own": [], "row_ids": set(), "side": None, "truncated": False}
        own, truncated = self._get_rows_where(getattr(self, f"_get_{kind}_condition")(record), as_of)
        latest = dict.fromkeys(row["lot_id"] for row in reversed(own))
        kits = self._get_kits(own)
        usages = {side(row[end]) for row in own if is_move(row) for end in ("from_usage", "to_usage")}
        return {
            "lot_ids": list(latest)[:MOST_LOTS],
            "own": own,
            "row_ids": {row["id"] for row in own},
            "kits": kits,
            "side": next((place for place in ("customer", "supplier") if place in usages), None),
            "truncated": truncated or len(latest) > MOST_LOTS,
        }

    def _get_sale_condition(self, orders):
        return self._get_document_condition("sale.order", orders, orders.picking_ids)

    def _get_purchase_condition(self, orders):
        return self._get_document_condition("purchase.order", orders, orders.picking_ids)

    def _get_document_condition(self, model, orders, pickings):
        """Rows that name the order, or a transfer of it: a return names the latter only."""
        return SQL(
            "((e.order_model = %s AND e.order_id = ANY(%s)) OR (%s))",
            model,
            orders.ids,
            self._get_picking_condition(pickings),
        )

    def _get_picking_condition(self, pickings):
        return SQL("e.document_model = 'stock.picking' AND e.document_id = ANY(%s)", pickings.ids)

    def _get_invoice_condition(self, invoice):
        """The movements of the orders that an invoice bills."""
        lines = invoice.invoice_line_ids
        # sudo: who may read the invoice may know which orders it bills
        sales, purchases = lines.sudo().sale_line_ids.order_id, lines.sudo().purchase_line_id.order_id
        return SQL("(%s OR %s)", self._get_sale_condition(sales), self._get_purchase_condition(purchases))

    def _get_partner_condition(self, partner):
        """Movements from or to a company with all its addresses, or one address; merged ones count."""
        company = partner.commercial_partner_id
        expand = self.env["med.trace.event"]._expand_partner_ids
        condition = SQL("e.commercial_partner_ref = ANY(%s)", list(expand(company.ids)))
        if partner == company:
            return condition
        # The company first: it has the index
        return SQL("%s AND e.partner_ref = ANY(%s)", condition, list(expand(partner.ids)))

    def _get_kits(self, rows):
        """The kit that was sold, for each row about a component of one: {id of the row: name of the kit}.

        A kit (phantom bill of materials) never moves: its components do, each with a lot of its own.
        """
        # sudo: the names of what was sold, for whoever may see what of it moved
        lines = self.env["stock.move.line"].sudo()
        if "bom_line_id" not in lines.move_id._fields:  # mrp isn't installed
            return {}
        line_ids = self._get_values(rows, "move_line_ref")
        boms = {
            line.id: line.move_id.bom_line_id.bom_id for line in lines.browse(set(line_ids.values())).exists()
        }
        return {
            row_id: boms[line_id].product_tmpl_id.display_name
            for row_id, line_id in line_ids.items()
            if line_id in boms and boms[line_id].type == "phantom"
        }

    def _genealogy_of_scope(self, scope, as_of):
        """The genealogy of a lot; for a document or partner its rows and the other direction of their lots:
        where from, if it is at the customers' end, where to, if it is at the suppliers' end."""
        if not scope["own"]:
            return self._genealogy(scope["lot_ids"], as_of)
        roles = self._get_family(scope["lot_ids"], as_of)
        if scope["side"]:
            wanted = ANCESTOR if scope["side"] == "customer" else DESCENDANT
            roles = {lot: role for lot, role in roles.items() if role in (SELF, wanted)}
        end = SQL("(e.kind = 'move' AND (%s)) IS NOT TRUE", SQL(OTHER_WAY.get(scope["side"], "FALSE")))
        # Descendants of what a supplier brought go to customers: only the lots themselves are limited.
        rest = SQL(
            "(NOT e.lot_id = ANY(%s) OR e.id = ANY(%s) OR %s)",
            scope["lot_ids"],
            list(scope["row_ids"]),
            end,
        )
        rows, truncated = self._get_rows(roles, as_of, rest)
        return {"roles": roles, "rows": rows, "truncated": truncated or scope["truncated"]}

    def _get_figures(self, rows, stock, scope, lot_id):
        """Balance of one lot, its stock by zone, and what of it moved under the document asked for.

        A document's question knows but a part of the lot's rows: no balance then.
        """
        values = {}
        if not scope["own"]:
            zones = stock_by_zone(rows) if stock is None else stock
            values |= {"balance": balance(rows, sum(zones.values())), "zones": zones}
        else:
            own = [row for row in scope["own"] if row["lot_id"] == lot_id]
            values |= {"moved": balance(own), "zones": stock if stock is not None else {}}
            values["kit"] = ", ".join(
                sorted({scope["kits"][row["id"]] for row in own if row["id"] in scope["kits"]})
            )
            values["last"] = max((row["happened_on"] for row in own), default=None)
        return values
