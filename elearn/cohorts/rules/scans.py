"""Scans of signed sheets: what files are taken, and whether what is kept is still what came."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

LARGEST = 10_000_000  # bytes
_TYPES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png", b"%PDF-": "application/pdf"}
ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf"}


class Refused(StrEnum):
    """Why a file is not kept."""

    TOO_LARGE = "too-large"
    NO_SCAN = "no-scan"  # neither JPEG nor PNG nor PDF
    KEPT = "kept"  # this very file is kept already
    DELETED = "deleted"  # it was kept, and deleted


class Why(StrEnum):
    """Why a scan is deleted."""

    ERASURE = "erasure"  # somebody on it is to be erased
    WRONG = "wrong"  # it is another paper, or of another day
    UNREADABLE = "unreadable"  # there is a better one


class State(StrEnum):
    """Whether the bytes that are kept are those that came."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True)
class Sheet:
    """What came: its digest (SHA-256, in hex), its length in bytes and its type."""

    digest: str
    size: int
    mime_type: str


def sheet(data: bytes) -> Sheet | Refused:
    """What a file is, told by its first bytes: its name says nothing."""
    if len(data) > LARGEST:
        return Refused.TOO_LARGE
    mime_type = next((mime_type for begin, mime_type in _TYPES.items() if data.startswith(begin)), None)
    return Sheet(hashlib.sha256(data).hexdigest(), len(data), mime_type) if mime_type else Refused.NO_SCAN


def state(kept: bytes | None, digest: str) -> State:
    """What holds of the bytes that are kept now."""
    if kept is None:
        return State.GONE
    return State.SAME if hashlib.sha256(kept).hexdigest() == digest else State.CHANGED
