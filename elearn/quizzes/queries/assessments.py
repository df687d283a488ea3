"""What those who assess ask for: answers to mark, results kept back, attempts to be scored again."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Text, cast, func, select

from elearn.foundation.db import db
from elearn.people.queries import places
from elearn.people.queries.officers import Academies
from elearn.quizzes.models import (
    AnswerMarked,
    Attempt,
    AttemptSubmitted,
    LateCounted,
    SavedAnswer,
)
from elearn.quizzes.queries import banks, results, sittings
from elearn.quizzes.rules.assessing import AnswerToMark, Correction, Kept, Regraded, ToMark
from elearn.quizzes.rules.attempts import Sitting
from elearn.quizzes.rules.kind import Answer
from elearn.quizzes.rules.kinds import KINDS
from elearn.quizzes.rules.marking import Keys, Score, best_points, exactly, raised
from elearn.quizzes.rules.rubric import Mark, Rubric, in_force, rubric_of, share, waits_for


def regraded(bank_id: str, keys: Keys) -> list[Regraded]:
    """The attempts at a bank that come to more by these keys, with the points that they come to."""
    changed = {question_id for question_id, of_question in keys.items() if len(of_question) > 1}
    if not changed:
        return []
    given = _answers_to(bank_id, changed)
    found = []
    for row in _results(bank_id):
        before = exactly(row.scores)
        now = {
            question_id: best_points(keys[question_id], given.get((row.id, question_id), {}))
            for question_id in changed & before.keys()
        }
        after = raised(before, {question_id: each for question_id, each in now.items() if each is not None})
        if after != before:
            result = Score(after, row.pass_percent)
            found.append(Regraded(row.id, after, bool(result.passed) and not row.passed))
    return found


def _results(bank_id: str) -> Sequence[Row[*tuple[Any, ...]]]:
    """The attempts at a bank that have a result, with what counts of it now."""
    handed_in = select(Attempt.id, Attempt.pass_percent, sittings.counting("passed"), sittings.counting("scores")).join(
        AttemptSubmitted, AttemptSubmitted.id == Attempt.id
    )
    return db.session.execute(
        sittings.with_score(handed_in)
        .where(AttemptSubmitted.bank_id == bank_id, sittings.counting("percent").is_not(None))
        .order_by(AttemptSubmitted.submitted_at, Attempt.id)
    ).all()


def _answers_to(bank_id: str, question_ids: Collection[str]) -> dict[tuple[UUID, str], Answer]:
    """The answers to some questions of a bank, by attempt and question."""
    rows = db.session.execute(
        select(SavedAnswer.attempt_id, SavedAnswer.question_id, SavedAnswer.answer)
        .join(AttemptSubmitted, AttemptSubmitted.id == SavedAnswer.attempt_id)
        .where(AttemptSubmitted.bank_id == bank_id, SavedAnswer.question_id.in_(question_ids))
    )
    return {(row.attempt_id, row.question_id): banks.plan_of(row.answer) for row in rows}


def corrections(bank_ids: Iterable[str], new_bank_id: str, language: str) -> list[Correction]:
    """What a later bank puts right of earlier ones, and for how many attempts: those for which it changes nothing too."""
    found = []
    for bank_id in bank_ids:
        holding = banks.put_right(bank_id, new_bank_id)
        if changed := sorted(question_id for question_id, banks_of in holding.items() if len(banks_of) > 1):
            texts = [banks.words(holding[each][-1], language)[each] for each in changed]
            gains = regraded(bank_id, banks.keys(bank_id, new_bank_id))
            passing = sum(each.passes_now for each in gains)
            found.append(Correction(texts, len(gains), passing, holds=not puts_right(bank_id, new_bank_id)))
    return found


def puts_right(old_bank_id: str, new_bank_id: str) -> bool:
    """Whether the later bank puts a key right that was not put right so before."""
    return banks.put_right(old_bank_id, new_bank_id) != banks.put_right(old_bank_id)


def to_mark(
    academies: Collection[UUID] | None,
    marker_id: UUID,
    officer_id: UUID | None,
    language: str,
    most: int | None = None,
) -> list[ToMark]:
    """Answers of these academies, of all with None, that wait for just this account: what waits longest comes first.

    Nobody marks their own: `officer_id` says who the marker is among officers. No more than `most` attempts are looked through.
    """
    waiting = _waiting(academies, officer_id, most)
    marks, asked = results.marks_of([row.id for row in waiting]), _for_people(waiting)
    return [
        ToMark(
            row.id,
            question_id,
            row.module_id,
            row.titles,
            banks.words(row.bank_id, language)[question_id],
            row.submitted_at.astimezone(sittings.time_zone(row.academy_id)),
            len(in_force(_marks(given))),
            any(mark.marker_id == marker_id for mark in given),
        )
        for row in waiting
        for question_id in asked[row.id]
        if waits_for(
            _rubric(row.bank_id, question_id), _marks(given := marks.get((row.id, question_id), [])), marker_id
        )
    ]


def _waiting(
    academies: Collection[UUID] | None, but_of: UUID | None = None, most: int | None = None
) -> Sequence[Row[Any]]:
    """Attempts handed in that have no result yet."""
    query = (
        select(
            Attempt.id,
            Attempt.academy_id,
            Attempt.module_id,
            Attempt.titles,
            Attempt.bank_id,
            Attempt.paper,
            Attempt.held,
            AttemptSubmitted.submitted_at,
        )
        .join(AttemptSubmitted, AttemptSubmitted.id == Attempt.id)
        .where(Attempt.state == "waiting")
        .order_by(AttemptSubmitted.submitted_at, Attempt.id)
    )
    if academies is not None:
        query = query.where(Attempt.academy_id.in_(academies))
    if but_of:
        query = query.where(Attempt.officer_id != but_of)
    if most:
        query = query.limit(most)
    return db.session.execute(query).all()


def _for_people(waiting: Iterable[Row[Any]]) -> dict[UUID, list[str]]:
    """The questions of these attempts that people mark: those that have an answer which counts."""
    bank_ids = {row.id: row.bank_id for row in waiting}
    by_people = {bank_id: people_mark(bank_id) for bank_id in set(bank_ids.values())}
    rows = db.session.execute(
        select(SavedAnswer.attempt_id, SavedAnswer.question_id)
        .where(
            SavedAnswer.attempt_id.in_(bank_ids), SavedAnswer.question_id.in_(frozenset().union(*by_people.values()))
        )
        .where(cast(SavedAnswer.answer, Text) != "{}")  # essays are long, and are read when they are marked
        .order_by(SavedAnswer.question_id)
    )
    found: dict[UUID, list[str]] = {attempt_id: [] for attempt_id in bank_ids}
    for attempt_id, question_id in rows:
        if question_id in by_people[bank_ids[attempt_id]]:
            found[attempt_id].append(question_id)
    return found


def people_mark(bank_id: str) -> frozenset[str]:
    """The questions of a bank that people mark."""
    return frozenset(each.id for each in banks.bank(bank_id).values() if KINDS[each.kind].by_people)


def markers_wanted(bank_id: str) -> int:
    """How many people mark an answer before it counts, at the most; 0 where nobody marks."""
    return max((_rubric(bank_id, question_id).markers for question_id in people_mark(bank_id)), default=0)


def short_of_markers(academies: Academies) -> list[UUID]:
    """The academies where answers wait for more people than assess there."""
    there = places.assessors(academies)
    waiting = {(row.academy_id, row.bank_id) for row in _waiting(academies)}
    return sorted({place for place, bank_id in waiting if markers_wanted(bank_id) > there.get(place, 0)})


def times_late_counted(attempt_id: UUID) -> int:
    """How often staff let late answers of the attempt count."""
    counted = select(func.count()).select_from(LateCounted).where(LateCounted.attempt_id == attempt_id)
    return db.session.execute(counted).scalar_one()


def _rubric(bank_id: str, question_id: str) -> Rubric:
    return rubric_of(banks.bank(bank_id)[question_id].key)


def _marks(given: Iterable[AnswerMarked]) -> list[Mark]:
    return [Mark(mark.marker_id, mark.levels) for mark in given]


def agreed_on(of: Sitting, question_ids: Iterable[str]) -> dict[str, Fraction] | None:
    """What people gave to each of these questions, from 0 to 1; None while one still waits for somebody."""
    marks, found = results.marks_of([of.id]), {}
    for question_id in question_ids:
        given = results.agreed_for(banks.bank(of.bank_id)[question_id], marks.get((of.id, question_id), []))
        if given is None:
            return None
        found[question_id] = share(_rubric(of.bank_id, question_id), given)
    return found


def to_release(academies: Collection[UUID] | None) -> list[Kept]:
    """Results that are kept back, by academy, module and paper: how many are ready, and how many are still to be marked."""
    kept: dict[tuple[UUID, str, str], list[bool]] = defaultdict(list)
    titles = {}
    waiting = [row for row in _waiting(academies) if row.held]
    marks, asked = results.marks_of([row.id for row in waiting]), _for_people(waiting)
    for row in waiting:
        kept[row.academy_id, row.module_id, row.paper].append(
            all(
                results.agreed_for(banks.bank(row.bank_id)[question_id], marks.get((row.id, question_id), []))
                for question_id in asked[row.id]
            )
        )
        titles[row.module_id] = row.titles
    return [
        Kept(academy_id, module_id, titles[module_id], paper, sum(ready), len(ready) - sum(ready))
        for (academy_id, module_id, paper), ready in kept.items()
    ]


def kept(academy_id: UUID, module_id: str, paper: str) -> list[UUID]:
    """The attempts of an academy at a paper whose results are kept back."""
    return [row.id for row in _waiting([academy_id]) if row.held and (row.module_id, row.paper) == (module_id, paper)]


def answer_to_mark(attempt_id: UUID, question_id: str, language: str) -> AnswerToMark | None:
    """An answer with its rubric and what was given for it so far; None where people have nothing to mark."""
    of = sittings.assessed(attempt_id)
    given = sittings.answers(attempt_id).get(question_id)
    if of is None or of.is_open or not (given and given.answer) or question_id not in people_mark(of.bank_id):
        return None
    marks = results.marks_of([attempt_id]).get((attempt_id, question_id), [])
    behind = banks.secrets(of.bank_id, language)[question_id]
    return AnswerToMark(
        of,
        question_id,
        banks.words(of.bank_id, language)[question_id],
        behind,
        given.sequence,
        given.answer,
        _rubric(of.bank_id, question_id),
        tuple(_marks(marks)),
    )
