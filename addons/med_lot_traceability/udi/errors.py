"""The package's only exception."""


class UdiError(ValueError):
    """`build` was asked for a carrier that cannot exist, or `parse` was given no text.

    What is wrong with a scanned carrier is not an exception: it is in `UdiScan.errors`.
    """
