from odoo import models


class EcomFile(models.Model):
    """Files that were found at a place."""

    _inherit = "ecom.file"

    def _is_told_again(self, written_at):
        """Whether the shop means it when it writes a content that it wrote before.

        It does when it wrote something else meanwhile: a price that went up and came down again. A file that
        is merely still there, or was sent twice, is none.

        :param datetime written_at: when the file that is there now was written, naive UTC
        """
        self.ensure_one()
        other = [("source_id", "=", self.source_id.id), ("object", "=", self.object), ("id", ">", self.id)]
        known_at = self.written_at or self.create_date
        return written_at > known_at and bool(self.search_count(other, limit=1))

    def _check_and_load(self, auto_load):
        """As a person would, with nobody there: what is bad waits for one."""
        self.ensure_one()
        self.action_check()
        if auto_load and self.state == "checked":
            self._start_load()
        if self.state in ("failed", "checked") or self.bad_count:
            self.store_id._notify_held()
