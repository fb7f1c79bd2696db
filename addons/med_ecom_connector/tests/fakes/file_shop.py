"""A shop without an API: its back office exports files, and reads those that it is sent.

Plain Python without Odoo, with the same words as the fake shops that answer over a network. What it
writes depends on its :class:`~.file_shop_styles.Style`.
"""

import csv
import io
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
ZERO = Decimal(0)


class FileShop:
    def __init__(self, style):
        self.style = style
        self.products = {}
        self.orders = {}
        self.cancellations = []

    def add_product(self, sku, name, price):
        self.products[sku] = (name, Decimal(str(price)))

    # === WHAT HAPPENS IN THE SHOP === #

    def place_order(self, lines, **options):
        """Options as in the baskets of ``stories.py``."""
        rates = (20, 5) if options.get("two_taxes") else (options.get("tax_rate", 20),)
        code = options.get("code", "WELCOME") if options.get("discount") else ""
        number = f"F{1001 + len(self.orders)}"
        order = {
            "id": number,
            "at": datetime.now(UTC),
            "lines": [],
            "rates": tuple(Decimal(str(rate)) for rate in rates if rate is not None),
            "inclusive": options.get("inclusive", False),
            "shipping": _amount(options.get("shipping_price", "7.50")),
            "fee": _amount(options.get("fee")),
            "code": code,
            "currency": "USD" if options.get("dollars") else "EUR",
            "exchange_rate": Decimal(options["dollars"]) if options.get("dollars") else None,
            "status": "open",
            "cancel_reason": "",
            "method": "Cash on delivery" if options.get("on_delivery") else "Bank card",
            "city": "Paris",
            "zip": "75001",
            "vat": options.get("vat", ""),
            "company": options.get("company", ""),
            "card": ZERO,
            "paid": ZERO,
            "authorized": not (options.get("unpaid") or options.get("on_delivery")),
            "refunds": [],
            "returns": [],
            "shipped": [],
        }
        self.orders[number] = order
        for line in lines:
            self.add_line(order, *line, discount=options.get("discount", 0))
        if options.get("gift_card"):
            order["card"] = self.total(order)
        if options.get("paid"):
            self.capture(order)
        return order

    def add_line(self, order, sku, quantity, price=None, discount=0):
        name, list_price = self.products[sku]
        order["lines"].append(
            {
                "id": f"{order['id']}-{len(order['lines']) + 1}",
                "sku": sku,
                "name": name,
                "quantity": quantity,
                "price": list_price if price is None else Decimal(str(price)),
                "discount": Decimal(str(discount)),
            }
        )

    def edit_line(self, order, index, quantity, price=None):
        line = order["lines"][index]
        line["quantity"] = quantity
        if price is not None:
            line["price"] = Decimal(str(price))

    def remove_line(self, order, index):
        del order["lines"][index]

    def move(self, order, city, zip_code):
        order.update(city=city, zip=zip_code)

    def cancel(self, order):
        """The customer changed mind, and gets back what was paid."""
        order.update(status="cancelled", cancel_reason="Changed mind")
        if order["paid"]:
            self.refund(order, order["paid"])

    def capture(self, order, amount=None):
        left = self.total(order) - order["paid"]
        order["paid"] += left if amount is None else Decimal(str(amount))

    def refund(self, order, amount, reference=""):
        number = f"RF-{order['id']}-{len(order['refunds']) + 1}"
        order["refunds"].append({"id": number, "amount": Decimal(str(amount)), "reference": reference})

    def request_return(self, order, lines, reason=""):
        """:param lines: list of (index, quantity); the customer names the lot that came last"""
        number = f"RT-{order['id']}-{len(order['returns']) + 1}"
        for index, quantity in lines:
            sku = order["lines"][index]["sku"]
            lots = [row["lot"] for row in order["shipped"] if row["sku"] == sku and row["lot"]]
            row = {"sku": sku, "quantity": quantity, "lot": lots[-1] if lots else ""}
            order["returns"].append({"id": number, "reason": reason, "status": "requested", **row})

    def total(self, order):
        """As most programs do it: the order is rounded, not its lines."""
        net = sum(line["price"] * line["quantity"] - line["discount"] for line in order["lines"])
        net += order["shipping"] + order["fee"]
        tax = ZERO if order["inclusive"] else net * sum(order["rates"]) / 100
        return (net + tax).quantize(CENT, ROUND_HALF_UP)

    # === WHAT IT IS SENT === #

    def receive(self, kind, content):
        """A file of ours, as whoever runs the shop types it in or loads it."""
        for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig"))):
            getattr(self, f"read_{kind}")(self.orders[row["Order number"]], row)

    def read_shipment(self, order, row):
        shipped = {"sku": row["SKU"], "quantity": int(row["Quantity"]), "lot": row["Lot"]}
        shipped["reference"] = row["Shipment"]
        if shipped in order["shipped"]:
            # told again, now that it was delivered
            return
        order["shipped"].append(shipped)
        ordered = sum(line["quantity"] for line in order["lines"])
        if order["status"] == "open" and sum(one["quantity"] for one in order["shipped"]) >= ordered:
            order["status"] = "completed"

    def read_refund(self, order, row):
        self.refund(order, row["Amount"], row["Our reference"])

    def read_cancel(self, order, row):
        order.update(status="cancelled", cancel_reason=row["Reason"])
        self.cancellations.append(order["id"])

    def read_return(self, order, row):
        for one in order["returns"]:
            if one["id"] == row["Return ID"]:
                one["status"] = row["Status"]

    # === WHAT IT EXPORTS === #

    def exports(self):
        """Files with the shop's whole state: list of (kind, content)."""
        heads, items = [], []
        for order in self.orders.values():
            head = self.head_of(order)
            lines = [self.line_of(order, line) for line in order["lines"]]
            heads.append(head)
            items += [{"number": order["id"], **line} for line in lines]
        if self.style.is_split:
            files = [("order", heads), ("order", items)]
        else:
            by_number = {head["number"]: head for head in heads}
            files = [("order", [{**by_number[line["number"]], **line} for line in items])]
        files.append(("return", [row for order in self.orders.values() for row in self.returns_of(order)]))
        if self.style.lists_refunds:
            files.append(
                ("refund", [row for order in self.orders.values() for row in self.refunds_of(order)])
            )
        return [(kind, self.style.export(rows)) for kind, rows in files if rows]

    def head_of(self, order):
        refunded = sum((row["amount"] for row in order["refunds"]), ZERO)
        head = {
            "number": order["id"],
            "created_at": order["at"],
            "status": order["status"],
            "cancel_reason": order["cancel_reason"],
            "payment_state": self.payment_state(order, refunded),
            "payment_method": order["method"],
            "paid_amount": order["paid"],
            "gift_card_amount": order["card"],
            "currency": order["currency"],
            "exchange_rate": order["exchange_rate"],
            "total": self.total(order),
            "includes_tax": order["inclusive"],
            "shipping_amount": order["shipping"],
            "shipping_method": "Standard" if order["shipping"] else "",
            "fee_amount": order["fee"],
            "fee_name": "Handling" if order["fee"] else "",
            "code": order["code"],
            "email": "anna.klein@example.com",
            "phone": "+33142278100",
            "name": "Anna Klein",
            "street": "1 rue de Rivoli",
            "city": order["city"],
            "zip": order["zip"],
            "country": "FR",
            "company": order["company"],
            "vat": order["vat"],
        }
        if not self.style.lists_refunds:
            head["refunded_amount"] = refunded
        if self.style.stamps_changes:
            head["modified_at"] = datetime.now(UTC)
        return head

    def payment_state(self, order, refunded):
        if refunded:
            return "refunded" if refunded >= order["paid"] else "partially_refunded"
        if order["paid"]:
            return "paid" if order["paid"] >= self.total(order) else "partially_paid"
        return "authorized" if order["authorized"] else "unpaid"

    def line_of(self, order, line):
        taxes = [f"{name} {rate:f}%" for name, rate in zip(("TVA", "Eco"), order["rates"], strict=False)]
        one_rate = order["rates"][0] if len(taxes) == 1 else None
        return {
            "line_id": line["id"],
            "sku": line["sku"],
            "item_name": line["name"],
            "quantity": line["quantity"],
            "price": line["price"],
            "discount": line["discount"],
            "tax_rate": one_rate,
            "tax_names": " + ".join(taxes) if len(taxes) > 1 else "",
        }

    def returns_of(self, order):
        return [
            {
                "number": order["id"],
                "return_id": row["id"],
                "sku": row["sku"],
                "quantity": row["quantity"],
                "lot": row["lot"],
                "reason": row["reason"],
                "return_status": row["status"],
            }
            for row in order["returns"]
        ]

    def refunds_of(self, order):
        return [
            {
                "number": order["id"],
                "refund_id": row["id"],
                "refund_amount": row["amount"],
                "our_reference": row["reference"],
            }
            for row in order["refunds"]
        ]


def _amount(price):
    return ZERO if price is None else Decimal(str(price))
