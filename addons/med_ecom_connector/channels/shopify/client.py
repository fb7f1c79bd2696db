"""Transport to Shopify's Admin GraphQL API: token, cost budget, errors, pages."""

import time

from ..errors import (
    AuthError,
    NotFoundError,
    ProtocolError,
    RejectedError,
    ServerError,
    ThrottledError,
)
from ..http import HttpClient
from ..sentences import _lt
from .budget import PATIENCE, Budget
from .const import API_VERSION, MAX_NODES
from .pages import read_page, whole_nodes
from .tokens import token_for

#: how often one document is sent again because the budget was empty
MAX_WAITS = 5
_LOCKED = (402, 423)
#: Shopify takes so many requests for an attack
_SUSPECTED, _LONG_WAIT = 430, 600


class TooCostlyError(RejectedError):
    """One query may cost 1,000 points at most: ask for fewer rows."""


class ShopifyClient(HttpClient):
    """Sends the documents of ``queries`` within the budget that each shop and app have."""

    def __init__(self, settings, session=None, sleep=time.sleep, clock=time.monotonic):
        self.access = token_for(settings, session)
        super().__init__(settings, session, self.access, root=f"/admin/api/{API_VERSION}")
        self.budget = Budget(sleep, clock)
        self.sleep = sleep
        self._affordable = {}
        #: the version that the shop really answered in
        self.version = ""

    def run(self, document, **variables):
        """Send a document and give its ``data``.

        :raises ThrottledError: with the seconds until the budget suffices
        :raises TooCostlyError: when the query is too large for any budget
        """
        for _attempt in range(MAX_WAITS):
            self.budget.wait_for(document)
            body = self._send(document, variables)
            self.budget.learn(document, body)
            errors = body.get("errors")
            if not errors:
                return self._data(body)
            if _code(errors) != "THROTTLED":
                raise self._error(errors)
            self.budget.wait_for(document, at_least=0.1)
        raise ThrottledError(_lt("The shop's query budget stays empty."), retry_after=PATIENCE)

    def change(self, document, field, errors="userErrors", **variables):
        """Run a mutation.

        :param field: name of the mutation in the answer
        :return: its payload, and the list of its user errors
        """
        payload = self.run(document, **variables).get(field)
        rows = payload.get(errors) if isinstance(payload, dict) else None
        if not isinstance(rows, list):
            raise ProtocolError(_lt("The answer to %(field)s has no result.", field=field))
        return payload, [row for row in rows if isinstance(row, dict)]

    def must_change(self, document, field, errors="userErrors", **variables):
        """Run a mutation that the shop must not refuse.

        :raises RejectedError: with what the shop said
        """
        payload, refused = self.change(document, field, errors, **variables)
        if refused:
            raise RejectedError(
                _lt("The shop refused %(field)s: %(said)s", field=field, said=said(refused)),
                detail=said(refused),
            )
        return payload

    def edges(self, document, field, page_size, **variables):
        """Yield ``(nodes, data)`` per page of a connection at the root."""
        after = None
        while True:
            data = self.run(document, first=page_size, after=after, **variables)
            connection = data.get(field)
            rows, after = read_page(connection, field, connection.get("edges") if connection else None)
            yield [row.get("node") for row in rows], data
            if after is None:
                return

    def rest(self, document, node_id, field, connection, page_size=50):
        """All nodes of a nested connection, of which ``connection`` is the first page or None."""
        nodes, after = [], None
        if connection is not None:
            nodes, after = read_page(connection, field, connection.get("nodes"))
            if after is None:
                return nodes
        while True:
            node = self.run(document, id=node_id, first=page_size, after=after).get("node")
            if not node:
                raise NotFoundError(_lt("The shop does not know %(node_id)s.", node_id=node_id))
            more, after = read_page(node.get(field), field, (node.get(field) or {}).get("nodes"))
            nodes += more
            if after is None:
                return nodes

    def nodes(self, document, ids, **variables):
        """Records by id; unknown ones, and those of another type, are left out.

        Asks for fewer at a time where that many are too costly for one query.

        :return: list of dicts
        """
        found, start = [], 0
        while start < len(ids):
            batch = ids[start : start + self._affordable.get(document, MAX_NODES)]
            try:
                found += self._some_nodes(document, batch, variables)
            except TooCostlyError:
                if len(batch) == 1:
                    raise
                self._affordable[document] = len(batch) // 2
            else:
                start += len(batch)
        return found

    def _some_nodes(self, document, ids, variables):
        return whole_nodes(self.run(document, ids=ids, **variables).get("nodes"), ids)

    def node(self, document, node_id, **variables):
        """One record.

        :raises NotFoundError: when the shop does not know it
        """
        row = self.run(document, id=node_id, **variables).get("node")
        if not row:
            raise NotFoundError(_lt("The shop does not know %(node_id)s.", node_id=node_id))
        return row

    # --- transport ---

    def _send(self, document, variables):
        try:
            answer = self._post({"query": document, "variables": variables})
        except NotFoundError as error:
            # the only address there is: a wrong shop must not look like a deleted order
            message = _lt("There is no shop at this address, or not in this version of its interface.")
            raise ProtocolError(message, status=404, detail=error.detail) from None
        except RejectedError as error:
            if error.status == _SUSPECTED:
                message = _lt("The shop takes our requests for an attack.")
                raise ThrottledError(
                    message, retry_after=_LONG_WAIT, status=_SUSPECTED, detail=error.detail
                ) from None
            if error.status in _LOCKED:
                raise ServerError(error.sentence, status=error.status, detail=error.detail) from None
            raise
        if not isinstance(answer.data, dict):
            raise ProtocolError(_lt("The shop's answer is not an object."))
        self.version = answer.headers.get("X-Shopify-API-Version", "") or self.version
        return answer.data

    def _post(self, body):
        """Send, once more with another token where the one that was granted is refused before its time."""
        try:
            return self.post("/graphql.json", body)
        except AuthError as error:
            if error.status != 401 or not self.access.is_granted:
                raise
            self.access.forget()
            return self.post("/graphql.json", body)

    def scrub(self, text):
        return super().scrub(self.access.scrub(text))

    def _data(self, body):
        if not isinstance(body.get("data"), dict):
            raise ProtocolError(_lt("The shop's answer has no data."))
        return body["data"]

    def _error(self, errors):
        code, text = _code(errors), self.scrub(said(errors))
        if code == "ACCESS_DENIED":
            self.access.forget()
            return AuthError(_lt("The access token lacks a right (%(text)s).", text=text), detail=text)
        if code == "MAX_COST_EXCEEDED":
            return TooCostlyError(_lt("The query is too large (%(text)s).", text=text), detail=text)
        if code in ("INTERNAL_SERVER_ERROR", "TIMEOUT", "SHOP_INACTIVE"):
            return ServerError(_lt("The shop failed (%(text)s).", text=text), detail=text)
        return RejectedError(_lt("The shop refused the query (%(text)s).", text=text), detail=text)


def said(errors):
    """What a list of errors says, in one line."""
    if not isinstance(errors, list):
        return str(errors)[:500]
    texts = (str(row.get("message") or row.get("code")) for row in errors if isinstance(row, dict))
    return "; ".join(dict.fromkeys(texts))[:500]


def _code(errors):
    for row in errors if isinstance(errors, list) else ():
        extensions = row.get("extensions") if isinstance(row, dict) else None
        if isinstance(extensions, dict) and extensions.get("code"):
            return extensions["code"]
    return ""
