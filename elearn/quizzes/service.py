"""What is done with quizzes: freezing banks, starting attempts, saving answers, handing in, granting more."""

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Executable, or_, select, update
from sqlalchemy.exc import IntegrityError

from elearn.foundation import clock, facts, ids, sealing
from elearn.foundation.db import db, insert
from elearn.quizzes import queries
from elearn.quizzes.models import (
    AnswerMarked,
    Attempt,
    AttemptGranted,
    AttemptScored,
    AttemptSubmitted,
    AttemptUnlocked,
    DeadlineMoved,
    FrozenQuestion,
    LateAnswer,
    MarkComment,
    QuestionSource,
    QuestionText,
    SavedAnswer,
    TimeGranted,
)
from elearn.quizzes.rules import attempts, rescue
from elearn.quizzes.rules.assessing import Marking
from elearn.quizzes.rules.attempts import Acceptance, Reason, Receipt, Sitting
from elearn.quizzes.rules.given import GivenAnswer
from elearn.quizzes.rules.kind import Answer, Question, WrittenQuestion, at_places, fits, same
from elearn.quizzes.rules.marking import Cause, Score, exactly, raised, score
from elearn.quizzes.rules.papers import Blueprint, Item, NoAttemptLeft, draw
from elearn.quizzes.rules.rescue import Rescued, RescueFile
from elearn.quizzes.rules.rubric import rubric_of
from elearn.quizzes.rules.words import FrozenWords


def freeze(
    bank_id: str,
    questions: Iterable[Question],
    words: Mapping[str, Mapping[str, FrozenWords]],
    written: Mapping[str, Sequence[WrittenQuestion]] | None = None,
) -> None:
    """Keep a bank for good: its questions, their words by language and question, and by language what their authors wrote.

    One that is there stays so.
    """
    if db.session.execute(select(FrozenQuestion.bank_id).where(FrozenQuestion.bank_id == bank_id).limit(1)).first():
        return
    db.session.add_all(_question(bank_id, question) for question in questions)
    for language, texts in words.items():
        db.session.add_all(_text(bank_id, language, question_id, text) for question_id, text in texts.items())
    for language, sources in (written or {}).items():
        said = queries.WRITTEN.dump_python(tuple(sources), mode="json")
        db.session.add(QuestionSource(bank_id=bank_id, language=language, written=said))
    db.session.flush()


def _question(bank_id: str, question: Question) -> FrozenQuestion:
    return FrozenQuestion(
        bank_id=bank_id,
        question_id=question.id,
        kind=question.kind,
        objective=question.objective,
        difficulty=question.difficulty,
        tags=list(question.tags),
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
    beside: Collection[Blueprint] = (),
    browser: str | None = None,
) -> UUID:
    """The id of the attempt to go on with: the open one, else a new one. Raises NoAttemptLeft and TooFewQuestions.

    An open one whose time is up is the answer too: its officer hands it in, and sees what it came to, before another
    clock runs. `titles` are the module's, for the pages; `without` are questions not to be drawn; `beside` are papers of
    the same enrolment for which enough others must be left; `browser` is the one that asks.
    """
    whose = {"officer_id": officer_id, "enrolment_id": enrolment_id, "academy_id": academy_id, "module_id": module_id}
    percent, _serial = queries.extra_time(officer_id, academy_id)
    while True:
        begun = [line for line in queries.attempts(enrolment_id) if line.paper == blueprint.name]
        for line in begun:
            if line.state == "open":
                submit_if_abandoned(line.id, officer_id)
                return line.id
        allowed = attempts.attempts_allowed(blueprint.attempts, queries.granted(enrolment_id, blueprint.name))
        if attempts.attempts_left(allowed, len(begun)) == 0:
            raise NoAttemptLeft
        met = queries.questions_on([line.id for line in begun])
        seed, bank = secrets.randbits(31), queries.bank(bank_id).values()
        # All papers of an enrolment are forms of one mix: the final assessment is as hard as the pre-test was.
        items = draw(blueprint, bank, seed, form=enrolment_id.int, without=without, met=met, beside=beside)
        number = {"titles": dict(titles), "bank_id": bank_id, "seed": seed, "number": len(begun) + 1, "place": browser}
        if attempt_id := _begin(whose | number | _paper(blueprint, items, percent)):
            return attempt_id


