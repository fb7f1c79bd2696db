"""Refunds and notes of the fake WooCommerce."""

from decimal import Decimal

from .server import Refusal, Reply
from .woocommerce_order import answer, gmt

API = "/wp-json/wc/v3"
ROUTES = (
    ("GET", f"{API}/orders/([^/]+)/refunds", "get_refunds"),
    ("POST", f"{API}/orders/([^/]+)/refunds", "post_refund"),
    ("GET", f"{API}/orders/([^/]+)/notes", "get_notes"),
    ("POST", f"{API}/orders/([^/]+)/notes", "post_note"),
)


class WooCommerceMoney:
    """Part of ``FakeWooCommerce``; ``gateway_refunds`` is whether its provider can pay back."""

    gateway_refunds = True

    # --- what tests call ---

    def refund(self, order, amount, lines=(), shipping=None, reason="", meta_data=()):
        """Money back; ``lines`` are (index of the line, quantity, net amount, tax).

        The order's total stays; a full refund changes its status.

        :return: the refund as the sub-resource shows it
        """
        number = next(self._serial)
        refund = {
            "id": number,
            "date_created_gmt": gmt(self.clock()),
            "amount": str(amount),
            "reason": reason,
            "meta_data": list(meta_data),
            "line_items": [self._refund_line(order["line_items"][index], *rest) for index, *rest in lines],
            "shipping_lines": [self._negative(*shipping)] if shipping else [],
            "fee_lines": [],
        }
        order.setdefault("_refunds", []).insert(0, refund)
        short = {"id": number, "reason": reason, "total": f"-{amount}"}
        full = sum(-Decimal(row["total"]) for row in [*order["refunds"], short]) >= Decimal(order["total"])
        self.touch(order, refunds=[short, *order["refunds"]])
        if full:
            order["status"] = "refunded"
        return refund

    def _refund_line(self, item, quantity, net, tax):
        meta = [{"id": 1, "key": "_refunded_item_id", "value": str(item["id"])}]
        return {**self._negative(net, tax), "quantity": -quantity, "sku": item["sku"], "meta_data": meta}

    def _negative(self, net, tax):
        return {
            "id": next(self._serial),
            "total": f"-{Decimal(str(net)):.6f}",
            "total_tax": f"-{Decimal(str(tax)):.6f}",
            "meta_data": [],
        }

    # --- what the channel calls ---

    def get_refunds(self, request, order_id):
        rows = self._known(order_id).get("_refunds", [])
        return self._page(request, [answer(row, self._decimals(request)) for row in rows])

    def post_refund(self, request, order_id):
        order, wanted = self._known(order_id), request.json
        left = Decimal(order["total"]) + sum(Decimal(row["total"]) for row in order["refunds"])
        if Decimal(wanted["amount"]) > left:
            self._refuse_refund("Invalid refund amount.")
        if wanted["api_refund"] and not self.gateway_refunds:
            self._refuse_refund("The payment gateway for this order does not support automatic refunds.")
        ids = [item["id"] for item in order["line_items"]]
        lines = [
            (
                ids.index(row["id"]),
                row["quantity"],
                row["refund_total"],
                sum(Decimal(str(tax["refund_total"])) for tax in row["refund_tax"]),
            )
            for row in wanted.get("line_items", [])
        ]
        refund = self.refund(
            order,
            wanted["amount"],
            lines,
            reason=wanted.get("reason", ""),
            meta_data=wanted.get("meta_data", ()),
        )
        refund["refunded_payment"] = wanted["api_refund"]
        return Reply(answer(refund, self.decimals), 201)

    def _refuse_refund(self, message):
        code = "woocommerce_rest_cannot_create_order_refund"
        raise Refusal(500, {"code": code, "message": message, "data": 500})

    def get_notes(self, _request, order_id):
        return Reply(self._known(order_id).get("_notes", []))

    def post_note(self, request, order_id):
        rows = self._known(order_id).setdefault("_notes", [])
        rows.append({"id": next(self._serial), **request.json})
        return Reply(rows[-1], 201)
