"""Who takes what by when: ways into a cohort, which enrolment counts, and how a cohort's officers stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

# Most officers of one cohort: a class has 30, a year's intake some hundreds.
LARGEST_COHORT = 1000


class Way(StrEnum):
    """How an officer came into a cohort."""

    LIST = "list"
    CODE = "code"
    APPROVAL = "approval"


class State(StrEnum):
    """Where a cohort stands on a day."""

    COMING = "coming"
    RUNNING = "running"
    OVER = "over"  # its last day has passed


class Standing(StrEnum):
    """Where an officer stands in the whole of a cohort on a day."""

    NOT_STARTED = "not-started"
    STARTED = "started"
    LATE = "late"
    DONE = "done"
    FAILED = "failed"  # no attempt is left in one of the modules


class DateProblem(StrEnum):
    """What is wrong with the dates of a cohort."""

    DUE_BEFORE_START = "due-before-start"
    DUE_IS_PAST = "due-is-past"


def date_problem(starts_on: date, due_on: date, today: date, before: date | None = None) -> DateProblem | None:
    """None when a cohort may be due then. One that was due on a day `before` may stay so: its name may change after its end."""
    if due_on < starts_on:
        return DateProblem.DUE_BEFORE_START
    return DateProblem.DUE_IS_PAST if due_on < today and due_on != before else None


@dataclass(frozen=True)
class Taken:
    """An enrolment of an officer in a module, as far as it matters for a cohort.

    `here` says that it is at the cohort's academy, `runs_out` until when its completion is good, None for ever.
    """

    enrolment_id: UUID
    here: bool
    is_open: bool
    completed_on: date | None
    runs_out: date | None
    due_on: date | None


def counting(taken: Iterable[Taken], due_on: date) -> Taken | None:
    """The enrolment that a cohort due on a day takes over; None when the officer is to be enrolled anew.

    An open one at the academy comes first; else the latest completion that is still good on the cohort's last day.
    """
    known = list(taken)
    under_way = next((each for each in known if each.is_open and each.here), None)
    good = [each for each in known if each.completed_on and (each.runs_out is None or each.runs_out >= due_on)]
    return under_way or max(good, key=lambda each: (each.completed_on, each.enrolment_id), default=None)


def moves_with(enrolment_due: date | None, old: date | None, new: date) -> bool:
    """Whether an enrolment takes over a cohort's date: it has none or, when the cohort moves, had the cohort's until now.

    When an officer joins (`old` is None), an earlier date of the enrolment's own holds.
    """
    if enrolment_due is None:
        return True
    return enrolment_due > new if old is None else enrolment_due == old != new


class NotJoined(StrEnum):
    """Why a code or a wish does not let an officer into a cohort."""

    WRONG = "wrong"  # there is no such code, or it is none of the officer's academy: the two are not told apart
    CLOSED = "closed"
    TOO_MANY = "too-many"


# Letters of the code on the wall before its check letter: a thousand million codes.
CODE_LETTERS = 6
