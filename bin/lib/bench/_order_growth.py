"""Existing shop orders by the hundred thousand: copies of orders that were really taken in and shipped.

Made in SQL, table by table. A copy's ids are the original's plus a multiple of ``STRIDE``, so that rows of
one copy point at each other.
"""

from odoo.tools import SQL

#: above every id that a fresh database has, and small enough for the copies' ids to fit into 31 bits
STRIDE = 100_000
#: what has to differ from copy to copy; e-mail addresses stay such
NUMBERED = {
    "sale_order": {"name", "client_order_ref", "origin"},
    "stock_picking": {"name"},
    "stock_reference": {"name"},
    "ecom_exchange": {"external_id", "reference", "digest"},
    "ecom_order_binding": {"external_id", "digest"},
    "ecom_partner_binding": {"external_id"},
}
PREFIXED = {"res_partner": {"name", "complete_name", "email", "email_normalized"}}


def originals(sales, exchanges):
    """What is copied with these orders.

    :return: dict of table to ids
    """
    env, partners = sales.env, sales.partner_id | sales.partner_invoice_id | sales.partner_shipping_id
    pickings = sales.picking_ids
    found = [
        partners,
        env["ecom.customer.key"].search([("partner_id", "in", partners.ids)]),
        env["ecom.partner.binding"].search([("partner_id", "in", partners.ids)]),
        sales,
        sales.order_line,
        sales.ecom_order_binding_ids,
        exchanges,
        pickings.reference_ids,
        pickings,
        pickings.move_ids,
        pickings.move_line_ids,
    ]
    return {records._table: records.ids for records in found}


def grow(env, ids, first, last):
    """Make the copies number ``first`` to ``last``.

    :param ids: dict of table to the ids of the originals
    """
    env.flush_all()
    env.cr.execute("SET LOCAL synchronous_commit = off")
    env.cr.execute("SHOW is_superuser")
    if env.cr.fetchone()[0] == "on":
        # millions of rows whose references are right by construction need no check each
        env.cr.execute("SET LOCAL session_replication_role = replica")
    for table, rows in ids.items():
        columns = _columns(env, table)
        values = SQL(", ").join(_value(table, column, target, ids) for column, target in columns.items())
        env.cr.execute(
            SQL(
                "INSERT INTO %s (%s) SELECT %s FROM %s original, generate_series(%s, %s) copy"
                " WHERE id = ANY(%s)",
                SQL.identifier(table),
                SQL(", ").join(map(SQL.identifier, columns)),
                values,
                SQL.identifier(table),
                first,
                last,
                rows,
            )
        )
        env.cr.execute(
            SQL(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'), (SELECT MAX(id) FROM %s))",
                table,
                SQL.identifier(table),
            )
        )
    _tax_lines(env, ids["sale_order_line"], first, last)
    env.cr.commit()
    _settle(env, ids)
    env.invalidate_all()


def _settle(env, tables):
    """Have the database clean up after such growth now, not while we measure."""
    with env.registry.cursor() as cr:
        # outside of a transaction, as VACUUM must be; the connection goes back to the pool as it was
        cr._cnx.autocommit = True
        try:
            cr.execute(SQL("VACUUM (ANALYZE) %s", SQL(", ").join(map(SQL.identifier, tables))))
        finally:
            cr._cnx.autocommit = False


def _columns(env, table):
    """:return: dict of column to the table it refers to, or None"""
    env.cr.execute(
        SQL(
            """
            SELECT attribute.attname, MIN(target.relname)
              FROM pg_attribute attribute
              LEFT JOIN pg_constraint reference
                ON reference.conrelid = attribute.attrelid AND reference.contype = 'f'
               AND reference.conkey = ARRAY[attribute.attnum]
              LEFT JOIN pg_class target ON target.oid = reference.confrelid
             WHERE attribute.attrelid = %s::regclass AND attribute.attnum > 0 AND NOT attribute.attisdropped
             GROUP BY attribute.attname
            """,
            table,
        )
    )
    return dict(env.cr.fetchall())


def _value(table, column, target, ids):
    name = SQL.identifier("original", column)
    if column == "id":
        return SQL("id + copy * %s", STRIDE)
    if target in ids:
        return SQL(
            "CASE WHEN %s = ANY(%s) THEN %s + copy * %s ELSE %s END", name, ids[target], name, STRIDE, name
        )
    if column in NUMBERED.get(table, ()):
        return SQL("%s || '-' || copy", name)
    if column in PREFIXED.get(table, ()):
        return SQL("copy || '.' || %s", name)
    if (table, column) == ("ecom_customer_key", "key"):
        return SQL("replace(%s, ':', ':' || copy || '.')", name)
    return name


def _tax_lines(env, line_ids, first, last):
    env.cr.execute(
        SQL(
            """
            INSERT INTO account_tax_sale_order_line_rel (account_tax_id, sale_order_line_id)
                 SELECT account_tax_id, sale_order_line_id + copy * %s
                   FROM account_tax_sale_order_line_rel, generate_series(%s, %s) copy
                  WHERE sale_order_line_id = ANY(%s)
            """,
            STRIDE,
            first,
            last,
            line_ids,
        )
    )
