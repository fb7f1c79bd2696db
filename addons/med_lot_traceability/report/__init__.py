from . import life_cycle_texts
from . import life_cycle_report
from . import life_cycle_workbook
from . import consignee_list
