from collections import defaultdict
from itertools import chain

from odoo import models

DATE_FIELDS = {"expiration_date", "production_date", "use_date", "removal_date", "alert_date"}


class StockLot(models.Model):
    """Who follows a lot, its product or a certificate of it is told, once, what happens to the lot."""

    _inherit = "stock.lot"

    def _track_subtype(self, initial_values):
        if "release_status" in initial_values:
            return self.env.ref("med_lot_traceability.mt_lot_status")
        if DATE_FIELDS & initial_values.keys():
            return self.env.ref("med_lot_traceability.mt_lot_dates")
        return super()._track_subtype(initial_values)

    def message_post(self, *, partner_ids=None, subtype_id=False, **kwargs):
        """Followers of the lot come by themselves; those of product and certificates become recipients."""
        subtype = self.env["mail.message.subtype"].browse(subtype_id)
        # sudo: what a subtype is for is no secret
        if subtype.sudo().res_model == "stock.lot":
            partner_ids = [*(partner_ids or []), *self._get_watchers(subtype, own=False)[self].ids]
        return super().message_post(partner_ids=partner_ids, subtype_id=subtype_id, **kwargs)

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """The assignee of a nightly alert isn't thereby interested in all that happens to the lot."""
        if self.env.context.get("med_without_subscription"):
            return True
        return super().message_subscribe(partner_ids, subtype_ids)

    def _get_watchers(self, subtype, own=True):
        """Whom a message is for.

        :param subtype: mail.message.subtype of stock.lot
        :param own: with the followers of the lots themselves
        :return: dict of lot to res.partner
        """
        watched = {lot: lot._get_watched_records() + ([lot] if own else []) for lot in self}
        ids = defaultdict(set)
        for records in chain.from_iterable(watched.values()):
            ids[records._name].update(records.ids)
        found = {}
        for model, res_ids in ids.items():
            found |= self._get_followers(model, res_ids, subtype)
        nobody = self.env["res.partner"].sudo()
        return {
            lot: nobody.union(
                *(found.get((record._name, r.id), nobody) for record in records for r in record)
            ).filtered(lot._may_be_told)
            for lot, records in watched.items()
        }

    def _get_followers(self, model, res_ids, subtype):
        """:return: dict of (model, id) to the res.partner who follow it for such messages"""
        domain = [
            ("res_model", "=", model),
            ("res_id", "in", list(res_ids)),
            "|",
            ("subtype_ids", "=", subtype.id),
            ("subtype_ids.parent_id", "=", subtype.id),
        ]
        # sudo: who follows is found whoever caused the message
        followers = self.env["mail.followers"].sudo().search(domain)
        return {(model, res_id): rows.partner_id for res_id, rows in followers.grouped("res_id").items()}

    def _get_watched_records(self):
        """:return: list of recordsets whose followers are told about this lot"""
        self.ensure_one()
        template = self.product_id.product_tmpl_id
        # sudo: whoever causes the message need not be allowed to read certificates
        return [self.product_id, template, template.sudo().certificate_ids]

    def _may_be_told(self, partner):
        """A product may be shared by companies that don't see each other's lots."""
        users = partner.user_ids
        return not users or not self.company_id or self.company_id in users.company_ids
