from . import med_lot_status_wizard
