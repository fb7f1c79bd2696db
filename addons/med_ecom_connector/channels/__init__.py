"""Shops, by the code stored on ``ecom.store``."""
