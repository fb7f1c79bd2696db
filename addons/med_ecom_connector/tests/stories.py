"""Life stories of shop orders, as data: what is bought, what happens then, and how it must end.

Plain Python without Odoo. ``test_stories.py`` plays each story through each channel's fake shop,
``test_stories_file.py`` in files, ``test_stories_live.py`` in a real Medusa.

Prices are net with 20 % tax unless the basket says otherwise: PO-100 49.90 (59.88 with tax),
CS-1-M 19.00 (22.80), GLOVE 5.00 (6.00), PUMP-1 900.00 (1080.00, with serial number), shipping 7.50 (9.00).

Steps, in the order in which they happen; every one is brought to Odoo before the next:

- in the shop: ``("edit", line, quantity)``, ``("price", line, quantity, net price)``,
  ``("add", sku, quantity)``, ``("remove", line)``, ``("move",)``, ``("cancel",)``,
  ``("capture",)`` or ``("capture", amount)``, ``("refund", amount)``,
  ``("exchange", line, quantity, sku, quantity)`` of the line's goods for others
- in Odoo: ``("ship",)`` for everything or ``("ship", {sku: quantity})``, ``("cancel here",)``,
  ``("refund here", amount)``, ``("received",)`` for cash on delivery,
  ``("return", line, quantity, amount, "accept" or "decline")`` from the customer's wish to the decision,
  ``("come back", "accept")`` for goods that the shop announced
"""

from dataclasses import dataclass, field

MEDUSA, WOO, SHOPIFY, FILE = "medusa", "woocommerce", "shopify", "file"


@dataclass(frozen=True)
class Basket:
    """``lines`` are (sku, quantity) or (sku, quantity, price); ``options`` in the words of the fakes.

    ``total`` is what the customer pays, in the order's currency.
    """

    lines: tuple
    total: str
    options: dict = field(default_factory=dict)
    #: where a shop rounds differently: its total by channel
    rounded: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Story:
    """How it ends: the order's state, what was ``delivered`` (sku to quantity), money and total.

    ``total`` is given when it is not the basket's; ``skip`` says by channel why it can't be told there.
    """

    name: str
    basket: Basket
    steps: tuple = ()
    options: dict = field(default_factory=dict)
    policy: str = "shipment"
    state: str = "sale"
    total: str = ""
    delivered: dict = field(default_factory=dict)
    paid: str = "0"
    refunded: str = "0"
    skip: dict = field(default_factory=dict)


FREE = {"shipping_price": None}
PAID = {"paid": True}
UNPAID = {"unpaid": True}

ONE = Basket((("PO-100", 1),), "68.88")
TWO = Basket((("PO-100", 2),), "128.76")
MIXED = Basket((("PO-100", 2), ("CS-1-M", 3)), "197.16")
TWO_LOTS = Basket((("PO-100", 12),), "718.56", FREE)
DISCOUNT = Basket((("PO-100", 3), ("CS-1-M", 1)), "199.44", {"discount": "5.00"})
#: 203.448 when the order is rounded, 203.44 when the tax of each line is
ODD_DISCOUNT = Basket(
    (("PO-100", 3), ("CS-1-M", 1)), "203.45", {"discount": "3.33"}, rounded={SHOPIFY: "203.44"}
)
REDUCED_TAX = Basket((("PO-100", 2),), "113.20", {"tax_rate": 5.5})
NO_TAX = Basket((("PO-100", 1),), "57.40", {"tax_rate": None})
INCLUSIVE = Basket((("PO-100", 3, "59.88"),), "188.64", {"inclusive": True, "shipping_price": "9.00"})
ODD_INCLUSIVE = Basket((("GLOVE", 3, "9.99"), ("CS-1-M", 1, "22.79")), "52.76", {"inclusive": True, **FREE})
DOLLARS = Basket((("PO-100", 2),), "128.76", {"dollars": "0.92"})
TWO_TAXES = Basket((("PO-100", 2),), "124.75", {"two_taxes": True, **FREE})
GLOVES = Basket((("GLOVE", 7),), "42.00", FREE)
GIVEAWAY = Basket((("PO-100", 1), ("GLOVE", 1, "0.00")), "68.88")
SERIAL = Basket((("PUMP-1", 1),), "1089.00")
HANDLING = Basket((("PO-100", 1),), "61.40", {"tax_rate": None, "fee": "4.00"})
VOUCHER_FOR_ALL = Basket((("GLOVE", 2),), "9.00", {"discount": "10.00", "code": "GRATIS"})
CLINIC = Basket(
    (("PO-100", 4), ("CS-1-M", 10)),
    "476.52",
    {"vat": "FR23334175221", "company": "Praxis Klein"},
)

