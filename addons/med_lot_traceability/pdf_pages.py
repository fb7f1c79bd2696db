"""Papers of any kind as pages of a PDF."""

import io

from PIL import Image, UnidentifiedImageError

from odoo.tools.pdf import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    PdfFileReader,
    PdfReadError,
)

#: The name under which pages know the font of their numbers
FONT = "/MedPageNumber"

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

    Done here, for not every build of wkhtmltopdf knows footers; and by adding to the pages what draws the
    number, for merging pages reads all their contents: a minute for a lot with thousands of shipments.
    """
    total = writer.getNumPages()
    font = writer._addObject(
        _make_dictionary({"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"})
    )
    before = writer._addObject(_make_stream("q"))
    for number in range(count):
        page = writer.getPage(number)
        resources = page["/Resources"]
        if "/Font" not in resources:
            resources[NameObject("/Font")] = DictionaryObject()
        resources["/Font"][NameObject(FONT)] = font
        text = f"{number + 1} / {total}"
        place = float(page.mediabox[2]) / 2 - 2 * len(text)  # a digit is some 4 points wide
        after = writer._addObject(_make_stream(f"Q q BT {FONT} 8 Tf {place:.1f} 20 Td ({text}) Tj ET Q"))
        contents = page.raw_get("/Contents")
        own = contents.get_object()
        own = list(own) if isinstance(own, list) else [contents]
        page[NameObject("/Contents")] = ArrayObject([before, *own, after])


def _make_dictionary(names):
    return DictionaryObject({NameObject(key): NameObject(value) for key, value in names.items()})


def _make_stream(text):
    stream = DecodedStreamObject()
    stream.setData(text.encode())
    return stream
