"""A person's session in the running Odoo: logs in as the browser does, and calls what the screens call."""

from __future__ import annotations

from typing import Any

import requests

TIMEOUT = 120


class OdooError(Exception):
    """Odoo refused a call. ``name`` is the exception's class, as in ``odoo.exceptions.UserError``."""

    def __init__(self, name: str, message: str):
        super().__init__(message)
        self.name = name


class OdooSession:
    """Calls as one user.

    :param url: the server, without a slash at its end
    :raise OdooError: when the log-in is refused
    """

    def __init__(self, url: str, database: str, login: str, password: str):
        self.url = url
        self.http = requests.Session()
        credentials = {"db": database, "login": login, "password": password}
        self.uid = self._post("/web/session/authenticate", credentials)["uid"]

    def call(self, model: str, method: str, *args: Any, **kwargs: Any) -> Any:
        """Call a public method; the first argument of a record method is the list of ids."""
        params = {"model": model, "method": method, "args": list(args), "kwargs": kwargs}
        return self._post(f"/web/dataset/call_kw/{model}/{method}", params)

    def search(self, model: str, domain: list, fields: list[str], **kwargs: Any) -> list[dict]:
        """Rows of the records found; ``order`` and ``limit`` as in ``search_read``."""
        return self.call(model, "search_read", domain, fields, **kwargs)

    def count(self, model: str, domain: list | None = None) -> int:
        return self.call(model, "search_count", domain or [])

    def _post(self, path: str, params: dict) -> Any:
        answer = self.http.post(self.url + path, json={"jsonrpc": "2.0", "params": params}, timeout=TIMEOUT)
        answer.raise_for_status()
        body = answer.json()
        if "error" in body:
            error = body["error"].get("data") or {}
            raise OdooError(error.get("name", ""), error.get("message") or body["error"].get("message", ""))
        return body.get("result")  # a method that returns None has none
