"""Papers of any kind as pages of a PDF."""

import io

from PIL import Image, UnidentifiedImageError

from odoo.tools.pdf import PdfFileReader, PdfReadError

UNREADABLE = (PdfReadError, ValueError, TypeError, KeyError, AttributeError, NotImplementedError, IndexError)


def open_pages(content):
    """:param content: bytes of a PDF or of a picture, or None
    :return: reader of its pages, None when there are none to be had (other formats, locked or broken files)
    """
    if not content:
        return None
    if not content.lstrip().startswith(b"%PDF"):
        content = _picture_to_pdf(content)
    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        return None if reader.isEncrypted or not reader.getNumPages() else reader
    except UNREADABLE:
        return None


def _picture_to_pdf(content):
    stream = io.BytesIO()
    try:
        with Image.open(io.BytesIO(content)) as picture:
            picture.convert("RGB").save(stream, format="pdf")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        return b""
    return stream.getvalue()
