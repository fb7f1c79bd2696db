import base64
import hashlib
import logging
from datetime import UTC, datetime

from odoo import api, fields, models

from ..channels.file.places import PlaceError
from ..channels.file.visiting import look
from ..engine.instants import naive_utc

_logger = logging.getLogger(__name__)


class EcomFileSource(models.Model):
    """The work of a place: each file in once, each row out once."""

    _inherit = "ecom.file.source"

    @api.model
    def _cron_run(self):
        """Visit each place, and once more where something had to be safe first."""
        sources = self.search([("store_id.active", "=", True)])
        for position, source in enumerate(sources, start=1):
            source._visit(source._run)
            left = self.env["ir.cron"]._commit_progress(1, remaining=len(sources) - position)
            if source._is_unfinished():
                source._visit(source._finish)
                left = self.env["ir.cron"]._commit_progress(remaining=len(sources) - position)
            if not left:
                break

    def _visit(self, work):
        try:
            work()
        except Exception as error:
            # one place must not keep the others from being looked at, nor stop the cron
            self.env.cr.rollback()
            _logger.exception("Place for files %s failed", self.id)
            self._note(PlaceError("refused", message=type(error).__name__))

    def _run(self):
        """What is new: read from the place, or written for it."""
        self._at_place(self._fetch if self.direction == "in" else self._write_news)

    def _finish(self):
        """What is safe by now: put away, or left at the place."""
        self._at_place(self._put_away if self.direction == "in" else self._leave)

    def _at_place(self, work):
        self.ensure_one()
        try:
            with self._place().opened() as place:
                work(place)
        except PlaceError as error:
            self._note(error)
        else:
            self.write({"last_run": fields.Datetime.now(), "problem": False, "problem_params": False})

    def _is_unfinished(self):
        """Whether there is something to put away or to leave, as far as is known without looking."""
        self.ensure_one()
        if self.direction == "out":
            return bool(self._to_leave())
        taken = self.env["ecom.file"].search(
            [("source_id", "=", self.id), ("name", "in", list(self.seen or {}))]
        )
        return bool(taken)

    def _note(self, error):
        """Say what is wrong; the shop's responsible is told once, not at every look."""
        is_news = self.problem != error.code
        params = {name: str(value) for name, value in error.params.items()}
        self.write({"last_run": fields.Datetime.now(), "problem": error.code, "problem_params": params})
        if is_news:
            self.store_id._notify_held()

    # === IN === #

    def _fetch(self, place):
        """Read files that have not grown since the last look; a file that is being written waits."""
        self.seen, trouble = look(place, self.seen, self._wanted, self._take)
        if trouble:
            raise trouble

    def _put_away(self, place):
        """Move files whose content is safe; what came meanwhile is left to the next look."""
        seen = self.seen or {}
        now_seen, _trouble = look(place, seen, lambda found: found.name in seen, self._folder_for)
        self.seen = {name: state for name, state in now_seen.items() if seen[name] == state}

    def _take(self, found, content):
        """Take a file's content once, whatever its name.

        :return: as :meth:`_folder_for`: None for what is taken just now, since the file must still be
            there should this transaction fail
        """
        folder = self._folder_for(found, content)
        if not folder:
            file = self.env["ecom.file"].create(
                {
                    "name": found.name,
                    "written_at": _written_at(found),
                    "store_id": self.store_id.id,
                    "object": self.object,
                    "way": self.way,
                    "source_id": self.id,
                    "layout_id": self.layout_id.id,
                    "content": base64.b64encode(content),
                }
            )
            file._check_and_load(self.auto_load)
        return folder

    def _folder_for(self, found, content):
        """:return: where to put a file with this content; None when it was not taken yet"""
        digest = hashlib.sha256(content).hexdigest()
        domain = [("store_id", "=", self.store_id.id), ("direction", "=", "in")]
        known = self.env["ecom.file"].search([*domain, ("digest", "=", digest)], order="id DESC", limit=1)
        if not known or known._is_told_again(_written_at(found)):
            return None
        return "failed" if known.state == "failed" else "done"

    # === OUT === #

    def _write_news(self, _place):
        self.env["ecom.file.exporter"]._export(self.store_id, self.layout_id, source=self)

    def _to_leave(self):
        waiting = [("source_id", "=", self.id), ("direction", "=", "out"), ("left_at", "=", False)]
        return self.env["ecom.file"].search(waiting, order="id")

    def _leave(self, place):
        """Leave the files that were written.

        Should the transaction fail after it, the next visit finds a file there, or leaves the same one
        under the same name.
        """
        for file in self._to_leave():
            place.leave(file.name, file._bytes())
            file.left_at = fields.Datetime.now()


def _written_at(found):
    """When a :class:`~..channels.file.places.Found` was written, naive UTC."""
    return naive_utc(datetime.fromtimestamp(found.changed, UTC))
