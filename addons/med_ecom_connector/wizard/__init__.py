from . import (
    ecom_cancel_order,
    ecom_dismiss,
    ecom_file_export,
    ecom_mapping_ignore,
    ecom_replay,
    ecom_refund_send,
    ecom_ship,
    ecom_return_decide,
    ecom_short,
    ecom_tracking_import,
    ecom_weigh,
    stock_return_picking,
)
