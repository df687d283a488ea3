"""Pictures, sounds, videos and documents of a module: of which kind they are by what they hold, not by what their name says."""

import hashlib
import re
from dataclasses import dataclass

from elearn.courses.content.problems import MediumProblem
from elearn.foundation.manuscript.text import Manuscript

LARGEST = 300_000  # bytes of a picture: six seconds over a line of 400 kbit/s
_LARGEST_SOUND, _LARGEST_VIDEO, _LARGEST_DOCUMENT = 5_000_000, 20_000_000, 3_000_000
# By the ending of the name: the MIME type, and how many bytes there may be.
_KINDS = {
    "png": ("image/png", LARGEST),
    "jpg": ("image/jpeg", LARGEST),
    "jpeg": ("image/jpeg", LARGEST),
    "webp": ("image/webp", LARGEST),
    "mp3": ("audio/mpeg", _LARGEST_SOUND),
    "ogg": ("audio/ogg", _LARGEST_SOUND),
    "m4a": ("audio/mp4", _LARGEST_SOUND),
    "mp4": ("video/mp4", _LARGEST_VIDEO),
    "webm": ("video/webm", _LARGEST_VIDEO),
    "pdf": ("application/pdf", _LARGEST_DOCUMENT),
}
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\.[a-z0-9]+")
# The signatures of PNG (RFC 2083, 3.1), JPEG (ITU T.81, B.1.1.3), MP3 (ID3v2.4, 3.1; ISO 11172-3, 2.4.1.3 for a bare stream),
# Ogg (RFC 3533, 6), WebM (RFC 8794, EBML header) and PDF (ISO 32000-1, 7.5.2).
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"ID3", "audio/mpeg"),
    *((bytes((0xFF, second)), "audio/mpeg") for second in (0xFB, 0xFA, 0xF3, 0xF2)),
    (b"OggS\x00", "audio/ogg"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"%PDF-", "application/pdf"),
)


@dataclass(frozen=True)
class Picture:
    """A picture, sound, video or document, and the MIME type that its first bytes show."""

    mime_type: str
    data: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def read_picture(manuscript: Manuscript, name: str, data: bytes) -> Picture:
    """What is in a file. What is wrong with it is noted in the manuscript, as of line 1."""
    expected, most = kind(name)
    found = mime_type(data)
    if not expected or not _NAME.fullmatch(name):
        manuscript.complain(1, MediumProblem.BAD_NAME)
    elif found != expected:
        manuscript.complain(1, MediumProblem.NOT_A_PICTURE)
    if len(data) > most:
        manuscript.complain(1, MediumProblem.TOO_LARGE, most=most // 1000)
    return Picture(found, data)


def kind(name: str) -> tuple[str, int]:
    """The MIME type of a medium of that name, empty for an unknown one, and how many bytes it may have."""
    return _KINDS.get(name.rpartition(".")[2], ("", LARGEST))


def mime_type(data: bytes) -> str:
    """By the first bytes; empty for what lessons cannot show. WebP: RFC 9649, 2.4; MP4: ISO 14496-12, 4.3."""
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:8] == b"ftyp":
        return "audio/mp4" if data[8:11] == b"M4A" else "video/mp4"
    return next((found for signature, found in _SIGNATURES if data.startswith(signature)), "")
