"""Where an officer stands in a module, what is next, and what is still needed to complete it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby
from uuid import UUID

from elearn.courses.rules.module import Published
from elearn.quizzes.rules.papers import Blueprint


class State(StrEnum):
    """Where somebody stands, in words that lists and filters use."""

    NOT_STARTED = "not-started"
    STARTED = "started"
    LATE = "late"
    PASSED = "passed"
    FAILED = "failed"  # no attempt is left, unless one more is granted
    WITHDRAWN = "withdrawn"  # the academy asks it of the officer no more: no list shows it


# Still to be worked on: what nobody is enrolled in twice.
OPEN = frozenset({State.NOT_STARTED, State.STARTED, State.LATE})


@dataclass(frozen=True)
class Standing:
    """What is done in one enrolment: ids of parts, how many final assessments were submitted, whether one passed.

    With `waiting` the result of one is not there yet. `attended` is how many days of the module's sessions.
    """

    done: frozenset[str]
    finals: int
    passed: bool
    waiting: bool = False
    attended: int = 0


def completed(required: Collection[str], standing: Standing, attendance: int = 0) -> bool:
    """Whether the module is fully completed: every required part done, the final assessment passed, as many days attended."""
    return standing.passed and standing.done >= frozenset(required) and standing.attended >= attendance


def state_of(
    required: Collection[str],
    standing: Standing,
    attempts_allowed: int | None,
    pre_tested: bool,
    attendance: int = 0,
) -> State:
    """The one state that lists show, but for LATE, which depends on the day. Passed means completed."""
    if completed(required, standing, attendance):
        return State.PASSED
    ended = standing.passed or standing.waiting
    if not ended and attempts_allowed is not None and standing.finals >= attempts_allowed:
        return State.FAILED
    begun = standing.done or standing.finals or standing.attended or pre_tested
    return State.STARTED if begun else State.NOT_STARTED


def state_on(state: State, due: date | None, today: date) -> State:
    """The state as a list shows it on a day: late is who is past the due date and neither passed nor failed."""
    return State.LATE if state in OPEN and due is not None and today > due else state


# Who has begun and done nothing for so long may be stuck: a module takes some hours, and shifts leave a day for it each week.
IDLE = timedelta(days=14)


class Stuck(StrEnum):
    """Why somebody does not get on by themselves."""

    IDLE = "idle"  # nothing was done for IDLE, and something can be
    NO_ATTEMPT = "no-attempt"  # all are used up: the academy may grant one more


class NotOpen(StrEnum):
    """Why a paper may not be started."""

    PARTS = "parts"  # some are not done yet
    PASSED = "passed"
    NO_RESULT = "no-result"  # of the last attempt yet
    NO_ATTEMPT = "no-attempt"  # all are used up
    TOO_LATE = "too-late"  # for the pre-test, which measures what one knew before
    WAIT = "wait"  # the attempt before was handed in too short a time ago


def pre_test_refusal(standing: Standing, taken: int) -> NotOpen | None:
    """None when the pre-test may be started: once, and while no part is done."""
    if standing.done or standing.finals:
        return NotOpen.TOO_LATE
    return NotOpen.NO_ATTEMPT if taken else None


def opens_at(paper: Blueprint, handed_in: Collection[datetime]) -> datetime | None:
    """When the next attempt at a paper opens, given when those before were handed in; None where there is no delay.

    An attempt beyond the paper's own number was granted, and does not wait.
    """
    granted = paper.attempts is not None and len(handed_in) >= paper.attempts
    if paper.wait_hours is None or not handed_in or granted:
        return None
    return max(handed_in) + timedelta(hours=paper.wait_hours)


def final_refusal(
    required: Collection[str], standing: Standing, attempts_allowed: int | None, waits: bool = False
) -> NotOpen | None:
    """None when the final assessment may be started: all parts done, not passed yet, an attempt left and open by now."""
    if standing.passed:
        return NotOpen.PASSED
    if standing.waiting:
        return NotOpen.NO_RESULT
    if attempts_allowed is not None and standing.finals >= attempts_allowed:
        return NotOpen.NO_ATTEMPT
    if not standing.done >= frozenset(required):
        return NotOpen.PARTS
    return NotOpen.WAIT if waits else None


def next_part(contents: Sequence[str], done: Collection[str]) -> str | None:
    """The first part not done yet: where an officer goes on. None when all are done."""
    return next((part for part in contents if part not in done), None)


def percent_done(contents: Sequence[str], standing: Standing, attendance: int = 0) -> int:
    """How much of the module is done: parts, the final assessment and each day to attend count one; rounded down."""
    steps = len(contents) + 1 + attendance
    done = len(standing.done & frozenset(contents)) + standing.passed + min(standing.attended, attendance)
    return 100 * done // steps


class Step(StrEnum):
    """What an officer does next in a module."""

    PART = "part"
    FINAL = "final"
    WAIT = "wait"  # for the result
    ATTEND = "attend"  # sessions: all else is done
    CERTIFICATE = "certificate"
    NOTHING = "nothing"  # completed, and the module gives no certificate
    ASK = "ask"  # no attempt is left: the academy may grant one


def next_step(module: Published, standing: Standing, state: State) -> Step:
    """The one thing to do now: parts first, then the final assessment, then sessions to attend, then the certificate."""
    if state is State.PASSED:
        return Step.CERTIFICATE if module.gives_certificate else Step.NOTHING
    if state is State.FAILED:
        return Step.ASK
    if next_part(module.part_ids, standing.done):
        return Step.PART
    if standing.waiting:
        return Step.WAIT
    return Step.ATTEND if standing.passed else Step.FINAL


@dataclass(frozen=True)
class Enrolment:
    """One officer in one module at one academy. `revision_id` is the pinned one, else the current one.

    `state` never is LATE; `state_on` a day may be. `time_zone` is the academy's country's. `granted` are attempts at the
    final assessment beyond what the module allows, `attended` the days of the module's sessions. `course_id` is the course
    revision whose order holds for it.
    """

    id: UUID
    officer_id: UUID
    module_id: str
    academy_id: UUID
    enrolled_on: date
    due_on: date | None
    revision_id: str
    state: State
    done: frozenset[str]
    finals: int
    best_percent: int | None
    passed: bool
    waiting: bool
    time_zone: str
    granted: int = 0
    attended: int = 0
    course_id: str | None = None

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def standing(self) -> Standing:
        return Standing(self.done, self.finals, self.passed, self.waiting, self.attended)


def in_force(enrolments: Iterable[Enrolment]) -> Enrolment | None:
    """The one of several enrolments in a module that pages show: the latest open one, else the latest."""
    # The id settles nothing but a tie, so that every page shows the same one.
    return max(enrolments, key=lambda each: (each.is_open, each.enrolled_on, each.id), default=None)


def by_urgency(enrolments: Iterable[Enrolment]) -> list[Enrolment]:
    """Open enrolments, what is due first first; then those begun already, then the older."""
    return sorted(
        (each for each in enrolments if each.is_open),
        key=lambda each: (each.due_on or date.max, each.state is State.NOT_STARTED, each.enrolled_on, each.id),
    )


def may_see_keys(mine: Enrolment | None) -> bool:
    """Whether somebody whose role allows it sees what is right: not who is enrolled and has still to pass themselves."""
    return mine is None or mine.passed


def one_a_module(enrolments: Iterable[Enrolment]) -> list[Enrolment]:
    """The enrolment in force in each module."""
    by_module = groupby(sorted(enrolments, key=lambda each: each.module_id), key=lambda each: each.module_id)
    in_force_each = (in_force(list(group)) for _module_id, group in by_module)
    return [each for each in in_force_each if each]
