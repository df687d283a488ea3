"""Reads of quizzes: frozen banks, kept in memory as they never change; attempts and what may be shown of them."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter
from sqlalchemy import Row, String, Text, and_, bindparam, cast, func, select
from sqlalchemy.orm import aliased

from elearn.foundation import clock
from elearn.foundation.clock import Boot
from elearn.foundation.db import db
from elearn.people.models import Academy, Country
from elearn.people.queries import places
from elearn.quizzes.models import (
    AnswerMarked,
    Attempt,
    AttemptGranted,
    AttemptScored,
    AttemptSubmitted,
    FrozenQuestion,
    MarkComment,
    QuestionSource,
    QuestionText,
    SavedAnswer,
    TimeGranted,
)
from elearn.quizzes.rules.agreement import Agreement, agreement
from elearn.quizzes.rules.analysis import Sheet, Verdict, analyse
from elearn.quizzes.rules.assessing import AnswerToMark, Correction, Kept, Regraded, ToMark
from elearn.quizzes.rules.attempts import PATIENCE, AttemptLine, Given, Sitting, attempts_allowed, attempts_left
from elearn.quizzes.rules.judging import Judged, JudgedPaper
from elearn.quizzes.rules.kind import Answer, Plan, Question, Slot, WrittenQuestion
from elearn.quizzes.rules.kinds import KINDS
from elearn.quizzes.rules.marking import (
    Cause,
    Earlier,
    Key,
    Outcome,
    Reviewed,
    Score,
    Shown,
    corrected,
    exactly,
    points,
    raised,
    shown,
)
from elearn.quizzes.rules.papers import Item
from elearn.quizzes.rules.reliability import reliability
from elearn.quizzes.rules.rubric import Mark, Rubric, agreed, in_force, rubric_of, share, waits_for
from elearn.quizzes.rules.words import Secrets, Words, languages_in_order

# What every save asks. Said once and of the table itself: built anew and through the mapper it would be half of the work.
_ATTEMPT = Attempt.__table__.c
_SITTINGS = select(
    _ATTEMPT.id,
    _ATTEMPT.officer_id,
    _ATTEMPT.enrolment_id,
    _ATTEMPT.academy_id,
    _ATTEMPT.module_id,
    _ATTEMPT.titles,
    _ATTEMPT.bank_id,
    _ATTEMPT.paper,
    _ATTEMPT.number,
    _ATTEMPT.pass_percent,
    _ATTEMPT.attempts_allowed,
    _ATTEMPT.minutes,
    _ATTEMPT.supervised,
    _ATTEMPT.place,
    _ATTEMPT.started_at,
    _ATTEMPT.deadline,
    _ATTEMPT.held,
    _ATTEMPT.boot_id,
    _ATTEMPT.booted_at,
    _ATTEMPT["items"],
    _ATTEMPT.state,
).where(_ATTEMPT.id == bindparam("attempt_id"))
_SITTING = _SITTINGS.where(_ATTEMPT.officer_id == bindparam("officer_id"))
# Held against two that both want to write: with a lock that both may have, each would wait for the other.
_SITTING_HELD = _SITTING.with_for_update(key_share=True)
_SITTINGS_HELD = _SITTINGS.with_for_update()


# The number of an attempt's score in force, where there is one after the first.
_SCORED = aliased(AttemptScored)
_LATEST = (
    select(func.max(_SCORED.number))
    .where(_SCORED.attempt_id == AttemptScored.attempt_id)
    .correlate(AttemptScored)
    .scalar_subquery()
)


# Turns written questions into what QuestionSource keeps, and back.
WRITTEN = TypeAdapter(tuple[WrittenQuestion, ...])


class NoSuchBank(LookupError):
    """No bank of that id was frozen here, or it holds no question."""


@lru_cache(maxsize=64)
def bank(bank_id: str) -> Mapping[str, Question]:
    """The questions of a bank by id, key included. Raises NoSuchBank."""
    rows = db.session.execute(select(FrozenQuestion).where(FrozenQuestion.bank_id == bank_id)).scalars().all()
    if not rows:
        raise NoSuchBank(bank_id)
    return {
        row.question_id: Question(
            row.question_id, row.kind, row.objective, row.difficulty, _plan(row.plan), row.key, tuple(row.tags)
        )
        for row in rows
    }


def _plan(stored: Mapping[str, Sequence[str]]) -> Plan:
    return {role: tuple(parts) for role, parts in stored.items()}


def slots(bank_id: str, item: Item) -> tuple[Slot, ...]:
    """The places to fill of a question on a paper, in the paper's order."""
    return KINDS[bank(bank_id)[item.question_id].kind].slots(item.layout)


