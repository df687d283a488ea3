"""Pictures of a module: of which kind they are by what they hold, not by what their name says."""

import hashlib
import re
from dataclasses import dataclass

from elearn.courses.content.problems import MediumProblem
from elearn.foundation.manuscript.text import Manuscript

LARGEST = 300_000  # bytes: six seconds over a line of 400 kbit/s
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\.(png|jpe?g|webp)")
_MIME_TYPES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp"}


@dataclass(frozen=True)
class Picture:
    """A picture, and the MIME type that its first bytes show."""

    mime_type: str
    data: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def read_picture(manuscript: Manuscript, name: str, data: bytes) -> Picture:
    """The picture in a file. What is wrong with it is noted in the manuscript, as of line 1."""
    named = _NAME.fullmatch(name)
    found = mime_type(data)
    if named is None:
        manuscript.complain(1, MediumProblem.BAD_NAME)
    elif found != _MIME_TYPES[named[1]]:
        manuscript.complain(1, MediumProblem.NOT_A_PICTURE)
    if len(data) > LARGEST:
        manuscript.complain(1, MediumProblem.TOO_LARGE, most=LARGEST // 1000)
    return Picture(found, data)


def mime_type(data: bytes) -> str:
    """By the signatures of PNG (RFC 2083, 3.1), JPEG (ITU T.81, B.1.1.3) and WebP (RFC 9649, 2.4); empty for all else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    return "image/webp" if data.startswith(b"RIFF") and data[8:12] == b"WEBP" else ""
