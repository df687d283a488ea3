"""Lists of completions as cells of text."""

from collections.abc import Callable, Mapping
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
