from . import life_cycle
