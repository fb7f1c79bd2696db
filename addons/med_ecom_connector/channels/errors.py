"""What can go wrong between us and a shop, sorted by what to do about it.

The exchange engine looks only at the class: a :class:`RetryableError` backs off
and heals by itself, a :class:`PermanentError` waits for a person.
"""

from .sentences import Sentence

#: letters of what a shop said that are kept with a problem
LONGEST = 500


class ChannelError(Exception):
    """Any failure of a channel.

    :param message: one plain English sentence, without secrets; see :class:`.sentences.Sentence`
    :param status: HTTP status code the shop answered, if it answered
    :param detail: what the shop itself said, trimmed
    """

    code = "channel"

    def __init__(self, message, *, status=None, detail=""):
        super().__init__(message)
        self.sentence = message
        self.status = status
        self.detail = (detail or "")[:2000]

    def told(self, more=""):
        """What is kept of it as a problem's parameters.

        :param more: what follows the sentence as it is, such as what the shop said; left out where the
            sentence has it
        :return: dict with the ``message`` in English, and what it takes to say it in another language
        """
        more = "" if more in self.sentence else more[:LONGEST]
        kept = {"message": f"{self.sentence[:LONGEST]} {more}".strip()}
        if isinstance(self.sentence, Sentence):
            values = {name: value[:LONGEST] for name, value in self.sentence.values.items()}
            kept["sentence"] = {"text": self.sentence.text, "values": values, "more": more}
        return kept


class RetryableError(ChannelError):
    """Try again later.

    :param retry_after: seconds the shop asked us to wait, if it said so
    """

    code = "temporary"

    def __init__(self, message, *, retry_after=None, **kwargs):
        super().__init__(message, **kwargs)
        self.retry_after = retry_after


class NetworkError(RetryableError):
    """No answer: refused, reset, timed out, name not found, bad certificate."""

    code = "network"


class ThrottledError(RetryableError):
    """The shop asked us to slow down (HTTP 429)."""

    code = "throttled"


class ServerError(RetryableError):
    """The shop failed on its own side (HTTP 5xx)."""

    code = "server"


class ProtocolError(RetryableError):
    """An answer that is not what the API promises: cut off, not JSON, a page too short."""

    code = "protocol"


class MovedError(RetryableError):
    """What we were about to overwrite is no longer what we had read: take in its changes first."""

    code = "moved"


class PermanentError(ChannelError):
    """Trying the same again will not help."""

    code = "permanent"


class AuthError(RetryableError):
    """The shop refuses our credentials (HTTP 401 or 403).

    Retryable, since it heals once somebody corrects them on the store.
    """

    code = "auth"


class NotFoundError(PermanentError):
    """The shop does not know the record (HTTP 404)."""

    code = "not_found"


class RejectedError(PermanentError):
    """The shop understood and refused what we sent (HTTP 4xx)."""

    code = "rejected"


class PayloadError(PermanentError):
    """A well-formed answer that we cannot read as an order, product or shipment.

    :param field: dotted name of the field at fault, e.g. ``items[2].quantity``
    """

    code = "payload"

    def __init__(self, message, *, field="", **kwargs):
        super().__init__(message, **kwargs)
        self.field = field


class FieldMissing(PayloadError):
    """A field that must be there is absent or null."""
