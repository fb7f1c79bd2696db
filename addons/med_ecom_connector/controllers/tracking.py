import logging
from datetime import UTC

from odoo import SUPERUSER_ID, fields, http
from odoo.http import request

from ..engine.secret_box import WrongKeyError
from ..engine.tracking_events import TrackingDataError, read_event, read_message
from ..models.ecom_tracking_source import SIGNATURE_HEADER
from .incoming import answer, public_post, read_body

_logger = logging.getLogger(__name__)


class EcomTracking(http.Controller):
    @public_post("/ecom/tracking/<string:token>")
    def receive(self, token):
        """Take in what a carrier tells; see ``static/schema/tracking_events.json``.

        Good events are kept even if others of the same message are bad: the answer names those, and
        sending the whole message again is harmless.
        """
        body = read_body()
        if body is None:
            return answer(413, "too large")
        # Public route: the token in the address names the carrier, the signature proves the sender.
        env = request.env(user=SUPERUSER_ID)
        source = env["ecom.tracking.source"].search([("token", "=", token)], limit=1)
        if not source:
            return answer(404, "unknown")
        try:
            if not source._verify(body, request.httprequest.headers.get(SIGNATURE_HEADER)):
                _logger.warning("Tracking message with a wrong signature for source %s", source.id)
                return answer(401, "wrong signature")
        except WrongKeyError:
            return answer(503, "not ready")
        try:
            entries = read_message(body)
        except TrackingDataError as error:
            return answer(400, error.problem)
        return self._take_in(source, entries)

    def _take_in(self, source, entries):
        now = fields.Datetime.now()
        told, refused = [], []
        for index, entry in enumerate(entries):
            try:
                told.append(read_event(entry, now.replace(tzinfo=UTC)))
            except TrackingDataError as error:
                refused.append({"index": index, "problem": error.problem, "value": error.value})
        events = source.env["ecom.tracking.event"]._receive(source.company_id, told, "webhook", source)
        # once an hour is enough to see that it lives; more would have every message fight for one row
        if not source.last_heard_on or (now - source.last_heard_on).total_seconds() > 3600:
            source.last_heard_on = now
        return answer(
            422 if refused else 200,
            "some refused" if refused else "ok",
            new=len(events),
            known=len(told) - len(events),
            refused=refused,
        )
