import base64
from datetime import UTC
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.files.writing import write_file

#: What the engine sends by itself: kept in the outbox until the next file.
OUTBOX_KINDS = ("shipment", "stock", "price", "cancel", "refund", "return")


class EcomFileExporter(models.AbstractModel):
    """Writes files for shops: what the engine has for them, and what people ask for."""

    _name = "ecom.file.exporter"
    _description = "Exporter of shop files"

    @api.model
    def _export(self, store, layout, only_new=True, source=None):
        """Write a file and keep it.

        :param only_new: leave out what an earlier file told already
        :param source: ``ecom.file.source`` that it is to be left at, None for a person
        :return: ``ecom.file``, empty when there is nothing to tell
        """
        # The outbox and the log are the engine's own; whoever may export changes them here only.
        store = store.sudo()
        if layout.object in OUTBOX_KINDS:
            self._bring_up_to_date(store, layout.object)
            waiting = self._waiting(store, layout.object, only_new)
            types = {field.code: field.type for field in self._fields_of(layout)}
            rows = waiting._values(types)
        else:
            waiting = self.env["ecom.file.outbox"]
            rows = getattr(self.with_company(store.company_id), f"_{layout.object}_rows")(store)
        if not rows:
            return self.env["ecom.file"]
        file = self._keep(store, layout, rows, source)
        waiting.file_id = file
        return file

    @api.model
    def _waiting(self, store, kind, only_new):
        domain = [("store_id", "=", store.id), ("object", "=", kind)]
        return (
            self.env["ecom.file.outbox"]
            .sudo()
            .search([*domain, ("file_id", "=", False)] if only_new else domain)
        )

    @api.model
    def _fields_of(self, layout):
        return self.env["ecom.dictionary.field"]._for_object(layout.object)

    @api.model
    def _keep(self, store, layout, rows, source):
        now = fields.Datetime.context_timestamp(self, fields.Datetime.now())
        content = write_file(rows, layout._spec())
        file = self.env["ecom.file"].create(
            {
                "name": layout.object,
                "store_id": store.id,
                "object": layout.object,
                "direction": "out",
                "way": source.way if source else "upload",
                "source_id": source and source.id,
                "layout_id": layout.id,
                "content": base64.b64encode(content),
                "row_count": len(rows),
                "record_count": len(rows),
            }
        )
        # Its own number in the name: left twice, it is the same file, and no other one ever has this name.
        name = f"{layout.object}_{store.id}_{now:%Y%m%d_%H%M%S}_{file.id}.{layout.format}"
        file.write({"name": name, "state": "done"})
        return file

    @api.model
    def _bring_up_to_date(self, store, kind):
        """Have the engine put down now what it has for this shop, as its cron would in a while."""
        exchanges = self.env["ecom.exchange"].sudo()
        if kind in ("stock", "price"):
            store._match_products()
            self.env[f"ecom.handler.{kind}"].sudo()._queue(store)
        due = exchanges.search(
            [
                ("store_id", "=", store.id),
                ("kind", "in", ("shipment", "delivery") if kind == "shipment" else (kind,)),
                ("state", "=", "pending"),
                ("next_try", "<=", fields.Datetime.now()),
            ],
            # a delivery comes after its shipment
            order="id",
        ).try_lock_for_update()
        for exchange in due:
            exchange._run()

    # === ROWS THAT PEOPLE ASK FOR === #

    @api.model
    def _order_rows(self, store):
        sales = self.env["sale.order"].sudo().search([("ecom_store_id", "=", store.id)], order="id")
        states = {"cancel": "cancelled"}
        return [
            {**self._order_head(sale, states), **self._order_line_row(line)}
            for sale in sales
            for line in sale.order_line
            if line.ecom_line_ref
        ]

    @api.model
    def _order_head(self, sale, states):
        address = sale.partner_shipping_id
        return {
            "order.number": sale.client_order_ref or sale.name,
            "order.created_at": sale.date_order.replace(tzinfo=UTC),
            "order.status": states.get(sale.state, "open"),
            "order.payment_state": sale.ecom_payment_state or None,
            "order.currency": sale.currency_id.name,
            "order.total": _exact(sale.amount_total),
            "order.shipping_amount": self._charged(sale, lambda line: line.is_delivery),
            "order.shipping_method": sale.carrier_id.name or None,
            "order.fee_amount": self._charged(
                sale, lambda line: line.product_id == self.env.ref("med_ecom_connector.product_fee")
            ),
            "order.payment_method": sale.ecom_payment_method or None,
            "order.paid_amount": _exact(sale.ecom_paid_amount),
            "order.gift_card_amount": _exact(
                sum(one._captured() for one in sale.ecom_payment_ids if one.is_gift_card)
            ),
            "order.refunded_amount": _exact(sale.ecom_refunded_amount),
            "order.exchange_rate": _exact(sale.ecom_exchange_rate) if sale.ecom_exchange_rate else None,
            "order.cancel_reason": sale.ecom_cancel_reason or None,
            "order.email": sale.partner_id.email or None,
            "order.phone": sale.partner_id.phone or None,
            "order.customer_name": sale.partner_id.name,
            "order.shipping_name": address.name,
            "order.shipping_street": address.street or None,
            "order.shipping_street2": address.street2 or None,
            "order.shipping_city": address.city or None,
            "order.shipping_zip": address.zip or None,
            "order.shipping_country": address.country_id.code or None,
        }

    @api.model
    def _charged(self, sale, is_wanted):
        lines = sale.order_line.filtered(is_wanted)
        return _exact(sum(line.price_unit * line.product_uom_qty for line in lines))

    @api.model
    def _order_line_row(self, line):
        rates = [f"{tax.amount:g}%" for tax in line.tax_ids]
        return {
            "order_line.sku": line.product_id.default_code or None,
            "order_line.name": line.name,
            "order_line.quantity": _exact(line.product_uom_qty),
            "order_line.unit_price": _exact(line.price_unit),
            "order_line.discount": _exact(
                line.currency_id.round(line.price_unit * line.product_uom_qty * line.discount / 100)
            ),
            "order_line.tax_name": " + ".join(rates) if len(rates) > 1 else None,
            "order_line.tax_rate": _exact(sum(line.tax_ids.mapped("amount"))),
            "order.price_includes_tax": any(line.tax_ids.mapped("price_include")),
        }

    @api.model
    def _customer_rows(self, store):
        sales = self.env["sale.order"].sudo().search([("ecom_store_id", "=", store.id)])
        bindings = self.env["ecom.partner.binding"].sudo().search([("store_id", "=", store.id)])
        number = {binding.partner_id: binding.external_id for binding in bindings}
        return [
            {
                "customer.customer_id": number.get(partner) or str(partner.id),
                "customer.name": partner.name,
                "customer.company": partner.parent_id.name or None,
                "customer.email": partner.email or None,
                "customer.phone": partner.phone or None,
                "customer.vat": partner.vat or None,
                "customer.street": partner.street or None,
                "customer.street2": partner.street2 or None,
                "customer.city": partner.city or None,
                "customer.zip": partner.zip or None,
                "customer.country": partner.country_id.code or None,
            }
            for partner in (sales.partner_id | bindings.partner_id).sorted("id")
        ]

    @api.model
    def _product_rows(self, store):
        products = (
            self.env["product.product"]
            .sudo()
            .search(
                [
                    ("default_code", "!=", False),
                    ("sale_ok", "=", True),
                    *self.env["product.product"]._check_company_domain(store.company_id),
                ]
            )
        )
        return [
            {
                "product.sku": product.default_code,
                "product.name": product.name,
                "product.barcode": product.barcode or None,
                "product.price": _exact(product.lst_price),
                "product.weight": _exact(product.weight),
                "product.tracking": product.tracking,
            }
            for product in products
        ]

    @api.model
    def _check_any(self, file):
        """:raises UserError: when there was nothing to tell"""
        if not file:
            raise UserError(self.env._("There is nothing to write that an earlier file has not told."))


def _exact(number):
    """A float of Odoo without what binary fractions add."""
    return Decimal(str(round(number, 6)))
