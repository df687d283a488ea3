"""The only place that asks what time it is, and whether the computer's clock was moved meanwhile."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Boot:
    """The computer's present run, and when it began by the clock as it stands now: that changes when the clock is moved."""

    id: str
    at: datetime


@dataclass(frozen=True)
class Noted:
    """A moment, by the clock as it stood in that run of the computer."""

    at: datetime
    boot: Boot


@dataclass(frozen=True)
class _Stopped:
    says: datetime
    boot: Boot


_stopped: ContextVar[_Stopped | None] = ContextVar("stopped clock", default=None)
_STOPPED_BOOT = datetime(2000, 1, 1, tzinfo=UTC)


def now() -> datetime:
    """The present moment in UTC."""
    stopped = _stopped.get()
    return stopped.says if stopped else datetime.now(UTC)


def boot() -> Boot:
    """The present run of the computer, told by its steady clock: one that nobody sets, and that goes on while it sleeps."""
    stopped = _stopped.get()
    return stopped.boot if stopped else Boot(_boot_id(), datetime.now(UTC) - timedelta(seconds=_steady()))


def moved_since(then: Boot, moment: datetime, again: Noted | None = None) -> timedelta:
    """How far the clock was moved, forward or back, since a moment noted in that run of the computer.

    Of an earlier run only this is known: a moment that was noted does not lie ahead. Where one seems to, the present moment
    takes its place, and should be noted: then it is `again` for the rest of this run. When the clock is moved so far that
    the first one lies ahead no more, the clock had been slow, and the first one holds.
    """
    current = boot()
    if current.id == then.id:
        return _moved(then, current)
    if again and again.boot.id == current.id:
        return min(again.at + _moved(again.boot, current) - moment, timedelta())
    return min(now() - moment, timedelta())


def lies_ahead(then: Boot, moment: datetime, again: Noted | None = None) -> bool:
    """Whether a moment of an earlier run seems to lie ahead, and the present one was not noted in its place in this run."""
    noted = {then.id, again.boot.id} if again else {then.id}
    return boot().id not in noted and now() < moment


def _moved(then: Boot, current: Boot) -> timedelta:
    moved = current.at - then.at
    return (
        moved if abs(moved) >= timedelta(seconds=1) else timedelta()
    )  # less may be the time it takes to read two clocks


@cache
def _boot_id() -> str:
    """The same for all processes until the computer starts anew: proc(5). Where there is none, that of this process."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return str(uuid4())


def _steady() -> float:
    """Seconds since the computer was started."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


def today(time_zone: str) -> date:
    """The date on the wall of a place, given by its IANA name such as Asia/Almaty."""
    return local_date(now(), time_zone)


def local_date(moment: datetime, time_zone: str) -> date:
    """The date on the wall of a place at a moment: periods end at midnight there, not at midnight UTC."""
    return moment.astimezone(ZoneInfo(time_zone)).date()


@contextmanager
def stopped_at(moment: datetime, *, wrong_by: timedelta = timedelta(), boot_id: str = "stopped") -> Iterator[None]:
    """Hold the clock at a moment: for tests, and for demonstration data that tells of past months.

    `wrong_by` is how far what it says is off; with another `boot_id` the computer was started anew.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    says = moment.astimezone(UTC) + wrong_by
    token = _stopped.set(_Stopped(says, Boot(boot_id, _STOPPED_BOOT + wrong_by)))
    try:
        yield
    finally:
        _stopped.reset(token)
