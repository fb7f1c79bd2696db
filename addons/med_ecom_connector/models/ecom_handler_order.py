from dataclasses import dataclass, field
from datetime import timedelta

from odoo import api, fields, models

from ..channels.errors import ChannelError, PayloadError
from ..channels.neutral import Order
from ..engine.instants import naive_utc
from ..engine.order_marks import order_marks
from ..engine.payload import digest, dumps, loads
from ..exceptions import HoldExchange, PostponeExchange

#: A poll's own payload is the truth for this long; later the shop is asked again.
FRESH = timedelta(minutes=10)
#: How long an announced order may stay invisible in the shop, and how often we look.
INVISIBLE_FOR = timedelta(minutes=10)
LOOK_AGAIN = 20


@dataclass
class Arrival:
    """An order of the shop and the exchanges that brought it."""

    order: Order
    digest: str
    exchanges: models.Model
    vals: dict = field(default_factory=dict)


class EcomHandlerOrder(models.AbstractModel):
    """Orders in: fetch, read, then create or bring up to date."""

    _name = "ecom.handler.order"
    _description = "Takes in shop orders"
    _inherit = "ecom.handler"

    @api.model
    def _handle(self, exchanges):
        for store, rows in exchanges.grouped("store_id").items():
            handler = self.with_company(store.company_id)
            flow = store._flow("order")
            failures = flow.failures
            arrivals = handler._read(handler._fetch(store, rows))
            handler._take_in(store, arrivals)
            if flow.failures == failures:
                flow._succeeded()

    @api.model
    def _fetch(self, store, rows):
        """Fill in the payload of rows that carry none, or an old one.

        A shop that can't be reached fails all of its rows at once, not one time-out each.

        :return: the rows that have a payload now
        """
        limit = fields.Datetime.now() - FRESH
        stale = rows.filtered(lambda row: not row.payload or row.attempts or row.create_date < limit)
        if not stale:
            return rows
        channel = store._channel()
        wanted = sorted(set(stale.mapped("external_id")))
        step = channel.capabilities.max_fetch_batch
        try:
            raws = {
                raw.external_id: raw
                for start in range(0, len(wanted), step)
                for raw in channel.fetch_orders(wanted[start : start + step])
            }
        except ChannelError as error:
            stale._record_failure(error)
            return rows - stale
        for row in stale:
            raw = raws.get(row.external_id)
            if raw:
                row.write({"payload": dumps(raw.payload), "reference": raw.number})
            else:
                row._record_failure(self._missing(row))
        return rows - stale.filtered(lambda row: row.external_id not in raws)

    @api.model
    def _missing(self, row):
        params = {"reference": row.reference or row.external_id}
        if row.source == "webhook" and row.create_date > fields.Datetime.now() - INVISIBLE_FOR:
            return PostponeExchange("order_not_visible", LOOK_AGAIN, **params)
        return HoldExchange("order_not_found", **params)

    @api.model
    def _read(self, rows):
        """Parse payloads; several rows of one order become one arrival, with its newest state.

        :return: list of :class:`Arrival`
        """
        arrivals = {}
        channels = {store: store._channel() for store in rows.store_id}
        for row in rows:
            text = row.payload
            try:
                order = channels[row.store_id].parse_order(loads(text))
            except PayloadError as error:
                row._record_failure(error)
                continue
            known = arrivals.get(row.external_id)
            if not known:
                arrivals[row.external_id] = Arrival(order, digest(text), row)
                continue
            known.exchanges |= row
            if order.modified_at >= known.order.modified_at:
                known.order, known.digest = order, digest(text)
        return list(arrivals.values())

    @api.model
    def _take_in(self, store, arrivals):
        known = self.env["ecom.order.binding"]._by_external_id(store, [a.order.external_id for a in arrivals])
        new = []
        for arrival in arrivals:
            binding = known.get(arrival.order.external_id)
            if binding:
                self.env["ecom.order.updater"]._update(binding, arrival)
            elif arrival.order.status == "cancelled":
                arrival.exchanges._finish(reference=arrival.order.number)
            else:
                new.append(arrival)
        self._create_orders(store, new)

    @api.model
    def _create_orders(self, store, arrivals):
        """Create and confirm new orders together.

        What a person must mend is found before anything is created, so that it parks one
        order only and leaves nothing half done.
        """
        accepted = self.env["ecom.order.builder"]._build(store, arrivals)
        if not accepted:
            return
        # What these orders claimed while they were held, they now ask for themselves.
        self.env["ecom.stock.claim"]._drop(store, [arrival.order.external_id for arrival in accepted])
        sales = self.env["sale.order"]._create_from_shop([arrival.vals for arrival in accepted])
        made = list(zip(accepted, sales, strict=True))
        vals_list = [self._prepare_binding_vals(store, arrival, sale) for arrival, sale in made]
        self.env["ecom.order.binding"].create(vals_list).flush_recordset()
        short = sales.filtered(lambda sale: sale._should_confirm_shop_order())._confirm_shop_orders()
        for arrival, sale in made:
            if sale in short:
                vals = {"sale_order_id": sale.id, "reference": arrival.order.number}
                arrival.exchanges._hold("short", short[sale], **vals)
        self._finish(store, [(arrival, sale) for arrival, sale in made if sale not in short])

    @api.model
    def _prepare_binding_vals(self, store, arrival, sale):
        return {
            "store_id": store.id,
            "external_id": arrival.order.external_id,
            "sale_order_id": sale.id,
            "digest": arrival.digest,
            "marks": order_marks(arrival.order),
            "modified_at": naive_utc(arrival.order.modified_at),
        }

    @api.model
    def _finish(self, store, taken):
        """Close the exchanges of orders just made, with those that waited for the same orders.

        :param taken: list of (:class:`Arrival`, ``sale.order``)
        """
        exchanges = self.env["ecom.exchange"].union(*(arrival.exchanges for arrival, _sale in taken))
        settled = exchanges._others_of_the_order().grouped("external_id")
        for arrival, sale in taken:
            done = arrival.exchanges | settled.get(arrival.order.external_id, exchanges.browse())
            remark = self.env["ecom.order.builder"]._remark(store, arrival.order)
            done._finish(*remark, sale_order_id=sale.id, reference=arrival.order.number)
