from .channel import WooCommerceChannel

__all__ = ["WooCommerceChannel"]
