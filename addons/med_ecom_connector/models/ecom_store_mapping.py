from odoo import models


class EcomStore(models.Model):
    _inherit = "ecom.store"

    def _notify_gone(self, bindings):
        """Tell the responsible, once per reading, which articles the shop no longer has."""
        self.ensure_one()
        names = ", ".join(bindings[:10].mapped("display_name"))
        words = self.with_context(lang=self.responsible_id.lang).env
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=(self.responsible_id or self.env.user).id,
            summary=words._("%(count)s articles were deleted in the shop", count=len(bindings)),
            note=words._(
                "They get no stock and no prices any more: %(names)s. Look at them under Product mapping, "
                "“Deleted in the shop”.",
                names=names,
            ),
        )
