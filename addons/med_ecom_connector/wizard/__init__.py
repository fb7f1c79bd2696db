from . import (
    ecom_cancel_order,
    ecom_dismiss,
    ecom_mapping_ignore,
    ecom_replay,
    ecom_short,
    ecom_tracking_import,
    ecom_weigh,
)
from . import ecom_replay
from . import ecom_file_export
