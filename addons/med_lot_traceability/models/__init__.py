from . import product_template, product_product
from . import stock_lot, stock_lot_release, stock_quant
from . import stock_move_line, stock_move