def _paper(blueprint: Blueprint, items: Iterable[Item], percent: int) -> dict[str, Any]:
    """The columns of an attempt that its blueprint gives, with the paper that was drawn and so many per cent more time."""
    now, boot = clock.now(), clock.boot()
    return {
        "paper": blueprint.name,
        "items": [[item.question_id, dict(item.layout)] for item in items],
        "pass_percent": blueprint.pass_percent,
        "attempts_allowed": blueprint.attempts,
        "held": blueprint.held,
        "minutes": blueprint.minutes,
        "supervised": blueprint.supervised,
        "started_at": now,
        "deadline": now + attempts.time_allowed(blueprint.minutes, percent),
        "boot_id": boot.id,
        "booted_at": boot.at,
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
    return _keep(sitting, item, sequence, answer, attempts.refusal(sitting, clock.now()))


def save_fields(
    attempt_id: UUID,
    officer_id: UUID,
    number: int,
    sequence: int,
    fields: Mapping[int, Sequence[str]],
    browser: str | None,
) -> Receipt | None:
    """Keep an answer as a browser gives it: by places on the paper. None when there is no such place or attempt.

    The first browser to save is the one that the attempt is open in, where none is yet.
    """
    sitting = queries.sitting(attempt_id, officer_id, hold=True)
    item = sitting.item(number) if sitting else None
    answer = _on_paper(sitting, number, fields) if sitting else None
    if sitting is None or item is None or answer is None:
        return None
    now = clock.now()
    refused = attempts.refusal(sitting, now)
    if refused is None and attempts.is_elsewhere(sitting, browser):
        refused = Acceptance.ELSEWHERE
    acceptance = _keep(sitting, item, sequence, answer, refused)
    if acceptance is Acceptance.FOREIGN:
        return None
    if browser and sitting.is_open and sitting.place is None:
        take_over(attempt_id, officer_id, browser)
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
    refused = attempts.refusal(sitting, clock.now())
    for given, (item, answer) in zip(answers, filter(None, placed), strict=True):
        questions[given.number] = _keep(sitting, item, given.sequence, answer, refused)
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


def _keep(sitting: Sitting, item: Item, sequence: int, answer: Answer, refused: Acceptance | None) -> Acceptance:
    if not fits(queries.slots(sitting.bank_id, item), item.layout, answer):
        return Acceptance.FOREIGN
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
    if not _move(attempt_id, "open", "submitted"):
        return db.session.get_one(AttemptSubmitted, attempt_id)
    fact = facts.add(_outcome(officer_id, sitting))
    if fact.percent is None:
        _move(attempt_id, "submitted", "waiting")
    return fact


def _move(attempt_id: UUID, before: str, after: str) -> bool:
    """Whether it was this transaction that moved it. No answer is saved once it is not open, so the answers are all there."""
    there = update(Attempt).where(Attempt.id == attempt_id, Attempt.state == before)
    moved = there.values(state=after).returning(Attempt.id).execution_options(synchronize_session=False)
    return db.session.execute(moved).first() is not None


def _outcome(officer_id: UUID, sitting: Sitting) -> AttemptSubmitted:
    """Handed in late, an attempt counts as handed in at its deadline, whenever that is noticed."""
    answers = queries.answers(sitting.id)
    given = {question_id: latest.answer for question_id, latest in answers.items()}
    outcome = score(sitting.pass_percent, sitting.items, queries.bank(sitting.bank_id), given)
    held = sitting.held
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
        percent=None if held else outcome.percent,
        passed=None if held else outcome.passed,
        scores=_stored(outcome.known),
        to_mark=list(outcome.to_mark),
        started_at=sitting.started_at,
        submitted_at=max(sitting.started_at, min(clock.now(), sitting.deadline)),
    )


