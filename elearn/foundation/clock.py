"""The only place that asks what time it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_stopped: ContextVar[datetime | None] = ContextVar("stopped clock", default=None)


def now() -> datetime:
    """The present moment in UTC."""
    return _stopped.get() or datetime.now(UTC)


def today(time_zone: str) -> date:
    """The date on the wall of a place, given by its IANA name such as Asia/Almaty."""
    return local_date(now(), time_zone)


def local_date(moment: datetime, time_zone: str) -> date:
    """The date on the wall of a place at a moment: periods end at midnight there, not at midnight UTC."""
    return moment.astimezone(ZoneInfo(time_zone)).date()


@contextmanager
def stopped_at(moment: datetime) -> Iterator[None]:
    """Hold the clock at a moment: for tests, and for demonstration data that tells of past months."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    token = _stopped.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _stopped.reset(token)
