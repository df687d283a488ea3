"""What somebody gets of a certificate on paper: its words, and what its square code says."""

from dataclasses import fields
from io import BytesIO

import pypdf
import pypdfium2
import zxingcpp

from elearn.certificates.exports import Sheet


def text(document: bytes) -> str:
    """All words of the page in reading order."""
    [page] = pypdf.PdfReader(BytesIO(document)).pages
    return " ".join(page.extract_text().split())


def read_code(document: bytes) -> str:
    """What the square code says, read from the picture of the page."""
    [page] = pypdfium2.PdfDocument(document)
    picture = page.render(scale=2, grayscale=True)
    pixels = memoryview(bytes(picture.buffer)).cast("B", shape=[picture.height, picture.stride])
    [found] = zxingcpp.read_barcodes(pixels)
    return str(found.text)


def words_of(sheet: Sheet) -> str:
    """What a reader would read aloud, from top to bottom."""
    shown = [
        field.name for field in fields(Sheet) if field.name not in ("language", "direction", "address", "qr_label")
    ]
    parts: list[str] = []
    for name in shown:
        value = getattr(sheet, name)
        parts += [word for line in value for word in line] if name == "lines" else [str(value)]
    return " ".join(" ".join(parts).split())
