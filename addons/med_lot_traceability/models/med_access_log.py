import psycopg2.errors

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .med_trace_event_guard import REFUSE, guard

KINDS = [("view", "Viewed"), ("print", "Printed"), ("export", "Exported")]


class MedAccessLog(models.Model):
    """Who viewed, printed or exported a regulated record. Append-only, like the ledger."""

    _name = "med.access.log"
    _description = "Access to Regulated Records"
    _inherit = ["med.regulated.mixin"]
    _order = "accessed_on desc, id desc"
    _rec_name = "record_name"
    _log_access = False

    accessed_on = fields.Datetime("When", required=True, readonly=True, index=True)
    user_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="restrict", index=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict")
    kind = fields.Selection(KINDS, "What Happened", required=True, readonly=True)
    model = fields.Char("Technical Type", required=True, readonly=True)
    model_name = fields.Char("Type of Record", compute="_compute_model_name")
    res_id = fields.Many2oneReference("Record ID", model_field="model", required=True, readonly=True)
    record_name = fields.Char("Record", readonly=True, help="Its name at that moment.")
    detail = fields.Char(readonly=True, help="Which report, file or columns.")

    _record_idx = models.Index("(model, res_id, accessed_on)")

    def init(self):
        super().init()
        self.env.cr.execute(REFUSE)
        self.env.cr.execute(guard(self._table))

    @api.depends("model")
    def _compute_model_name(self):
        for model, logs in self.grouped("model").items():
            # sudo: what a type of record is called is no secret
            logs.model_name = self.env["ir.model"]._get(model).sudo().name or model

    @api.model
    def _log(self, kind, records, detail=None):
        """Take down that the user viewed, printed or exported these records.

        Jobs and code that runs as superuser read on nobody's behalf and aren't logged. A view is logged once
        a minute for each user and record: the screen reads a record again whenever it is touched.

        :param kind: "view", "print" or "export"
        :param records: records of one model
        :param detail: which report, file or columns
        """
        ids = records._origin.ids
        if self.env.su or not ids:
            return
        if self.env.cr.readonly:
            # Odoo runs the request again on a connection that writes, as it does when the database refuses.
            raise psycopg2.errors.ReadOnlySqlTransaction("an access is to be logged")
        # sudo: the user may read these records, but not always what their names are made of
        names = {record.id: record.display_name for record in records.sudo()}
        self.env.execute_query(
            SQL(
                """
                INSERT INTO med_access_log
                       (accessed_on, user_id, company_id, kind, model, res_id, record_name, detail)
                SELECT %(now)s, %(user)s, %(company)s, %(kind)s, %(model)s, record.id, record.name, %(detail)s
                  FROM unnest(%(ids)s, %(names)s) AS record (id, name)
                 WHERE NOT (%(once)s AND EXISTS (
                         SELECT FROM med_access_log earlier
                          WHERE earlier.model = %(model)s AND earlier.res_id = record.id
                            AND earlier.user_id = %(user)s AND earlier.kind = %(kind)s
                            AND earlier.detail IS NOT DISTINCT FROM %(detail)s
                            AND earlier.accessed_on > %(now)s::timestamp - interval '1 minute'
                       ))
                RETURNING id
                """,
                now=fields.Datetime.now(),
                user=self.env.uid,
                company=self.env.company.id,
                kind=kind,
                model=records._name,
                ids=ids,
                names=[names[record_id] or "" for record_id in ids],
                detail=detail,
                once=kind == "view",
            )
        )

    def action_open_record(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.model,
            "res_id": self.res_id,
            "view_mode": "form",
        }

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        raise UserError(self.env._("The log of accesses is written by the accesses, not by hand."))

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self.env._("The log of accesses is never changed."))

    # Not @api.ondelete: no module may delete these, not even while it is uninstalled.
    def unlink(self):  # pylint: disable=method-required-super
        # pylint: disable-next=no-raise-unlink
        raise UserError(self.env._("Nothing is ever deleted from the log of accesses."))