def submit_if_abandoned(attempt_id: UUID, officer_id: UUID) -> bool:
    """Hand an open attempt in as it stands when nobody came back to it. Whether it was handed in here."""
    sitting = queries.sitting(attempt_id, officer_id)
    abandoned = bool(sitting and sitting.is_open and attempts.abandoned(sitting.deadline, clock.now()))
    if abandoned:
        submit(attempt_id, officer_id)
    return abandoned


def mark(
    attempt_id: UUID, question_id: str, marker_id: UUID, number: int, levels: Mapping[str, int], comment: str
) -> Marking:
    """Give an answer its levels, as the mark of that number, counted from 1; the last one settles what the attempt comes to.

    `comment` is for the officer. Whether this account may mark here has to be asked before.
    """
    sitting = queries.assessed(attempt_id, hold=True)
    fact = db.session.get(AttemptSubmitted, attempt_id)
    if not (sitting and fact and question_id in fact.to_mark):
        return Marking.WRONG
    if not rubric_of(queries.bank(sitting.bank_id)[question_id].key).fits(levels):
        return Marking.WRONG
    if number != len(queries.marks_of([attempt_id]).get((attempt_id, question_id), ())) + 1:
        return Marking.OVERTAKEN
    given = facts.add(
        AnswerMarked(
            attempt_id=attempt_id,
            question_id=question_id,
            number=number,
            marker_id=marker_id,
            levels=dict(levels),
        )
    )
    if comment:
        db.session.add(MarkComment(mark_id=given.id, words=comment))
    if not (sitting.held and sitting.state == "waiting"):
        _settle(sitting, Cause.MARKED, marker_id)
    return Marking.KEPT


def release(academy_id: UUID, module_id: str, paper: str, by_account: UUID) -> int:
    """Tell the results of an academy at a paper that were kept back and wait for no marker: how many."""
    sittings = [queries.assessed(attempt_id, hold=True) for attempt_id in queries.kept(academy_id, module_id, paper)]
    return sum(_settle(sitting, Cause.RELEASED, by_account) for sitting in sittings if sitting)


def _settle(sitting: Sitting, cause: Cause, by_account: UUID) -> bool:
    """Whether the attempt came to something new: not while a marker is missing, and nobody loses what they were told."""
    scored = queries.scores(sitting.id)
    by_people = queries.agreed_on(sitting, scored.first.to_mark)
    if by_people is None:
        return False
    now = exactly(scored.first.scores) | by_people
    if sitting.state == "waiting":
        _move(sitting.id, "waiting", "submitted")
        return _score_again(sitting, now, cause, by_account, sitting.bank_id)
    return _score_again(sitting, raised(exactly(scored.last.scores), now), cause, by_account, sitting.bank_id)


def _score_again(
    sitting: Sitting, by_question: Mapping[str, Fraction], cause: Cause, by_account: UUID, key_bank_id: str
) -> bool:
    """Whether there was something to write down: a new result, where these points are not what counts already."""
    scored = queries.scores(sitting.id)
    now = Score({item.question_id: by_question[item.question_id] for item in sitting.items}, sitting.pass_percent)
    if scored.last.percent is not None and scored.last.scores == _stored(now.known):
        return False
    facts.add(
        AttemptScored(
            attempt_id=sitting.id,
            number=len(scored.again) + 1,
            officer_id=sitting.officer_id,
            enrolment_id=sitting.enrolment_id,
            cause=cause,
            by_account=by_account,
            key_bank_id=key_bank_id,
            points=float(now.points),
            out_of=now.out_of,
            percent=now.percent,
            passed=now.passed,
            scores=_stored(now.known),
        )
    )
    return True


def _stored(points: Mapping[str, Fraction]) -> dict[str, float]:
    return {question_id: float(each) for question_id, each in points.items()}


