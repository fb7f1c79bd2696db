from .channel import ShopifyChannel

__all__ = ["ShopifyChannel"]
