from odoo import api, fields, models


class EcomStore(models.Model):
    """What the store's page shows of its work: counts, last answer, progress of an import."""

    _inherit = "ecom.store"

    pending_count = fields.Integer("Waiting", compute="_compute_exchange_counts")
    held_count = fields.Integer("Held", compute="_compute_exchange_counts")
    dead_count = fields.Integer("Given up", compute="_compute_exchange_counts")
    done_today_count = fields.Integer("Done today", compute="_compute_exchange_counts")
    unmapped_count = fields.Integer("Unmapped articles", compute="_compute_unmapped_count")
    order_count = fields.Integer("Orders", compute="_compute_order_count")
    last_sync = fields.Datetime("Last answer from the shop", compute="_compute_last_sync")
    sync_error = fields.Char("Trouble", compute="_compute_last_sync")
    import_since = fields.Datetime(
        "Import orders changed since",
        required=True,
        default=lambda self: fields.Datetime.subtract(fields.Datetime.now(), days=1),
        help="Older orders stay in the shop, so that connecting a shop does not ship its past again.",
    )
    import_started_at = fields.Datetime(readonly=True, copy=False)
    import_progress = fields.Float(
        "Progress", compute="_compute_import_progress", help="Of the orders found since “Import now”."
    )

    # === COMPUTE METHODS === #

    def _compute_exchange_counts(self):
        exchanges = self.env["ecom.exchange"]
        by_state = exchanges._read_group(
            [("store_id", "in", self.ids), ("state", "in", ("pending", "held", "dead"))],
            ["store_id", "state"],
            ["__count"],
        )
        done = exchanges._read_group(
            [
                ("store_id", "in", self.ids),
                ("state", "=", "done"),
                ("finished_at", ">=", "today"),
            ],
            ["store_id"],
            ["__count"],
        )
        counts = {(store, state): count for store, state, count in by_state}
        done_today = dict(done)
        for store in self:
            store.pending_count = counts.get((store, "pending"), 0)
            store.held_count = counts.get((store, "held"), 0)
            store.dead_count = counts.get((store, "dead"), 0)
            store.done_today_count = done_today.get(store, 0)

    def _compute_unmapped_count(self):
        counts = dict(
            self.env["ecom.product.binding"]._read_group(
                [("store_id", "in", self.ids), ("mapping_state", "in", ("todo", "suggested"))],
                ["store_id"],
                ["__count"],
            )
        )
        for store in self:
            store.unmapped_count = counts.get(store, 0)

    def _compute_order_count(self):
        counts = dict(
            self.env["sale.order"]._read_group(
                [("ecom_store_id", "in", self.ids)], ["ecom_store_id"], ["__count"]
            )
        )
        for store in self:
            store.order_count = counts.get(store, 0)

    @api.depends("flow_ids.last_success", "flow_ids.problem")
    @api.depends_context("lang")
    def _compute_last_sync(self):
        for store in self:
            store.last_sync = max(filter(None, store.flow_ids.mapped("last_success")), default=False)
            store.sync_error = next(filter(None, store.flow_ids.mapped("error")), False)

    @api.depends("import_started_at")
    def _compute_import_progress(self):
        for store in self:
            store.import_progress = store._progress_since(store.import_started_at)

    def _progress_since(self, start):
        """Per cent of the orders that came in since then and are no longer waiting."""
        polled = self._flow("poll").last_success
        if not start or not polled or polled < start:
            return 0.0
        domain = [("store_id", "=", self.id), ("kind", "=", "order"), ("write_date", ">=", start)]
        total = self.env["ecom.exchange"].search_count(domain)
        waiting = self.env["ecom.exchange"].search_count([*domain, ("state", "=", "pending")])
        return 100.0 * (total - waiting) / total if total else 100.0
