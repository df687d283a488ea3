"""Why something that an author brings cannot be used, and how it is called when it can."""

import re
from collections.abc import Collection
from enum import StrEnum


class Unreadable(StrEnum):
    """Why a file cannot be read."""

    NO_PICTURE = "no-picture"  # nor anything else that lessons can show
    DAMAGED = "damaged"
    TOO_LARGE = "too-large"
    NO_DOCUMENT = "no-document"  # not from a word processor
    TANGLED = "tangled"  # too long or too nested
    NO_WORDS = "no-words"  # what it shows is not said


class Lost(StrEnum):
    """What of a document stays behind."""

    PICTURES = "pictures"
    NOTES = "notes"  # footnotes and endnotes
    COMMENTS = "comments"
    BOXES = "boxes"  # text boxes
    STYLES = "styles"  # of a kind that lessons do not have


_SIGN = re.compile(r"[^a-z0-9]+")


def medium_name(file_name: str, words: Collection[str], ending: str, taken: Collection[str]) -> str:
    """A name for a file in the folder media, that no other one has: after its own name, else after what it shows."""
    stem = _SIGN.sub("-", file_name.rpartition(".")[0].lower()).strip("-") or "-".join(words) or "picture"
    stem = stem[:40].strip("-")
    names = (f"{stem}{number}.{ending}" for number in ("", *(f"-{each}" for each in range(2, len(taken) + 3))))
    return next(name for name in names if name not in taken)
