from odoo import api, fields, models

from ..engine.late_parcels import trouble_of
from ..engine.tracking_events import state_of_delivery
from .ecom_tracking_event import CODE_LABELS

ACTIVITY = "med_ecom_connector.mail_activity_parcel_trouble"


class StockPicking(models.Model):
    """Where a delivery is once it has left, and whether it is in trouble."""

    _inherit = "stock.picking"

    ecom_event_ids = fields.Many2many(
        "ecom.tracking.event", string="Tracking events", compute="_compute_ecom_event_ids"
    )
    shipment_state = fields.Selection(
        [("shipped", "Shipped"), *CODE_LABELS],
        "On its way",
        compute="_compute_shipment_state",
        store=True,
        index="btree_not_null",
        copy=False,
    )
    delivered_at = fields.Datetime(
        "Delivered on", compute="_compute_shipment_state", store=True, copy=False, help="All of its parcels."
    )
    parcel_trouble = fields.Selection(
        [
            ("lost", "Lost"),
            ("exception", "Problem"),
            ("returned", "Returned"),
            ("late", "Late"),
            ("silent", "Nothing heard"),
        ],
        "Trouble on the way",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )

    @api.depends("ecom_parcel_ids.event_ids")
    def _compute_ecom_event_ids(self):
        for picking in self:
            picking.ecom_event_ids = picking.ecom_parcel_ids.event_ids.sorted()

    @api.depends(
        "state",
        "picking_type_code",
        "location_dest_id",
        "ecom_parcel_ids.shipment_state",
        "ecom_parcel_ids.delivered_at",
        "handed_over_at",
    )
    def _compute_shipment_state(self):
        for picking in self:
            # labels and pick-ups may be told before the delivery is validated here
            if not picking._is_delivery() or picking.state != "done":
                picking.shipment_state = picking.delivered_at = False
                continue
            states = [parcel.shipment_state or None for parcel in picking.ecom_parcel_ids]
            heard = state_of_delivery(states)
            by_carrier = heard == "delivered" and max(picking.ecom_parcel_ids.mapped("delivered_at"))
            # what came back is not with the customer, whoever said so
            by_hand = heard != "returned" and picking.handed_over_at
            picking.delivered_at = by_carrier or by_hand
            picking.shipment_state = "delivered" if picking.delivered_at else heard

    def _hear_from_carrier(self):
        """Something was told of a parcel: act on what it means."""
        self._update_trouble()
        self._queue_shop_deliveries()

    def _action_done(self):
        res = super()._action_done()
        # events may have come before we validated
        self.filtered(lambda picking: picking.ecom_parcel_ids.event_ids)._hear_from_carrier()
        return res

    @api.model
    def _cron_late_parcels(self):
        """Look for deliveries that are late, of companies whose carriers tell us anything at all."""
        heard = self.env["ecom.tracking.event"]._read_group([], ["company_id"])
        deliveries = self.search(
            [
                ("company_id", "in", [company.id for (company,) in heard]),
                ("shipment_state", "not in", (False, "delivered")),
                ("ecom_parcel_ids.tracking_key", "!=", False),
            ]
        )
        deliveries._update_trouble()

    def _update_trouble(self):
        """Note what is wrong with each delivery on its way; a person is told once, until it passes."""
        # sudo: whoever's event it was, the rules of all companies and the activity of another are touched
        rules = self.env["ecom.late.rule"].sudo().search([])  # pylint: disable=no-search-all
        for picking in self.sudo().filtered(lambda one: one.shipment_state):
            trouble = picking._get_trouble(rules._get_for(picking))
            if trouble == (picking.parcel_trouble or None):
                continue
            picking.parcel_trouble = trouble
            picking.activity_feedback([ACTIVITY], feedback=self.env._("The carrier was heard of since."))
            if trouble:
                picking._raise_trouble(trouble)

    def _get_trouble(self, rule):
        self.ensure_one()
        parcels = self.ecom_parcel_ids.filtered(lambda parcel: parcel.shipment_state != "delivered")

        def day(moment):
            return moment and self.company_id._get_day(moment) or None

        return trouble_of(
            self.shipment_state,
            self.company_id._get_today(),
            day(self.date_done),
            # the parcel that is silent for the longest is the one to worry about
            min((day(parcel.heard_at or self.date_done) for parcel in parcels), default=None),
            max(filter(None, parcels.mapped("promised_on")), default=None),
            rule,
        )

    def _raise_trouble(self, trouble):
        self.ensure_one()
        words = dict(self._fields["parcel_trouble"]._description_selection(self.env))
        responsible = self.ecom_store_id.responsible_id or self.user_id or self.sale_id.user_id
        self.activity_schedule(
            ACTIVITY,
            summary=self.env._(
                "%(trouble)s: %(delivery)s, tracking number %(numbers)s",
                trouble=words[trouble],
                delivery=self.name,
                numbers=self._get_numbers_in_trouble(trouble),
            ),
            note=self.env._(
                "Ask the carrier, and tell the customer. This closes by itself when the carrier is heard of."
            ),
            user_id=(responsible.filtered("active") or self.env.ref("base.user_admin")).id,
        )

    def _get_numbers_in_trouble(self, trouble):
        """Numbers of the parcels that the carrier reports so, or else of all that have not arrived."""
        reported = self.ecom_parcel_ids.filtered(lambda parcel: parcel.shipment_state == trouble)
        parcels = reported or self.ecom_parcel_ids.filtered(lambda one: one.shipment_state != "delivered")
        return ", ".join(filter(None, parcels.mapped("tracking_number"))) or "–"

    def action_view_tracking(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "med_ecom_connector.ecom_tracking_event_action"
        )
        action["domain"] = [("id", "in", self.ecom_event_ids.ids)]
        action["context"] = {}
        return action
