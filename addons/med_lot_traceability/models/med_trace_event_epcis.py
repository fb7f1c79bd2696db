from odoo import api, fields, models
from odoo.tools import SQL

from .. import epcis
from .med_trace_event_history import HISTORY_COLUMNS

CHUNK = 5000


class MedTraceEvent(models.Model):
    """The ledger as EPCIS 2.0."""

    _inherit = "med.trace.event"

    @api.model
    def _write_lot_epcis(self, lot, as_of=None):
        """The EPCIS document of one lot.

        :return: iterator of pieces of JSON text
        """
        limit = as_of or "infinity"
        condition = SQL(
            "event.lot_id = %s AND event.happened_on <= %s"
            " AND (event.corrects_id IS NULL OR event.recorded_on <= %s)",
            lot.id,
            limit,
            limit,
        )
        rows = self._get_written_rows(condition, SQL("event.happened_on, event.id"))
        return epcis.write(
            rows, self._get_epcis_issuer(), fields.Datetime.now(), self._get_epcis_sources(rows)
        )

    @api.model
    def _write_period_epcis(self, date_from, date_to, product_ids=()):
        """The EPCIS document of what happened in the current company in a period.

        :param date_from: naive UTC; up to, but without, ``date_to``
        :param product_ids: of product.product, all when empty
        :return: iterator of pieces of JSON text; reads the ledger in chunks as it goes
        """
        period = SQL(
            "event.happened_on >= %s AND event.happened_on < %s AND event.company_id = %s",
            date_from,
            date_to,
            self.env.company.id,
        )
        if product_ids:
            period = SQL("%s AND event.product_id = ANY(%s)", period, list(product_ids))
        correcting = self._get_written_rows(
            SQL("event.corrects_id IN (SELECT event.id FROM med_trace_event event WHERE %s)", period)
        )
        corrections = {row["corrects_id"]: row for row in correcting}
        sources = {}
        return epcis.write(
            self._iterate_rows(period, sources),
            self._get_epcis_issuer(),
            fields.Datetime.now(),
            sources,
            corrections,
        )

    def _iterate_rows(self, condition, sources):
        """Rows in the order in which they happened; fills ``sources`` before it gives them."""
        place = SQL("TRUE")
        while True:
            rows = self._get_written_rows(
                SQL("%s AND %s", condition, place), SQL("event.happened_on, event.id LIMIT %s", CHUNK)
            )
            sources.update(self._get_epcis_sources(rows))
            yield from rows
            if len(rows) < CHUNK:
                return
            last = rows[-1]
            place = SQL("(event.happened_on, event.id) > (%s, %s)", last["happened_on"], last["id"])

    def _get_epcis_issuer(self):
        company = self.env.company
        time_zone = company.partner_id.tz or self.env.user.tz or "UTC"
        return epcis.Issuer(company.get_base_url(), company.name, company.id, time_zone)

    def _get_epcis_sources(self, rows):
        """What transformations were made from, as the ledger last knew it: dict of lot id to row."""
        lot_ids = list({row["source_lot_id"] for row in rows if row["source_lot_id"]})
        if not lot_ids:
            return {}
        found = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (event.lot_id) %s FROM med_trace_event event
                 WHERE event.lot_id = ANY(%s) ORDER BY event.lot_id, event.id DESC
                """,
                SQL(", ").join(SQL.identifier("event", name) for name in HISTORY_COLUMNS),
                lot_ids,
            )
        )
        sources = [dict(zip(HISTORY_COLUMNS, row, strict=True)) for row in found]
        return {row["lot_id"]: row for row in sources}
