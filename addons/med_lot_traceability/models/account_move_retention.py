from odoo import models


class AccountMove(models.Model):
    _inherit = "account.move"

    def unlink(self):
        """Before core deletes the lines, by which we know what was invoiced."""
        self._check_retention()
        return super().unlink()

    def _check_retention(self):
        """Invoices and bills of devices that were posted once are kept, also when they are drafts again."""
        # sudo: retention counts movements of every company, whoever asks
        for move in self.sudo().filtered("posted_before"):
            lines = move.invoice_line_ids
            moves = lines.sale_line_ids.move_ids | lines.purchase_line_id.move_ids
            self.env["med.retention"]._check_done_lines(moves, move)
