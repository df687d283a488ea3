"""Starting attempts, saving answers, handing in."""

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Executable, and_, case, or_, update

from elearn.foundation import clock, facts, ids
from elearn.foundation.db import db, insert
from elearn.quizzes.models import (
    Attempt,
    AttemptSubmitted,
    LateAnswer,
    SavedAnswer,
)
from elearn.quizzes.queries import banks, sittings
from elearn.quizzes.rules import attempts
from elearn.quizzes.rules.attempts import Acceptance, Given, Receipt, Sitting
from elearn.quizzes.rules.kind import Answer, at_places, fits, same
from elearn.quizzes.rules.marking import Score, score, stored
from elearn.quizzes.rules.papers import Blueprint, Item, NoAttemptLeft, draw


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
    percent, _serial = sittings.extra_time(officer_id, academy_id)
    while True:
        begun = [line for line in sittings.attempts(enrolment_id) if line.paper == blueprint.name]
        for line in begun:
            if line.state == "open":
                submit_if_abandoned(line.id, officer_id)
                return line.id
        allowed = attempts.attempts_allowed(blueprint.attempts, sittings.granted(enrolment_id, blueprint.name))
        if attempts.attempts_left(allowed, len(begun)) == 0:
            raise NoAttemptLeft
        met = sittings.questions_on([line.id for line in begun])
        seed, bank = secrets.randbits(31), banks.bank(bank_id).values()
        # All papers of an enrolment are forms of one mix: the final assessment is as hard as the pre-test was.
        before = sittings.met_before(officer_id, module_id, enrolment_id)
        items = draw(
            blueprint, bank, seed, form=enrolment_id.int, without=without, met=met, met_before=before, beside=beside
        )
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


def held(attempt_id: UUID, officer_id: UUID) -> Sitting | None:
    """The officer's attempt, held. Where its time goes on from now, that is noted once in a run of the computer."""
    sitting = sittings.sitting(attempt_id, officer_id, hold=True)
    if sitting and sitting.is_open and sitting.resumes:
        run = clock.boot()
        unnoted = or_(Attempt.resumed_boot_id.is_(None), Attempt.resumed_boot_id != run.id)
        goes_on = {"resumed_at": sitting.started_at, "resumed_boot_id": run.id, "resumed_booted_at": run.at}
        changed(update(Attempt).where(Attempt.id == attempt_id, unnoted).values(**goes_on))
    return sitting


def save(attempt_id: UUID, officer_id: UUID, question_id: str, sequence: int, answer: Answer) -> Acceptance:
    """Keep an answer, given by ids of parts. The highest sequence of a question wins; the very same answer again is SAVED."""
    sitting = held(attempt_id, officer_id)
    item = next((item for item in sitting.items if item.question_id == question_id), None) if sitting else None
    if sitting is None or item is None:
        return Acceptance.FOREIGN
    return keep(sitting, item, sequence, answer, attempts.refusal(sitting, clock.now()))


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
    sitting = held(attempt_id, officer_id)
    item = sitting.item(number) if sitting else None
    answer = on_paper(sitting, number, fields) if sitting else None
    if sitting is None or item is None or answer is None:
        return None
    now = clock.now()
    refused, elsewhere = attempts.refusal(sitting, now), attempts.is_elsewhere(sitting, browser)
    if refused is None and elsewhere:
        refused = Acceptance.ELSEWHERE
    acceptance = keep(sitting, item, sequence, answer, refused, elsewhere=elsewhere)
    if acceptance is Acceptance.FOREIGN:
        return None
    if browser and sitting.is_open and sitting.place is None:
        take_over(attempt_id, officer_id, browser)
    return Receipt(
        acceptance, now.astimezone(sittings.time_zone(sitting.academy_id)), attempts.seconds_left(sitting.deadline, now)
    )


def on_paper(sitting: Sitting, number: int, fields: Mapping[int, Sequence[str]]) -> Answer | None:
    """What a browser gives by places, as an answer to the question of that number; None when there is no such place."""
    item = sitting.item(number)
    return at_places(banks.slots(sitting.bank_id, item), item.layout, fields) if item else None


def keep(
    sitting: Sitting, item: Item, sequence: int, answer: Answer, refused: Acceptance | None, *, elsewhere: bool = False
) -> Acceptance:
    """Save an answer, or, where it is refused, keep it among the late ones. The sitting has to be held.

    An empty answer is kept too: one given before it, and still under way, must not take its place. Only the first of all
    is not: a question was passed over, and nothing was given before.
    """
    if not fits(banks.slots(sitting.bank_id, item), item.layout, answer):
        return Acceptance.FOREIGN
    if not answer and sequence == 1 and item.question_id not in sittings.answers(sitting.id):
        return refused or Acceptance.SAVED
    new = Given(sequence, answer, clock.now())
    if refused is None and write(sitting.id, item.question_id, new):
        return Acceptance.SAVED
    # The browser sends again what was saved when it did not hear so: the truth is then that it is saved.
    given = sittings.answers(sitting.id).get(item.question_id)
    if given and given.sequence == sequence and same(given.answer, answer):
        return Acceptance.SAVED
    if refused and not keep_late(sitting.id, item.question_id, new, elsewhere=elsewhere):
        return Acceptance.FULL
    return refused or Acceptance.STALE


def write(attempt_id: UUID, question_id: str, given: Given) -> bool:
    """Let an answer count; False when one of the same or a higher sequence is there."""
    row = _row(attempt_id, question_id, given)
    return db.session.execute(_latest_answer(db.engine.dialect.name), row).first() is not None


