from . import med_lot_status_wizard
from . import med_gate_check
from . import med_epcis_export
from . import med_consignee_search_wizard
from . import med_lot_reject_wizard
from . import med_udi_label_wizard
from . import med_udi_label_line
from . import base_partner_merge_ledger
