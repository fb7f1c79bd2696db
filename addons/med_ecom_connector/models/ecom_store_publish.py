from odoo import api, models


class EcomStore(models.Model):
    """Publishing the chosen products of stores whose catalogue travels to the shop."""

    _inherit = "ecom.store"

    @api.model
    def _cron_publish(self):
        """Tell each shop what it does not know of its products yet.

        Runs hourly besides being woken by changes, since a certificate ends without anybody changing it.
        """
        exchanges = self.env["ecom.exchange"]
        stores = self._active_stores().filtered(lambda one: one.catalogue_direction == "out")
        for store in stores.filtered("can_publish_products"):
            with store._alone_with_its_errors("product"):
                self.env["ecom.handler.product"].with_company(store.company_id)._queue(store)
        self.env["ir.cron"]._commit_progress(remaining=exchanges._count_ready("product"))
        exchanges._cron_process("product")

    def action_publish_now(self):
        self._check_may_run()
        self._resume("product")
        self.env["ecom.exchange"]._wake("product")
        return self._notification("info", self.env._("The chosen products are on their way to the shop."))

    def action_open_published(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("med_ecom_connector.product_publish_action")
        action["context"] = {"search_default_ecom_publish_ids": self.id}
        return action
