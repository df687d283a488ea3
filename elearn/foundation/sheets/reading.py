"""A list that somebody sends, as rows of text: CSV with any delimiter, or the first sheet of an XLSX workbook.

A workbook is weighed before it is opened: a few kilobytes can unfold to more than a computer holds.
"""

import csv
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import python_calamine

from elearn.foundation.sheets.encodings import Undecided, decoded
from elearn.foundation.sheets.writing import fused

LARGEST = 12_000_000  # bytes of the file
MOST_ROWS = 60_000
_MOST_UNPACKED = 250_000_000
_MOST_FILES = 2_000
_MOST_CELLS = 4_000_000  # of the rectangle around all of them, which is what opening it takes
_MOST_LONG_CELLS = 200_000  # where there are long texts: every cell may point at the same one
_SAMPLE = 30  # rows from which the delimiter is found out
_CELL = re.compile(rb'<(?:\w+:)?(?:c|row|dimension)\s[^>]*?\b(?:r|ref)="(?:[A-Z]+\d+:)?([A-Z]*)(\d+)"')
_LONG, _TOO_LONG = re.compile(rb">[^<]{300,}<"), re.compile(rb">[^<]{4000,}<")


class Unreadable(StrEnum):
    """Why a file cannot be read as a list."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    TOO_MANY_ROWS = "too-many-rows"
    NO_TEXT = "no-text"  # nobody can say what its bytes mean, from a line on
    TOO_LONG_CELL = "too-long-cell"
    OLD_EXCEL = "old-excel"
    LOCKED = "locked"  # with a password
    NO_WORKBOOK = "no-workbook"  # a broken one, or an archive of something else
    BOMB = "bomb"  # it would unfold to too much


class Refused(Exception):
    """The file is no list that can be read; `line` tells where that is known."""

    def __init__(self, reason: Unreadable, line: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


@dataclass(frozen=True)
class Sheet:
    """All rows as text, the first of them row 1 of the file, and whether it came as a workbook."""

    rows: list[list[str]]
    is_workbook: bool


# How well the cells of a row would do as headings: it tells which delimiter is meant.
Fitness = Callable[[Sequence[str]], int]


def read(data: bytes, fitness: Fitness) -> Sheet:
    """The rows of a file, whatever its name says it is. Raises Refused."""
    if len(data) > LARGEST:
        raise Refused(Unreadable.TOO_LARGE)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(
            Unreadable.LOCKED if b"E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d" in data else Unreadable.OLD_EXCEL
        )
    is_workbook = data.startswith(b"PK\x03\x04")
    rows = _workbook(data) if is_workbook else _delimited(data, fitness)
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise Refused(Unreadable.EMPTY)
    if len(rows) > MOST_ROWS:
        raise Refused(Unreadable.TOO_MANY_ROWS)
    return Sheet(rows, is_workbook)


# CSV


def _delimited(data: bytes, fitness: Fitness) -> list[list[str]]:
    try:
        text = decoded(data).replace("\x00", "")
    except Undecided as problem:
        raise Refused(Unreadable.NO_TEXT, problem.line) from problem
    said = re.match(r"sep=(.)\r?\n", text)  # as Excel writes and obeys it
    delimiter = said[1] if said else _delimiter(text, fitness)
    try:
        return [[_tidy(fused(cell)) for cell in row] for row in _split(text, delimiter)][: MOST_ROWS + 1]
    except csv.Error as problem:
        raise Refused(Unreadable.TOO_LONG_CELL) from problem


def _delimiter(text: str, fitness: Fitness) -> str:
    """The character that makes the best headings of some row; of equals, the one that makes the most cells."""
    head = "\n".join(text.splitlines()[:_SAMPLE])
    candidates = {c for c in head if not (c.isalnum() or c in " \"'\r\n")} | {"\x01"}

    def score(delimiter: str) -> tuple[int, int, bool]:
        try:
            rows = list(_split(head, delimiter))
        except csv.Error:
            return (0, 0, False)
        return max(((fitness(row), len(row), delimiter in ";,\t|") for row in rows), default=(0, 0, False))

    return max(sorted(candidates), key=score)


def _split(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


# XLSX


def _workbook(data: bytes) -> list[list[str]]:
    _weigh(data)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        seen = [
            sheet.name for sheet in book.sheets_metadata if sheet.visible == python_calamine.SheetVisibleEnum.Visible
        ]
        rows = book.get_sheet_by_name(seen[0]).to_python(skip_empty_area=False, nrows=MOST_ROWS + 1)
    except python_calamine.PasswordError as problem:
        raise Refused(Unreadable.LOCKED) from problem
    except (python_calamine.CalamineError, IndexError, OSError, ValueError) as problem:
        raise Refused(Unreadable.NO_WORKBOOK) from problem
    return [[_tidy(fused(_said(cell))) for cell in row] for row in rows]


def _weigh(data: bytes) -> None:
    """Refuse what would take too much to open. Counts what unfolds, not what the archive says of itself."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > _MOST_FILES or "xl/workbook.xml" not in archive.namelist():
                raise Refused(Unreadable.NO_WORKBOOK)
            starts = sorted(entry.header_offset for entry in entries)
            left, area, has_long = _MOST_UNPACKED, 0, False
            for entry in entries:
                content = _unpacked(data, entry, starts, left)
                left -= len(content)
                if entry.filename.endswith(".xml"):
                    area = max(area, _area(content))
                    has_long = has_long or bool(_LONG.search(content))
                    if _TOO_LONG.search(content):
                        raise Refused(Unreadable.TOO_LONG_CELL)
            if area > (_MOST_LONG_CELLS if has_long else _MOST_CELLS):
                raise Refused(Unreadable.BOMB)
    except (zipfile.BadZipFile, zlib.error, IndexError, ValueError) as problem:
        raise Refused(Unreadable.NO_WORKBOOK) from problem


