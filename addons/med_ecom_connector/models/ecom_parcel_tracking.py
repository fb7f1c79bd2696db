from datetime import timedelta

from odoo import api, fields, models

from ..engine.tracking_events import state_of_parcel
from .ecom_tracking_event import CODE_LABELS

#: Carriers give a number again after some months: a parcel takes events only this long around its shipment.
BEFORE = timedelta(days=30)
AFTER = timedelta(days=180)


class EcomParcel(models.Model):
    """The way of a parcel, as its carrier tells it."""

    _inherit = "ecom.parcel"

    event_ids = fields.Many2many("ecom.tracking.event", readonly=True)
    shipment_state = fields.Selection(CODE_LABELS, "State", compute="_compute_shipment_state", store=True)
    heard_at = fields.Datetime("Last event", compute="_compute_shipment_state", store=True)
    delivered_at = fields.Datetime("Delivered on", compute="_compute_shipment_state", store=True)
    promised_on = fields.Date("Promised for", compute="_compute_shipment_state", store=True)

    @api.depends("event_ids")
    def _compute_shipment_state(self):
        for parcel in self:
            events = parcel.event_ids.sorted(lambda event: (event.happened_at, event.id))
            state = state_of_parcel(events.mapped("code")) or False
            delivered = events.filtered(lambda event: event.code == "delivered")
            parcel.shipment_state = state
            parcel.heard_at = events[-1:].happened_at
            parcel.delivered_at = delivered[:1].happened_at if state == "delivered" else False
            parcel.promised_on = events.filtered("expected_on")[-1:].expected_on

    @api.model_create_multi
    def create(self, vals_list):
        parcels = super().create(vals_list)
        parcels.filtered("tracking_key")._find_events()
        return parcels

    def write(self, vals):
        before = {parcel: parcel.tracking_key for parcel in self} if "tracking_number" in vals else {}
        res = super().write(vals)
        for parcel, key in before.items():
            if parcel.tracking_key != key:
                parcel._find_events()
        return res

    def _find_events(self):
        """Take the events of the number that was just entered; those of the number before are another's."""
        # sudo: whoever enters a number need not be allowed to link events
        for parcel in self.sudo():
            if parcel.event_ids:
                parcel.event_ids = False
            if parcel.tracking_key:
                events = self.env["ecom.tracking.event"].sudo()
                domain = [
                    ("company_id", "=", parcel.company_id.id),
                    ("tracking_key", "=", parcel.tracking_key),
                ]
                parcel._take_events(events.search(domain))

    def _take_events(self, events):
        """Link those of the events that are ours, and act on the news."""
        told = self.browse()
        by_key = events.grouped("tracking_key")
        for parcel in self:
            ours = by_key.get(parcel.tracking_key, events.browse()).filtered(
                lambda event, parcel=parcel: parcel._is_in_time(event)
            )
            news = ours - parcel.event_ids
            if news:
                parcel.event_ids |= news
                told |= parcel
        told.picking_id._hear_from_carrier()

    def _is_in_time(self, event):
        self.ensure_one()
        left = self.picking_id.date_done
        begins = min(filter(None, (self.create_date, left))) - BEFORE
        return begins <= event.happened_at <= (left or fields.Datetime.now()) + AFTER
