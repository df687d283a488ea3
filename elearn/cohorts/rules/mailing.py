"""When an officer is reminded, and when a letter that could not be sent is tried again."""

from datetime import date, datetime, timedelta
from enum import StrEnum


class Kind(StrEnum):
    """What a letter is about."""

    DUE = "due"
    APPROVED = "approved"
    DECLINED = "declined"


class LetterState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    NOT_NEEDED = "not-needed"  # when it was to be sent, nothing was due any more, or there was no address
    GIVEN_UP = "given-up"


class Stage(StrEnum):
    """How far off a due date is."""

    SOON = "soon"
    NEAR = "near"
    LATE = "late"


SOON, NEAR = timedelta(days=14), timedelta(days=3)
MOST_TRIES = 8
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(minutes=5), timedelta(hours=12)


def stage(due_on: date, today: date) -> Stage | None:
    """The reminder that is called for on a day; None while the date is far off."""
    if due_on < today:
        return Stage.LATE
    if due_on - today <= NEAR:
        return Stage.NEAR
    return Stage.SOON if due_on - today <= SOON else None


def next_try(tries: int, now: datetime) -> datetime:
    """When to try again after so many tries: 5 minutes, then twice as long each time, at most half a day."""
    doubled: timedelta = _FIRST_PAUSE * 2 ** (tries - 1)
    return now + min(doubled, _LONGEST_PAUSE)
