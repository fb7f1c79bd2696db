"""What can keep an exchange from being done, in words: what happened, and what to do.

Kept as codes on the exchange and put into words when shown, so that everybody reads them in
their own language.
"""

from .call import ASKED_REMEDIES, CALL_PROBLEMS
from .change import CHANGE_PROBLEMS
from .connection import WARNINGS
from .file import CELL_PROBLEMS, FILE_PROBLEMS, PLACE_PROBLEMS
from .money import MONEY_PROBLEMS
from .order import ORDER_PROBLEMS
from .product import PRODUCT_PROBLEMS
from .shipment import SHIPMENT_PROBLEMS
from .words import WORDS

#: code: (what happened, what to do)
PROBLEMS = {
    **ORDER_PROBLEMS,
    **CHANGE_PROBLEMS,
    **SHIPMENT_PROBLEMS,
    **PRODUCT_PROBLEMS,
    **MONEY_PROBLEMS,
    **CALL_PROBLEMS,
}
