"""Transport to Shopify's Admin GraphQL API: token, cost budget, errors, pages."""

import math
import time

from requests.auth import AuthBase

from ..errors import (
    AuthError,
    NotFoundError,
    ProtocolError,
    RejectedError,
    ServerError,
    ThrottledError,
)
from ..http import HttpClient
from .const import API_VERSION, MAX_NODES

#: seconds we wait by ourselves for the budget to fill up; a longer wait is left to the engine
PATIENCE = 10.0
#: how often one document is sent again because the budget was empty
MAX_WAITS = 5
_LOCKED = (402, 423)


class TooCostlyError(RejectedError):
    """One query may cost 1,000 points at most: ask for fewer rows."""


class AccessToken(AuthBase):
    def __init__(self, token):
        self._token = token

    def __call__(self, request):
        request.headers["X-Shopify-Access-Token"] = self._token
        return request


class ShopifyClient(HttpClient):
    """Sends the documents of ``queries.py`` and knows what is left of the shop's cost budget.

    Each shop and app have a bucket of points that fills up at ``restoreRate`` a second. A query is
    refused as a whole when its requested cost is not in the bucket; so what it cost the last time
    is waited for beforehand.
    """

    def __init__(self, settings, session=None, sleep=time.sleep, clock=time.monotonic):
        auth = AccessToken(settings.api_key)
        super().__init__(settings, session, auth, root=f"/admin/api/{API_VERSION}")
        self._sleep, self._clock = sleep, clock
        self._budget = None
        self._costs = {}
        self._affordable = {}
        #: the version that the shop really answered in
        self.version = ""

    def run(self, document, **variables):
        """Send a document and give its ``data``.

        :raises ThrottledError: with the seconds until the budget suffices
        :raises TooCostlyError: when the query is too large for any budget
        """
        for _attempt in range(MAX_WAITS):
            self._wait(self._seconds_short(self._costs.get(document, 0)))
            body = self._send(document, variables)
            self._learn(document, body)
            errors = body.get("errors")
            if not errors:
                return self._data(body)
            if _code(errors) != "THROTTLED":
                raise self._error(errors)
            self._wait(max(self._seconds_short(self._costs.get(document, 0)), 0.1))
        raise ThrottledError("The shop's query budget stays empty.", retry_after=PATIENCE)

    def change(self, document, field, errors="userErrors", **variables):
        """Run a mutation.

        :param field: name of the mutation in the answer
        :return: its payload, and the list of its user errors
        """
        payload = self.run(document, **variables).get(field)
        rows = payload.get(errors) if isinstance(payload, dict) else None
        if not isinstance(rows, list):
            raise ProtocolError(f"The answer to {field} has no result.")
        return payload, [row for row in rows if isinstance(row, dict)]

    def must_change(self, document, field, errors="userErrors", **variables):
        """Run a mutation that the shop must not refuse.

        :raises RejectedError: with what the shop said
        """
        payload, refused = self.change(document, field, errors, **variables)
        if refused:
            raise RejectedError(f"The shop refused {field}: {said(refused)}", detail=said(refused))
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
                raise NotFoundError(f"The shop does not know {node_id}.")
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
            raise NotFoundError(f"The shop does not know {node_id}.")
        return row

    # --- transport ---

    def _send(self, document, variables):
        try:
            answer = self.post("/graphql.json", {"query": document, "variables": variables})
        except NotFoundError as error:
            # the only address there is: a wrong shop must not look like a deleted order
            message = "There is no shop at this address, or not in this version of its interface."
            raise ProtocolError(message, status=404, detail=error.detail) from None
        except RejectedError as error:
            if error.status in _LOCKED:
                raise ServerError(str(error), status=error.status, detail=error.detail) from None
            raise
        if not isinstance(answer.data, dict):
            raise ProtocolError("The shop's answer is not an object.")
        self.version = answer.headers.get("X-Shopify-API-Version", "") or self.version
        return answer.data

    def _data(self, body):
        if not isinstance(body.get("data"), dict):
            raise ProtocolError("The shop's answer has no data.")
        return body["data"]

    def _error(self, errors):
        code, text = _code(errors), self.scrub(said(errors))
        if code == "ACCESS_DENIED":
            return AuthError(f"The access token lacks a right ({text}).", detail=text)
        if code == "MAX_COST_EXCEEDED":
            return TooCostlyError(f"The query is too large ({text}).", detail=text)
        if code in ("INTERNAL_SERVER_ERROR", "TIMEOUT", "SHOP_INACTIVE"):
            return ServerError(f"The shop failed ({text}).", detail=text)
        return RejectedError(f"The shop refused the query ({text}).", detail=text)

    # --- budget ---

    def _learn(self, document, body):
        cost = (body.get("extensions") or {}).get("cost")
        status = cost.get("throttleStatus") if isinstance(cost, dict) else None
        if not isinstance(status, dict):
            return
        try:
            available, rate = float(status["currentlyAvailable"]), float(status["restoreRate"])
            self._costs[document] = float(cost.get("requestedQueryCost") or 0)
        except (KeyError, TypeError, ValueError):
            return
        self._budget = (available, max(rate, 1.0), self._clock())

    def _seconds_short(self, points):
        """How long until that many points are in the bucket; 0 where nothing is known of it."""
        if self._budget is None:
            return 0.0
        available, rate, at = self._budget
        return max(0.0, (points - available) / rate - (self._clock() - at))

    def _wait(self, seconds):
        if seconds > PATIENCE:
            raise ThrottledError("The shop's query budget is used up.", retry_after=math.ceil(seconds))
        if seconds > 0:
            self._sleep(seconds)


def read_page(connection, field, rows):
    """Rows of one page, and the cursor of the next or None.

    :raises ProtocolError: when rows are missing
    """
    info = connection.get("pageInfo") if isinstance(connection, dict) else None
    if not isinstance(info, dict) or not isinstance(rows, list):
        raise ProtocolError(f"The list of {field} has no page.")
    cursors = [row.get("cursor") for row in rows if isinstance(row, dict) and "cursor" in row]
    ends = [info.get(key) for key in ("startCursor", "endCursor")]
    whole = all(isinstance(row, dict) for row in rows) and bool(rows) == any(ends)
    if not whole or (cursors and not set(ends) <= set(cursors)):
        raise ProtocolError(f"The list of {field} is cut off.")
    if not info.get("hasNextPage"):
        return rows, None
    if not rows or not info.get("endCursor"):
        raise ProtocolError(f"The list of {field} breaks off.")
    return rows, info["endCursor"]


def whole_nodes(rows, ids):
    """The records among the answers for these ids; unknown ones are answered with null.

    :raises ProtocolError: when some are not answered at all
    """
    if not isinstance(rows, list):
        raise ProtocolError("The answer has no nodes.")
    found = {row["id"]: row for row in rows if isinstance(row, dict) and row.get("id")}
    if len(found) + sum(not row for row in rows) < len(set(ids)):
        raise ProtocolError(f"The shop answered {len(found)} of {len(ids)} records.")
    return list(found.values())


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
