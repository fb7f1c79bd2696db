from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class EcomCustomerSuggestion(models.Model):
    """Two customers who are probably one. A person merges them, or says that they are two."""

    _name = "ecom.customer.suggestion"
    _description = "Customers who may be one"
    _order = "state, score desc, id"

    partner_id = fields.Many2one("res.partner", "Customer", index=True, readonly=True, ondelete="cascade")
    other_id = fields.Many2one(
        "res.partner", "May be the same as", index=True, readonly=True, ondelete="cascade"
    )
    keep_id = fields.Many2one(
        "res.partner",
        "Stays",
        domain="[('id', 'in', [partner_id, other_id])]",
        ondelete="set null",
        help="The other one is merged into this contact: orders, invoices, deliveries, shop accounts follow.",
    )
    company_id = fields.Many2one("res.company", index=True, readonly=True)
    score = fields.Integer(readonly=True, aggregator="avg", help="0 to 100.")
    reasons = fields.Char(readonly=True, help="What agrees, as codes.")
    reason_text = fields.Char("What agrees", compute="_compute_reason_text")
    state = fields.Selection(
        [("open", "To decide"), ("merged", "Merged"), ("different", "Not the same")],
        default="open",
        required=True,
        readonly=True,
        index=True,
    )
    decided_by_id = fields.Many2one("res.users", readonly=True)
    decided_at = fields.Datetime(readonly=True)
    merged_name = fields.Char(
        "Was merged", readonly=True, help="Name and number of the contact that is gone."
    )

    # One pair is asked about once, whichever comes first
    _pair_uniq = models.UniqueIndex(
        "(LEAST(partner_id, other_id), GREATEST(partner_id, other_id)) WHERE state <> 'merged'"
    )

    @api.depends("reasons")
    @api.depends_context("lang")
    def _compute_reason_text(self):
        labels = {
            "email": self.env._("E-mail address"),
            "vat": self.env._("Tax number"),
            "phone": self.env._("Phone number"),
            "name": self.env._("Name"),
            "address": self.env._("Postal address"),
        }
        for suggestion in self:
            codes = filter(None, (suggestion.reasons or "").split(","))
            suggestion.reason_text = ", ".join(labels[code] for code in codes)

    @api.depends("partner_id", "other_id")
    def _compute_display_name(self):
        for suggestion in self:
            names = [suggestion.partner_id.name, suggestion.other_id.name or suggestion.merged_name]
            suggestion.display_name = " / ".join(filter(None, names))

    # === ACTIONS === #

    def action_scan(self):
        """Look through all customers now."""
        self._check_may_decide()
        # sudo: pairs are found over all customers; who may see which is up to the record rules
        count = self.sudo()._scan()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": self.env._("%(count)s pairs are open.", count=count),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_different(self):
        """They are two people: never asked again."""
        self._check_may_decide()
        open_ones = self.filtered(lambda one: one.state == "open")
        open_ones.write(
            {"state": "different", "decided_by_id": self.env.uid, "decided_at": fields.Datetime.now()}
        )
        return True

    def action_reopen(self):
        self._check_may_decide()
        self.filtered(lambda one: one.state == "different").write(
            {"state": "open", "decided_by_id": False, "decided_at": False}
        )
        return True

    def action_swap(self):
        for suggestion in self.filtered(lambda one: one.state == "open"):
            suggestion.keep_id = suggestion._get_going()
        return True

    def action_merge(self):
        """Merge each pair into the contact that stays."""
        for suggestion in self:
            suggestion._check_may_decide()
            suggestion._merge()
        return True

    def _check_may_decide(self):
        if not self.env.user.has_group("med_lot_traceability.group_order_desk"):
            raise AccessError(self.env._("Only the order desk merges customers."))
        self.check_access("read")

    # === MERGING === #

    def _get_going(self):
        return (self.partner_id | self.other_id) - self.keep_id

    def _merge(self):
        self.ensure_one()
        keep, going = self.keep_id, self._get_going()
        self._check_can_merge(keep, going)
        # sudo: core lets only administrators merge contacts with different e-mails. Here the order desk has
        # compared both on one screen, and the note and the ledger name who it was.
        keep, going, suggestion = keep.sudo(), going.sudo(), self.sudo()
        note = going._describe_for_merge()
        suggestion._keep_keys(keep, going)
        suggestion._hand_over(keep, going)
        suggestion._note_merged(keep, f"{going.display_name} (#{going.id})")
        self.env.flush_all()
        self.env["base.partner.merge.automatic.wizard"].sudo()._merge((keep | going).ids, keep, False)
        self.env.invalidate_all()
        keep.message_post(body=note, author_id=self.env.user.partner_id.id)

    def _check_can_merge(self, keep, going):
        if self.state != "open" or not keep or len(going) != 1:
            raise UserError(
                self.env._(
                    "“%(pair)s” can't be merged any more: it was decided already, or a contact is gone.",
                    pair=self.display_name,
                )
            )
        if keep.company_id and going.company_id and keep.company_id != going.company_id:
            raise UserError(
                self.env._(
                    "%(first)s and %(second)s belong to different companies, so they stay two contacts.",
                    first=keep.display_name,
                    second=going.display_name,
                )
            )

    def _note_merged(self, keep, merged_name):
        self.write(
            {
                "state": "merged",
                "partner_id": keep.id,
                "other_id": False,
                "keep_id": keep.id,
                "merged_name": merged_name,
                "decided_by_id": self.env.uid,
                "decided_at": fields.Datetime.now(),
            }
        )

    def _hand_over(self, keep, going):
        """Other questions about the contact that goes become questions about the one who stays.

        Core puts the one in place of the other; where that would ask the same twice, the decision stays.
        """
        others = self.search(
            [
                ("state", "!=", "merged"),
                ("id", "!=", self.id),
                "|",
                ("partner_id", "in", (keep | going).ids),
                ("other_id", "in", (keep | going).ids),
            ]
        )
        of_keep = others.filtered(lambda one: keep in one.partner_id | one.other_id)
        known = {(one.partner_id | one.other_id) - keep: one for one in of_keep}
        for one in others.filtered(lambda one: going in one.partner_id | one.other_id):
            twin = known.get((one.partner_id | one.other_id) - going)
            if twin and one.state == "different" and twin.state == "open":
                twin.write(
                    {
                        "state": "different",
                        "decided_by_id": one.decided_by_id.id,
                        "decided_at": one.decided_at,
                    }
                )
            if twin:
                one.unlink()

    def _keep_keys(self, keep, going):
        """Whoever orders with the address or number that goes is recognised as the one who stays."""
        keys = self.env["ecom.customer.key"]
        companies = keep.company_id or going.company_id or going.ecom_binding_ids.company_id
        for company in companies:
            wanted = [
                going.email_normalized and f"email:{going.email_normalized}",
                going.phone_sanitized and f"phone:{going.phone_sanitized}",
            ]
            known = keys.search([("company_id", "=", company.id), ("key", "in", wanted)]).mapped("key")
            keys.create(
                [
                    {"company_id": company.id, "key": key, "partner_id": keep.id}
                    for key in filter(None, wanted)
                    if key not in known
                ]
            )
