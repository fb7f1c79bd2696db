from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.heading import heading
from ..problems import PROBLEMS, WORDS

KINDS = [
    ("order", "Order in"),
    ("shipment", "Shipment out"),
    ("stock", "Stock out"),
    ("price", "Price out"),
    ("cancel", "Cancellation out"),
    ("product_in", "Product in"),
    ("booking", "Bookkeeping"),
    ("refund", "Refund out"),
    ("return", "Return out"),
    ("product", "Product out"),
    ("delivery", "Delivery out"),
]


class EcomExchange(models.Model):
    """One thing to bring in from a shop or to send out to it: queue, log and proof in one.

    Rows are written by webhooks, polls and business events, and worked off by crons on any
    Odoo worker. They are never deleted: what is done stays as the record of who told whom what.
    """

    _name = "ecom.exchange"
    _description = "Shop exchange"
    _inherit = "ecom.order.link"
    _order = "id desc"
    _rec_names_search = ["reference", "external_id"]

    store_id = fields.Many2one(
        "ecom.store", "Shop", required=True, index=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="store_id.company_id", store=True, index=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    source = fields.Selection(
        [
            ("webhook", "Webhook"),
            ("poll", "Regular poll"),
            ("compare", "Full comparison"),
            ("manual", "By hand"),
            ("event", "Change in Odoo"),
            ("file", "File"),
        ],
        required=True,
        readonly=True,
    )
    external_id = fields.Char("Id in the shop", required=True, readonly=True)
    reference = fields.Char(help="The number people know it by.", readonly=True, index="trigram")
    digest = fields.Char(required=True, readonly=True)
    payload = fields.Text(
        readonly=True, groups="med_lot_traceability.group_administrator,med_lot_traceability.group_auditor"
    )
    payload_text = fields.Text("Payload, indented", compute="_compute_payload_text")
    state = fields.Selection(
        [
            ("pending", "Waiting"),
            ("done", "Done"),
            ("held", "Held"),
            ("dead", "Given up"),
            ("dismissed", "Dismissed"),
        ],
        default="pending",
        required=True,
        readonly=True,
        index=True,
    )
    attempts = fields.Integer("Failed tries", readonly=True)
    next_try = fields.Datetime(default=fields.Datetime.now, readonly=True)
    finished_at = fields.Datetime(readonly=True)
    duration = fields.Float(
        "Seconds", readonly=True, aggregator="avg", help="Share of the batch's working time."
    )

    problem = fields.Selection(lambda self: self._problem_labels(), readonly=True)
    problem_params = fields.Json(readonly=True)
    problem_text = fields.Char(
        "Problem (English)", readonly=True, index="trigram", help="Kept in English to be searched."
    )
    message = fields.Char(compute="_compute_message")
    remedy = fields.Char("What to do", compute="_compute_message")
    technical_detail = fields.Text(readonly=True, groups="base.group_system")
    accepted_difference = fields.Float(readonly=True, digits=(16, 4))
    accepted_by_id = fields.Many2one("res.users", readonly=True)
    dismiss_reason = fields.Char(readonly=True)
    decided_by_id = fields.Many2one("res.users", "Released or dismissed by", readonly=True)

    sale_order_id = fields.Many2one("sale.order", readonly=True, index="btree_not_null")
    picking_id = fields.Many2one("stock.picking", readonly=True, index="btree_not_null")

    _content_uniq = models.UniqueIndex("(store_id, kind, external_id, digest)")
    _queue_idx = models.Index("(kind, next_try, id) WHERE state = 'pending'")

    # === COMPUTE METHODS === #

    @api.depends("reference", "external_id", "kind")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for exchange in self:
            exchange.display_name = (
                f"{kinds.get(exchange.kind, '')} {exchange.reference or exchange.external_id}"
            )

    @api.depends("problem", "problem_params")
    @api.depends_context("lang")
    def _compute_message(self):
        for exchange in self:
            problem, params = exchange.problem, exchange.problem_params or {}
            words = self._words_for(problem, params) if problem in PROBLEMS else (False, False)
            exchange.message, exchange.remedy = words

    # === CRUD METHODS === #

    @api.ondelete(at_uninstall=False)
    def _unlink_except_record(self):
        raise UserError(
            self.env._("Exchanges are part of the record and can't be deleted. Dismiss them instead.")
        )

    # === ACTIONS === #

    def action_open_picking(self):
        self.ensure_one()
        return self.picking_id.get_formview_action()

    # === WORDS OF PROBLEMS === #

    @api.model
    def _problem_labels(self):
        """What happened, as a group of exchanges is headed by it, in the user's language."""
        return [(code, heading(self.env._(what))) for code, (what, _remedy) in PROBLEMS.items()]

    @api.model
    def _words_for(self, problem, params):
        """:return: tuple (what happened, what to do) in the language of the context"""
        what, remedy = PROBLEMS[problem]
        params = dict(params)
        sentence = params.pop("sentence", None)
        words = {
            name: self.env._(WORDS[value]) if value in WORDS else value for name, value in params.items()
        }
        if sentence:
            words["message"] = self._say(**sentence)
        happened = self.env._(what)
        return happened % words, self.env._(remedy)

    @api.model
    def _say(self, text, values, more):
        """What a channel's error says, in the language of the context; see ``ChannelError.told``."""
        said = self.env._(text)
        return f"{said % values if values else said} {more}".strip()