@lru_cache(maxsize=128)
def words(bank_id: str, language: str) -> Mapping[str, Words]:
    """What may be read of each question during an attempt: in the language, else in the one that has most questions."""
    return {row.question_id: Words(row.stem, row.parts, row.language) for row in _texts(bank_id, language)}


@lru_cache(maxsize=64)
def secrets(bank_id: str, language: str) -> Mapping[str, Secrets]:
    """Feedback and explanation of each question, in the same language as its words."""
    return {row.question_id: Secrets(row.feedback, row.explanation) for row in _texts(bank_id, language)}


def _texts(bank_id: str, language: str) -> Collection[Row[Any]]:
    """One row a question. A language that lacks some questions is a translation; the source language has them all."""
    rows = db.session.execute(
        select(
            QuestionText.question_id,
            QuestionText.language,
            QuestionText.stem,
            QuestionText.parts,
            QuestionText.feedback,
            QuestionText.explanation,
        ).where(QuestionText.bank_id == bank_id)
    ).all()
    if not rows:
        raise NoSuchBank(bank_id)
    order = languages_in_order(language, [row.language for row in rows])
    # The last one entered under a question stays: the best language.
    return {row.question_id: row for row in sorted(rows, key=lambda row: -order.index(row.language))}.values()


def written(bank_id: str) -> dict[str, tuple[WrittenQuestion, ...]]:
    """What the authors of a bank wrote, by language: translations without what only the source language says."""
    rows = db.session.execute(
        select(QuestionSource.language, QuestionSource.written).where(QuestionSource.bank_id == bank_id)
    )
    return {row.language: WRITTEN.validate_python(row.written) for row in rows}


def attempts(enrolment_id: UUID) -> list[AttemptLine]:
    """All attempts of an enrolment, at every paper, in the order of paper and number, with what they come to now."""
    return [
        AttemptLine(*row)
        for row in db.session.execute(
            select(
                Attempt.id,
                Attempt.paper,
                Attempt.number,
                Attempt.state,
                Attempt.started_at,
                Attempt.deadline,
                func.coalesce(AttemptScored.percent, AttemptSubmitted.percent),
                func.coalesce(AttemptScored.passed, AttemptSubmitted.passed),
                AttemptSubmitted.submitted_at,
                func.coalesce(AttemptScored.points, AttemptSubmitted.points),
                AttemptSubmitted.out_of,
            )
            .outerjoin(AttemptSubmitted, AttemptSubmitted.id == Attempt.id)
            .outerjoin(AttemptScored, and_(AttemptScored.attempt_id == Attempt.id, AttemptScored.number == _LATEST))
            .where(Attempt.enrolment_id == enrolment_id)
            .order_by(Attempt.paper, Attempt.number)
        )
    ]


def granted(enrolment_id: UUID, paper: str) -> int:
    """How many more attempts at a paper were granted than it allows."""
    count = select(func.count()).where(AttemptGranted.enrolment_id == enrolment_id, AttemptGranted.paper == paper)
    return db.session.execute(count).scalar_one()


def extra_time(officer_id: UUID, academy_id: UUID) -> tuple[int, int]:
    """How many per cent more time an officer has at an academy, and the serial of the fact that says so: 0 for none."""
    latest = (
        select(TimeGranted.percent, TimeGranted.serial)
        .where(TimeGranted.officer_id == officer_id, TimeGranted.academy_id == academy_id)
        .order_by(TimeGranted.serial.desc())
        .limit(1)
    )
    row = db.session.execute(latest).one_or_none()
    return (row.percent, row.serial) if row else (0, 0)


def questions_on(attempt_ids: Collection[UUID]) -> set[str]:
    """Ids of the questions on the papers of these attempts."""
    papers = db.session.execute(select(Attempt.items).where(Attempt.id.in_(attempt_ids))).scalars()
    return {question_id for items in papers for question_id, _layout in items}


def sitting(attempt_id: UUID, officer_id: UUID, *, hold: bool = False) -> Sitting | None:
    """The officer's attempt, None for anyone else's. With `hold` nobody hands it in before this transaction ends.

    Its moments are those of the clock as it stands now: when the clock is moved, they move with it.
    """
    whose = {"attempt_id": attempt_id, "officer_id": officer_id}
    row = db.session.execute(_SITTING_HELD if hold else _SITTING, whose).one_or_none()
    return _sitting(row) if row else None


