"""Unique device identification (UDI): reads and writes the carriers of all issuing agencies.

Plain Python: it knows nothing of Odoo.

    scan = parse("(01)51022222233336(11)141231(17)150707(10)A213B1(21)1234")
    scan.status, scan.agency, scan.di, scan.lot, scan.exp_date
    build("HIBCC", di="A123BJC5D6E71", lot="10X3", exp_date=date(2020, 1, 15))

What is wrong with a carrier is said by codes in the result, never guessed away; see `UdiScan`.
"""

from .build import build
from .errors import UdiError
from .parse import AGENCIES, parse
from .scan import QUESTIONS, UdiScan
