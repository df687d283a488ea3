"""What the pages of translations send: one block with its words, or a PO file."""

from collections.abc import Mapping
from dataclasses import dataclass

from werkzeug.datastructures import FileStorage

from elearn.foundation.manuscript.text import is_origin


@dataclass(frozen=True)
class SentBlock:
    """A block's key and words; from which source text they were made, and which version of them was read."""

    key: str
    words: str
    origin: str
    base: str


def block(form: Mapping[str, str]) -> SentBlock | None:
    """The block that was sent; None where that cannot be read."""
    origin, base = form.get("origin", ""), form.get("base", "")
    if not is_origin(origin) or not (base == "" or is_origin(base)):
        return None
    return SentBlock(form.get("key", ""), clean(form.get("words", "")), origin, base)


def clean(words: str) -> str:
    """With the line ends of files. Browsers send those of mail."""
    return words.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def file_text(file: FileStorage | None) -> str:
    """The text of a file that was sent; empty where it is none."""
    data: bytes = file.read() if file else b""
    return data.decode("utf-8-sig", "replace")
