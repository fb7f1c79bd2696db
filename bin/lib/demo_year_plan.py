"""What the demo company did in the last twelve months. Plain data; days are counted back from today.

Most of it happens in Shenzhen, whose warehouse is divided into zones. What passes through Lyon, from which
the shop sells, leaves Lyon again: the shop's figures are those of ``demo_catalogue``.
"""

from __future__ import annotations

from dataclasses import dataclass

#: The day of the first event, and of the master data before it.
BEGINNING = 365


@dataclass(frozen=True)
class Receipt:
    """One purchase of one supplier.

    :param days: ago
    :param goods: SKU, lot (or batch of serial numbers), pieces, months from today to expiry
    :param inspected: days after the arrival; None: still waiting
    """

    days: int
    goods: tuple[tuple[str, str, int, int], ...]
    inspected: int | None = 4
    warehouse: str = "SZX"


@dataclass(frozen=True)
class Sale:
    """One order and its delivery two days later.

    :param buyer: e-mail of a contact
    :param goods: SKU, pieces
    """

    days: int
    buyer: str
    goods: tuple[tuple[str, int], ...]
    warehouse: str = "SZX"


AINAY = "achats@clinique-ainay.example"
VIEUX_PORT = "pharmacie.vieuxport@example.com"
KLEIN = "praxis.klein@example.com"
RENXIN = "caigou@renxin-clinic.example"
MARIE = "marie.laurent@example.com"
LIU = "liu.yang@example.cn"
#: Private people who bought by telephone: e-mail, name, street, city, postal code, country
PRIVATE = (
    (MARIE, "Marie Laurent", "5 rue Mercière", "Lyon", "69002", "FR"),
    (LIU, "刘洋", "福田区深南大道 6008 号", "深圳市", "518034", "CN"),
)

