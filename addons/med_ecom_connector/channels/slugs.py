"""Names for addresses of web pages."""

import re
import unicodedata


def slug(product):
    """A name for the address in the shop that is ours alone and stays readable.

    :param product: :class:`~.catalogue.ProductOut`
    """
    text = unicodedata.normalize("NFKD", product.name).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    return f"{words}-{product.reference}".strip("-")
