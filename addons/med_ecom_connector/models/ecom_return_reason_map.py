from odoo import api, fields, models

#: longer than that is what somebody wrote about one case, not a word that comes again
LONGEST = 60


class EcomReturnReasonMap(models.Model):
    """Which of our reasons a shop's own word for a return stands for."""

    _name = "ecom.return.reason.map"
    _description = "Return reason of a web shop"
    _order = "store_id, name"
    _check_company_auto = True

    store_id = fields.Many2one("ecom.store", "Shop", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="store_id.company_id", store=True, index=True)
    name = fields.Char("Reason in the shop", required=True)
    key = fields.Char(compute="_compute_key", store=True)
    reason_id = fields.Many2one(
        "ecom.return.reason", help="Empty: returns with this reason stand under “Other”."
    )

    _key_uniq = models.Constraint("UNIQUE (store_id, key)", "This reason of the shop is mapped already.")

    @api.depends("name")
    def _compute_key(self):
        for row in self:
            row.key = self._key(row.name)

    @api.model
    def _key(self, words):
        return " ".join((words or "").split()).casefold()

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._apply()
        return rows

    def write(self, vals):
        res = super().write(vals)
        if vals.get("reason_id"):
            self._apply()
        return res

    @api.model
    def _reason_for(self, store, text):
        """The reason for a shop's words; unknown ones are noted here, for somebody to choose once.

        :return: ``ecom.return.reason``
        """
        reasons = self.env["ecom.return.reason"]
        key = self._key(text)
        if not key:
            return reasons._other()
        known = self.search([("store_id", "=", store.id), ("key", "=", key)])
        found = known.reason_id or reasons._named(text)
        if not found and not known and len(key) <= LONGEST:
            self.create({"store_id": store.id, "name": " ".join(text.split())})
        return found or reasons._other()

    def _apply(self):
        """What waits under "Other", since nobody had chosen a reason for the word, gets it."""
        other = self.env["ecom.return.reason"]._other()
        for row in self.filtered("reason_id"):
            # sudo: whoever keeps the list need not handle returns
            waiting = (
                self.env["ecom.return"]
                .sudo()
                .search(
                    [
                        ("store_id", "=", row.store_id.id),
                        ("state", "not in", ("done", "cancelled")),
                        "|",
                        ("reason_id", "=", other.id),
                        ("line_ids.reason_id", "=", other.id),
                    ]
                )
            )
            lines = waiting.line_ids.filtered(lambda line, row=row: row._is_meant(line, other))
            lines.reason_id = row.reason_id
            for one in waiting:
                if one.reason_id == other and (one in lines.return_id or row._is_meant(one, other)):
                    one.reason_id = (one.line_ids.reason_id or row.reason_id)._foremost()

    def _is_meant(self, record, other):
        """:param record: a return, or a line of one"""
        return record.reason_id == other and self._key(record.reason_text) == self.key
