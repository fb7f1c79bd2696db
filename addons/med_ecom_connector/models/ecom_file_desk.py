from ..engine.files.orders import plain
from ..engine.payload import dumps


class FileDesk:
    """Where the file channel of a store keeps what files told and what the next ones are to tell.

    It writes in the engine's own transaction, so that a row is put down exactly once.
    """

    def __init__(self, store):
        # The engine may run as whoever pressed a button; these tables are its own.
        self._store = store.sudo()
        self._env = self._store.env

    def name(self):
        return self._store.name

    def orders(self, external_ids=None, since=None):
        domain = [("store_id", "=", self._store.id), ("head", "!=", False), ("lines", "!=", False)]
        if external_ids is not None:
            domain.append(("number", "in", list(external_ids)))
        if since is not None:
            domain.append(("read_at", ">=", since.replace(tzinfo=None)))
        return [order._payload() for order in self._env["ecom.file.order"].search(domain)]

    def articles(self):
        products = self._env["product.product"].search(
            [
                ("default_code", "!=", False),
                ("sale_ok", "=", True),
                ("is_storable", "=", True),
                *self._env["product.product"]._check_company_domain(self._store.company_id),
            ]
        )
        return [(product.default_code, product.name) for product in products]

    def note_refund(self, external_id, refund):
        order = self._env["ecom.file.order"]._by_number(self._store, [external_id]).get(external_id)
        if order:
            order._note_own_refund(refund)

    def put(self, kind, key, rows):
        text = dumps(
            [{name: plain(value) for name, value in row.items() if value is not None} for row in rows]
        )
        return self._env["ecom.file.outbox"]._put(self._store, kind, key, text)
