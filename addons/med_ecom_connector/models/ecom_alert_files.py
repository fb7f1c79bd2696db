from odoo import api, models


class EcomAlert(models.Model):
    _inherit = "ecom.alert"

    @api.model
    def _find_causes(self):
        found = super()._find_causes()
        stores = self.env["ecom.store"]._active_stores().filtered(lambda store: store.channel == "file")
        found.update(self._find_waiting_files(stores))
        found.update(self._find_failing_places(stores))
        return found

    @api.model
    def _find_waiting_files(self, stores):
        """Files that nobody uploaded: nobody would look at them either."""
        groups = self.env["ecom.file"]._read_group(
            [
                ("store_id", "in", stores.ids),
                ("direction", "=", "in"),
                ("way", "!=", "upload"),
                ("state", "in", ("failed", "checked")),
            ],
            ["store_id"],
            ["__count"],
        )
        return {(store, "files"): {"count": count, "params": {"count": count}} for store, count in groups}

    @api.model
    def _find_failing_places(self, stores):
        places = self.env["ecom.file.source"].search(
            [("store_id", "in", stores.ids), ("problem", "!=", False)]
        )
        return {
            (store, "file_place"): {"params": {"places": ", ".join(mine.mapped("name"))}}
            for store, mine in places.grouped("store_id").items()
        }

    def action_open_rows(self):
        if self.cause == "files":
            action = self.store_id.action_open_files()
            return {**action, "domain": [("way", "!=", "upload"), ("state", "in", ("failed", "checked"))]}
        if self.cause == "file_place":
            return self.env["ir.actions.act_window"]._for_xml_id("med_ecom_connector.ecom_file_source_action")
        return super().action_open_rows()
