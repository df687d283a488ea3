"""What is done with quizzes: freezing banks, starting attempts, saving answers, handing in."""

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Executable, select, update

from elearn.foundation import clock, facts, ids, sealing
from elearn.foundation.db import db, insert
from elearn.quizzes import queries
from elearn.quizzes.models import Attempt, AttemptSubmitted, FrozenQuestion, LateAnswer, QuestionText, SavedAnswer
from elearn.quizzes.rules import attempts, rescue
from elearn.quizzes.rules.attempts import Acceptance, Receipt, Sitting
from elearn.quizzes.rules.given import GivenAnswer
from elearn.quizzes.rules.kind import Answer, Question, at_places, fits, same
from elearn.quizzes.rules.marking import score
from elearn.quizzes.rules.papers import Blueprint, Item, NoAttemptLeft, draw
from elearn.quizzes.rules.rescue import Rescued, RescueFile
from elearn.quizzes.rules.words import FrozenWords


def freeze(bank_id: str, questions: Iterable[Question], words: Mapping[str, Mapping[str, FrozenWords]]) -> None:
    """Keep a bank for good: its questions, and their words by language and question. One that is there stays so."""
    if db.session.execute(select(FrozenQuestion.bank_id).where(FrozenQuestion.bank_id == bank_id).limit(1)).first():
        return
    db.session.add_all(_question(bank_id, question) for question in questions)
    for language, texts in words.items():
        db.session.add_all(_text(bank_id, language, question_id, text) for question_id, text in texts.items())
    db.session.flush()


def _question(bank_id: str, question: Question) -> FrozenQuestion:
    return FrozenQuestion(
        bank_id=bank_id,
        question_id=question.id,
        kind=question.kind,
        objective=question.objective,
        difficulty=question.difficulty,
        plan=dict(question.plan),
        key=dict(question.key),
    )


def _text(bank_id: str, language: str, question_id: str, text: FrozenWords) -> QuestionText:
    return QuestionText(
        bank_id=bank_id,
        language=language,
        question_id=question_id,
        stem=text.stem,
        parts=dict(text.parts),
        feedback=dict(text.feedback),
        explanation=text.explanation,
    )


def start(
    *,
    officer_id: UUID,
    enrolment_id: UUID,
    academy_id: UUID,
    module_id: str,
    titles: Mapping[str, str],
    bank_id: str,
    blueprint: Blueprint,
    without: Collection[str] = (),
) -> UUID:
    """The id of the attempt to go on with: the open one, else a new one. Raises NoAttemptLeft and TooFewQuestions.

    An open one whose time is up is handed in as it stands and is the answer: its officer shall see what it came to
    before another clock runs. `titles` are the module's, for the pages; `without` are questions not to be drawn.
    """
    whose = {"officer_id": officer_id, "enrolment_id": enrolment_id, "academy_id": academy_id, "module_id": module_id}
    while True:
        begun = [line for line in queries.attempts(enrolment_id) if line.paper == blueprint.name]
        for line in begun:
            if line.state == "open":
                submit_if_overdue(line.id, officer_id)
                return line.id
        if attempts.attempts_left(blueprint.attempts, len(begun)) == 0:
            raise NoAttemptLeft
        met = queries.questions_on([line.id for line in begun])
        paper = _paper(bank_id, blueprint, without, met) | whose | {"titles": dict(titles), "number": len(begun) + 1}
        if attempt_id := _begin(paper):
            return attempt_id


def _paper(bank_id: str, blueprint: Blueprint, without: Collection[str], met: Collection[str]) -> dict[str, Any]:
    """The columns of an attempt that its blueprint gives, with a paper drawn anew."""
    seed, now = secrets.randbits(31), clock.now()
    items = draw(blueprint, queries.bank(bank_id).values(), seed, without, met)
    return {
        "bank_id": bank_id,
        "paper": blueprint.name,
        "seed": seed,
        "items": [[item.question_id, dict(item.layout)] for item in items],
        "pass_percent": blueprint.pass_percent,
        "attempts_allowed": blueprint.attempts,
        "started_at": now,
        "deadline": now + timedelta(minutes=blueprint.minutes),
    }