def assessed(attempt_id: UUID, *, hold: bool = False) -> Sitting | None:
    """The attempt, whoever's it is, for those who assess it: whether they may is theirs to ask.

    With `hold` whoever else holds it waits until this transaction ends.
    """
    row = db.session.execute(_SITTINGS_HELD if hold else _SITTINGS, {"attempt_id": attempt_id}).one_or_none()
    return _sitting(row) if row else None


def _sitting(row: Row[*tuple[Any, ...]]) -> Sitting:
    values = row._asdict()
    items = tuple(Item(question_id, _plan(layout)) for question_id, layout in values.pop("items"))
    moved = clock.moved_since(Boot(values.pop("boot_id"), values.pop("booted_at")), values["started_at"])
    moments = {name: values[name] + moved for name in ("started_at", "deadline")}
    return Sitting(**values | moments, items=items)


def officer_of(attempt_id: UUID, academies: Collection[UUID] | None) -> UUID | None:
    """Whose attempt it is; None when it is at none of these academies, all of them for None."""
    whose = select(Attempt.officer_id).where(Attempt.id == attempt_id)
    if academies is not None:
        whose = whose.where(Attempt.academy_id.in_(academies))
    return db.session.execute(whose).scalar_one_or_none()


def answers(attempt_id: UUID) -> dict[str, Given]:
    """The latest answers of an attempt, by question."""
    rows = db.session.execute(
        select(SavedAnswer.question_id, SavedAnswer.sequence, SavedAnswer.answer, SavedAnswer.saved_at).where(
            SavedAnswer.attempt_id == attempt_id
        )
    )
    return {row.question_id: Given(row.sequence, _plan(row.answer), row.saved_at) for row in rows}


def overdue(now: datetime) -> list[tuple[UUID, UUID]]:
    """Open attempts to which nobody came back, unless the clock was moved since: (attempt id, officer id)."""
    rows = db.session.execute(
        select(Attempt.id, Attempt.officer_id).where(Attempt.state == "open", Attempt.deadline < now - PATIENCE)
    )
    return [(row.id, row.officer_id) for row in rows]


@dataclass(frozen=True)
class Scores:
    """What a submitted attempt came to at first, and each time that it was scored again."""

    first: AttemptSubmitted
    again: Sequence[AttemptScored]

    @property
    def last(self) -> AttemptSubmitted | AttemptScored:
        """What counts."""
        return self.again[-1] if self.again else self.first


def scores(attempt_id: UUID) -> Scores:
    """All that a submitted attempt came to. Raises NoResultFound for one that was not handed in."""
    again = select(AttemptScored).where(AttemptScored.attempt_id == attempt_id).order_by(AttemptScored.number)
    return Scores(db.session.get_one(AttemptSubmitted, attempt_id), db.session.execute(again).scalars().all())


def regraded(old_bank_id: str, new_bank_id: str) -> list[Regraded]:
    """The attempts at a bank that come to more by the keys of a later one, with the points that they come to."""
    old, new = bank(old_bank_id), bank(new_bank_id)
    changed = corrected(old, new)
    if not changed:
        return []
    given = _answers_to(old_bank_id, changed)
    found = []
    for row in _results(old_bank_id):
        before = exactly(row.scores)
        now = {
            question_id: points(new[question_id], given.get((row.id, question_id), {}))
            for question_id in changed & before.keys()
        }
        after = raised(before, {question_id: each for question_id, each in now.items() if each is not None})
        if after != before:
            result = Score(after, row.pass_percent)
            found.append(Regraded(row.id, after, bool(result.passed) and not row.passed))
    return found


def _results(bank_id: str) -> Sequence[Row[*tuple[Any, ...]]]:
    """The attempts at a bank that have a result, with what counts of it now."""
    return db.session.execute(
        select(
            Attempt.id,
            Attempt.pass_percent,
            func.coalesce(AttemptScored.passed, AttemptSubmitted.passed).label("passed"),
            func.coalesce(AttemptScored.scores, AttemptSubmitted.scores).label("scores"),
        )
        .join(AttemptSubmitted, AttemptSubmitted.id == Attempt.id)
        .outerjoin(AttemptScored, and_(AttemptScored.attempt_id == Attempt.id, AttemptScored.number == _LATEST))
        .where(AttemptSubmitted.bank_id == bank_id, Attempt.state == "submitted")
        .order_by(AttemptSubmitted.submitted_at, Attempt.id)
    ).all()


