from . import life_cycle
from . import consignees
