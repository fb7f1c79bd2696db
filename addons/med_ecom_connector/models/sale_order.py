from odoo import api, fields, models

SETTLED = ("authorized", "partially_paid", "paid", "partially_refunded")


class SaleOrder(models.Model):
    _inherit = "sale.order"

    ecom_store_id = fields.Many2one("ecom.store", "Shop", readonly=True, index="btree_not_null", copy=False)
    ecom_order_binding_ids = fields.One2many(
        "ecom.order.binding", "sale_order_id", "Shop orders", readonly=True
    )
    ecom_order_binding_id = fields.Many2one(
        "ecom.order.binding", "Id in the shop", compute="_compute_ecom_order_binding_id"
    )
    ecom_ordered_at = fields.Datetime("Ordered in the shop", readonly=True, copy=False)
    ecom_payment_state = fields.Selection(
        [
            ("unpaid", "Unpaid"),
            ("authorized", "Authorized"),
            ("partially_paid", "Partly paid"),
            ("paid", "Paid"),
            ("partially_refunded", "Partly refunded"),
            ("refunded", "Refunded"),
            ("failed", "Failed"),
        ],
        string="Payment in the shop",
        readonly=True,
        copy=False,
        tracking=True,
    )
    ecom_payment_method = fields.Char("Payment method in the shop", readonly=True, copy=False)
    ecom_customer_note = fields.Text("Customer's note", readonly=True, copy=False)
    ecom_exchange_count = fields.Integer(compute="_compute_ecom_exchange_count")

    @api.depends("ecom_order_binding_ids")
    def _compute_ecom_order_binding_id(self):
        for sale in self:
            sale.ecom_order_binding_id = sale.ecom_order_binding_ids[:1]

    def _compute_ecom_exchange_count(self):
        counts = dict(
            self.env["ecom.exchange"]._read_group(
                [("sale_order_id", "in", self.ids)], ["sale_order_id"], ["__count"]
            )
        )
        for sale in self:
            sale.ecom_exchange_count = counts.get(sale, 0)

    def _prepare_confirmation_values(self):
        """The date of a shop order is the customer's, not the moment we took it in."""
        values = super()._prepare_confirmation_values()
        if all(sale.ecom_store_id for sale in self):
            values.pop("date_order", None)
        return values

    @api.model
    def _create_from_shop(self, vals_list):
        """Create orders as the shop has them; the exchange is the record of where they came from."""
        return self.with_context(
            tracking_disable=True, mail_create_nolog=True, mail_create_nosubscribe=True, mail_notrack=True
        ).create(vals_list)

    def _should_confirm_shop_order(self):
        """Whether a shop order that is still a quotation is to be confirmed, by the shop's policy."""
        self.ensure_one()
        return self.ecom_store_id.confirm_policy == "placed" or self.ecom_payment_state in SETTLED

    def action_view_ecom_exchanges(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("med_ecom_connector.ecom_exchange_action")
        action["domain"] = [("sale_order_id", "=", self.id)]
        action["context"] = {}
        return action
