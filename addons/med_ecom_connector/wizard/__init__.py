from . import ecom_cancel_order, ecom_dismiss, ecom_mapping_ignore, ecom_weigh
from . import ecom_dismiss, ecom_mapping_ignore, ecom_weigh
from . import ecom_dismiss, ecom_short
from . import ecom_dismiss, ecom_mapping_ignore, ecom_short, ecom_weigh
