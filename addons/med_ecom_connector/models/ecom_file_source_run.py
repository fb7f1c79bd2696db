import base64
import hashlib
import logging

from odoo import api, fields, models

from ..channels.file.places import PlaceError

_logger = logging.getLogger(__name__)


class EcomFileSource(models.Model):
    """The work of a place: each file in once, each row out once."""

    _inherit = "ecom.file.source"

    @api.model
    def _cron_run(self):
        sources = self.search([("store_id.active", "=", True)])
        for position, source in enumerate(sources, start=1):
            try:
                source._run()
            except Exception as error:
                # one place must not keep the others from being looked at, nor stop the cron
                self.env.cr.rollback()
                _logger.exception("Place for files %s failed", source.id)
                source._note(PlaceError("refused", message=type(error).__name__))
            if not self.env["ir.cron"]._commit_progress(1, remaining=len(sources) - position):
                break

    def _run(self):
        self.ensure_one()
        try:
            with self._place().opened() as place:
                if self.direction == "in":
                    self._fetch(place)
                else:
                    self._leave(place)
        except PlaceError as error:
            self._note(error)
        else:
            self.write({"last_run": fields.Datetime.now(), "problem": False, "problem_params": False})

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
        now_seen = {}
        for found in filter(self._wanted, place.list()):
            state = [found.size, found.changed]
            now_seen[found.name] = state
            if (self.seen or {}).get(found.name) == state:
                self._take(place, found.name)
                del now_seen[found.name]
        self.seen = now_seen

    def _take(self, place, name):
        """A file's content is taken once, whatever its name, and put away where people find it.

        Should the move fail after all, the next look finds the same content again and moves it then.
        """
        content = place.fetch(name)
        digest = hashlib.sha256(content).hexdigest()
        files = self.env["ecom.file"]
        domain = [("store_id", "=", self.store_id.id), ("digest", "=", digest), ("direction", "=", "in")]
        known = files.search(domain, limit=1)
        file = known or files.create(
            {
                "name": name,
                "store_id": self.store_id.id,
                "object": self.object,
                "way": self.way,
                "layout_id": self.layout_id.id,
                "content": base64.b64encode(content),
            }
        )
        if not known:
            file._check_and_load(self.auto_load)
        place.move(name, "failed" if file.state == "failed" else "done")

    # === OUT === #

    def _leave(self, place):
        """Write what is new. Should the transaction fail after the file was left, it is left once more."""
        file = self.env["ecom.file.exporter"]._export(self.store_id, self.layout_id, way=self.way)
        if file:
            place.leave(file.name, file._bytes())


class EcomFile(models.Model):
    _inherit = "ecom.file"

    def _check_and_load(self, auto_load):
        """As a person would, with nobody there: what is bad waits for one."""
        self.ensure_one()
        self.action_check()
        if auto_load and self.state == "checked":
            self._start_load()
        if self.state in ("failed", "checked") or self.bad_count:
            self.store_id._notify_held()
