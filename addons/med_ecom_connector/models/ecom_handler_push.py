import uuid

from odoo import api, fields, models

from ..engine.payload import dumps

SHOWN_ERRORS = 5


class EcomHandlerPush(models.AbstractModel):
    """Figures out: compares what each article should show in the shop with what we last told it.

    Only what differs is sent, in the channel's batches. What to send is read when it is sent,
    never kept in the queue, so the newest figure always wins.
    """

    _name = "ecom.handler.push"
    _description = "Sends figures to shops"
    _inherit = "ecom.handler"

    @api.model
    def _handle(self, exchanges):
        for exchange in exchanges:
            store = exchange.store_id
            known = self.env.context.get("ecom_changes")
            handler = self.with_company(store.company_id)
            changes = handler._changes(store) if known is None else known
            handler._send(exchange, changes)

    @api.model
    def _send(self, exchange, changes):
        """:param changes: as :meth:`_changes` returns them"""
        store = exchange.store_id
        refused = self._push_all(store, changes)
        exchange.payload = dumps(
            {
                binding.sku or binding.external_id: self._prepare_figure_vals(target)["value"]
                for binding, (target, _figure) in changes.items()
            }
        )
        if refused:
            exchange._hold("items_refused", self._describe(refused))
        else:
            exchange._finish()
        store._flow(exchange.kind)._succeeded()

    @api.model
    def _queue(self, store):
        """Tell a store what it does not know yet, unless a push is waiting already.

        What there is to tell is computed once and sent at once. If that fails, the exchange waits in the
        queue like any other, and what to send is computed afresh when its turn comes.
        """
        exchange_model = self.env["ecom.exchange"]
        domain = [("store_id", "=", store.id), ("kind", "=", self._kind), ("state", "=", "pending")]
        if store._flow(self._kind)._is_paused() or exchange_model.search_count(domain, limit=1):
            return
        changes = self.with_company(store.company_id)._changes(store)
        if changes:
            exchange = exchange_model.create(self._prepare_exchange_vals(store, len(changes)))
            exchange.with_context(ecom_changes=changes)._run()

    @api.model
    def _prepare_exchange_vals(self, store, count):
        return {
            "store_id": store.id,
            "kind": self._kind,
            "source": "event",
            "external_id": self._kind,
            "reference": f"× {count}",
            # each push is a thing of its own, however soon it follows on the last
            "digest": uuid.uuid4().hex,
        }

    @api.model
    def _changes(self, store):
        """What the shop does not know yet.

        :return: dict of ``ecom.product.binding`` to (figure to send, what it was told before or None)
        """
        bindings = self.env["ecom.product.binding"].search(
            [("store_id", "=", store.id), ("product_id", "!=", False), ("gone_at", "=", False)]
        )
        targets = self._targets(store, bindings)
        figures = self._figures(bindings)

        def is_due(binding):
            known = figures.get(binding)
            return not known or known._is_due(self._prepare_figure_vals(targets[binding.id]))

        return {
            binding: (targets[binding.id], figures.get(binding))
            for binding in bindings
            if binding.id in targets and is_due(binding)
        }

    @api.model
    def _figures(self, bindings):
        """:return: dict of binding to what the shop was last told"""
        figures = self.env["ecom.product.figure"].search(
            [("binding_id", "in", bindings.ids), ("kind", "=", self._kind)]
        )
        return {figure.binding_id: figure for figure in figures}

    @api.model
    def _push_all(self, store, changes):
        """:return: dict of refused binding to the shop's reason"""
        channel = store._channel()
        bindings = list(changes)
        size = self._batch_size(channel.capabilities)
        refused = {}
        for start in range(0, len(bindings), size):
            chunk = {binding: changes[binding] for binding in bindings[start : start + size]}
            by_id = {binding.external_id: binding for binding in chunk}
            values = {binding: value for binding, (value, _figure) in chunk.items()}
            results = {by_id[result.external_id]: result for result in self._push(store, channel, values)}
            self._note_results(chunk, results)
            refused |= {binding: result.error for binding, result in results.items() if not result.ok}
        return refused

    @api.model
    def _note_results(self, chunk, results):
        now = fields.Datetime.now()
        new = []
        for binding, result in results.items():
            target, figure = chunk[binding]
            if result.ok:
                vals = {
                    **self._prepare_figure_vals(target),
                    "sent_at": now,
                    "error": False,
                    "failed_at": False,
                }
            else:
                vals = {"error": result.error or "?", "failed_at": now}
            if figure:
                figure.write(vals)
            else:
                new.append({"binding_id": binding.id, "kind": self._kind, **vals})
        self.env["ecom.product.figure"].create(new)

    @api.model
    def _describe(self, refused):
        details = [f"{binding.sku or binding.external_id}: {error}" for binding, error in refused.items()]
        return {"count": len(refused), "details": "; ".join(details[:SHOWN_ERRORS])}

    @api.model
    def _prepare_figure_vals(self, target):
        """What of a target is kept, and compared the next time."""
        return {"value": target}

    # === TO BE FILLED IN === #

    @api.model
    def _targets(self, store, bindings):
        """:return: dict of binding id to the figure that the shop should show"""
        raise NotImplementedError

    @api.model
    def _batch_size(self, capabilities):
        raise NotImplementedError

    @api.model
    def _push(self, store, channel, changes):
        """:return: list of :class:`~..channels.neutral.ItemResult`"""
        raise NotImplementedError