def correct(old_bank_id: str, new_bank_id: str, by_account: UUID) -> int:
    """Score the attempts at a bank again by the keys of a later one: how many came to more. Nobody loses a point."""
    count = 0
    for each in queries.regraded(old_bank_id, new_bank_id):
        if sitting := queries.assessed(each.attempt_id, hold=True):
            # What was marked once more in the meantime stays.
            now = raised(exactly(queries.scores(sitting.id).last.scores), each.points)
            count += _score_again(sitting, now, Cause.CORRECTED, by_account, new_bank_id)
    return count


def take_over(attempt_id: UUID, officer_id: UUID, browser: str | None) -> bool:
    """The officer's open attempt goes on in this browser, and in any where this one cannot be known again.

    False when it is handed in, or supervised and open in another one: then an instructor unlocks it first.
    """
    free = or_(Attempt.place.is_(None), Attempt.place == browser, Attempt.supervised.is_(False))
    mine = update(Attempt).where(
        Attempt.id == attempt_id, Attempt.officer_id == officer_id, Attempt.state == "open", free
    )
    return _changed(mine.values(place=browser)) is not None


def unlock(attempt_id: UUID, place: str, by_account: UUID) -> bool:
    """Let an open attempt go on in any browser; False when it is not open any more in the one of `place`."""
    locked = update(Attempt).where(Attempt.id == attempt_id, Attempt.state == "open", Attempt.place == place)
    officer_id = _changed(locked.values(place=None))
    if officer_id is None:
        return False
    facts.add(AttemptUnlocked(attempt_id=attempt_id, officer_id=officer_id, by_account=by_account))
    return True


def give_minutes(attempt_id: UUID, deadline: datetime, minutes: int, reason: Reason, by_account: UUID) -> bool:
    """More time for an open attempt: from its deadline on, or from now on where that has passed.

    False when it is handed in, or its deadline is not `deadline` any more: a second click gives nothing.
    """
    sitting = queries.assessed(attempt_id, hold=True)
    # The clock may have been moved since the attempt began, and with it what it says of the deadline by a little.
    if not (sitting and sitting.is_open) or abs(sitting.deadline - deadline) >= timedelta(seconds=1):
        return False
    more = max(timedelta(), clock.now() - sitting.deadline) + timedelta(minutes=minutes)
    db.session.get_one(Attempt, attempt_id).deadline += more
    facts.add(
        DeadlineMoved(
            attempt_id=attempt_id,
            officer_id=sitting.officer_id,
            minutes=minutes,
            moved_from=sitting.deadline,
            moved_to=sitting.deadline + more,
            reason=reason,
            by_account=by_account,
        )
    )
    return True


def _changed(attempt: Any) -> UUID | None:
    """Whose attempt the statement changed; None when none was as it demands."""
    changed = attempt.returning(Attempt.officer_id).execution_options(synchronize_session=False)
    officer_id: UUID | None = db.session.execute(changed).scalar_one_or_none()
    return officer_id


def grant_attempt(
    *, officer_id: UUID, enrolment_id: UUID, paper: str, number: int, reason: Reason, by_account: UUID
) -> bool:
    """One more attempt at a paper, the `number`-th so granted; False when that one is granted already, or not the next."""
    if number != queries.granted(enrolment_id, paper) + 1:
        return False
    return _add_once(
        AttemptGranted(
            officer_id=officer_id,
            enrolment_id=enrolment_id,
            paper=paper,
            number=number,
            reason=reason,
            by_account=by_account,
        )
    )


def grant_time(*, officer_id: UUID, academy_id: UUID, percent: int, serial: int, by_account: UUID) -> bool:
    """So many per cent more time at every paper begun from now on; False when `serial` is not the next one."""
    if serial != queries.extra_time(officer_id, academy_id)[1] + 1:
        return False
    return _add_once(
        TimeGranted(officer_id=officer_id, academy_id=academy_id, serial=serial, percent=percent, by_account=by_account)
    )


def _add_once(fact: AttemptGranted | TimeGranted) -> bool:
    try:
        with db.session.begin_nested():
            facts.add(fact)
    except IntegrityError:  # the other click of a double one was first
        return False
    return True
