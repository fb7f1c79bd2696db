from . import product_template, product_product
from . import med_zone, stock_location
from . import med_lot_batch
from . import stock_lot, stock_lot_release, stock_quant
from . import stock_move_line, stock_move
from . import med_trace_event
