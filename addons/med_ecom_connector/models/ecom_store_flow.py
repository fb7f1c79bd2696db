from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..channels.errors import ChannelError
from ..engine.backoff import pause_after
from ..exceptions import HoldExchange
from ..problems import PROBLEMS


class EcomStoreFlow(models.Model):
    """How one flow of one shop is doing.

    A row of its own, written only by that flow's cron: were these columns on the store, every
    flow would collide with every other on one row.
    """

    _name = "ecom.store.flow"
    _description = "Flow of a web shop"
    _order = "store_id, id"

    store_id = fields.Many2one("ecom.store", "Shop", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="store_id.company_id", store=True, index=True)
    flow = fields.Selection(
        [
            ("poll", "Ask for orders"),
            ("order", "Orders in"),
            ("shipment", "Shipments out"),
            ("delivery", "Deliveries out"),
            ("stock", "Stock out"),
            ("price", "Prices out"),
            ("cancel", "Cancellations out"),
            ("compare", "Full comparison"),
            ("product_in", "Products in"),
            ("product", "Products out"),
            ("booking", "Bookkeeping"),
            ("refund", "Refunds out"),
            ("return", "Returns out"),
        ],
        required=True,
    )
    cursor_at = fields.Datetime(help="Changes up to here have been asked for, in the shop's own time.")
    money_asked_at = fields.Datetime(help="When orders whose money is open were last asked for by their ids.")
    last_success = fields.Datetime()
    last_failure = fields.Datetime()
    failures = fields.Integer(help="In a row.")
    successes = fields.Integer(help="In all: tells whether it ran since, where seconds are too coarse.")
    paused_until = fields.Datetime(help="The shop failed or asked for a pause: not tried before.")
    problem = fields.Char(help="A key of the table of problems; put into words when shown.")
    problem_params = fields.Json()
    error = fields.Char(compute="_compute_error")

    _store_flow_uniq = models.Constraint("UNIQUE (store_id, flow)", "Each shop has each flow once.")

    def init(self):
        """Shops that were there before a flow was get their row of it with the update that brings it."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO ecom_store_flow (store_id, company_id, flow)
                     SELECT store.id, store.company_id, flow
                       FROM ecom_store store, unnest(%s) WITH ORDINALITY AS known (flow, place)
                      ORDER BY store.id, place
                ON CONFLICT DO NOTHING
                """,
                self._all_flows(),
            )
        )

    @api.model
    def _all_flows(self):
        return [key for key, _label in self._fields["flow"].selection]

    @api.depends("store_id", "flow")
    def _compute_display_name(self):
        flows = dict(self._fields["flow"]._description_selection(self.env))
        for flow in self:
            flow.display_name = f"{flow.store_id.name} – {flows.get(flow.flow, '')}"

    @api.depends("problem", "problem_params")
    @api.depends_context("lang")
    def _compute_error(self):
        for flow in self:
            flow.error = (
                flow.problem
                and self.env["ecom.exchange"]._words_for(flow.problem, flow.problem_params or {})[0]
            )

    def _is_paused(self):
        return bool(self.paused_until and self.paused_until > fields.Datetime.now())

    @api.model
    def _prepare_problem_vals(self, error):
        if isinstance(error, HoldExchange):
            return {"problem": error.problem, "problem_params": error.params}
        if isinstance(error, ChannelError):
            code = error.code if error.code in PROBLEMS else "rejected"
            return {"problem": code, "problem_params": error.told()}
        return {"problem": "unexpected", "problem_params": {"error": type(error).__name__}}

    def _succeeded(self, **vals):
        self.write(
            {
                "last_success": fields.Datetime.now(),
                "successes": self.successes + 1,
                "failures": 0,
                "paused_until": False,
                "problem": False,
                "problem_params": False,
                **vals,
            }
        )

    def _failed(self, error):
        """Note what went wrong, and leave the shop alone for a while."""
        now = fields.Datetime.now()
        for flow in self:
            wait = pause_after(flow.failures + 1, getattr(error, "retry_after", None))
            flow.write(
                {
                    "last_failure": now,
                    "failures": flow.failures + 1,
                    "paused_until": now + timedelta(seconds=wait),
                    **self._prepare_problem_vals(error),
                }
            )
