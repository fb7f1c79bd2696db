from . import med_lot_status_wizard
from . import med_gate_check
