from . import ecom_dismiss
