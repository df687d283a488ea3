"""The projection of progress: from the facts of one enrolment to where it stands."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

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

    `percent` and `passed` are None while its result waits for people.
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
class Terms:
    """What a revision asks for: its parts, with the edition of each, and how many final attempts it allows."""

    required: tuple[str, ...]
    editions: Mapping[str, str]
    attempts: int | None


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


def pinned_revision(readings: Iterable[Reading], sittings: Iterable[Sitting]) -> str | None:
    """The revision of the first thing done: what the officer began with is what counts to the end."""
    moments = [(each.at, each.revision_id) for each in readings]
    moments += [(each.submitted_at, each.revision_id) for each in sittings]
    return min(moments)[1] if moments else None


def tally_across(
    readings: Sequence[Reading],
    sittings: Sequence[Sitting],
    moves: Sequence[Move],
    terms: Callable[[str], Terms],
    granted: int = 0,
) -> Tally:
    """What the facts come to, with the moves in the order of publication.

    The revision that was begun holds until a move finds its officer under way. Who had completed by then is never moved: what
    was handed in before and gets its result later counts from when it was handed in. Of what was read in another revision,
    those parts are done of which the edition is the same.
    """
    revision_id = pinned_revision(readings, sittings)
    if revision_id is None:
        return tally([], [], (), None, granted)
    begun = min([each.at for each in readings] + [each.submitted_at for each in sittings])
    result = _tally_in(revision_id, readings, sittings, terms, granted, moved=False)
    moved = False
    for number, move in enumerate(moves):
        if move.at < begun:
            continue
        # What was done in a revision that came with this move or a later one was done after it, whatever the clock said.
        later = {each.revision_id for each in moves[number:]} - {revision_id}
        read = [each for each in readings if each.at <= move.at and each.revision_id not in later]
        sat = [each for each in sittings if each.submitted_at <= move.at and each.revision_id not in later]
        if _tally_in(revision_id, read, sat, terms, granted, moved).completed_at:
            break
        revision_id, moved = move.revision_id, True
        result = _tally_in(revision_id, readings, sittings, terms, granted, moved)
    return result


def _tally_in(
    revision_id: str,
    readings: Sequence[Reading],
    sittings: Sequence[Sitting],
    terms: Callable[[str], Terms],
    granted: int,
    moved: bool,
) -> Tally:
    asked = terms(revision_id)
    counted = [
        each
        for each in readings
        if not moved
        or each.revision_id == revision_id
        or terms(each.revision_id).editions.get(each.part_id) == asked.editions.get(each.part_id, "")
    ]
    came_to = tally(readings, sittings, asked.required, asked.attempts, granted, counted)
    return replace(came_to, revision_id=revision_id)


def tally(
    readings: Sequence[Reading],
    sittings: Sequence[Sitting],
    required: Collection[str],
    own_attempts: int | None,
    granted: int = 0,
    counted: Sequence[Reading] | None = None,
) -> Tally:
    """What the facts come to, in whatever order they are given. What is required says the pinned revision.

    `counted` are the readings by which a part is done; without it, all of them.

    The pre-test counts when it was submitted before the first part was done and at least half of it was answered:
    one that was only looked at says nothing of what somebody knew. The post-test is the first final. The final allows
    `own_attempts`, and this officer so many more as were `granted`.
    """
    read = sorted(readings, key=lambda each: (each.at, each.part_id))
    sat = sorted(sittings, key=lambda each: each.number)
    finals = [each for each in sat if each.paper == FINAL]
    pre_tests = [each for each in sat if each.paper == PRE_TEST]
    passed_at = min((each.submitted_at for each in finals if each.passed), default=None)
    first = _first(read if counted is None else sorted(counted, key=lambda each: (each.at, each.part_id)))
    done = tuple(first)
    waiting = any(each.percent is None for each in finals)
    standing = Standing(frozenset(done), len(finals), passed_at is not None, waiting)
    return Tally(
        revision_id=pinned_revision(readings, sittings),
        started_at=min([each.at for each in read] + [each.started_at for each in sittings], default=None),
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
        completed_at=_completed_at(first, passed_at, required) if completed(required, standing) else None,
        state=state_of(required, standing, attempts_allowed(own_attempts, granted), bool(pre_tests)),
        language=read[-1].language if read else None,
        granted=granted,
    )


def _first(readings: Iterable[Reading]) -> dict[str, datetime]:
    """When each part was done first."""
    found: dict[str, datetime] = {}
    for each in readings:
        found.setdefault(each.part_id, each.at)
    return found


def _completed_at(done: Mapping[str, datetime], passed_at: datetime | None, required: Collection[str]) -> datetime:
    """When the last thing that was needed was done."""
    moments = [at for part_id, at in done.items() if part_id in required]
    return max([*moments, passed_at] if passed_at else moments)
