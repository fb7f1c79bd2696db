from odoo import fields, models


class EcomExchange(models.Model):
    """What becomes of exchanges: done, held for a person, or back in the queue."""

    _inherit = "ecom.exchange"

    def _requeue(self):
        """Back into the queue as if new; orders without a payload are asked for again."""
        self.filtered(lambda exchange: exchange.kind == "order").payload = False
        for exchange in self.filtered(lambda one: one.problem == "items_refused"):
            self.env["ecom.product.figure"]._forget_refusals(exchange.store_id, exchange.kind)
        self.write(
            {
                "state": "pending",
                "attempts": 0,
                "next_try": fields.Datetime.now(),
                "requeued_at": fields.Datetime.now(),
                "finished_at": False,
                "problem": False,
                "problem_params": False,
                "problem_text": False,
                "technical_detail": False,
            }
        )
        for kind in set(self.mapped("kind")):
            self._wake(kind)

    def _finish(self, problem=None, params=None, **vals):
        """Done. ``problem`` here is a remark that needs nobody."""
        self.write(
            {
                "state": "done",
                "finished_at": fields.Datetime.now(),
                "next_try": False,
                **self._prepare_problem_vals(problem, params),
                **vals,
            }
        )

    def _finish_told(self, problem=None, params=None, **vals):
        """Done, and the shop answered: all is well with this kind of exchange. See :meth:`_finish`."""
        self._finish(problem, params, **vals)
        self.store_id._flow(self.kind)._succeeded()

    def _hold(self, problem, params=None, **vals):
        """Park for a person, and tell the store's responsible."""
        self.write(
            {
                "state": "held",
                "finished_at": fields.Datetime.now(),
                "next_try": False,
                **self._prepare_problem_vals(problem, params),
                **vals,
            }
        )
        for store in self.store_id:
            store._notify_held()

    def _prepare_problem_vals(self, problem, params=None):
        if not problem:
            return {
                "problem": False,
                "problem_params": False,
                "problem_text": False,
                "technical_detail": False,
            }
        params = {
            key: value if isinstance(value, dict) else str(value) for key, value in (params or {}).items()
        }
        return {
            "problem": problem,
            "problem_params": params,
            "problem_text": self.with_context(lang="en_US")._words_for(problem, params)[0],
            "technical_detail": False,
        }
