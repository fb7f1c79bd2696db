from odoo import fields, models


class ProductTemplate(models.Model):
    """A product that came from a shop is completed by a person before it is sold."""

    _inherit = "product.template"

    ecom_review = fields.Boolean(
        "New from Shop",
        readonly=True,
        copy=False,
        help="Made from a shop's catalogue. Say whether it is a medical device and of which class, "
        "then press “Ready to sell”.",
    )
    ecom_origin_id = fields.Many2one(
        "ecom.store", "Came from Shop", readonly=True, copy=False, index="btree_not_null"
    )

    def action_ecom_ready(self):
        """A person has completed it: it may be sold, and the orders that waited for it go on."""
        waiting = self.filtered("ecom_review")
        waiting.write({"ecom_review": False, "sale_ok": True})
        # sudo: who completes products need not be allowed to see shops and their queue
        bindings = self.env["ecom.product.binding"].sudo()
        bindings = bindings.search([("product_id", "in", waiting.product_variant_ids.ids)])
        self.env["ecom.exchange"].sudo()._release_waiting_for(
            bindings.store_id, {binding.sku or "" for binding in bindings}
        )
        return True
