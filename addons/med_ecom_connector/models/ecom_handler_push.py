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
            handler = self.with_company(store.company_id)
            changes = handler._changes(store)
            refused = handler._push_all(store, changes)
            exchange.payload = dumps(
                {binding.sku or binding.external_id: value for binding, value in changes.items()}
            )
            if refused:
                exchange._hold("items_refused", handler._describe(refused))
            else:
                exchange._finish()
            store._flow(exchange.kind)._succeeded()

    @api.model
    def _queue(self, store):
        """Queue a push for a store that has something to tell, unless one is waiting already."""
        exchange_model = self.env["ecom.exchange"]
        kind = self._kind
        domain = [("store_id", "=", store.id), ("kind", "=", kind), ("state", "=", "pending")]
        changes = self.with_company(store.company_id)._changes(store)
        if not changes or exchange_model.search_count(domain, limit=1):
            return
        now = fields.Datetime.now()
        exchange_model.create(
            {
                "store_id": store.id,
                "kind": kind,
                "source": "event",
                "external_id": kind,
                "reference": f"× {len(changes)}",
                "digest": f"{now.isoformat()} {self.env.cr.now().timestamp()}",
            }
        )

    @api.model
    def _changes(self, store):
        """What the shop does not know yet.

        :return: dict of ``ecom.product.binding`` to the figure to send
        """
        bindings = self.env["ecom.product.binding"].search(
            [("store_id", "=", store.id), ("product_id", "!=", False), ("gone_at", "=", False)]
        )
        targets = self._targets(store, bindings)
        figures = self._figures(bindings)
        return {
            binding: targets[binding.id]
            for binding in bindings
            if binding.id in targets
            and (binding not in figures or figures[binding]._is_due(targets[binding.id]))
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
        figures = self._figures(self.env["ecom.product.binding"].union(*bindings))
        size = self._batch_size(channel.capabilities)
        refused = {}
        for start in range(0, len(bindings), size):
            chunk = bindings[start : start + size]
            by_id = {binding.external_id: binding for binding in chunk}
            for result in self._push(store, channel, {binding: changes[binding] for binding in chunk}):
                binding = by_id[result.external_id]
                self._note_result(figures.get(binding), binding, changes[binding], result)
                if not result.ok:
                    refused[binding] = result.error
        return refused

    @api.model
    def _note_result(self, figure, binding, value, result):
        now = fields.Datetime.now()
        if result.ok:
            vals = {"value": value, "sent_at": now, "error": False, "failed_at": False}
        else:
            vals = {"error": result.error or "?", "failed_at": now}
        if figure:
            figure.write(vals)
        else:
            self.env["ecom.product.figure"].create({"binding_id": binding.id, "kind": self._kind, **vals})

    @api.model
    def _describe(self, refused):
        details = [f"{binding.sku or binding.external_id}: {error}" for binding, error in refused.items()]
        return {"count": len(refused), "details": "; ".join(details[:SHOWN_ERRORS])}

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
