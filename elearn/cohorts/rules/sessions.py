"""Sessions in a room, fora and study visits: what they are, who has a seat, what may still be changed."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

MOST_DAYS = 14  # of one session: what takes longer is several
MOST_SEATS = 500
ROWS = 25  # of a sign-in sheet's page

T = TypeVar("T")


class Kind(StrEnum):
    """What people come together for."""

    SESSION = "session"
    FORUM = "forum"
    VISIT = "visit"


class Seat(StrEnum):
    """Where somebody stands who signed up."""

    SEATED = "seated"
    WAITING = "waiting"
    WITHDRAWN = "withdrawn"


LISTED = (Seat.SEATED, Seat.WAITING)


@dataclass(frozen=True)
class Plan:
    """What is agreed of a session. It is held on every day from the first to the last, at the same hours of the place.

    `open` says whether officers may sign up themselves; `module_id` is None where it belongs to no module.
    """

    kind: Kind
    title: str
    module_id: str | None
    place: str
    trainers: str
    first_day: date
    last_day: date
    starts_at: time
    ends_at: time
    seats: int
    open: bool

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(self.first_day + timedelta(days=n) for n in range((self.last_day - self.first_day).days + 1))


@dataclass(frozen=True)
class Session:
    """A session of an academy, with what its pages need of the academy."""

    id: UUID
    academy_id: UUID
    academy: Mapping[str, str]
    time_zone: str
    plan: Plan
    called_off: bool = False

    def ends(self, day: date) -> datetime:
        """The moment at which a day of it ends."""
        return datetime.combine(day, self.plan.ends_at, ZoneInfo(self.time_zone))


class Refusal(StrEnum):
    """Why a session cannot be changed so."""

    FEWER_SEATS = "fewer-seats"  # than people have one
    HAS_ATTENDANCE = "has-attendance"  # so that its days and its module are settled


def refusal(before: Plan, after: Plan, seated: int, marked: bool) -> Refusal | None:
    """None when the plan may be changed. Once attendance is `marked`, what it counts for is settled."""
    if after.seats < seated:
        return Refusal.FEWER_SEATS
    settled = [(plan.first_day, plan.last_day, plan.module_id) for plan in (before, after)]
    return Refusal.HAS_ATTENDANCE if marked and settled[0] != settled[1] else None


def seats_for(seats: int, seated: int, waiting: Sequence[T]) -> Sequence[T]:
    """Who of those who wait, the first first, has a seat now."""
    return waiting[: max(0, seats - seated)]


def endings(numbers: Mapping[UUID, tuple[Hashable, str]]) -> dict[UUID, str]:
    """What tells namesakes apart, {id: (name and rank, service number)}: the end of their numbers, no longer than that takes.

    Whoever has no namesake is left out, as is who has no number.
    """
    by_name: dict[Hashable, dict[UUID, str]] = {}
    for one, (name, number) in numbers.items():
        by_name.setdefault(name, {})[one] = number
    found: dict[UUID, str] = {}
    for same in by_name.values():
        if len(same) > 1:
            long = next((n for n in range(3, 33) if len({each[-n:] for each in same.values()}) == len(same)), 3)
            found |= {one: number[-long:] for one, number in same.items() if number}
    return found


def in_pages(rows: Sequence[T], at_once: int = ROWS) -> list[Sequence[T]]:
    """The rows of a list, page by page; an empty list has no page."""
    return [rows[start : start + at_once] for start in range(0, len(rows), at_once)]