def _begin(paper: dict[str, Any]) -> UUID | None:
    """The new attempt; None when another process began one of that number first."""
    return db.session.execute(
        insert(Attempt)
        .values(id=ids.new(), state="open", **paper)
        .on_conflict_do_nothing(index_elements=["enrolment_id", "paper", "number"])
        .returning(Attempt.__table__.c.id)
    ).scalar_one_or_none()


def save(attempt_id: UUID, officer_id: UUID, question_id: str, sequence: int, answer: Answer) -> Acceptance:
    """Keep an answer, given by ids of parts. The highest sequence of a question wins; the very same answer again is SAVED."""
    sitting = queries.sitting(attempt_id, officer_id, hold=True)
    item = next((item for item in sitting.items if item.question_id == question_id), None) if sitting else None
    if sitting is None or item is None:
        return Acceptance.FOREIGN
    return _keep(sitting, item, sequence, answer)


def save_fields(
    attempt_id: UUID, officer_id: UUID, number: int, sequence: int, fields: Mapping[int, Sequence[str]]
) -> Receipt | None:
    """Keep an answer as a browser gives it: by places on the paper. None when there is no such place or attempt."""
    sitting = queries.sitting(attempt_id, officer_id, hold=True)
    item = sitting.item(number) if sitting else None
    answer = _on_paper(sitting, number, fields) if sitting else None
    if sitting is None or item is None or answer is None:
        return None
    acceptance, now = _keep(sitting, item, sequence, answer), clock.now()
    if acceptance is Acceptance.FOREIGN:
        return None
    return Receipt(
        acceptance, now.astimezone(queries.time_zone(sitting.academy_id)), attempts.seconds_left(sitting.deadline, now)
    )


def _on_paper(sitting: Sitting, number: int, fields: Mapping[int, Sequence[str]]) -> Answer | None:
    item = sitting.item(number)
    return at_places(queries.slots(sitting.bank_id, item), item.layout, fields) if item else None


def attempt_key(secret: str, attempt_id: UUID) -> bytes:
    """With this key the browser of its officer seals what it cannot send. Given only to pages of the attempt."""
    return sealing.key_of(secret, f"unsent answers of attempt {attempt_id}")


def rescue_answers(content: bytes, secret: str, academies: Collection[UUID] | None) -> Rescued | None:
    """Save what stands in a rescue file, for its officer; None, with nothing changed, when it cannot be read.

    Nobody learns of an attempt at another academy: its file cannot be read either.
    """
    file = rescue.read(content)
    officer_id = queries.officer_of(file.attempt_id, academies) if file else None
    sitting = queries.sitting(file.attempt_id, officer_id, hold=True) if file and officer_id else None
    answers = _unsealed(file, secret) if file and sitting else None
    placed = [_placed(sitting, given) for given in answers] if sitting and answers else []
    if sitting is None or not answers or None in placed:
        return None
    questions: dict[int, Acceptance] = {}
    for given, (item, answer) in zip(answers, filter(None, placed), strict=True):
        questions[given.number] = _keep(sitting, item, given.sequence, answer)
    return Rescued(sitting.titles, sitting.paper, sitting.number, dict(sorted(questions.items())))


def _unsealed(file: RescueFile, secret: str) -> list[GivenAnswer] | None:
    key, attempt = attempt_key(secret, file.attempt_id), str(file.attempt_id).encode()
    contents = [sealing.opened(key, nonce, sealed, attempt) for nonce, sealed in file.answers]
    whole = [content for content in contents if content is not None]
    return rescue.in_order(whole) if len(whole) == len(contents) else None


def _placed(sitting: Sitting, given: GivenAnswer) -> tuple[Item, Answer] | None:
    """The question on the paper and an answer that fits it, asked of all before the first is saved."""
    item, answer = sitting.item(given.number), _on_paper(sitting, given.number, given.fields)
    if not item or answer is None or not fits(queries.slots(sitting.bank_id, item), item.layout, answer):
        return None
    return item, answer


