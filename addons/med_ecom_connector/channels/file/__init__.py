from .channel import FileChannel

__all__ = ["FileChannel"]
