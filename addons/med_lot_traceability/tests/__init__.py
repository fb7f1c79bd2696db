from . import test_access
from . import test_product
from . import test_lot_status
from . import test_expiry
from . import test_gate
from . import test_gate_race
from . import test_reservation
from . import test_sellable
