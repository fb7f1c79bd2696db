from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import split_every

#: Alerts written between two commits of the nightly job.
BATCH = 200
#: What still can be used, or may become usable.
USABLE = ("quarantine", "released", "hold")
#: Kind of alert -> rows of med.stock.report that deserve it, the column that says since when, whose it is.
ALERTS = {
    "near_expiry": (
        [
            ("near_expiry_from", "<=", "now"),
            ("expiration_date", ">", "now"),
            ("release_status", "in", USABLE),
        ],
        "near_expiry_from",
        "stock_alert_user_id",
    ),
    "expired": ([("expiration_date", "<=", "now")], "expiration_date", "quality_alert_user_id"),
    "slow_moving": (
        [
            ("slow_moving_from", "<=", "now"),
            ("release_status", "=", "released"),
            "|",
            ("expiration_date", "=", False),
            ("expiration_date", ">", "now"),
        ],
        "slow_moving_from",
        "stock_alert_user_id",
    ),
    "quarantine": ([("quarantine_due", "<=", "now")], "quarantine_due", "quality_alert_user_id"),
}


class StockLot(models.Model):
    """Alerts about stock: one activity per lot and kind, which goes when its reason is gone."""

    _inherit = "stock.lot"

    @api.model
    def _alert_date_exceeded(self):
        """Core's single reminder is superseded by :meth:`_cron_stock_alerts`, which follows the same date."""

    @api.model
    def _get_alert_type(self, kind):
        return self.env.ref(f"med_lot_traceability.activity_type_{kind}")

    @api.model
    def _get_alert_domain(self, kind):
        """:return: domain on med.stock.report: the stock that deserves an alert of this kind"""
        return Domain(ALERTS[kind][0]) & Domain("quantity", ">", 0)

    @api.model
    def _cron_stock_alerts(self):
        """Raise the alerts that are due and close those whose reason is gone; each batch is committed."""
        jobs = []
        for kind in ALERTS:
            raised, gone = self._get_alert_changes(kind)
            jobs += [(self._close_alerts, kind, batch) for batch in split_every(BATCH, gone)]
            jobs += [(self._raise_alerts, kind, batch) for batch in split_every(BATCH, raised)]
        remaining = sum(len(batch) for _job, _kind, batch in jobs)
        for job, kind, batch in jobs:
            job(kind, batch)
            remaining -= len(batch)
            if not self.env["ir.cron"]._commit_progress(len(batch), remaining=remaining):
                break

    @api.model
    def _get_alert_changes(self, kind):
        """Compare the stock with the alerts that there are.

        An alert that somebody marked as done doesn't come again, unless its reason began anew after it.

        :return: list of (lot, company, since when) to raise; list of mail.activity to close
        """
        due = self._get_due_alerts(kind)
        alerts = self.env["mail.activity"].with_context(active_test=False)
        alerts = alerts.search_fetch(
            [("res_model", "=", "stock.lot"), ("activity_type_id", "=", self._get_alert_type(kind).id)],
            ["res_id", "active", "create_date"],
        )
        known = {}
        for alert in alerts:
            raised_on = fields.Datetime.now() if alert.active else alert.create_date
            known[alert.res_id] = max(raised_on, known.get(alert.res_id, raised_on))
        missing = [
            (lot, company, since)
            for lot, (company, since) in due.items()
            if lot.id not in known or known[lot.id] < since
        ]
        due_ids = {lot.id for lot in due}
        return missing, [alert for alert in alerts if alert.active and alert.res_id not in due_ids]

    @api.model
    def _get_due_alerts(self, kind):
        """:return: dict of lot to (company, since when)"""
        since = ALERTS[kind][1]
        rows = self.env["med.stock.report"]._read_group(
            self._get_alert_domain(kind) & Domain("lot_id", "!=", False),
            ["lot_id", "company_id"],
            [f"{since}:min"],
        )
        due = {}
        for lot, company, first in rows:
            if lot not in due or first < due[lot][1]:
                due[lot] = (company, first)
        return due

    def _raise_alerts(self, kind, alerts):
        """:param alerts: sequence of (lot, company, since when)"""
        vals_list = [lot._prepare_alert_vals(kind, company, since) for lot, company, since in alerts]
        # One look at the list of alerts, instead of one mail for each of them
        quiet = self.with_context(mail_activity_quick_update=True, med_without_subscription=True)
        activities = quiet.env["mail.activity"].create(vals_list)
        watched = self.union(*(lot for lot, _company, _since in alerts))._get_watchers(
            self.env.ref("med_lot_traceability.mt_lot_alert")
        )
        for activity, (lot, _company, _since) in zip(activities, alerts, strict=True):
            if watched[lot]:
                lot.message_post(
                    body=activity.summary, subtype_id=self.env.ref("med_lot_traceability.mt_lot_alert").id
                )

    def _prepare_alert_vals(self, kind, company, since):
        """Values of the activity, in the language of whom it is for."""
        user = company[ALERTS[kind][2]] or self.product_id.with_company(company).responsible_id
        in_language = self.with_context(lang=user.lang or self.env.lang)
        return {
            "res_model_id": self.env["ir.model"]._get_id("stock.lot"),
            "res_id": self.id,
            "activity_type_id": self._get_alert_type(kind).id,
            "summary": in_language._get_alert_text(kind, since, company),
            "user_id": user.id,
            "automated": True,
        }

    @api.model
    def _close_alerts(self, kind, activities):
        self.env["mail.activity"].union(*activities).action_feedback(
            feedback=self.env._("Closed by itself: the reason is gone.")
        )

    def _get_alert_text(self, kind, since, company):
        """One line for people. Dates are the day in the time zone of the user."""

        def day(moment):
            return fields.Date.to_string(fields.Datetime.context_timestamp(self, moment))

        if kind == "near_expiry":
            return self.env._("Expires on %(date)s", date=day(self.expiration_date))
        if kind == "expired":
            return self.env._("Expired on %(date)s, still in stock", date=day(self.expiration_date))
        if kind == "slow_moving":
            began = since - timedelta(days=company.slow_moving_days)
            return self.env._("Nothing has left since %(date)s", date=day(began))
        began = since - timedelta(days=company.quarantine_alert_days)
        return self.env._("In quarantine since %(date)s", date=day(began))
