"""An attempt as it stands: which answers still count, how much time is left, where to go on."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from elearn.quizzes.rules.kind import Answer
from elearn.quizzes.rules.papers import Item


@dataclass(frozen=True)
class Sitting:
    """An attempt as it stands on the server. `titles` are the module's, {language: words}.

    `minutes` are the paper's own; `place` is the browser it is open in, None before the first answer and when it was unlocked.
    `takeovers` is how many times it went on in another one.
    With `resumes` it was begun, by the clock, after the present moment: its time goes on from now, which has to be noted.
    """

    id: UUID
    officer_id: UUID
    enrolment_id: UUID
    academy_id: UUID
    module_id: str
    titles: Mapping[str, str]
    bank_id: str
    paper: str
    number: int
    pass_percent: int | None
    attempts_allowed: int | None
    minutes: int
    supervised: bool
    place: str | None
    started_at: datetime
    deadline: datetime
    held: bool
    items: tuple[Item, ...]
    state: str  # open; waiting: handed in, without a result yet; submitted
    takeovers: int = 0
    resumes: bool = False

    @property
    def is_open(self) -> bool:
        return self.state == "open"

    @property
    def more_minutes(self) -> int:
        """How much longer this attempt may take than the paper says."""
        return (self.deadline - self.started_at) // timedelta(minutes=1) - self.minutes

    def item(self, number: int) -> Item | None:
        """The question of that number, counted from 1."""
        return self.items[number - 1] if 1 <= number <= len(self.items) else None


@dataclass(frozen=True)
class AttemptLine:
    """An attempt in a list. What it came to is None while it is open; `percent` and `passed` also while it waits to be
    marked or released; `passed` also where nothing can be failed."""

    id: UUID
    paper: str
    number: int
    state: str  # open, waiting, submitted
    started_at: datetime
    deadline: datetime
    percent: int | None
    passed: bool | None
    submitted_at: datetime | None
    points: float | None
    out_of: int | None


@dataclass(frozen=True)
class Given:
    """The latest answer to a question: `sequence` says how many times the officer changed it."""

    sequence: int
    answer: Answer
    saved_at: datetime


class Acceptance(StrEnum):
    """What becomes of an answer sent to the server."""

    SAVED = "saved"
    STALE = "stale"  # another answer to the same question, as late or later, is there already
    CLOSED = "closed"  # the attempt was submitted
    LATE = "late"  # the time was up
    ELSEWHERE = "elsewhere"  # the attempt goes on in another browser
    FULL = "full"  # it would be a late one, and there are MOST_LATE of them: the browser keeps it
    FOREIGN = "foreign"  # no such attempt of this officer, no such question on its paper, or no such answer to it


@dataclass(frozen=True)
class Receipt:
    """What the server says of an answer it was sent: `at` in the academy's time, and what the clock now stands at."""

    acceptance: Acceptance
    at: datetime
    seconds_left: int


# An answer given in the last second still has to cross the network.
GRACE = timedelta(seconds=30)
# Before it an attempt is handed in by its officer only: a clock may be hours fast, and what was handed in stays so.
PATIENCE = timedelta(days=1)


# Different answers to one question that are kept although they came too late. Browsers send the last one of each page only, so
# whoever has more of them has written for minutes at a computer that said each time that it does not count.
MOST_LATE = 200


def in_time(deadline: datetime, now: datetime) -> bool:
    """Whether an answer that arrives now still counts."""
    return now <= deadline + GRACE


def abandoned(deadline: datetime, now: datetime) -> bool:
    """Whether nobody came back to the attempt for so long that it is handed in without its officer."""
    return now > deadline + PATIENCE


def seconds_left(deadline: datetime, now: datetime) -> int:
    """What the clock on the page shows; 0 from the deadline on, though answers under way are still awaited."""
    return max(0, int((deadline - now).total_seconds()))


def refusal(sitting: Sitting, now: datetime) -> Acceptance | None:
    """Why an answer that arrives now does not count, if it does not."""
    if not sitting.is_open:
        return Acceptance.CLOSED
    return None if in_time(sitting.deadline, now) else Acceptance.LATE


def answered(answers: Mapping[str, Given]) -> frozenset[str]:
    """The questions with an answer: one from which everything was taken away again has none."""
    return frozenset(question_id for question_id, given in answers.items() if given.answer)


def place_to_resume(items: Sequence[Item], done: Collection[str]) -> int:
    """The number of the first question without an answer, counted from 1; 1 when all have one."""
    return next((number for number, item in enumerate(items, 1) if item.question_id not in done), 1)


class Reason(StrEnum):
    """Why an open attempt got more time, or somebody one more attempt."""

    POWER = "power"
    COMPUTER = "computer"
    ILLNESS = "illness"
    DUTY = "duty"
    OTHER = "other"


# What an instructor may give: three times the paper's time in all, or three hours to an open attempt.
MOST_PERCENT = 200
MOST_MINUTES = 180


def time_allowed(minutes: int, percent: int) -> timedelta:
    """How long a paper may take whoever has so many per cent more time: in whole minutes, rounded up."""
    return timedelta(minutes=minutes + -(-minutes * percent // 100))


# More answers than one browser gives to one question, and few enough for thousands of takeovers.
_PER_BROWSER = 1_000_000


def next_sequence(sitting: Sitting, given: Given | None) -> int:
    """The sequence of the next answer to a question of which `given` is the latest.

    It is above that of the latest, and above all that browsers may still hold in which the attempt was open before: what they
    send now was given before it went on here.
    """
    return max(given.sequence if given else 0, sitting.takeovers * _PER_BROWSER) + 1


def is_elsewhere(sitting: Sitting, place: str | None) -> bool:
    """Whether the attempt is open in another browser than this one."""
    return sitting.place is not None and sitting.place != place


def attempts_allowed(own: int | None, granted: int) -> int | None:
    """How many attempts there are: the paper's own, and those granted to one person. None for as many as one likes."""
    return None if own is None else own + granted


def attempts_left(allowed: int | None, started: int) -> int | None:
    """How many more attempts may be started; None for as many as one likes."""
    return None if allowed is None else max(0, allowed - started)
