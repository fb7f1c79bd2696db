from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.files.spec import FileError

#: Records loaded in one transaction; a file with no more is loaded at once, while the person waits.
CHUNK = 500


class EcomFile(models.Model):
    """Loading: what is good goes in, what is bad stays in the error file."""

    _inherit = "ecom.file"

    loaded_count = fields.Integer("Loaded", readonly=True, copy=False)
    progress = fields.Float(compute="_compute_progress")
    exchange_ids = fields.One2many("ecom.exchange", "file_id", readonly=True)
    exchange_count = fields.Integer("Exchanges", compute="_compute_exchange_count")
    held_count = fields.Integer("Held", compute="_compute_exchange_count")
    order_count = fields.Integer("Orders", compute="_compute_exchange_count")

    @api.depends("loaded_count", "record_count", "bad_count", "state")
    def _compute_progress(self):
        for file in self:
            good = file.record_count - file.bad_count
            share = 100.0 * file.loaded_count / good if good else 100.0
            file.progress = 100.0 if file.state == "done" else min(share, 99.0)

    def _compute_exchange_count(self):
        groups = self.env["ecom.exchange"]._read_group(
            [("file_id", "in", self.ids)], ["file_id", "state"], ["__count", "sale_order_id:count_distinct"]
        )
        for file in self:
            mine = [group for group in groups if group[0] == file]
            file.exchange_count = sum(group[2] for group in mine)
            file.held_count = sum(group[2] for group in mine if group[1] in ("held", "dead"))
            file.order_count = sum(group[3] for group in mine)

    def action_load(self):
        """Load what is good: at once, or in the background when there is much of it."""
        self._check_may_load()
        for file in self:
            file._start_load()
        return True

    def _start_load(self):
        self.ensure_one()
        if self.state != "checked" or self.direction != "in":
            raise UserError(self.env._("Check the file “%(file)s” before it is loaded.", file=self.name))
        self.write(
            {
                "state": "loading",
                "loaded_count": 0,
                "loaded_by_id": self.env.uid,
                "loaded_at": fields.Datetime.now(),
            }
        )
        if self.record_count - self.bad_count <= CHUNK:
            self._load_chunk(self._good_records())
        else:
            # whoever may load need not have access to crons
            self.env.ref("med_ecom_connector.ir_cron_files").sudo()._trigger()

    def _good_records(self):
        _header, _rows, records = self._read()
        return [record for record in records if not record.is_bad]

    def _load_chunk(self, records):
        """Load the next records; the file is done when none are left."""
        self.ensure_one()
        chunk = records[self.loaded_count : self.loaded_count + CHUNK]
        importer = self._importer()
        importer._load(self.with_env(importer.env), chunk)
        self.loaded_count += len(chunk)
        if self.loaded_count >= len(records):
            self.state = "done"

    @api.model
    def _cron_load(self):
        """Go on with files that are being loaded, a transaction per chunk."""
        for file in self.search([("state", "=", "loading")], order="id"):
            try:
                records = file._good_records()
            except FileError as error:
                file._fail(error)
                continue
            while file.state == "loading":
                try:
                    with self.env.cr.savepoint():
                        file._load_chunk(records)
                except UserError as error:
                    file._give_back(error)
                    break
                left = len(records) - file.loaded_count
                if not self.env["ir.cron"]._commit_progress(1, remaining=left) and left:
                    return

    def _give_back(self, error):
        """What nobody could be told of while the file was loaded keeps no other file waiting."""
        self.state = "checked"
        self.message_post(body=str(error))
        self.store_id._notify_held()

    # === ACTIONS === #

    def action_open_exchanges(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("med_ecom_connector.ecom_exchange_action")
        action["domain"] = [("file_id", "=", self.id)]
        action["context"] = {f"search_default_{self.env.context.get('exchange_state')}": 1}
        return action

    def action_open_orders(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("med_ecom_connector.sale_order_action_shop")
        action["domain"] = [("id", "in", self.exchange_ids.sale_order_id.ids)]
        return action
