from . import ecom_dismiss, ecom_mapping_ignore
from . import ecom_dismiss
from . import ecom_weigh
