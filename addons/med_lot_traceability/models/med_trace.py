from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..genealogy import arrange, build_graph, consignees, in_direction
from ..genealogy.places import ANCESTOR, SELF

ROLES = (
    "order_desk",
    "warehouse",
    "inspector",
    "quality_manager",
    "purchaser",
    "accountant",
    "auditor",
    "administrator",
)
DIRECTIONS = ("both", "backward", "forward")
PAGE = 80  # rows of the table
EXPANDED = 3  # so many lots of one question are drawn zone by zone


class MedTrace(models.AbstractModel):
    """Where from, where to, who decided, on what paper: the answers of the trace page, out of the ledger.

    ``med_trace_resolve`` finds what was typed or scanned, ``med_trace_scope`` says which lots a question is
    about, ``med_trace_query`` and ``med_trace_facts`` hold the SQL, ``med_trace_page`` dresses the answer for
    people.
    """

    _name = "med.trace"
    _description = "Trace"

    @api.model
    def trace(self, kind, res_id, as_of=None, direction="both"):
        """All that the page shows of one lot, document or partner.

        :param kind: lot, batch, sale, purchase, picking, invoice or partner
        :param as_of: a past moment ("YYYY-MM-DD HH:MM:SS", UTC): what had happened and was recorded by then
        :param direction: backward (where from), forward (where to) or both
        :raise AccessError: the user holds no role of MedSuite, or may not read the record
        """
        as_of = self._check_question(as_of, direction)
        record = self._get_record(kind, res_id)
        answer = self._answer(kind, record, as_of, direction)
        self._log_view(record, answer, as_of)
        return {
            "focus": self._describe_focus(kind, record, answer),
            "as_of": as_of and fields.Datetime.to_string(as_of),
            "direction": direction,
            "lots": self._describe_lots(answer),
            "graph": self._draw(answer),
            "consignees": answer["consignees"],
            "rows": self._describe_rows(answer["rows"][:PAGE], answer["lots"]),
            "row_count": len(answer["rows"]),
            "decisions": self._describe_decisions(answer),
            "documents": self._describe_documents(answer),
            "notes": self._get_notes(answer, as_of),
            **self._get_labels(),
        }

    @api.model
    def rows(
        self, kind, res_id, as_of=None, direction="both", offset=0, limit=PAGE, sort="happened_on", desc=False
    ):
        """A page of the table: rows as in ``trace``, and how many there are.

        :param sort: the column to sort by
        """
        as_of = self._check_question(as_of, direction)
        answer = self._answer(kind, self._get_record(kind, res_id), as_of, direction)
        rows = answer["rows"]
        if sort not in self._get_sortable():
            raise UserError(self.env._("The table can't be sorted by %(column)s.", column=sort))
        value = self._get_values(rows, sort)
        empty = [row for row in rows if value[row["id"]] in (None, False, "")]
        filled = [row for row in rows if value[row["id"]] not in (None, False, "")]
        filled.sort(key=lambda row: value[row["id"]], reverse=bool(desc))
        page = (filled + empty)[offset : offset + min(limit, 500)]
        return {"rows": self._describe_rows(page, answer["lots"]), "row_count": len(rows)}

    @api.model
    def _genealogy(self, lot_ids, as_of=None):
        """All that the ledger knows about lots, both ways: what they were made from, what was made from them,
        where all of it came from and went to.

        :return: {"roles": {lot: self, ancestor or descendant}, "rows": dicts of the ledger's columns, oldest
            first, "consignees": who got how much of the lots and of what was made from them}
        """
        roles = self._get_family(lot_ids, as_of)
        rows, truncated = self._get_rows(roles, as_of)
        return {"roles": roles, "rows": rows, "consignees": consignees(rows), "truncated": truncated}

    @api.model
    def _check_question(self, as_of, direction):
        """Whether the user may ask, and the question makes sense; the moment asked for or None."""
        user = self.env.user
        if not self.env.su and not any(
            user.has_group(f"med_lot_traceability.group_{role}") for role in ROLES
        ):
            raise AccessError(
                self.env._(
                    "Tracing lots needs a role in MedSuite. "
                    "Ask the administrator for one (Configuration, Users and Roles)."
                )
            )
        self.env["med.trace.event"].check_access("read")
        if direction not in DIRECTIONS:
            raise UserError(
                self.env._("A trace runs backward, forward or both ways, not “%(way)s”.", way=direction)
            )
        try:
            as_of = fields.Datetime.to_datetime(as_of) if as_of else None
        except (TypeError, ValueError) as error:
            raise UserError(self.env._("“%(moment)s” is no date and time.", moment=as_of)) from error
        return as_of if as_of and as_of < fields.Datetime.now() else None

    def _answer(self, kind, record, as_of, direction):
        """The rows that answer a question, in the direction asked for, and the figures of its lots."""
        scope = self._get_scope(kind, record, as_of)
        found = self._genealogy_of_scope(scope, as_of)
        lots = self._read_lots(found["roles"])
        rows = [
            row
            for row in found["rows"]
            if row["lot_id"] in lots and self._belongs_to(row, found["roles"], direction, scope)
        ]
        shown = {lot: values for lot, values in lots.items() if found["roles"][lot] == SELF}
        self._add_figures(shown, found["rows"], scope, as_of)
        return {
            **found,
            "scope": scope,
            "rows": rows,
            "lots": lots,
            "shown": shown,
            "consignees": consignees(rows),
            "as_of": as_of,
        }

    def _belongs_to(self, row, roles, direction, scope):
        role = roles[row["lot_id"]]
        if role == SELF:
            return row["id"] in scope["row_ids"] or in_direction(row, direction)
        return direction == "both" or (direction == "backward") == (role == ANCESTOR)

    def _add_figures(self, lots, rows, scope, as_of):
        """Balance, stock by zone and the quantity that the question is about, for each lot asked for."""
        stock = None if as_of else self._get_stock(list(lots))
        by_lot = {}
        for row in rows:
            by_lot.setdefault(row["lot_id"], []).append(row)
        for lot_id, values in lots.items():
            values |= self._get_figures(
                by_lot.get(lot_id, []), stock and stock.get(lot_id, {}), scope, lot_id
            )

    def _draw(self, answer):
        own = list(answer["shown"])
        expanded = set(own) if len(own) <= EXPANDED else set()
        graph = build_graph(answer["rows"], answer["lots"], expanded)
        partners = [node for node in graph["nodes"] if node.get("model") == "res.partner"]
        addresses = self._get_details([node["row_id"] for node in partners])
        for node in partners:
            node["subtitle"] = addresses[node["row_id"]]["partner_address"]
        return arrange(**graph)

    def _log_view(self, record, answer, as_of):
        """Regulated records were looked at: by whom and when is on record, too."""
        lots = self._search_lots([("id", "in", list(answer["shown"]))])
        if lots:
            detail = self.env._("Trace of %(name)s", name=record.display_name)
            if as_of:
                detail = self.env._("%(what)s as of %(moment)s (UTC)", what=detail, moment=as_of)
            self.env["med.access.log"]._log("view", lots, detail)
