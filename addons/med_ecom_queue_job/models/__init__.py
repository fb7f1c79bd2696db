from . import ecom_exchange
