"""An officer's own pages: what to go on with, and where one module stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from elearn.courses.queries import enrolment as enrolling
from elearn.courses.queries import progress, published
from elearn.courses.rules import standing
from elearn.courses.rules.enrolling import OwnChoice, completed, own_choice
from elearn.courses.rules.module import FINAL, PRE_TEST, Part, Published
from elearn.courses.rules.standing import Enrolment, NotOpen, State, Step
from elearn.foundation import clock
from elearn.people.queries import places
from elearn.quizzes.queries import sittings
from elearn.quizzes.rules.attempts import AttemptLine, attempts_allowed, attempts_left


@dataclass(frozen=True)
class Line:
    """An enrolment as pages show it today. `state` may be LATE; `next_part` is where to go on reading.

    `missing` are modules to be completed before this one may be begun.
    """

    enrolment: Enrolment
    module: Published
    state: State
    percent: int
    step: Step
    next_part: Part | None
    missing: tuple[Published, ...] = ()

    @property
    def begins_with_pre_test(self) -> bool:
        """Whether the module has a pre-test that may still be taken or finished, and nothing else is done yet."""
        return self.enrolment.state is State.NOT_STARTED and PRE_TEST in self.module.papers

    @property
    def place(self) -> int:
        """Which part of the module the next one is, from 1."""
        return self.module.contents.index(self.next_part) + 1 if self.next_part else 0


def line(enrolment: Enrolment, theirs: Iterable[Enrolment] | None = None) -> Line:
    """The enrolment as pages show it today, on the date where its academy is. `theirs`: see progress.missing."""
    module = published.revision(enrolment.revision_id)
    part_id = standing.next_part(module.part_ids, enrolment.done)
    return Line(
        enrolment,
        module,
        standing.state_on(enrolment.state, enrolment.due_on, clock.today(enrolment.time_zone)),
        standing.percent_done(module.part_ids, enrolment.standing, module.attendance),
        standing.next_step(module, enrolment.standing, enrolment.state),
        module.part(part_id) if part_id else None,
        tuple(filter(None, map(published.current, progress.missing(enrolment, module, theirs)))),
    )


@dataclass(frozen=True)
class Desk:
    """An officer's first page: modules to work on, what is due first first; those ended; those one may choose.

    Those that wait for another module come after those that do not.
    """

    open: tuple[Line, ...]
    ended: tuple[Line, ...]
    choices: tuple[Published, ...]

    @property
    def due(self) -> list[Line]:
        """What has a date, by date."""
        dated = [line for line in self.open if line.enrolment.due_on]
        return sorted(dated, key=lambda line: line.enrolment.due_on or date.max)


def desk(officer_id: UUID) -> Desk:
    """What the officer's first page shows: each module once."""
    enrolments = progress.of_officer(officer_id)
    shown = standing.one_a_module(enrolments)
    ended = sorted(
        (each for each in shown if not each.is_open), key=lambda each: (each.enrolled_on, each.id), reverse=True
    )
    allowed = enrolling.own_place(officer_id).own_choice
    return Desk(
        tuple(
            sorted((line(each, enrolments) for each in standing.by_urgency(shown)), key=lambda each: bool(each.missing))
        ),
        tuple(line(each) for each in ended),
        tuple(
            module for module in published.catalogue() if own_choice(module, enrolments, allowed) is OwnChoice.GRANTED
        ),
    )


@dataclass(frozen=True)
class ModulePage:
    """A module for an officer enrolled in it. `refusal` says why the final assessment may not be started now.

    `again` are parts that are open again, as they changed after they had been done. `opens_at` is set while the next attempt
    has to wait, in the academy's time. `ask` says where to ask for another attempt when none is left:
    people.queries.places.whom_to_ask.
    """

    line: Line
    pre_tests: tuple[AttemptLine, ...]
    finals: tuple[AttemptLine, ...]
    again: tuple[Part, ...]
    offers_pre_test: bool
    refusal: NotOpen | None
    opens_at: datetime | None
    ask: tuple[Mapping[str, str], str] | None

    @property
    def open_pre_test(self) -> AttemptLine | None:
        """The pre-test that was begun, as long as it still counts: it measures what one knew before the first part."""
        if self.line.enrolment.done:
            return None
        return next((each for each in self.pre_tests if each.state == "open"), None)

    @property
    def open_final(self) -> AttemptLine | None:
        return next((each for each in self.finals if each.state == "open"), None)

    @property
    def attempts_left(self) -> int | None:
        """None where there may be as many as one likes."""
        allowed = attempts_allowed(self.line.module.papers[FINAL].attempts, self.line.enrolment.granted)
        return attempts_left(allowed, len(self.finals))


def module_page(enrolment: Enrolment) -> ModulePage:
    """What the page of a module shows to an officer enrolled in it."""
    shown = line(enrolment)
    attempts = sittings.attempts(enrolment.id)
    pre_tests = tuple(each for each in attempts if each.paper == PRE_TEST)
    finals = tuple(each for each in attempts if each.paper == FINAL)
    papers = shown.module.papers
    opens_at = standing.opens_at(papers[FINAL], [each.submitted_at for each in finals if each.submitted_at])
    waits = opens_at is not None and clock.now() < opens_at
    allowed = attempts_allowed(papers[FINAL].attempts, enrolment.granted)
    refusal = standing.final_refusal(shown.module.part_ids, enrolment.standing, allowed, waits)
    return ModulePage(
        shown,
        pre_tests,
        finals,
        progress.open_again(enrolment, shown.module),
        PRE_TEST in papers and standing.pre_test_refusal(enrolment.standing, len(pre_tests)) is None,
        refusal,
        opens_at.astimezone(ZoneInfo(enrolment.time_zone)) if opens_at and refusal is NotOpen.WAIT else None,
        places.whom_to_ask(enrolment.academy_id) if shown.step is Step.ASK else None,
    )


@dataclass(frozen=True)
class Offer:
    """A module for an officer who is not enrolled in it; `missing` are modules to be completed before.

    `ask` says where to ask when only the academy enrols: people.queries.places.whom_to_ask.
    """

    module: Published
    answer: OwnChoice
    missing: tuple[Published, ...]
    ask: tuple[Mapping[str, str], str] | None


def offer(officer_id: UUID, module: Published) -> Offer:
    """Whether an officer who is not enrolled in the module may choose it, and what is missing."""
    enrolments = progress.of_officer(officer_id)
    own = enrolling.own_place(officer_id)
    answer = own_choice(module, enrolments, own.own_choice)
    missing = set(module.requires) - completed(enrolments) if answer is OwnChoice.REQUIRES else set()
    return Offer(
        module,
        answer,
        tuple(each for each in published.catalogue() if each.module_id in missing),
        places.whom_to_ask(own.id) if answer is OwnChoice.NOT_ALLOWED else None,
    )
