from markupsafe import Markup

from odoo import models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _note_shop_edit(self, notes):
        """One note on the order that says what the shop changed.

        :param list notes: texts for people, each "what: old → new"
        """
        self.ensure_one()
        self._message_log(
            body=Markup("<p>%s</p>%s") % (self.env._("Changed in the shop:"), _as_list(notes)),
        )
        invoices = self.invoice_ids.filtered(lambda move: move.state == "posted")
        if invoices:
            names = ", ".join(invoices.mapped("name"))
            summary = self.env._("Changed in the shop after it was invoiced (%(invoices)s)", invoices=names)
            self._ask_responsible(summary, notes)

    def _ask_responsible(self, summary, notes):
        """An activity for whoever looks after the shop; one per cause."""
        self.ensure_one()
        kind = self.env.ref("mail.mail_activity_data_warning")
        user = self.ecom_store_id.responsible_id or self.user_id or self.env.user
        known = self.activity_ids.filtered(lambda one: one.summary == summary and one.user_id == user)
        if known:
            known.note = _as_list(notes)
        else:
            self.activity_schedule(
                activity_type_id=kind.id, summary=summary, note=_as_list(notes), user_id=user.id
            )

    def _shipped_pickings(self):
        """Transfers by which goods of the order left for the customer."""
        return self.picking_ids.filtered(
            lambda picking: picking.state == "done" and picking.location_dest_id.usage == "customer"
        )


def _as_list(notes):
    return Markup("<ul>%s</ul>") % Markup().join(Markup("<li>%s</li>") % note for note in notes)
