"""Queries that may lose a race, which is no error: the runner starts the batch over."""


def execute_quietly(env, query):
    """Run a query without an error in the log when another transaction was faster.

    :param query: :class:`odoo.tools.SQL`; what it reads must have been flushed
    :return: the rows, if it gives any, as of ``execute_query()``
    :raises psycopg2.Error: as ever
    """
    # execute_query() has no way to leave the failure unlogged
    env.cr.execute(query, log_exceptions=False)
    return env.cr.fetchall() if env.cr.description else []
