from odoo.tools import SQL


def sql_ids(ids):
    """Ids as one array literal, for ``column = ANY(...)``.

    PostgreSQL reads ten thousand ids in one text within a millisecond; as a list of numbers, which
    is what a plain parameter becomes, each is an expression of its own to be parsed and planned.

    :param ids: iterable of int
    :return: :class:`odoo.tools.SQL`
    """
    return SQL("%s::int[]", "{" + ",".join(str(int(id_)) for id_ in ids) + "}")
