"""The formats: each makes the same columns and rows into the bytes of a file, some at a time."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, repeat
from tempfile import NamedTemporaryFile
from typing import Any, BinaryIO

from rustpy_xlsxwriter import Format as Style
from rustpy_xlsxwriter import write_worksheet

from elearn.foundation.sheets.writing import defused

Cells = Sequence[Any]  # text, numbers, None

MOST_ROWS = 1_000_000  # that a sheet of Excel takes, with room for what stands above and below
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_PART = 1 << 16  # bytes


class Format(StrEnum):
    """How a table leaves as a file."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


MEDIA_TYPES = {
    Format.CSV: "text/csv",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.JSON: "application/json",
}


@dataclass(frozen=True)
class Head:
    """What a table says besides its rows. `total` is its last row, given as values; a spreadsheet has it, and print.

    `columns` are the names by which programs know them, the same in every language.
    """

    columns: Sequence[str]
    headings: Sequence[str]
    right_to_left: bool = False
    total: Sequence[Any] = ()


def name(what: str, form: Format, *, named: bool = False, days: str = "") -> str:
    """The name of a file: whether names are in it, and of which days it is, can be seen before it is opened."""
    return "-".join(part for part in (what, "named" if named else "", days) if part) + f".{form}"


def parts(form: Format, head: Head, batches: Iterable[Sequence[Cells]]) -> Iterator[bytes]:
    """The file. Its memory does not grow with the rows."""
    return _WRITERS[form](head, batches)


def csv_heading(head: Head) -> bytes:
    """How a CSV file begins: a byte order mark, so that Excel reads UTF-8, and the headings."""
    return BYTE_ORDER_MARK + b"".join(_csv_lines([[head.headings]]))


def _csv(head: Head, batches: Iterable[Sequence[Cells]]) -> Iterator[bytes]:
    """Semicolons, lines ending in CR LF (RFC 4180), no cell that calculates."""
    safe = ([[defused(cell) if isinstance(cell, str) else cell for cell in row] for row in rows] for rows in batches)
    return chain([csv_heading(head)], _csv_lines(safe))


def _csv_lines(batches: Iterable[Sequence[Cells]]) -> Iterator[bytes]:
    for rows in batches:
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(rows)
        yield out.getvalue().encode()


def defused_csv(head: Head, batches: Iterable[Sequence[Cells]]) -> Iterator[bytes]:
    """The same of cells that the database has defused already."""
    return chain([csv_heading(head)], _csv_lines(batches))


def _json(head: Head, batches: Iterable[Sequence[Cells]]) -> Iterator[bytes]:
    """An array of objects, one a line."""
    before = b"[\n"
    for rows in batches:
        lines = (json.dumps(dict(zip(head.columns, row, strict=True)), ensure_ascii=False) for row in rows)
        yield before + ",\n".join(lines).encode()
        before = b",\n"
    yield b"\n]\n" if before == b",\n" else b"[]\n"


def _xlsx(head: Head, batches: Iterable[Sequence[Cells]]) -> Iterator[bytes]:
    """One sheet: headings that stay in sight, columns as wide as what they hold, the total below. Text is never a formula."""
    batches = iter(batches)
    first = next(batches, [])
    with NamedTemporaryFile(suffix=".xlsx") as file:
        names = _different(head.headings)
        write_worksheet(
            _records(names, head, chain([first], batches)),
            file.name,
            freeze_row=1,
            header_format=Style().set_bold().set_text_wrap().set_align("top"),
            column_widths=_widths([names, *first]),
            autofilter=True,
            sheet_view={"right_to_left": head.right_to_left},
        )
        yield from read_parts(file)


def _widths(rows: Sequence[Cells]) -> list[float]:
    """As wide as the widest of these rows, the first ones of a sheet; longer text runs over several lines or is cut off."""
    columns = zip(*rows, strict=True)
    return [float(min(max(*(len(str(cell or "")) for cell in column), 10) + 2, 50)) for column in columns]


def _records(names: Sequence[str], head: Head, batches: Iterable[Sequence[Cells]]) -> Iterator[dict[str, Any]]:
    some = False
    for rows in batches:
        yield from map(dict, map(zip, repeat(names), rows))  # a million times
        some = some or bool(rows)
    if head.total or not some:
        yield dict(zip(names, head.total or ("",) * len(names), strict=True))


def _different(names: Sequence[str]) -> list[str]:
    """The names, none twice: a sheet's columns are told apart by them."""
    found: list[str] = []
    for name in names:
        while name in found:
            name += "\N{NO-BREAK SPACE}"
        found.append(name)
    return found


def read_parts(file: BinaryIO | Any) -> Iterator[bytes]:
    """What was written to a file, some at a time."""
    file.seek(0)
    while part := file.read(_PART):
        yield part


_WRITERS: dict[Format, Callable[[Head, Iterable[Sequence[Cells]]], Iterator[bytes]]] = {
    Format.CSV: _csv,
    Format.XLSX: _xlsx,
    Format.JSON: _json,
}
