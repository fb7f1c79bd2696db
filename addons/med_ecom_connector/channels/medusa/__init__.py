from .channel import MedusaChannel

__all__ = ["MedusaChannel"]
