from . import test_access, test_product
from . import test_lot_status, test_expiry
from . import test_gate, test_gate_race, test_reservation
from . import test_sellable
