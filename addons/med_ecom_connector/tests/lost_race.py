"""A transaction that another one beats, as the server sees it: Odoo runs the request again."""

from psycopg2 import errorcodes
from psycopg2.errors import SerializationFailure


class LostRace(SerializationFailure):
    """As PostgreSQL raises it: with its code, which the exception has only from the driver."""

    pgcode = errorcodes.SERIALIZATION_FAILURE


def lose_first(test, model, method):
    """Have the first call of a model's method lose its race.

    :param test: the test case, at whose end it is as before
    :return: list that gets the arguments of every call
    """
    original, calls = getattr(type(model), method), []

    def fail_once(records, *arguments):
        calls.append(arguments)
        if len(calls) == 1:
            raise LostRace
        return original(records, *arguments)

    test.patch(type(model), method, fail_once)
    return calls