SHIPPED_STAYS = {MEDUSA: "an order with shipped goods can't be cancelled"}
MONEY_BY_HAND = dict.fromkeys((WOO, SHOPIFY), "a cancellation leaves the money to a refund of its own")
NO_FEES = {MEDUSA: "an order has no fees"}
FIXED_ONCE_PAID = {WOO: "an order that is paid can't be edited"}
WHOLE_PAYMENTS = {WOO: "an order is paid or not, never in part"}
FIXED_PRICES = {SHOPIFY: "the price of a line can't be edited"}
NO_EXCHANGES = {
    WOO: "an exchange is a refund and another order",
    FILE: "an exchange is a return and another order",
}
REFUND_FIRST = {WOO: "a return is known by its refund, so nobody can decline it"}

STORIES = (
    # --- placed and shipped: each basket to the cent ---
    Story("one device, paid, shipped", ONE, (("ship",),), PAID, delivered={"PO-100": 1}, paid="68.88"),
    Story("two devices, invoiced when ordered", TWO, (("ship",),), PAID, "order",
          delivered={"PO-100": 2}, paid="128.76"),
    Story("two kinds, paid, shipped", MIXED, (("ship",),), PAID,
          delivered={"PO-100": 2, "CS-1-M": 3}, paid="197.16"),
    Story("more than one lot holds", TWO_LOTS, (("ship",),), PAID, delivered={"PO-100": 12}, paid="718.56"),
    Story("voucher on each line", DISCOUNT, (("ship",),), PAID,
          delivered={"PO-100": 3, "CS-1-M": 1}, paid="199.44"),
    Story("voucher that leaves fractions of a cent", ODD_DISCOUNT, (("ship",),), PAID,
          delivered={"PO-100": 3, "CS-1-M": 1}, paid="203.45"),
    Story("reduced tax", REDUCED_TAX, (("ship",),), PAID, delivered={"PO-100": 2}, paid="113.20"),
    Story("no tax at all", NO_TAX, (("ship",),), PAID, delivered={"PO-100": 1}, paid="57.40"),
    Story("prices with tax", INCLUSIVE, (("ship",),), PAID, delivered={"PO-100": 3}, paid="188.64"),
    Story("prices with tax that do not divide", ODD_INCLUSIVE, (("ship",),), PAID,
          delivered={"GLOVE": 3, "CS-1-M": 1}, paid="52.76"),
    Story("paid in dollars", DOLLARS, (("ship",),), PAID, delivered={"PO-100": 2}, paid="128.76"),
    Story("two taxes on a line", TWO_TAXES, (("ship",),), PAID, delivered={"PO-100": 2}, paid="124.75"),
    Story("free shipping", GLOVES, (("ship",),), PAID, delivered={"GLOVE": 7}, paid="42.00"),
    Story("something for nothing", GIVEAWAY, (("ship",),), PAID,
          delivered={"PO-100": 1, "GLOVE": 1}, paid="68.88"),
    Story("a device with serial number", SERIAL, (("ship",),), PAID, delivered={"PUMP-1": 1}, paid="1089.00"),
    Story("a fee for handling", HANDLING, (("ship",),), PAID, delivered={"PO-100": 1}, paid="61.40",
          skip=NO_FEES),
    Story("a voucher that pays for all goods", VOUCHER_FOR_ALL, (("ship",),), PAID,
          delivered={"GLOVE": 2}, paid="9.00"),
    Story("a clinic with tax number", CLINIC, (("ship",),), PAID,
          delivered={"PO-100": 4, "CS-1-M": 10}, paid="476.52"),
    # --- money comes later, or in parts ---
    Story("authorized, captured when shipped", TWO, (("ship",), ("capture",)),
          delivered={"PO-100": 2}, paid="128.76"),
    Story("captured before it is shipped", TWO, (("capture",), ("ship",)),
          delivered={"PO-100": 2}, paid="128.76"),
    Story("shipped and never paid", TWO, (("ship",),), UNPAID, delivered={"PO-100": 2}),
    Story("a part is captured", TWO, (("ship",), ("capture", "100.00")),
          delivered={"PO-100": 2}, paid="100.00", skip=WHOLE_PAYMENTS),
    Story("captured in two parts", TWO, (("capture", "100.00"), ("ship",), ("capture", "28.76")),
          delivered={"PO-100": 2}, paid="128.76", skip=WHOLE_PAYMENTS),
    Story("cash on delivery", TWO, (("ship",), ("received",)), {"on_delivery": True},
          delivered={"PO-100": 2}, paid="128.76"),
    Story("cash on delivery that nobody handed in", TWO, (("ship",),), {"on_delivery": True},
          delivered={"PO-100": 2}),
    # --- shipped in parts ---
    Story("a part is shipped, the rest waits", MIXED, (("ship", {"PO-100": 2}),), PAID,
          delivered={"PO-100": 2, "CS-1-M": 0}, paid="197.16"),
    Story("a part is shipped, then the rest", MIXED, (("ship", {"PO-100": 1, "CS-1-M": 2}), ("ship",)), PAID,
          delivered={"PO-100": 2, "CS-1-M": 3}, paid="197.16"),
    Story("three shipments", MIXED, (("ship", {"PO-100": 1}), ("ship", {"CS-1-M": 1}), ("ship",)), PAID,
          delivered={"PO-100": 2, "CS-1-M": 3}, paid="197.16"),
    Story("parts with fractions of a cent", ODD_DISCOUNT, (("ship", {"PO-100": 1}), ("ship",)), PAID,
          delivered={"PO-100": 3, "CS-1-M": 1}, paid="203.45"),
    # --- edited ---
    Story("more of a line", ONE, (("edit", 0, 3), ("capture",), ("ship",)), UNPAID,
          total="188.64", delivered={"PO-100": 3}, paid="188.64"),
    Story("fewer of a line", MIXED, (("edit", 1, 1), ("capture",), ("ship",)), UNPAID,
          total="151.56", delivered={"PO-100": 2, "CS-1-M": 1}, paid="151.56"),
    Story("a line is added", ONE, (("add", "GLOVE", 4), ("capture",), ("ship",)), UNPAID,
          total="92.88", delivered={"PO-100": 1, "GLOVE": 4}, paid="92.88"),
    Story("a line is removed", MIXED, (("remove", 0), ("capture",), ("ship",)), UNPAID,
          total="77.40", delivered={"PO-100": 0, "CS-1-M": 3}, paid="77.40"),
    Story("another price", TWO, (("price", 0, 2, "45.50"), ("capture",), ("ship",)), UNPAID,
          total="118.20", delivered={"PO-100": 2}, paid="118.20", skip=FIXED_PRICES),
    Story("edited twice", ONE, (("edit", 0, 5), ("add", "GLOVE", 1), ("edit", 0, 2), ("capture",), ("ship",)),
          UNPAID, total="134.76", delivered={"PO-100": 2, "GLOVE": 1}, paid="134.76"),
    Story("the rest is given up after a part left", MIXED,
          (("ship", {"PO-100": 2, "CS-1-M": 1}), ("edit", 1, 1), ("capture",)), UNPAID,
          total="151.56", delivered={"PO-100": 2, "CS-1-M": 1}, paid="151.56"),
    Story("a line is added after everything left", ONE,
          (("ship",), ("add", "GLOVE", 1), ("ship",), ("capture",)), UNPAID,
          total="74.88", delivered={"PO-100": 1, "GLOVE": 1}, paid="74.88"),
    Story("more of a line after it was authorized", ONE, (("edit", 0, 3), ("capture",), ("ship",)),
          total="188.64", delivered={"PO-100": 3}, paid="188.64"),
    Story("more of a line after it was paid", ONE, (("edit", 0, 2), ("capture",), ("ship",)), PAID,
          total="128.76", delivered={"PO-100": 2}, paid="128.76", skip=FIXED_ONCE_PAID),
    Story("fewer of a line after it was paid, the difference back", TWO,
          (("edit", 0, 1), ("ship",), ("refund", "59.88")), PAID,
          total="68.88", delivered={"PO-100": 1}, paid="128.76", refunded="59.88", skip=FIXED_ONCE_PAID),
    Story("moved before it is shipped", TWO, (("move",), ("ship",)), PAID,
          delivered={"PO-100": 2}, paid="128.76"),
    # --- cancelled ---
    Story("cancelled at once", TWO, (("cancel",),), UNPAID, state="cancel", delivered={"PO-100": 0}),
    Story("paid, then cancelled, the money back", TWO, (("cancel",),), PAID, state="cancel",
          delivered={"PO-100": 0}, paid="128.76", refunded="128.76", skip=MONEY_BY_HAND),
    Story("cancelled when a part had left", MIXED, (("ship", {"PO-100": 2}), ("cancel",)), UNPAID,
          delivered={"PO-100": 2, "CS-1-M": 0}, skip=SHIPPED_STAYS),
    Story("cancelled when everything had left", TWO, (("ship",), ("cancel",)), UNPAID,
          delivered={"PO-100": 2}, skip=SHIPPED_STAYS),
    Story("cancelled by us", TWO, (("cancel here",),), UNPAID, state="cancel", delivered={"PO-100": 0}),
    Story("edited, then cancelled", ONE, (("edit", 0, 2), ("cancel",)), UNPAID, state="cancel",
          total="128.76", delivered={"PO-100": 0}),
    # --- money back ---
    Story("a part of the money back in the shop", TWO, (("ship",), ("refund", "12.34")), PAID,
          delivered={"PO-100": 2}, paid="128.76", refunded="12.34"),
    Story("money back twice", TWO, (("ship",), ("refund", "10.00"), ("refund", "2.34")), PAID,
          delivered={"PO-100": 2}, paid="128.76", refunded="12.34"),
    Story("money back by us", TWO, (("ship",), ("refund here", "12.34")), PAID,
          delivered={"PO-100": 2}, paid="128.76", refunded="12.34"),
    Story("money back by us and in the shop", TWO, (("ship",), ("refund here", "5.00"), ("refund", "7.34")),
          PAID, delivered={"PO-100": 2}, paid="128.76", refunded="12.34"),
    Story("all the money back after it was shipped", TWO, (("ship",), ("refund", "128.76")), PAID,
          delivered={"PO-100": 2}, paid="128.76", refunded="128.76"),
    Story("money back for dollars", DOLLARS, (("ship",), ("refund", "12.34")), PAID,
          delivered={"PO-100": 2}, paid="128.76", refunded="12.34"),
    # --- goods back ---
    Story("one of two comes back", TWO, (("ship",), ("return", 0, 1, "59.88", "accept")), PAID,
          delivered={"PO-100": 1}, paid="128.76", refunded="59.88"),
    Story("everything comes back", MIXED,
          (("ship",), ("return", 0, 2, "119.76", "accept"), ("return", 1, 3, "68.40", "accept")), PAID,
          delivered={"PO-100": 0, "CS-1-M": 0}, paid="197.16", refunded="188.16"),
    Story("a serial number comes back", SERIAL, (("ship",), ("return", 0, 1, "1080.00", "accept")), PAID,
          delivered={"PUMP-1": 0}, paid="1089.00", refunded="1080.00"),
    Story("a return is declined", TWO, (("ship",), ("return", 0, 1, "0.00", "decline")), PAID,
          delivered={"PO-100": 1}, paid="128.76", skip=REFUND_FIRST),
    Story("goods back, then some money more", TWO,
          (("ship",), ("return", 0, 1, "59.88", "accept"), ("refund", "5.00")), PAID,
          delivered={"PO-100": 1}, paid="128.76", refunded="64.88"),
    Story("some money back, then goods", TWO,
          (("ship",), ("refund", "5.00"), ("return", 0, 1, "59.88", "accept")), PAID,
          delivered={"PO-100": 1}, paid="128.76", refunded="64.88"),
    Story("a device with voucher comes back", DISCOUNT,
          (("ship",), ("return", 0, 1, "57.88", "accept")), PAID,
          delivered={"PO-100": 2, "CS-1-M": 1}, paid="199.44", refunded="57.88"),
    Story("all of a line with voucher comes back", DISCOUNT,
          (("ship",), ("return", 1, 1, "16.80", "accept")), PAID,
          delivered={"PO-100": 3, "CS-1-M": 0}, paid="199.44", refunded="16.80"),
    Story("a device bought with tax in its price comes back", INCLUSIVE,
          (("ship",), ("return", 0, 1, "59.88", "accept")), PAID,
          delivered={"PO-100": 2}, paid="188.64", refunded="59.88"),
    Story("money back by us from two payments", ONE,
          (("edit", 0, 2), ("capture",), ("ship",), ("refund here", "100.00")), PAID,
          total="128.76", delivered={"PO-100": 2}, paid="128.76", refunded="100.00", skip=FIXED_ONCE_PAID),
    # --- exchanged ---
    Story("exchanged for the same", TWO,
          (("ship",), ("exchange", 0, 1, "PO-100", 1), ("ship",), ("come back", "accept")), PAID,
          total="188.64", delivered={"PO-100": 2}, paid="128.76", skip=NO_EXCHANGES),
    Story("exchanged for something cheaper, the difference back by us", TWO,
          (("ship",), ("exchange", 0, 1, "CS-1-M", 2), ("come back", "accept"), ("ship",)), PAID,
          total="174.36", delivered={"PO-100": 1, "CS-1-M": 2}, paid="128.76", refunded="14.28",
          skip=NO_EXCHANGES),
    Story("exchanged for something dearer, the difference paid", TWO,
          (("ship",), ("exchange", 0, 1, "CS-1-M", 3), ("ship",), ("capture",), ("come back", "accept")),
          PAID, total="197.16", delivered={"PO-100": 1, "CS-1-M": 3}, paid="137.28", skip=NO_EXCHANGES),
    # --- gift cards ---
    Story("all of it by gift card", ONE, (("ship",),), {**PAID, "gift_card": True},
          delivered={"PO-100": 1}, paid="68.88", skip={WOO: "a gift card lowers what is left to pay"}),
)  # fmt: skip
