from odoo import models


class StockPicking(models.Model):
    """Transfers learn that a lot was taken from them."""

    _inherit = "stock.picking"

    def _med_tell_freed(self, lines, states):
        """Note which lots are no longer reserved, and notify the people who have to do with this transfer.

        :param lines: the move lines that go
        :param states: dict of lot id to ReleaseState
        """
        self.ensure_one()
        lots = {}
        for line in lines:
            status = line.lot_id._get_status_label(line._med_get_status(states[line.lot_id.id]))
            lots[f"{line.lot_id.name} ({line.product_id.display_name}): {status}"] = True
        self.message_post(
            body=self.env._(
                "No longer reserved, because the release status changed: %(lots)s. "
                "Check the availability again.",
                lots=", ".join(lots),
            ),
            partner_ids=self._med_get_concerned(lines).partner_id.ids,
        )

    def _med_get_concerned(self, lines):
        """Colleagues who follow the transfer, who are responsible for it, or who sold what is on it."""
        users = self.user_id | lines.move_id.sale_line_id.order_id.user_id | self.sale_id.user_id
        users |= self.message_partner_ids.user_ids
        # Never customers: a hold is nobody else's business until quality says so.
        return users.filtered(lambda user: not user.share and user != self.env.user)