def keep_late(attempt_id: UUID, question_id: str, late: Given, *, elsewhere: bool = False) -> bool:
    """Beside all others that came late: which of them is the best is for staff to say. False when there are too many.

    The same answer is kept once, with the highest of its sequences. Another one of the same sequence, from another page,
    stands behind all of them. `elsewhere` says that it came from another browser than the one that the attempt is open in.
    The attempt has to be held.
    """
    there = [each for asked, each in sittings.late_answers(attempt_id) if asked == question_id]
    if again := next((each for each in there if same(each.answer, late.answer)), None):
        if late.sequence > max(each.sequence for each in there):
            kept = db.session.get_one(LateAnswer, (attempt_id, question_id, again.sequence))
            kept.sequence, kept.elsewhere = late.sequence, elsewhere
        return True
    if len(there) >= attempts.MOST_LATE:
        return False
    taken = {each.sequence for each in there}
    sequence = max(taken) + 1 if late.sequence in taken else late.sequence
    row = _row(attempt_id, question_id, replace(late, sequence=sequence))
    db.session.execute(insert(LateAnswer).values(elsewhere=elsewhere, **row))
    return True


def _row(attempt_id: UUID, question_id: str, given: Given) -> dict[str, Any]:
    return {
        "attempt_id": attempt_id,
        "question_id": question_id,
        "sequence": given.sequence,
        "answer": dict(given.answer),
        "saved_at": given.saved_at,
    }


@cache
def _latest_answer(_dialect: str) -> Executable:
    """Keeps an answer unless there is one as late. Built once a database: each save asks for it."""
    new = insert(SavedAnswer)
    statement: Executable = new.on_conflict_do_update(
        index_elements=["attempt_id", "question_id"],
        set_={name: new.excluded[name] for name in ("sequence", "answer", "saved_at")},
        where=new.excluded.sequence > SavedAnswer.__table__.c.sequence,
    ).returning(SavedAnswer.__table__.c.sequence)
    return statement


def submit(attempt_id: UUID, officer_id: UUID) -> AttemptSubmitted:
    """Hand the officer's attempt in, once: whoever comes second gets the same fact. Raises LookupError for others'."""
    sitting = sittings.sitting(attempt_id, officer_id)
    if sitting is None:
        raise LookupError(attempt_id)
    if not move(attempt_id, "open", "submitted"):
        return db.session.get_one(AttemptSubmitted, attempt_id)
    fact = facts.add(_outcome(officer_id, sitting))
    if fact.percent is None:
        move(attempt_id, "submitted", "waiting")
    return fact


def move(attempt_id: UUID, before: str, after: str) -> bool:
    """Whether it was this transaction that moved it. No answer is saved once it is not open, so the answers are all there."""
    there = update(Attempt).where(Attempt.id == attempt_id, Attempt.state == before)
    moved = there.values(state=after).returning(Attempt.id).execution_options(synchronize_session=False)
    return db.session.execute(moved).first() is not None


def _outcome(officer_id: UUID, sitting: Sitting) -> AttemptSubmitted:
    """Handed in late, an attempt counts as handed in at its deadline, whenever that is noticed."""
    answers = sittings.answers(sitting.id)
    outcome, held = scored(sitting, answers), sitting.held
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
        scores=stored(outcome.known),
        to_mark=list(outcome.to_mark),
        started_at=sitting.started_at,
        submitted_at=max(sitting.started_at, min(clock.now(), sitting.deadline)),
    )


def scored(sitting: Sitting, answers: Mapping[str, Given]) -> Score:
    """What these answers come to by the keys that hold now, as far as nobody has to mark them."""
    given = {question_id: latest.answer for question_id, latest in answers.items()}
    return score(sitting.pass_percent, sitting.items, banks.keys(sitting.bank_id), given)


def submit_if_abandoned(attempt_id: UUID, officer_id: UUID) -> bool:
    """Hand an open attempt in as it stands when nobody came back to it. Whether it was handed in here."""
    # Held: nobody may give it more time between this look and the handing in.
    sitting = held(attempt_id, officer_id)
    abandoned = bool(sitting and sitting.is_open and attempts.abandoned(sitting.deadline, clock.now()))
    if abandoned:
        submit(attempt_id, officer_id)
    return abandoned


def take_over(attempt_id: UUID, officer_id: UUID, browser: str | None) -> bool:
    """The officer's open attempt goes on in this browser, and in any where this one cannot be known again.

    False when it is handed in, or supervised and open in another one: then an instructor unlocks it first.
    """
    free = or_(Attempt.place.is_(None), Attempt.place == browser, Attempt.supervised.is_(False))
    mine = update(Attempt).where(
        Attempt.id == attempt_id, Attempt.officer_id == officer_id, Attempt.state == "open", free
    )
    from_another = and_(Attempt.place.is_not(None), Attempt.place.is_distinct_from(browser))
    takeovers = Attempt.takeovers + case((from_another, 1), else_=0)
    return changed(mine.values(place=browser, takeovers=takeovers)) is not None


def changed(attempt: Any) -> UUID | None:
    """Whose attempt the statement changed; None when none was as it demands."""
    statement = attempt.returning(Attempt.officer_id).execution_options(synchronize_session=False)
    officer_id: UUID | None = db.session.execute(statement).scalar_one_or_none()
    return officer_id
