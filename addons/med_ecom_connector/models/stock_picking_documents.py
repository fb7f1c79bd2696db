from odoo import models
from odoo.exceptions import UserError

from odoo.addons.med_lot_traceability.spreadsheet import Column, Sheet, make_csv, make_workbook


class StockPicking(models.Model):
    """Packing list and transport order: what goes with the parcels, and what the carrier gets."""

    _inherit = "stock.picking"

    def _get_parcels_to_print(self):
        """The parcels with what is in them, also of a delivery that was never weighed."""
        self._sync_parcels()
        return self.ecom_parcel_ids

    def _get_sender(self):
        self.ensure_one()
        return self.picking_type_id.warehouse_id.partner_id or self.company_id.partner_id

    def _get_order_number(self):
        """The number that the customer knows."""
        self.ensure_one()
        return self.sale_id.client_order_ref or self.sale_id.name or self.origin or ""

    def action_print_packing_list(self):
        self._get_parcels_to_print()
        return self.env.ref("med_ecom_connector.report_packing_list_action").report_action(self, config=False)

    def action_print_transport_order(self):
        self._check_for_carrier()
        return self.env.ref("med_ecom_connector.report_transport_order_action").report_action(
            self, config=False
        )

    def _get_autoprint_report_actions(self):
        """Also the papers that were ticked when it was shipped, after whatever dialog came in between."""
        papers = {
            "packing_list": self.action_print_packing_list,
            "transport_order": self.action_print_transport_order,
        }
        wanted = self.env.context.get("ecom_papers") or ()
        return super()._get_autoprint_report_actions() + [papers[name]() for name in papers if name in wanted]

    def action_transport_order_xlsx(self):
        return self._download_transport_order("xlsx")

    def action_transport_order_csv(self):
        return self._download_transport_order("csv")

    def _download_transport_order(self, kind):
        self._check_for_carrier()
        ids = ",".join(map(str, self.ids))
        return {
            "type": "ir.actions.act_url",
            "url": f"/ecom/transport_order.{kind}?ids={ids}",
            "target": "self",
        }

    def _check_for_carrier(self):
        """:raise UserError: names what is no delivery, or has nothing in it, or no address"""
        deliveries = self.filtered(lambda one: one._is_delivery() and one.state in ("assigned", "done"))
        if self - deliveries:
            raise UserError(
                self.env._(
                    "Only deliveries that are reserved or shipped go onto a transport order, not %(names)s.",
                    names=", ".join((self - deliveries).mapped("name")),
                )
            )
        self._get_parcels_to_print()

    def _group_by_carrier(self):
        """Deliveries of one transport order: same sender, same carrier.

        :return: list of (sender, carrier, deliveries)
        """
        groups = self.sorted("name").grouped(lambda one: (one._get_sender(), one.carrier_id))
        return [(sender, carrier, deliveries) for (sender, carrier), deliveries in groups.items()]

    def _make_transport_sheet(self):
        """One row for each parcel."""
        columns = [
            Column(self.env._("Delivery")),
            Column(self.env._("Order")),
            Column(self.env._("Parcel")),
            Column(self.env._("Parcel No."), "number", 8),
            Column(self.env._("Number of parcels"), "number", 10),
            Column(self.env._("Tracking number"), width=26),
            Column(self.env._("Service")),
            Column(self.env._("Weight (%(unit)s)", unit=self[:1].weight_uom_name or "kg"), "number"),
            *(
                Column(label, width=width)
                for who in (self.env._("Sender"), self.env._("Consignee"))
                for label, width in self._get_address_labels(who)
            ),
            Column(self.env._("Cash on delivery"), "number"),
            Column(self.env._("Currency"), width=8),
            Column(self.env._("Note"), width=30),
        ]
        rows = [
            picking._prepare_transport_row(parcel, number)
            for picking in self.sorted("name")
            for number, parcel in enumerate(picking.ecom_parcel_ids, 1)
        ]
        return Sheet(self.env._("Transport order"), columns, rows)

    def _get_address_labels(self, who):
        return [
            (f"{who}: {label}", width)
            for label, width in (
                (self.env._("Name"), 26),
                (self.env._("Street"), 30),
                (self.env._("ZIP"), 10),
                (self.env._("City"), 18),
                (self.env._("State or province"), 14),
                (self.env._("Country"), 8),
                (self.env._("Phone"), 18),
            )
        ]

    def _prepare_transport_row(self, parcel, number):
        self.ensure_one()
        # the whole sum is collected once, with the first parcel
        cod = self.cod_amount if number == 1 else 0.0
        return [
            self.name,
            self._get_order_number(),
            parcel.name,
            number,
            len(self.ecom_parcel_ids),
            parcel.tracking_number,
            self.carrier_id.name,
            parcel._get_weight(),
            *self._prepare_address_cells(self._get_sender()),
            *self._prepare_address_cells(self.partner_id),
            cod or None,
            self.cod_currency_id.name if cod else None,
            self.ecom_customer_note,
        ]

    def _prepare_address_cells(self, partner):
        street = ", ".join(filter(None, (partner.street, partner.street2)))
        name = partner.display_name if partner.parent_id else partner.name
        return [
            name,
            street,
            partner.zip,
            partner.city,
            partner.state_id.name,
            partner.country_id.code,
            partner.phone or partner.commercial_partner_id.phone,
        ]

    def _make_transport_workbook(self):
        """:return: bytes of an XLSX file"""
        return make_workbook(
            [self._make_transport_sheet()], self.env._("Transport order"), self.env.user.name
        )

    def _make_transport_csv(self):
        """:return: bytes, UTF-8 with the mark that spreadsheets look for"""
        return make_csv(self._make_transport_sheet())
