from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.instants import naive_utc

#: states in which a return of a shop asks for goods
WANTED = ("requested", "approved", "received")


class EcomReturn(models.Model):
    """Goods that a shop's customer sends back: expected, received into the returns zone, decided on."""

    _name = "ecom.return"
    _description = "Return of a shop order"
    _inherit = ["ecom.binding", "ecom.order.link", "mail.thread", "mail.activity.mixin"]
    _order = "requested_at desc, id desc"
    _rec_name = "name"
    _rec_names_search = ["name", "shop_number", "sale_order_id.name", "sale_order_id.client_order_ref"]

    name = fields.Char(required=True, readonly=True, copy=False)
    shop_number = fields.Char("Number in the shop", readonly=True)
    is_of_shop = fields.Boolean("Requested in the shop", readonly=True)
    sale_order_id = fields.Many2one("sale.order", required=True, readonly=True, index=True)
    partner_id = fields.Many2one(related="sale_order_id.partner_id", string="Customer", store=True)
    state = fields.Selection(
        [
            ("requested", "Requested"),
            ("expected", "Expected"),
            ("received", "To be decided"),
            ("done", "Decided"),
            ("cancelled", "Cancelled"),
        ],
        default="requested",
        required=True,
        readonly=True,
        index=True,
        tracking=True,
        group_expand=True,
    )
    reason_id = fields.Many2one("ecom.return.reason", tracking=True)
    reason_text = fields.Char("Customer's words", readonly=True)
    needs_check = fields.Boolean(related="reason_id.needs_check")
    requested_at = fields.Datetime(readonly=True, default=fields.Datetime.now)
    line_ids = fields.One2many("ecom.return.line", "return_id", readonly=True)
    picking_ids = fields.One2many("stock.picking", "ecom_return_id", "Transfers", readonly=True)
    refund_ids = fields.One2many("ecom.refund", "return_id", "Refunds", readonly=True)
    decision = fields.Selection(
        [("accept", "Accepted"), ("decline", "Declined"), ("exchange", "Exchanged")],
        readonly=True,
        tracking=True,
    )
    decision_reason = fields.Char(readonly=True, tracking=True)
    decided_by_id = fields.Many2one("res.users", readonly=True)
    decided_at = fields.Datetime(readonly=True)

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["name"] = vals.get("name") or self.env["ir.sequence"].next_by_code("ecom.return")
            vals["external_id"] = vals.get("external_id") or vals["name"]
        return super().create(vals_list)

    # === FROM THE SHOP === #

    @api.model
    def _take_in(self, store, arrivals, refunds):
        """Note the returns that customers asked for, and expect the goods.

        :param arrivals: list of (:class:`~..channels.neutral.Order`, ``sale.order``)
        :param refunds: ``ecom.refund`` just taken in: goods refunded by line are expected back
        """
        rows = {row.external_id: (row, sale) for order, sale in arrivals for row in order.returns}
        known = self._by_external_id(store, rows) if rows else {}
        for external_id, (row, sale) in rows.items():
            if external_id in known:
                known[external_id]._follow(row)
            elif row.status in WANTED:
                self.create(self._prepare_vals(store, row, sale))._expect()
        for refund in refunds:
            vals = self._prepare_refund_vals(refund)
            if vals["line_ids"]:
                made = self.create(vals)
                refund.return_id = made
                made._expect()

    def _follow(self, row):
        """The shop changed a return: only a cancellation concerns us, the rest is decided here."""
        if row.status in ("cancelled", "declined") and self.state in ("requested", "expected"):
            self._cancel()

    def _cancel(self):
        self.picking_ids.filtered(lambda picking: picking.state not in ("done", "cancel")).action_cancel()
        self.state = "cancelled"

    @api.model
    def _prepare_vals(self, store, row, sale):
        lines = sale.order_line._by_shop_ref()
        words = dict.fromkeys([row.reason, *(line.reason for line in row.lines)])
        words = [word for word in words if word] or [""]
        reasons = {word: self.env["ecom.return.reason.map"]._reason_for(store, word) for word in words}
        return {
            "store_id": store.id,
            "external_id": row.external_id,
            "shop_number": row.number,
            "is_of_shop": True,
            "sale_order_id": sale.id,
            "reason_id": self.env["ecom.return.reason"].union(*reasons.values())._foremost().id,
            "reason_text": row.note or ", ".join(words),
            "requested_at": row.created_at and naive_utc(row.created_at),
            "line_ids": [
                fields.Command.create(
                    {
                        "sale_line_id": lines[line.line_id].id,
                        "quantity": float(line.quantity),
                        "announced_lot": line.lot,
                        "reason_id": reasons[line.reason or words[0]].id,
                        "reason_text": line.reason or words[0],
                    }
                )
                for line in row.lines
                if line.line_id in lines and line.quantity > 0
            ],
        }

    @api.model
    def _prepare_refund_vals(self, refund):
        """Of refunded lines, the goods that the customer has and that nobody announced yet."""
        rows = []
        for line in refund.line_ids:
            quantity = min(line.quantity, line.sale_line_id._shop_returnable())
            if quantity > 0:
                rows.append(
                    fields.Command.create({"sale_line_id": line.sale_line_id.id, "quantity": quantity})
                )
        return {
            "store_id": refund.store_id.id,
            "external_id": f"refund:{refund.external_id}",
            "sale_order_id": refund.sale_order_id.id,
            "reason_id": self.env["ecom.return.reason.map"]._reason_for(refund.store_id, refund.reason).id,
            "reason_text": refund.reason,
            "requested_at": refund.refunded_at,
            "line_ids": rows,
        }

    # === ACTIONS === #

    def action_expect(self):
        """Have the warehouse expect goods that had not left yet when their return was asked for."""
        for one in self.filtered(lambda one: one.state == "requested"):
            # sudo: whoever handles returns need not plan transfers
            one.sudo()._expect()
            if one.state == "requested":
                raise UserError(
                    self.env._(
                        "%(name)s: nothing of it has left, so nothing can come back. Ship the order first, "
                        "or cancel the return in the shop.",
                        name=one.name,
                    )
                )
        return True

    def action_decide(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "ecom.return.decide",
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Decide on %(name)s", name=self.name),
            "context": {"default_return_id": self.id},
        }

    def action_open_transfers(self):
        self.ensure_one()
        return self.picking_ids._get_records_action(name=self.env._("Transfers"))

    def action_open_refunds(self):
        self.ensure_one()
        return self.refund_ids._get_records_action(name=self.env._("Refunds"))
