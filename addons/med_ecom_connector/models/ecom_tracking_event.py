from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.tracking_numbers import tracking_key

CODE_LABELS = [
    ("label", "Announced"),
    ("picked_up", "Picked up"),
    ("in_transit", "On its way"),
    ("out_for_delivery", "Out for delivery"),
    ("delivered", "Delivered"),
    ("exception", "Problem"),
    ("returned", "Returned"),
    ("lost", "Lost"),
]


class EcomTrackingEvent(models.Model):
    """What a carrier said about a parcel. Kept also while no parcel has its number, and matched later."""

    _name = "ecom.tracking.event"
    _description = "Tracking event"
    _order = "happened_at desc, id desc"
    _rec_name = "tracking_number"

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    tracking_number = fields.Char(required=True, readonly=True)
    tracking_key = fields.Char(
        compute="_compute_tracking_key", store=True, index=True, help="By which two writings are the same."
    )
    code = fields.Selection(CODE_LABELS, required=True, readonly=True)
    happened_at = fields.Datetime("Time", required=True, readonly=True)
    place = fields.Char(readonly=True)
    text = fields.Char("Carrier's words", readonly=True)
    expected_on = fields.Date("Promised for", readonly=True)
    source = fields.Selection(
        [("webhook", "Webhook"), ("file", "File"), ("manual", "By hand")], required=True, readonly=True
    )
    source_id = fields.Many2one(
        "ecom.tracking.source", "Carrier's webhook", readonly=True, index="btree_not_null"
    )
    digest = fields.Char(required=True, readonly=True)
    parcel_ids = fields.Many2many("ecom.parcel", readonly=True)
    picking_ids = fields.Many2many("stock.picking", string="Deliveries", compute="_compute_picking_ids")
    is_matched = fields.Boolean("Parcel known", compute="_compute_is_matched", store=True)

    _content_uniq = models.Constraint("UNIQUE (company_id, digest)", "This event is known already.")

    @api.depends("tracking_number")
    def _compute_tracking_key(self):
        for event in self:
            event.tracking_key = tracking_key(event.tracking_number)

    @api.depends("parcel_ids")
    def _compute_picking_ids(self):
        for event in self:
            event.picking_ids = event.parcel_ids.picking_id

    @api.depends("parcel_ids")
    def _compute_is_matched(self):
        for event in self:
            event.is_matched = bool(event.parcel_ids)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_record(self):
        raise UserError(self.env._("What a carrier told is part of the record and stays."))

    @api.model
    def _receive(self, company, told, source, source_record=None):
        """Keep what is news and bring it to the parcels; what is known already is left out.

        :param told: list of :class:`~..engine.tracking_events.TrackingEvent`
        :param source: "webhook", "file" or "manual"
        :return: the new events
        """
        by_digest = {event.digest(): event for event in told}
        known = self.search([("company_id", "=", company.id), ("digest", "in", list(by_digest))])
        rows = [
            self._prepare_vals(company, event, digest, source, source_record)
            for digest, event in by_digest.items()
            if digest not in set(known.mapped("digest"))
        ]
        events = self._create_new(rows)
        events._bring_to_parcels()
        return events

    @api.model
    def _create_new(self, rows):
        """Create what another transaction has not just created; the unique index decides."""
        if not rows:
            return self.browse()
        try:
            with self.env.cr.savepoint():
                return self.create(rows)
        except UniqueViolation:
            if len(rows) == 1:
                return self.browse()
            return self.browse().union(*(self._create_new([row]) for row in rows))

    @api.model
    def _prepare_vals(self, company, event, digest, source, source_record):
        return {
            "company_id": company.id,
            "tracking_number": event.number,
            "code": event.code,
            "happened_at": event.happened_at.replace(tzinfo=None),
            "place": event.place or False,
            "text": event.text or False,
            "expected_on": event.expected_on or False,
            "source": source,
            "source_id": source_record.id if source_record else False,
            "digest": digest,
        }

    def _bring_to_parcels(self):
        """Link to the parcels with the same number, and let their deliveries know."""
        parcels = self.env["ecom.parcel"]
        for company, events in self.grouped("company_id").items():
            parcels |= parcels.search(
                [
                    ("company_id", "=", company.id),
                    ("tracking_key", "in", list(filter(None, events.mapped("tracking_key")))),
                ]
            )
        parcels._take_events(self)

    @api.model
    def _words_for_problem(self, problem, value):
        """What is wrong with a row or an entry, for people."""
        words = {
            "unreadable": self.env._("can't be read"),
            "too_many": self.env._("too many at once (%(value)s)", value=value),
            "no_columns": self.env._("lacks a column for: %(value)s", value=value),
            "no_number": self.env._("has no tracking number"),
            "unknown_code": self.env._("has a status that is not known: “%(value)s”", value=value),
            "bad_time": self.env._("has a time that can't be read: “%(value)s”", value=value),
            "no_zone": self.env._("has a time without time zone: “%(value)s”", value=value),
            "future": self.env._("has a time in the future: “%(value)s”", value=value),
            "bad_expected": self.env._("has a promised day that can't be read: “%(value)s”", value=value),
        }
        return words[problem]