# fmt: off
RECEIPTS = (
    Receipt(350, (("SYR-5ML-100", "SY25Y1", 200, 2), ("MSK-SUR-50", "MS25Y1", 150, 8))),
    Receipt(320, (("LAN-28G-100", "LA25Y1", 300, 14), ("CAN-IV-20G", "CN25Y1", 100, 18))),
    Receipt(290, (("INF-SET-20", "IN25Y1", 120, 1), ("DRS-HYD-10", "DH25Y1", 80, 15))),
    Receipt(260, (("IOL-FOL-21", "ILB25Y", 10, 30), ("TST-COV-5", "AG25Y1", 100, -1))),
    Receipt(230, (("SUT-PGA-30", "SU25Y1", 90, 20),)),
    Receipt(200, (("TAP-SUR-25", "ST25Y1", 60, 12),), 1, "LYS"),
    Receipt(190, (("HYA-GEL-2", "HY25Y1", 60, 9), ("LEN-DAY-30", "LD25Y1", 150, 16))),
    Receipt(150, (("TST-COV-5", "AG26Y1", 120, 7), ("TON-WD-100", "TD26Y1", 100, 30))),
    Receipt(120, (("GLV-NIT-M", "GM25Y1", 80, 15),), 1, "LYS"),
    Receipt(110, (("MSK-SUR-50", "MS26Y1", 200, 22), ("SYR-5ML-100", "SY26Y1", 150, 28))),
    Receipt(70, (("GLU-STR-50", "GS26Y1", 80, 10), ("INF-SET-20", "IN26Y1", 100, 26))),
    Receipt(30, (("LAN-28G-100", "LA26Y1", 200, 30),)),
    Receipt(26, (("CAN-IV-20G", "CN26Y1", 120, 24),), None),
)
SALES = (
    Sale(335, AINAY, (("SYR-5ML-100", 40), ("MSK-SUR-50", 30))),
    Sale(328, RENXIN, (("SYR-5ML-100", 30),)),
    Sale(310, RENXIN, (("LAN-28G-100", 60), ("CAN-IV-20G", 20))),
    Sale(305, KLEIN, (("CAN-IV-20G", 15), ("MSK-SUR-50", 20))),
    Sale(298, VIEUX_PORT, (("LAN-28G-100", 40),)),
    Sale(280, AINAY, (("INF-SET-20", 20), ("DRS-HYD-10", 10))),
    Sale(272, RENXIN, (("CAN-IV-20G", 25),)),
    Sale(252, KLEIN, (("DRS-HYD-10", 15), ("MSK-SUR-50", 25))),
    Sale(246, MARIE, (("TST-COV-5", 3),)),
    Sale(240, RENXIN, (("IOL-FOL-21", 3),)),
    Sale(225, AINAY, (("TST-COV-5", 10), ("LAN-28G-100", 30))),
    Sale(212, VIEUX_PORT, (("MSK-SUR-50", 30),)),
    Sale(198, RENXIN, (("IOL-FOL-21", 2), ("SYR-5ML-100", 20))),
    Sale(188, MARIE, (("TAP-SUR-25", 25),), "LYS"),
    Sale(182, AINAY, (("HYA-GEL-2", 10),)),
    Sale(176, KLEIN, (("LEN-DAY-30", 20),)),
    Sale(172, AINAY, (("TAP-SUR-25", 35),), "LYS"),
    Sale(165, LIU, (("LEN-DAY-30", 4),)),
    Sale(158, RENXIN, (("HYA-GEL-2", 8), ("LAN-28G-100", 50))),
    Sale(140, AINAY, (("TST-COV-5", 20),)),
    Sale(132, VIEUX_PORT, (("LEN-DAY-30", 30), ("DRS-HYD-10", 20))),
    Sale(118, RENXIN, (("CAN-IV-20G", 20),)),
    Sale(112, VIEUX_PORT, (("GLV-NIT-M", 50),), "LYS"),
    Sale(101, AINAY, (("MSK-SUR-50", 40), ("SYR-5ML-100", 50))),
    Sale(95, AINAY, (("GLV-NIT-M", 30),), "LYS"),
    Sale(88, KLEIN, (("SYR-5ML-100", 20), ("TST-COV-5", 15))),
    Sale(76, RENXIN, (("IOL-FOL-21", 2),)),
    Sale(62, VIEUX_PORT, (("GLU-STR-50", 15),)),
    Sale(55, MARIE, (("GLU-STR-50", 2),)),
    Sale(48, AINAY, (("INF-SET-20", 25), ("SYR-5ML-100", 30))),
    Sale(35, KLEIN, (("MSK-SUR-50", 30),)),
    Sale(21, RENXIN, (("LEN-DAY-30", 25), ("HYA-GEL-2", 6))),
    Sale(14, VIEUX_PORT, (("LAN-28G-100", 40),)),
    Sale(8, AINAY, (("GLU-STR-50", 10),)),
)
# fmt: on

#: A lot that arrives partly damaged: pieces that quality rejects, and why.
PARTLY_REJECTED = {"DH25Y1": (12, "Cartons wet at the bottom of the pallet")}
#: Lots that fail their inspection; they go back to the supplier ten days later.
REJECTED = {"TD26Y1": "Splinters at the edges of the samples"}

#: What else happened: days ago, step in ``demo_year_steps.Steps``, arguments.
INCIDENTS = (
    (293, "hold", ("LA25Y1", "Complaint: needle does not retract")),
    (289, "lift_hold", ("LA25Y1", "Complaint unfounded: used twice by the customer")),
    (205, "take_back", (212, "MS25Y1", 5)),
    (170, "put_on_shelf", ("HY25Y1", 20, "Shelf A-01")),
    (60, "correct_delivery", (62, "GS26Y1", 14)),
    (58, "recall", ("CN25Y1", "Maker's field safety notice FSN-2026-07: needle may detach")),
    (50, "take_back", (272, "CN25Y1", 10)),
    (40, "take_back", (48, "IN25Y1", 2)),
    (38, "scrap_returned", ("IN25Y1", 2)),
)
