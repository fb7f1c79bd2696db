"""Papers of any kind as pages of a PDF."""

import io

from PIL import Image, UnidentifiedImageError
from reportlab.pdfgen.canvas import Canvas

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


def number_pages(writer, count):
    """Write '1 / 9' at the foot of the first ``count`` pages: a file of many pages must be told to be whole.

    Done here, for not every build of wkhtmltopdf knows footers.
    """
    total = writer.getNumPages()
    for number in range(count):
        page = writer.getPage(number)
        width = float(page.mediabox[2])
        stream = io.BytesIO()
        canvas = Canvas(stream, pagesize=(width, float(page.mediabox[3])))
        canvas.setFont("Helvetica", 8)
        canvas.drawCentredString(width / 2, 20, f"{number + 1} / {total}")
        canvas.save()
        page.merge_page(PdfFileReader(stream).getPage(0))
