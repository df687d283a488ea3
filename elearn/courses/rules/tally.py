"""The projection of progress: from the facts of one enrolment to where it stands."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from elearn.courses.rules.module import FINAL, PRE_TEST
from elearn.courses.rules.standing import Standing, State, completed, state_of
from elearn.quizzes.rules.attempts import attempts_allowed


@dataclass(frozen=True)
class Reading:
    """A part done, as its fact says."""

    part_id: str
    revision_id: str
    language: str
    at: datetime


@dataclass(frozen=True)
class Sitting:
    """A submitted attempt, as its latest score says: `answered` of its `out_of` questions have an answer.

    `percent` and `passed` are None while its result waits for people; with `waits_again` they may get better, as people
    mark an answer that came late.
    """

    paper: str
    number: int
    revision_id: str
    answered: int
    out_of: int
    percent: int | None
    passed: bool | None
    started_at: datetime
    submitted_at: datetime
    waits_again: bool = False


@dataclass(frozen=True)
class Mark:
    """Whether somebody was at a day of a session, as a fact says; `at` is when that day of it ended."""

    session_id: UUID
    day: date
    serial: int
    present: bool
    at: datetime


def days_attended(marks: Iterable[Mark]) -> dict[date, datetime]:
    """When each day of being there ended. Of several marks of a day under one record the highest serial holds.

    Who was at two sessions on one date was there for one day, which ended with the first of them.
    """
    holding: dict[tuple[UUID, date], Mark] = {}
    for mark in sorted(marks, key=lambda each: each.serial):
        holding[mark.session_id, mark.day] = mark
    ended: dict[date, datetime] = {}
    for mark in holding.values():
        if mark.present:
            ended[mark.day] = min(mark.at, ended.get(mark.day, mark.at))
    return ended


def shared_out(days: Iterable[datetime], begun: Sequence[tuple[UUID, datetime]]) -> dict[UUID, list[datetime]]:
    """Which days count for which of somebody's enrolments in one module at one academy, given with when each was made.

    A day counts for the latest enrolment that was made before it ended, else for the first: a class may come before the
    enrolment, and who takes a module once more attends once more.
    """
    ordered = sorted(begun, key=lambda each: (each[1], each[0]))
    found: dict[UUID, list[datetime]] = {enrolment_id: [] for enrolment_id, _made in ordered}
    for day in days:
        before = [enrolment_id for enrolment_id, made in ordered if made < day]
        found[before[-1] if before else ordered[0][0]].append(day)
    return found


def shared_among(
    days: Mapping[UUID, Mapping[date, datetime]], begun: Mapping[UUID, Sequence[tuple[UUID, datetime]]]
) -> dict[UUID, list[datetime]]:
    """The same of a person with several records: days and enrolments by record.

    A day counts for the record under which it was marked, as if there were no other, so that a link takes nothing away. It
    counts for another record's enrolment too if that was made before the day ended, or if none of the person's was.
    """
    made_all = [made for own in begun.values() for _enrolment, made in own]
    found: dict[UUID, list[datetime]] = {}
    for record, own in begun.items():
        known = dict(days.get(record, {}))
        for day, at in (each for other, theirs in days.items() if other != record for each in theirs.items()):
            if any(made < at for _enrolment, made in own) or not any(made < at for made in made_all):
                known[day] = min(at, known.get(day, at))
        found |= shared_out(sorted(known.values()), own)
    return found


@dataclass(frozen=True)
class Rule:
    """What a revision asks for: parts, days of attendance, and how often the final assessment may be tried (None: always).

    `editions` has the edition of each part.
    """

    parts: tuple[str, ...] = ()
    attendance: int = 0
    attempts: int | None = None
    editions: Mapping[str, str] = field(default_factory=dict)


class UnderWay(StrEnum):
    """What a publication means for officers who had begun an earlier revision and not completed it."""

    FINISH = "finish"  # they finish the one they began
    AGAIN = "again"  # they go on with the new one, and do again what changed in it


@dataclass(frozen=True)
class Move:
    """A publication that takes along who is under way."""

    at: datetime
    revision_id: str


@dataclass(frozen=True)
class Tally:
    """What the facts of one enrolment come to; the columns of Progress that follow from them."""

    revision_id: str | None
    started_at: datetime | None
    done: tuple[str, ...]
    pre_percent: int | None
    post_percent: int | None
    finals: int
    waiting: bool
    best_percent: int | None
    passed_at: datetime | None
    completed_at: datetime | None
    state: State
    language: str | None
    granted: int = 0
    attended: int = 0
    active_at: datetime | None = None


def pinned_revision(readings: Iterable[Reading], sittings: Iterable[Sitting]) -> str | None:
    """The revision of the first thing done: what the officer began with is what counts to the end."""
    return _first_thing(readings, sittings)[0]


def _first_thing(readings: Iterable[Reading], sittings: Iterable[Sitting]) -> tuple[str | None, datetime | None]:
    """In which revision the first thing was done, and when that was begun."""
    moments = [(each.at, each.revision_id, each.at) for each in readings]
    moments += [(each.submitted_at, each.revision_id, each.started_at) for each in sittings]
    return min(moments)[1:] if moments else (None, None)


def tally_across(
    readings: Sequence[Reading],
    sittings: Sequence[Sitting],
    moves: Sequence[Move],
    rule_of: Callable[[str], Rule],
    granted: int = 0,
    days: Sequence[datetime] = (),
) -> Tally:
    """What the facts come to, with the moves in the order of publication.

    The revision that was begun holds until a move finds its officer under way. Who had completed by then is never moved: what
    was handed in before and gets its result later counts from when it was handed in. Of what was read in another revision,
    those parts are done of which the edition is the same. Who lacks nothing any more by that has completed on the day of the
    publication, not before it.
    """
    revision_id, begun = _first_thing(readings, sittings)
    if revision_id is None or begun is None:
        return tally([], [], Rule(), granted, days)
    known = {revision_id}
    result = _tally_in(revision_id, readings, sittings, rule_of, granted, days, moved=False)
    moved = False
    for number, move in enumerate(moves):
        if move.at < begun:
            known.add(move.revision_id)
            continue
        # What was done in a revision that came with this move or a later one was done after it, whatever the clock said;
        # not so where that revision was there before, and comes back.
        later = {each.revision_id for each in moves[number:]} - known
        read = [each for each in readings if each.at <= move.at and each.revision_id not in later]
        sat = [each for each in sittings if each.submitted_at <= move.at and each.revision_id not in later]
        there = [day for day in days if day <= move.at]
        if _tally_in(revision_id, read, sat, rule_of, granted, there, moved).completed_at:
            break
        revision_id, moved = move.revision_id, True
        known.add(revision_id)
        result = _tally_in(revision_id, readings, sittings, rule_of, granted, days, moved)
        if result.completed_at and result.completed_at < move.at:
            result = replace(result, completed_at=move.at)  # nothing is asked of them any more from then on
    return result


def _tally_in(
    revision_id: str,
    readings: Sequence[Reading],
    sittings: Sequence[Sitting],
    rule_of: Callable[[str], Rule],
    granted: int,
    days: Sequence[datetime],
    moved: bool,
) -> Tally:
    rule = rule_of(revision_id)
    counted = [
        each
        for each in readings
        if not moved
        or each.revision_id == revision_id
        or rule_of(each.revision_id).editions.get(each.part_id) == rule.editions.get(each.part_id, "")
    ]
    came_to = tally(readings, sittings, rule, granted, days, counted)
    return replace(came_to, revision_id=revision_id)


def tally(
    readings: Sequence[Reading],
    sittings: Sequence[Sitting],
    rule: Rule,
    granted: int = 0,
    days: Sequence[datetime] = (),
    counted: Sequence[Reading] | None = None,
) -> Tally:
    """What the facts come to, in whatever order they are given. What is required says the pinned revision.

    `counted` are the readings by which a part is done; without it, all of them.

    The pre-test counts when it was submitted before the first part was done and at least half of it was answered:
    one that was only looked at says nothing of what somebody knew. The post-test is the first final. This officer has so many
    more attempts at it as were `granted`, and attended these `days`, in order.
    """
    read = sorted(readings, key=lambda each: (each.at, each.part_id))
    sat = sorted(sittings, key=lambda each: each.number)
    finals = [each for each in sat if each.paper == FINAL]
    pre_tests = [each for each in sat if each.paper == PRE_TEST]
    passed_at = min((each.submitted_at for each in finals if each.passed), default=None)
    first = _first(read if counted is None else sorted(counted, key=lambda each: (each.at, each.part_id)))
    done = tuple(first)
    waiting = any(each.percent is None or each.waits_again for each in finals)
    standing = Standing(frozenset(done), len(finals), passed_at is not None, waiting, len(days))
    return Tally(
        revision_id=pinned_revision(readings, sittings),
        started_at=min([each.at for each in read] + [each.started_at for each in sittings] + [*days], default=None),
        done=done,
        pre_percent=next(
            (
                each.percent
                for each in pre_tests
                if 2 * each.answered >= each.out_of and (not read or each.submitted_at <= read[0].at)
            ),
            None,
        ),
        post_percent=finals[0].percent if finals else None,
        finals=len(finals),
        waiting=waiting,
        best_percent=max((each.percent for each in finals if each.percent is not None), default=None),
        passed_at=passed_at,
        completed_at=_completed_at(first, passed_at, days, rule) if _meets(standing, rule) else None,
        state=state_of(
            rule.parts, standing, attempts_allowed(rule.attempts, granted), bool(pre_tests), rule.attendance
        ),
        language=read[-1].language if read else None,
        granted=granted,
        attended=len(days),
        active_at=max(
            [each.at for each in read] + [each.submitted_at for each in sittings] + [*days],
            default=None,
        ),
    )


def _meets(standing: Standing, rule: Rule) -> bool:
    return completed(rule.parts, standing, rule.attendance)


def _first(readings: Iterable[Reading]) -> dict[str, datetime]:
    """When each part was done first."""
    found: dict[str, datetime] = {}
    for each in readings:
        found.setdefault(each.part_id, each.at)
    return found


def _completed_at(
    done: Mapping[str, datetime], passed_at: datetime | None, days: Sequence[datetime], rule: Rule
) -> datetime:
    """When the last thing that was needed was done: of the days attended, the last one needed."""
    moments = [at for part_id, at in done.items() if part_id in rule.parts] + [*days[: rule.attendance]]
    return max([*moments, passed_at] if passed_at else moments)
