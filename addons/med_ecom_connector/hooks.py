"""Odoo's master process outlives a restart of the database, so that orders come in again by themselves."""

import logging
import os
from functools import wraps

from psycopg2 import OperationalError

from odoo.service import server

_logger = logging.getLogger(__name__)


def post_load():
    """Have the master process wait where it would end.

    Workers whose connection is lost end, and the master replaces them. Before it does, it looks into the
    database; Odoo 19 takes a database that is away at that moment as a reason to end the whole server, which
    then stays down until somebody starts it. The server has no hook for this.
    """
    spawn = server.PreforkServer.process_spawn
    if hasattr(spawn, "__wrapped__"):
        return

    @wraps(spawn)
    def process_spawn(master):
        pid = os.getpid()
        try:
            spawn(master)
        except OperationalError as error:
            if os.getpid() != pid:
                # a worker just forked: it ends, and the master replaces it
                raise
            _logger.warning("Workers are replaced as soon as the database answers: %s", error)

    server.PreforkServer.process_spawn = process_spawn