def _keep(sitting: Sitting, item: Item, sequence: int, answer: Answer) -> Acceptance:
    if not fits(queries.slots(sitting.bank_id, item), item.layout, answer):
        return Acceptance.FOREIGN
    refused = attempts.refusal(sitting, clock.now())
    if not answer and item.question_id not in queries.answers(sitting.id):
        return refused or Acceptance.SAVED  # a question passed over: there is nothing to keep
    if refused is None and _write(SavedAnswer, sitting.id, item.question_id, sequence, answer):
        return Acceptance.SAVED
    # The browser sends again what was saved when it did not hear so: the truth is then that it is saved.
    given = queries.answers(sitting.id).get(item.question_id)
    if given and given.sequence == sequence and same(given.answer, answer):
        return Acceptance.SAVED
    if refused:
        _write(LateAnswer, sitting.id, item.question_id, sequence, answer)
    return refused or Acceptance.STALE


def _write(
    table: type[SavedAnswer | LateAnswer], attempt_id: UUID, question_id: str, sequence: int, answer: Answer
) -> bool:
    """False when an answer of the same or a higher sequence is there."""
    row = {"attempt_id": attempt_id, "question_id": question_id, "sequence": sequence, "answer": dict(answer)}
    written = db.session.execute(_latest_answer(table, db.engine.dialect.name), row | {"saved_at": clock.now()})
    return written.first() is not None


@cache
def _latest_answer(table: type[SavedAnswer | LateAnswer], _dialect: str) -> Executable:
    """Keeps an answer unless there is one as late. Built once a database: each save asks for it."""
    new = insert(table)
    statement: Executable = new.on_conflict_do_update(
        index_elements=["attempt_id", "question_id"],
        set_={name: new.excluded[name] for name in ("sequence", "answer", "saved_at")},
        where=new.excluded.sequence > table.__table__.c.sequence,
    ).returning(table.__table__.c.sequence)
    return statement


def submit(attempt_id: UUID, officer_id: UUID) -> AttemptSubmitted:
    """Hand the officer's attempt in, once: whoever comes second gets the same fact. Raises LookupError for others'."""
    sitting = queries.sitting(attempt_id, officer_id)
    if sitting is None:
        raise LookupError(attempt_id)
    if not _close(attempt_id):
        return db.session.get_one(AttemptSubmitted, attempt_id)
    return facts.add(_outcome(officer_id, sitting))


def _close(attempt_id: UUID) -> bool:
    """Whether it was this transaction that closed it. No answer is saved from here on, so the answers are all there."""
    open_one = update(Attempt).where(Attempt.id == attempt_id, Attempt.state == "open")
    closed = open_one.values(state="submitted").returning(Attempt.id).execution_options(synchronize_session=False)
    return db.session.execute(closed).first() is not None


def _outcome(officer_id: UUID, sitting: Sitting) -> AttemptSubmitted:
    """Handed in late, an attempt counts as handed in at its deadline, whenever that is noticed."""
    answers = queries.answers(sitting.id)
    given = {question_id: latest.answer for question_id, latest in answers.items()}
    outcome = score(sitting.pass_percent, sitting.items, queries.bank(sitting.bank_id), given)
    return AttemptSubmitted(
        id=sitting.id,
        officer_id=officer_id,
        enrolment_id=sitting.enrolment_id,
        module_id=sitting.module_id,
        bank_id=sitting.bank_id,
        paper=sitting.paper,
        number=sitting.number,
        answered=len(attempts.answered(answers)),
        points=float(outcome.points),
        out_of=outcome.out_of,
        percent=outcome.percent,
        passed=outcome.passed,
        scores={question_id: float(points) for question_id, points in outcome.by_question.items()},
        started_at=sitting.started_at,
        submitted_at=min(clock.now(), sitting.deadline),
    )


def submit_if_overdue(attempt_id: UUID, officer_id: UUID) -> None:
    """Hand an open attempt in as it stands when it takes no answer any more."""
    sitting = queries.sitting(attempt_id, officer_id)
    if sitting and sitting.is_open and not attempts.in_time(sitting.deadline, clock.now()):
        submit(attempt_id, officer_id)