def _answers_to(bank_id: str, question_ids: Collection[str]) -> dict[tuple[UUID, str], Answer]:
    """The answers to some questions of a bank, by attempt and question."""
    rows = db.session.execute(
        select(SavedAnswer.attempt_id, SavedAnswer.question_id, SavedAnswer.answer)
        .join(AttemptSubmitted, AttemptSubmitted.id == SavedAnswer.attempt_id)
        .where(AttemptSubmitted.bank_id == bank_id, SavedAnswer.question_id.in_(question_ids))
    )
    return {(row.attempt_id, row.question_id): _plan(row.answer) for row in rows}


def corrections(bank_ids: Iterable[str], new_bank_id: str, language: str) -> list[Correction]:
    """What a later bank puts right of earlier ones, and for how many attempts: those for which it changes nothing too."""
    found, new = [], bank(new_bank_id)
    for bank_id in bank_ids:
        if changed := corrected(bank(bank_id), new):
            gains, texts = regraded(bank_id, new_bank_id), words(new_bank_id, language)
            passing = sum(each.passes_now for each in gains)
            found.append(Correction(bank_id, [texts[each] for each in sorted(changed)], len(gains), passing))
    return found


def outcome(of: Sitting, language: str) -> Outcome:
    """What a submitted attempt came to, and of its paper what may be shown now."""
    tries = [line for line in attempts(of.enrolment_id) if line.paper == of.paper]
    passed = any(line.passed for line in tries)
    allowed = attempts_allowed(of.attempts_allowed, granted(of.enrolment_id, of.paper))
    submitted = sum(line.state == "submitted" for line in tries)
    left = attempts_left(allowed, len(tries))
    under_way = next((line.id for line in tries if line.state == "open"), None)
    scored, zone = scores(of.id), time_zone(of.academy_id)
    first, now = scored.first, scored.last
    seen = shown(of.pass_percent, allowed, submitted, passed) if now.percent is not None else Shown.NOTHING
    return Outcome(
        points=now.points,
        out_of=now.out_of,
        percent=now.percent,
        to_mark=len(first.to_mark) if now is first else 0,
        passed=now.passed,
        submitted_at=first.submitted_at.astimezone(zone),
        shown=seen,
        left=left,
        under_way=under_way,
        questions=_review(of, seen, language, scored),
        ask=places.whom_to_ask(of.academy_id)
        if now.passed is False and left == 0 and not under_way and not passed
        else None,
        earlier=_earlier([first, *scored.again], zone),
    )


def _earlier(scored: Sequence[AttemptSubmitted | AttemptScored], zone: ZoneInfo) -> list[Earlier]:
    """Each result before the last, with why and when the next one took its place."""
    return [
        Earlier(before.percent, Cause(after.cause), after.recorded_at.astimezone(zone).date())
        for before, after in pairwise(scored)
        if before.percent is not None and isinstance(after, AttemptScored)
    ]


def _review(of: Sitting, seen: Shown, language: str, scored: Scores) -> list[Reviewed]:
    """The paper question by question, as far as it is shown: what is secret is not even read."""
    if seen in (Shown.NOTHING, Shown.SCORE_ONLY):
        return []
    given, texts, asked = answers(of.id), words(of.bank_id, language), bank(of.bank_id)
    marks = marks_of([of.id]) if scored.first.to_mark else {}
    comments = comments_on([mark.id for of_answer in marks.values() for mark in of_answer])
    plain = [
        Reviewed(
            asked[item.question_id].kind,
            texts[item.question_id],
            item.layout,
            given[item.question_id].answer if item.question_id in given else {},
            comments=tuple(
                comments[mark.id] for mark in marks.get((of.id, item.question_id), ()) if mark.id in comments
            ),
        )
        for item in of.items
    ]
    if seen is Shown.OWN_CHOICES:
        return plain
    behind = secrets(of.bank_id, language)
    return [
        replace(
            each,
            key=_key(
                each,
                asked[item.question_id],
                behind[item.question_id],
                scored.last.scores[item.question_id],
                levels(asked[item.question_id], marks.get((of.id, item.question_id), ())),
            ),
        )
        for each, item in zip(plain, of.items, strict=True)
    ]


