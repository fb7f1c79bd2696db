from dataclasses import replace

from odoo import fields, models

from .ecom_file_desk import FileDesk


class EcomStore(models.Model):
    _inherit = "ecom.store"

    file_count = fields.Integer("Files", compute="_compute_file_count")

    def _compute_file_count(self):
        files = self.env["ecom.file"]._read_group([("store_id", "in", self.ids)], ["store_id"], ["__count"])
        for store in self:
            store.file_count = dict(files).get(store, 0)

    def _channel_settings(self):
        settings = super()._channel_settings()
        if self.channel != "file":
            return settings
        return replace(settings, options={**settings.options, "desk": FileDesk(self)})

    def action_export_shipments(self):
        """Ask how to write the file of what has left since the last one."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("med_ecom_connector.ecom_file_export_action")
        action["context"] = {"default_store_id": self.id, "default_object": "shipment"}
        return action

    def action_import_file(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("med_ecom_connector.ecom_file_action_import")
        action["context"] = {"default_store_id": self.id}
        return action

    def action_open_files(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("med_ecom_connector.ecom_file_action")
        action["context"] = {"search_default_store_id": self.id, "default_store_id": self.id}
        return action
