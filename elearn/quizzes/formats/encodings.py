"""How the bytes of a file are read as letters: as a byte order mark or the file itself says, else as UTF-8, else as
Windows-1251 where that makes Russian words of them, as old editors in the region save."""

import re
from itertools import islice

from elearn.foundation.sheets.encodings import Undecided, marked

# What XML may say of itself; others are refused, as Python knows some that are no text at all, or that can grow.
_DECLARABLE = (
    "utf-8",
    "utf-16",
    "us-ascii",
    "windows-1251",
    "koi8-r",
    "windows-1252",
    "windows-1256",
    "iso-8859-1",
    "iso-8859-5",
)
_DECLARED = re.compile(rb"\s*<\?xml[^>]{1,100}?\sencoding\s*=\s*[\"']([A-Za-z0-9_.:-]{1,40})[\"']")
_WORD = re.compile(r"[^\W\d_]+")
_RUSSIAN = re.compile(r"[А-Яа-яЁё]+")
_MOST_WORDS = 10_000  # enough to tell


def decoded(data: bytes) -> str:
    """The text of a file. Raises Undecided."""
    try:
        return data.decode(_encoding(data))
    except UnicodeDecodeError as error:
        if error.encoding == "utf-8" and (text := _russian(data)):
            return text
        raise Undecided(data.count(b"\n", 0, error.start) + 1) from error


def _encoding(data: bytes) -> str:
    """As its mark says; without one, a letter and a NUL are UTF-16; else as XML says."""
    if found := marked(data):
        return found
    declared = _DECLARED.match(data[:300])
    named = declared[1].decode().lower() if declared else ""
    # What says that it is UTF-16 and could be read so far is not.
    return named if named in _DECLARABLE and named != "utf-16" else "utf-8"


def _russian(data: bytes) -> str:
    """The text in Windows-1251; empty where it makes no Russian words: of Russian letters alone, and mostly small ones."""
    try:
        text = data.decode("windows-1251")
    except UnicodeDecodeError:
        return ""
    words = [found[0] for found in islice(_WORD.finditer(text), _MOST_WORDS) if not found[0].isascii()]
    letters = "".join(words)
    small = sum(map(str.islower, letters))
    plausible = all(map(_RUSSIAN.fullmatch, words)) and any(len(word) > 2 for word in words)
    return text if plausible and 2 * small > len(letters) else ""