def _key(plain: Reviewed, question: Question, behind: Secrets, points: float, levels: Mapping[str, float]) -> Key:
    kind = KINDS[question.kind]
    told = kind.told(question, plain.answer)
    return Key(
        question.key,
        kind.right(question),
        points,
        {secret_id: words for secret_id, words in behind.feedback.items() if secret_id in told},
        behind.explanation,
        kind.right_slots(question, plain.answer),
        levels,
    )


def marks_of(attempt_ids: Collection[UUID]) -> dict[tuple[UUID, str], list[AnswerMarked]]:
    """What people gave to the answers of these attempts, by attempt and question, in the order of time."""
    rows = db.session.execute(
        select(AnswerMarked).where(AnswerMarked.attempt_id.in_(attempt_ids)).order_by(AnswerMarked.number)
    ).scalars()
    found = defaultdict(list)
    for row in rows:
        found[row.attempt_id, row.question_id].append(row)
    return found


def comments_on(mark_ids: Collection[UUID]) -> dict[UUID, str]:
    """What markers wrote to officers, by mark."""
    if not mark_ids:
        return {}
    rows = db.session.execute(select(MarkComment).where(MarkComment.mark_id.in_(mark_ids))).scalars()
    return {row.mark_id: row.words for row in rows}


def levels(question: Question, marks: Sequence[AnswerMarked]) -> dict[str, float]:
    """The level of each criterion that counts; none where nobody had to mark, or has not yet."""
    if not marks:
        return {}
    given = agreed(rubric_of(question.key), [Mark(mark.marker_id, mark.levels) for mark in marks])
    return {criterion: float(level) for criterion, level in (given or {}).items()}


@lru_cache(maxsize=1024)
def time_zone(academy_id: UUID) -> ZoneInfo:
    """The time on the academy's wall."""
    return ZoneInfo(
        db.session.execute(
            select(Country.time_zone).join(Academy, Academy.country == Country.code).where(Academy.id == academy_id)
        ).scalar_one()
    )


# So many of the latest papers say enough of a question, and are read and worked out in about a second.
MOST_SHEETS = 5_000


def judged(bank_id: str, paper: str, language: str) -> JudgedPaper:
    """How good a paper and each question of its bank are, by first attempts; questions to be looked at come first."""
    asked, texts, given = bank(bank_id), words(bank_id, language), _first_attempts(bank_id, paper)
    options = {question.id: _options(question) for question in asked.values()}
    sheets = [Sheet(points, {question: answer.chosen for question, answer in by.items()}) for points, by in given]
    found = [
        Judged(
            asked[item.question_id],
            texts[item.question_id],
            item,
            _agreement(
                asked[item.question_id], [by[item.question_id].answer for _, by in given if item.question_id in by]
            ),
        )
        for item in analyse(sheets, options)
    ]
    order = list(Verdict)
    found.sort(key=lambda each: (order.index(each.item.judgements[0].verdict), each.item.question_id))
    return JudgedPaper(reliability(sheets), tuple(found))


def _options(question: Question) -> dict[str, bool]:
    """Which options are right; none where words are typed or parts put in order."""
    right = {part for given in KINDS[question.kind].right(question).values() for part in given}
    return {option: option in right for option in question.plan.get("options", ())}


def _agreement(question: Question, answers: Sequence[Answer]) -> Agreement | None:
    """None where nothing was rated."""
    kind = KINDS[question.kind]
    panel = kind.panel(question)
    if not panel:
        return None
    scale = sorted({int(step) for slot in kind.slots(question.plan) for step in question.plan[slot.role]})
    return agreement(({slot: int(given[0]) for slot, given in answer.items()} for answer in answers), panel, scale)


@dataclass(frozen=True)
class _Stored:
    """What an answer of the database says: the same object for all that say the same, as that saves time and room."""

    answer: Answer
    chosen: tuple[str, ...]


