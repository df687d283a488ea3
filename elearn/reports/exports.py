"""Lists of completions as CSV that Excel opens in any language: semicolons, a byte order mark, no cell that calculates."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from elearn.foundation import clock

NAMED = ("service_number", "family_name", "given_name", "patronymic")
COLUMNS = (
    "institution",
    "academy",
    "module",
    "revision",
    "enrolled",
    "started",
    "completed",
    "score",
    "certificate",
)
_CALCULATES = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


def defused(text: str) -> str:
    """Text that a spreadsheet shows and never obeys: an apostrophe before what would start a formula (OWASP, CSV injection)."""
    return f"'{text}" if text.startswith(_CALCULATES) else text


def columns(named: bool) -> tuple[str, ...]:
    """The columns of a list, in order."""
    return (*NAMED, *COLUMNS) if named else COLUMNS


def cells(row: Any, named: bool, say: Callable[[Mapping[str, str]], str], status: str) -> list[str]:
    """One completion as text, in the order of columns(). `say` picks a language; `status` is the certificate's.

    Dates are ISO 8601, days at the academy. Without names a certificate is told by its status only: its code is on paper.
    """
    identity = [getattr(row, name) or "" for name in NAMED] if named else []
    certificate = " ".join(filter(None, (row.code if named else "", status)))
    return [
        *identity,
        say(row.institution or {}),
        say(row.academy),
        say(row.titles),
        str(row.revision),
        row.enrolled_on.isoformat(),
        _day(row.started_at, row.time_zone),
        _day(row.completed_at, row.time_zone),
        str(row.best_percent),
        certificate,
    ]


def _day(moment: Any, zone: str) -> str:
    day: date | None = clock.local_date(moment, zone) if moment else None
    return day.isoformat() if day else ""


def csv_bytes(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The file: UTF-8 with a byte order mark, semicolons, lines ending in CR LF (RFC 4180)."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([defused(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()