def _unpacked(data: bytes, entry: zipfile.ZipInfo, starts: list[int], most: int) -> bytes:
    """The content of an entry, read to its real end."""
    if entry.flag_bits & 1:
        raise Refused(Unreadable.LOCKED)
    head = entry.header_offset + 30
    lengths = data[head - 4 : head]
    begin = head + int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little")
    if entry.compress_type == zipfile.ZIP_STORED:
        return data[begin : begin + entry.compress_size]
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise Refused(Unreadable.NO_WORKBOOK)
    end = next((start for start in starts if start > entry.header_offset), len(data))
    content = zlib.decompressobj(-15).decompress(data[begin:end], most + 1)
    if len(content) > most:
        raise Refused(Unreadable.BOMB)
    return content


def _area(content: bytes) -> int:
    """Of a sheet, how many cells the rectangle around all of them has."""
    widest, lowest = 1, 1
    for found in _CELL.finditer(content):
        widest, lowest = max(widest, _number(found[1])), max(lowest, int(found[2]))
    return widest * lowest


def _number(column: bytes) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in column:
        number = 26 * number + letter - 64
    return number


def _said(cell: Any) -> str:
    """The value of a cell as somebody would type it: days as 1990-03-25, whole numbers without a point."""
    match cell:
        case datetime():
            return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat(" ")
        case date():
            return cell.isoformat()
        case float() if cell.is_integer():
            return str(int(cell))
        case _:
            return str(cell)


def _tidy(text: str) -> str:
    """Without what nobody sees: marks of direction that come along when one copies, line ends, double spaces."""
    if text.isprintable() and "  " not in text and unicodedata.is_normalized("NFC", text):
        return text.strip()
    seen = (" " if unicodedata.category(c) == "Cc" else c for c in text if unicodedata.category(c) != "Cf")
    return unicodedata.normalize("NFC", " ".join("".join(seen).split()))
