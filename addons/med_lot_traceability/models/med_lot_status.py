from odoo import api, fields, models
from odoo.tools import SQL

from ..lot_status import RELEASE_STATUSES
from ..release_state import ReleaseState, combine, is_stricter

#: Strength of the lock: what the gate takes, what a decision takes, and none, to look only.
SHARE, EXCLUSIVE, UNLOCKED = SQL("FOR SHARE"), SQL("FOR UPDATE"), SQL("")


class MedLotStatus(models.Model):
    """What was decided about a lot or a batch: one row in general, and one for each zone that differs.

    A table of its own, because the gate locks these rows: core writes to ``stock_lot`` while it ships, so
    that shipments which locked those rows would block each other. Nobody may write here but the code of the
    one door, ``_set_release_status``.
    """

    _name = "med.lot.status"
    _description = "Release Status by Zone"
    _order = "id"
    _rec_name = "status"
    _log_access = False

    lot_id = fields.Many2one(
        "stock.lot", "Lot/Serial", readonly=True, ondelete="cascade", index="btree_not_null"
    )
    batch_id = fields.Many2one("med.lot.batch", readonly=True, ondelete="cascade", index="btree_not_null")
    zone_id = fields.Many2one(
        "med.zone", readonly=True, ondelete="restrict", help="Empty: wherever nothing else was decided."
    )
    place = fields.Char("Where", compute="_compute_place", help="Where this was decided for.")
    status = fields.Selection(
        RELEASE_STATUSES, readonly=True, help="Empty: the serial number follows its batch."
    )
    expiration_date = fields.Datetime(compute="_compute_expiration_date", store=True, precompute=True)
    decided_by = fields.Many2one("res.users", readonly=True)
    decided_on = fields.Datetime(readonly=True)
    reason = fields.Char(readonly=True)
    # A decision about a zone adds a row that a running shipment can't see or lock. It therefore writes
    # to the general row, too, on which that shipment waits, and which makes it look again.
    revision = fields.Integer(readonly=True, default=0)

    _one_owner = models.Constraint("CHECK ((lot_id IS NULL) <> (batch_id IS NULL))")
    _lot_uniq = models.UniqueIndex("(lot_id, COALESCE(zone_id, 0)) WHERE lot_id IS NOT NULL")
    _batch_uniq = models.UniqueIndex("(batch_id, COALESCE(zone_id, 0)) WHERE batch_id IS NOT NULL")
    _status_due = models.Constraint("CHECK (status IS NOT NULL OR (lot_id IS NOT NULL AND zone_id IS NULL))")

    @api.depends("zone_id.name")
    @api.depends_context("lang")
    def _compute_place(self):
        for row in self:
            row.place = row.zone_id.name or self.env._("everywhere else")

    @api.depends("lot_id.expiration_date", "batch_id.expiration_date", "zone_id")
    def _compute_expiration_date(self):
        for row in self:
            owner = row.lot_id or row.batch_id
            row.expiration_date = not row.zone_id and owner.expiration_date

    def action_withdraw(self):
        """Open the dialog to take this decision about a zone back."""
        self.ensure_one()
        action = (self.lot_id or self.batch_id).action_change_status()
        action["context"] |= {"default_status": "withdraw", "default_zone_id": self.zone_id.id}
        return action

    @api.model
    def _ensure_lot_rows(self, lot_ids=None):
        """Make the general rows of lots that came without: by SQL, or from before this module.

        :param lot_ids: iterable of ids, None for all lots
        """
        self.env["stock.lot"].flush_model(["release_status", "expiration_date", "batch_id"])
        self.env["med.lot.batch"].flush_model(["release_status"])
        self.env.execute_query(
            SQL(
                """
                INSERT INTO med_lot_status (lot_id, status, expiration_date, revision)
                SELECT lot.id,
                       CASE WHEN batch.release_status = lot.release_status THEN NULL
                            ELSE lot.release_status END,
                       lot.expiration_date, 0
                  FROM stock_lot lot
                  LEFT JOIN med_lot_batch batch ON batch.id = lot.batch_id
                 WHERE %s
                ON CONFLICT DO NOTHING
                RETURNING id
                """,
                SQL("lot.id = ANY(%s)", list(lot_ids)) if lot_ids is not None else SQL("TRUE"),
            )
        )
        self.env["stock.lot"].invalidate_model(["status_ids"], flush=False)

    @api.model
    def _ensure_batch_rows(self, batch_ids):
        """As above for batches."""
        self.env["med.lot.batch"].flush_model(["release_status", "expiration_date"])
        self.env.execute_query(
            SQL(
                """
                INSERT INTO med_lot_status (batch_id, status, expiration_date, revision)
                SELECT id, release_status, expiration_date, 0 FROM med_lot_batch WHERE id = ANY(%s)
                ON CONFLICT DO NOTHING
                RETURNING id
                """,
                list(batch_ids),
            )
        )
        self.env["med.lot.batch"].invalidate_model(["status_ids"], flush=False)

    @api.model
    def _read_rows(self, lot_ids, batch_ids, lock):
        """Read and lock what was decided, in one order for everybody.

        :return: rows of lot id, batch id, zone id, status, expiry, and the batch of the lot
        """
        self.flush_model()
        self.env["stock.lot"].flush_model(["batch_id"])
        return self.env.execute_query(
            SQL(
                """
                SELECT lot_id, batch_id, zone_id, status, expiration_date,
                       (SELECT lot.batch_id FROM stock_lot lot WHERE lot.id = decided.lot_id)
                  FROM med_lot_status decided
                 WHERE lot_id = ANY(%(lots)s)
                    OR batch_id = ANY(%(batches)s || ARRAY(
                       SELECT batch_id FROM stock_lot WHERE id = ANY(%(lots)s) AND batch_id IS NOT NULL))
                 ORDER BY id
                   %(lock)s
                """,
                lots=list(lot_ids),
                batches=list(batch_ids),
                lock=lock,
            )
        )

    @api.model
    def _get_states(self, lot_ids, batch_ids=(), lock=SHARE):
        """What was decided about lots and batches; a lot's batch is taken into account, and locked, too.

        :param lot_ids: ids of stock.lot
        :param batch_ids: ids of med.lot.batch
        :param lock: one of the constants above
        :return: dict of lot id to :class:`ReleaseState`, and the same by batch id
        """
        rows = self._read_rows(lot_ids, batch_ids, lock)
        lots = set(lot_ids) - {row[0] for row in rows if row[0] and not row[2]}
        batches = {row[5] for row in rows if row[5]} | set(batch_ids)
        batches -= {row[1] for row in rows if row[1] and not row[2]}
        if lots or batches:
            self._ensure_batch_rows(batches)
            self._ensure_lot_rows(lots)
            rows = self._read_rows(lot_ids, batch_ids, lock)
        return self._build_states(rows)

    @api.model
    def _build_states(self, rows):
        by_lot, by_batch, batch_of = {}, {}, {}
        for lot_id, batch_id, zone_id, status, expiration_date, lot_batch_id in rows:
            states, owner = (by_lot, lot_id) if lot_id else (by_batch, batch_id)
            state = states.setdefault(owner, ReleaseState(None))
            if zone_id:
                state.by_zone[zone_id] = status
            else:
                state.status, state.expiration_date = status, expiration_date
            if lot_id and lot_batch_id:
                batch_of[lot_id] = lot_batch_id
        by_lot |= {lot: combine(by_lot[lot], by_batch[batch]) for lot, batch in batch_of.items()}
        return by_lot, by_batch

    def _drop_milder_than(self, status):
        """Drop the rows that a decision in general overrules: all that block less than it does."""
        milder = self.filtered(lambda row: is_stricter(status, row.status))
        in_general = milder.filtered(lambda row: not row.zone_id)
        in_general.status = False  # a serial number that follows its batch again
        (milder - in_general).unlink()