def _first_attempts(bank_id: str, paper: str) -> list[tuple[Mapping[str, float], dict[str, _Stored]]]:
    """The latest ones that have a result: points by question, and answers by question."""
    latest = (
        select(AttemptSubmitted.id, func.coalesce(AttemptScored.scores, AttemptSubmitted.scores).label("scores"))
        .outerjoin(
            AttemptScored, and_(AttemptScored.attempt_id == AttemptSubmitted.id, AttemptScored.number == _LATEST)
        )
        .where(AttemptSubmitted.bank_id == bank_id, AttemptSubmitted.paper == paper, AttemptSubmitted.number == 1)
        .where(func.coalesce(AttemptScored.percent, AttemptSubmitted.percent).is_not(None))
        .order_by(AttemptSubmitted.submitted_at.desc(), AttemptSubmitted.id)
        .limit(MOST_SHEETS)
        .subquery()
    )
    # Ids and answers are taken as text: no id is needed, and of a hundred thousand answers few are different.
    by_id: dict[str, tuple[Mapping[str, float], dict[str, _Stored]]] = {
        row.id: (row.scores, {})
        for row in db.session.execute(select(cast(latest.c.id, String).label("id"), latest.c.scores))
    }
    read = cache(_stored)
    answered = SavedAnswer.__table__.c
    for attempt_id, question_id, stored in db.session.execute(
        select(cast(answered.attempt_id, String), answered.question_id, cast(answered.answer, Text)).join(
            latest, latest.c.id == answered.attempt_id
        )
    ):
        by_id[attempt_id][1][question_id] = read(stored)
    return list(by_id.values())


def _stored(words: str) -> _Stored:
    answer = _plan(json.loads(words))
    return _Stored(answer, tuple(part for parts in answer.values() for part in parts))


# So many answers waiting are more than a group of markers has at once; the others follow as these are done.
MOST_WAITING = 500


def to_mark(
    academies: Collection[UUID] | None, marker_id: UUID, officer_id: UUID | None, language: str
) -> list[ToMark]:
    """Answers of these academies, of all with None, that wait for just this account: what waits longest comes first.

    Nobody marks their own: `officer_id` says who the marker is among officers.
    """
    waiting = _waiting(academies, officer_id)[:MOST_WAITING]
    marks = marks_of([row.id for row in waiting])
    return [
        ToMark(
            row.id,
            question_id,
            row.titles,
            words(row.bank_id, language)[question_id],
            row.submitted_at.astimezone(time_zone(row.academy_id)),
            len(in_force(_marks(given))),
        )
        for row in waiting
        for question_id in row.to_mark
        if waits_for(
            _rubric(row.bank_id, question_id), _marks(given := marks.get((row.id, question_id), [])), marker_id
        )
    ]


def _waiting(academies: Collection[UUID] | None, but_of: UUID | None = None) -> Sequence[Row[Any]]:
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
            AttemptSubmitted.to_mark,
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
    return db.session.execute(query).all()


def _rubric(bank_id: str, question_id: str) -> Rubric:
    return rubric_of(bank(bank_id)[question_id].key)


def _marks(given: Iterable[AnswerMarked]) -> list[Mark]:
    return [Mark(mark.marker_id, mark.levels) for mark in given]


def agreed_on(of: Sitting, question_ids: Iterable[str]) -> dict[str, Fraction] | None:
    """What people gave to each of these questions, from 0 to 1; None while one still waits for somebody."""
    marks, found = marks_of([of.id]), {}
    for question_id in question_ids:
        rubric = _rubric(of.bank_id, question_id)
        given = agreed(rubric, _marks(marks.get((of.id, question_id), ())))
        if given is None:
            return None
        found[question_id] = share(rubric, given)
    return found


def to_release(academies: Collection[UUID] | None) -> list[Kept]:
    """Results that are kept back, by academy, module and paper: how many are ready, and how many are still to be marked."""
    kept: dict[tuple[UUID, str, str], list[bool]] = defaultdict(list)
    titles = {}
    waiting = [row for row in _waiting(academies) if row.held]
    marks = marks_of([row.id for row in waiting])
    for row in waiting:
        kept[row.academy_id, row.module_id, row.paper].append(
            all(
                agreed(_rubric(row.bank_id, question_id), _marks(marks.get((row.id, question_id), ())))
                for question_id in row.to_mark
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
    of = assessed(attempt_id)
    fact = db.session.get(AttemptSubmitted, attempt_id)
    if of is None or fact is None or question_id not in fact.to_mark:
        return None
    marks = marks_of([attempt_id]).get((attempt_id, question_id), [])
    behind = secrets(of.bank_id, language)[question_id]
    return AnswerToMark(
        of,
        question_id,
        words(of.bank_id, language)[question_id],
        behind,
        answers(attempt_id)[question_id].answer,
        _rubric(of.bank_id, question_id),
        tuple(_marks(marks)),
    )
