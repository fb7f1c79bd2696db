from . import ecom_dismiss, ecom_mapping_ignore, ecom_weigh
