from . import test_access, test_expiry, test_gate, test_lot_status, test_product, test_reservation, test_sellable
