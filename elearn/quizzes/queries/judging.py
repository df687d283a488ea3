"""How good the questions of a bank are, by what officers answered."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import String, Text, cast, func, select

from elearn.foundation.db import db
from elearn.people.queries.rows import AnyRow
from elearn.quizzes.models import AttemptSubmitted, HardQuestion, JudgedBank, SavedAnswer
from elearn.quizzes.queries import banks, sittings
from elearn.quizzes.rules.agreement import Agreement, agreement
from elearn.quizzes.rules.analysis import Sheet, Verdict, analyse
from elearn.quizzes.rules.judging import Judged, JudgedPaper
from elearn.quizzes.rules.kind import Answer, Question
from elearn.quizzes.rules.kinds import KINDS
from elearn.quizzes.rules.reliability import reliability

# So many of the latest papers say enough of a question, and are read and worked out in about a second.
MOST_SHEETS = 5_000


def judged(bank_id: str, paper: str, language: str) -> JudgedPaper:
    """How good a paper and each question of its bank are, by first attempts; questions to be looked at come first."""
    asked, texts, given = banks.bank(bank_id), banks.words(bank_id, language), _first_attempts(bank_id, paper)
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


def to_judge(bank_ids: Collection[str], paper: str) -> dict[str, int]:
    """The banks of which more papers are handed in than when they were judged last, with how many: by the index alone."""
    handed_in = (
        select(AttemptSubmitted.bank_id, func.count().label("papers"))
        .where(AttemptSubmitted.bank_id.in_(bank_ids), AttemptSubmitted.paper == paper)
        .group_by(AttemptSubmitted.bank_id)
        .subquery()
    )
    rows = db.session.execute(
        select(handed_in.c.bank_id, handed_in.c.papers)
        .outerjoin(JudgedBank, JudgedBank.bank_id == handed_in.c.bank_id)
        .where(handed_in.c.papers > func.coalesce(JudgedBank.papers, 0))
    )
    return {row.bank_id: row.papers for row in rows}


def hard(bank_ids: Collection[str], most: int) -> list[AnyRow]:
    """The hardest questions of these banks as they were judged last, fewest right first."""
    query = select(HardQuestion.bank_id, HardQuestion.question_id, HardQuestion.verdict, HardQuestion.facility)
    query = query.where(HardQuestion.bank_id.in_(bank_ids))
    order = (HardQuestion.facility, HardQuestion.bank_id, HardQuestion.question_id)
    return list(db.session.execute(query.order_by(*order).limit(most)))


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
        sittings.with_score(select(AttemptSubmitted.id, sittings.counting("scores")))
        .where(AttemptSubmitted.bank_id == bank_id, AttemptSubmitted.paper == paper, AttemptSubmitted.number == 1)
        .where(sittings.counting("percent").is_not(None))
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
    answer = banks.plan_of(json.loads(words))
    return _Stored(answer, tuple(part for parts in answer.values() for part in parts))
