"""Pictures as people bring them: drawn anew, without what their makers wrote into them, small enough for a slow line.

Drawings in SVG are refused: they are programs, and what of them is harmless nobody can say for certain.
"""

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from elearn.authoring.rules.bringing import Unreadable
from elearn.courses.content.media import LARGEST

MOST_BYTES = 20_000_000
MOST_PIXELS = 50_000_000  # of a good camera; asked of the file's head, before anything is unpacked
WIDEST = 1_600
_FORMATS = ("PNG", "JPEG", "WEBP")
_QUALITIES = (85, 75, 65, 50)
_SHRINK = 0.75
_SMALLEST = 200


def drawn_anew(data: bytes) -> tuple[str, bytes] | Unreadable:
    """The ending of the name and the bytes of a picture that lessons can show, or why it cannot be read."""
    if len(data) > MOST_BYTES:
        return Unreadable.TOO_LARGE
    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                return Unreadable.TOO_LARGE
            opened.load()
            picture = ImageOps.exif_transpose(opened)
    except UnidentifiedImageError:
        return Unreadable.NO_PICTURE
    except (MemoryError, Image.DecompressionBombError):
        return Unreadable.TOO_LARGE
    except (OSError, SyntaxError, ValueError, EOFError):
        return Unreadable.DAMAGED
    see_through = "A" in picture.getbands() or "transparency" in picture.info
    picture = picture.convert("RGBA" if see_through else "RGB")
    picture.thumbnail((WIDEST, WIDEST))
    return _small(picture)


def _small(picture: Image.Image) -> tuple[str, bytes]:
    """The first of several ways to write it that is small enough."""
    plain = _written(picture, "PNG", optimize=True)
    if len(plain) <= LARGEST // 2:
        return "png", plain
    ending, name = ("webp", "WEBP") if picture.mode == "RGBA" else ("jpg", "JPEG")
    while True:
        for quality in _QUALITIES:
            data = _written(picture, name, quality=quality)
            if len(data) <= LARGEST:
                return ending, data
        picture = picture.resize((max(1, int(picture.width * _SHRINK)), max(1, int(picture.height * _SHRINK))))


def _written(picture: Image.Image, name: str, **options: object) -> bytes:
    out = BytesIO()
    Image.Image.save(_bare(picture), out, name, **options)
    return out.getvalue()


def _bare(picture: Image.Image) -> Image.Image:
    """Its pixels and nothing else: no place, no date, no name of the camera."""
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    return bare
