"""Calls to a Medusa shop."""

import requests

TIMEOUT = 60


class Refused(Exception):
    """The shop refused a call; the text has its own words."""


class Api:
    """Calls under one root.

    :param url: the shop, without a slash at its end
    :param root: ``/admin`` or ``/store``
    """

    def __init__(self, url, root):
        self.url, self.root = url, root
        self.session = requests.Session()

    def close(self):
        self.session.close()

    def call(self, method, path, body=None, **query):
        """:raise Refused: when the shop answers anything but success"""
        address = f"{self.url}{self.root}{path}"
        answer = self.session.request(method, address, json=body, params=query, timeout=TIMEOUT)
        if not answer.ok:
            raise Refused(f"{method} {path}: HTTP {answer.status_code} {answer.text[:500]}")
        return answer.json()

    def get(self, path, **query):
        return self.call("GET", path, **query)

    def post(self, path, body, **query):
        return self.call("POST", path, body, **query)


class Admin(Api):
    """The merchant's side, with a secret API key."""

    def __init__(self, url, secret):
        super().__init__(url, "/admin")
        self.session.auth = (secret, "")


class Storefront(Api):
    """The customer's side, with the shop front's public key."""

    def __init__(self, url, public):
        super().__init__(url, "/store")
        self.session.headers["x-publishable-api-key"] = public
