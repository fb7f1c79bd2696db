from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import ConcurrencyError
from odoo.fields import Domain
from odoo.tools import SQL

SHIPMENTS_IN_MESSAGE = 10


class MedReleaseMixin(models.AbstractModel):
    """What had already left for customers when something was decided against a lot."""

    _inherit = "med.release.mixin"

    shipped_before_count = fields.Integer(compute="_compute_shipped_before_count")

    def _get_shipment_domain(self):
        """Lines that took these lots out to a customer."""
        field = "lot_id" if self._name == "stock.lot" else "lot_id.batch_id"
        return (
            Domain(field, "in", self.ids)
            & Domain("state", "=", "done")
            & Domain("quantity", ">", 0)
            & Domain("location_dest_id.usage", "=", "customer")
        )

    def _compute_shipped_before_count(self):
        """How many lines left before the decision that blocks the lot now."""
        for record in self:
            blocked = record.release_status in ("hold", "rejected", "recalled") and record.release_decided_on
            record.shipped_before_count = blocked and self.env["stock.move.line"].search_count(
                record._get_shipment_domain() & Domain("date", "<=", record.release_decided_on)
            )

    def action_shipped_before(self):
        self.ensure_one()
        domain = self._get_shipment_domain() & Domain("date", "<=", self.release_decided_on)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Shipped before the Decision: %(lot)s", lot=self.name),
            "res_model": "stock.move.line",
            "view_mode": "list,form",
            "domain": list(domain),
            "context": {"create": False},
        }

    def _log_shipments(self, zone=None):
        """Note on each record what had left when it was blocked: to whom, and when, to the second."""
        if not self:
            return
        self._check_snapshot()
        domain = self._get_shipment_domain()
        if zone:
            domain &= Domain("location_id.effective_zone_id", "=", zone.id)
        # sudo: quality need not be allowed to read transfers
        lines = self.env["stock.move.line"].sudo().search(domain, order="date desc, id desc")
        is_lot = self._name == "stock.lot"
        for record, shipped in lines.grouped(
            lambda line: line.lot_id if is_lot else line.lot_id.batch_id
        ).items():
            record.with_env(self.env)._message_log(body=record._prepare_shipped_message(shipped))

    def _prepare_shipped_message(self, lines):
        """:param lines: stock.move.line, latest first"""
        entry = Markup("<li>%s</li>")
        latest = [entry % self._describe_shipment(line) for line in lines[:SHIPMENTS_IN_MESSAGE]]
        if len(lines) > SHIPMENTS_IN_MESSAGE:
            latest.append(entry % self.env._("and %(count)s more", count=len(lines) - SHIPMENTS_IN_MESSAGE))
        head = self.env._("%(count)s shipments had left before this decision:", count=len(lines))
        return Markup("%s<ul>%s</ul>") % (head, Markup("").join(latest))

    def _describe_shipment(self, line):
        moment = fields.Datetime.to_string(fields.Datetime.context_timestamp(self, line.date))
        return self.env._(
            "%(document)s to %(customer)s on %(moment)s: %(quantity)g %(unit)s, %(lot)s",
            document=line.picking_id.name or line.move_id.reference,
            customer=line.picking_id.partner_id.display_name or line.location_dest_id.display_name,
            moment=moment,
            quantity=line.quantity,
            unit=line.product_uom_id.name,
            lot=line.lot_id.name,
        )

    def _check_snapshot(self):
        """Begin again when a shipment was committed while this transaction waited for its lock.

        The lock comes after the snapshot, in which that shipment can't be seen. A new connection sees it.

        :raise ConcurrencyError: Odoo runs the whole request again
        """
        if not self.env.registry.ready:
            return  # a module is being installed: nothing ships, and its tables are locked
        query = SQL(
            "SELECT id FROM stock_move_line WHERE lot_id = ANY(%s) AND state = 'done'", self._get_lots().ids
        )
        self.env["stock.move.line"].flush_model(["lot_id", "state"])
        seen = set(self.env.execute_query(query))
        with self.env.registry.cursor() as cr:
            cr.execute(query)
            if set(cr.fetchall()) - seen:
                raise ConcurrencyError("A lot was shipped while its status changed")
