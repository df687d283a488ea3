"""Marking, releasing and scoring again."""

from collections.abc import Mapping
from fractions import Fraction
from uuid import UUID

from sqlalchemy import select

from elearn.foundation import clock, facts
from elearn.foundation.db import db
from elearn.quizzes.models import (
    AnswerMarked,
    Attempt,
    AttemptScored,
    BankCorrected,
    LateAnswer,
    LateCounted,
    MarkComment,
)
from elearn.quizzes.queries import assessments, banks, results, sittings
from elearn.quizzes.rules.assessing import Counting, Marking
from elearn.quizzes.rules.attempts import Given, Sitting
from elearn.quizzes.rules.kind import same
from elearn.quizzes.rules.kinds import KINDS
from elearn.quizzes.rules.marking import Cause, Score, best_points, exactly, raised, stored
from elearn.quizzes.rules.rubric import rubric_of
from elearn.quizzes.service import attempting


def mark(
    attempt_id: UUID,
    question_id: str,
    sequence: int,
    marker_id: UUID,
    number: int,
    levels: Mapping[str, int],
    comment: str,
) -> Marking:
    """Give an answer its levels, as its mark of that number, counted from 1; the last one settles what the attempt comes to.

    `sequence` is that of the answer; `comment` is for the officer. Whether this account may mark here has to be asked
    before.
    """
    sitting = sittings.assessed(attempt_id, hold=True)
    answers = sittings.answers(attempt_id)
    if sitting is None or sitting.is_open or question_id not in attempting.scored(sitting, answers).to_mark:
        return Marking.WRONG
    if not rubric_of(banks.bank(sitting.bank_id)[question_id].key).fits(levels):
        return Marking.WRONG
    marks = results.marks_of([attempt_id]).get((attempt_id, question_id), ())
    if (sequence, number) != (answers[question_id].sequence, len(marks) + 1):
        return Marking.OVERTAKEN
    given = facts.add(
        AnswerMarked(
            attempt_id=attempt_id,
            question_id=question_id,
            sequence=sequence,
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
    held = [sittings.assessed(attempt_id, hold=True) for attempt_id in assessments.kept(academy_id, module_id, paper)]
    return sum(_settle(sitting, Cause.RELEASED, by_account) for sitting in held if sitting)


def _settle(sitting: Sitting, cause: Cause, by_account: UUID) -> bool:
    """Whether the attempt came to something new: not while a marker is missing, and nobody loses what they were told."""
    by_keys = attempting.scored(sitting, sittings.answers(sitting.id))
    by_people = assessments.agreed_on(sitting, by_keys.to_mark)
    if by_people is None:
        return False
    now = by_keys.known | by_people
    waited = attempting.move(sitting.id, "waiting", "submitted")
    told = raised(exactly(results.scores(sitting.id).last.scores), now)
    return _score_again(sitting, now | told, cause, by_account, waited=waited)


def _score_again(
    sitting: Sitting, by_question: Mapping[str, Fraction], cause: Cause, by_account: UUID, *, waited: bool = False
) -> bool:
    """Whether there was something to write down: a new result, where these points are not what counts already.

    Of an attempt that waited it is written down in any case: that is the end of its waiting.
    """
    scored = results.scores(sitting.id)
    now = Score({item.question_id: by_question[item.question_id] for item in sitting.items}, sitting.pass_percent)
    if not waited and scored.last.scores == stored(now.known):
        return False
    facts.add(
        AttemptScored(
            attempt_id=sitting.id,
            number=len(scored.again) + 1,
            officer_id=sitting.officer_id,
            enrolment_id=sitting.enrolment_id,
            cause=cause,
            by_account=by_account,
            key_bank_id=[sitting.bank_id, *banks.corrected_by(sitting.bank_id)][-1],
            points=float(now.points),
            out_of=now.out_of,
            percent=now.percent,
            passed=now.passed,
            scores=stored(now.known),
        )
    )
    return True


def count_late(attempt_id: UUID, by_account: UUID) -> Counting:
    """Let late answers of an attempt that was handed in count: those that bring more points, and of essays the last one.

    None counts that was given when the key could be seen already. What counts then stands among the saved answers; a late
    answer that brings nothing stays where it is. Where people have to mark one of them the attempt waits for that, and
    what it came to before holds until then.
    """
    sitting = sittings.assessed(attempt_id, hold=True)
    if sitting is None or sitting.is_open:
        return Counting.NOTHING
    saved = sittings.answers(attempt_id)
    counting = _counting(sitting, saved)
    if not counting:
        return Counting.NOTHING
    for question_id, late in counting.items():
        _let_count(sitting, question_id, late, saved.get(question_id))
    by_keys = attempting.scored(sitting, sittings.answers(attempt_id))
    before = results.scores(attempt_id)
    if before.last.percent is not None:
        _score_again(sitting, raised(exactly(before.last.scores), by_keys.known), Cause.LATE, by_account)
    waits = any(question_id in by_keys.to_mark for question_id in counting)
    facts.add(
        LateCounted(
            attempt_id=attempt_id,
            number=assessments.times_late_counted(attempt_id) + 1,
            officer_id=sitting.officer_id,
            enrolment_id=sitting.enrolment_id,
            answers=[[question_id, late.sequence] for question_id, late in counting.items()],
            waits=waits,
            scored=len(results.scores(attempt_id).again),
            by_account=by_account,
        )
    )
    if waits:
        attempting.move(attempt_id, "submitted", "waiting")
    return Counting.TO_MARK if waits else Counting.COUNTED


def _counting(sitting: Sitting, saved: Mapping[str, Given]) -> dict[str, Given]:
    """Of each question the late answer that shall count, where there is one."""
    now = exactly(results.scores(sitting.id).last.scores)
    keys, key_seen = banks.keys(sitting.bank_id), results.key_seen_from(sitting)
    found: dict[str, Given] = {}
    for question_id, late in sittings.late_answers(sitting.id):
        if key_seen and late.saved_at > key_seen:
            continue
        brings = best_points(keys[question_id], late.answer)
        if brings is None:  # nobody can tell what it brings: what the officer wrote last counts
            other = found.get(question_id) or saved.get(question_id)
            if other is None or (late.sequence > other.sequence and not same(late.answer, other.answer)):
                found[question_id] = late
        elif brings > now.get(question_id, 0):
            now[question_id], found[question_id] = brings, late
    return found


def _let_count(sitting: Sitting, question_id: str, late: Given, instead_of: Given | None) -> None:
    """Among the saved answers from now on; the one before may have been marked by people, and is kept among the late ones."""
    sequence = max(late.sequence, instead_of.sequence + 1 if instead_of else 0)
    attempting.write(sitting.id, question_id, Given(sequence, late.answer, clock.now()))
    db.session.delete(db.session.get_one(LateAnswer, (sitting.id, question_id, late.sequence)))
    by_people = KINDS[banks.bank(sitting.bank_id)[question_id].kind].by_people
    if by_people and instead_of and instead_of.answer:
        attempting.keep_late(sitting.id, question_id, instead_of)


def correct(old_bank_id: str, new_bank_id: str, by_account: UUID) -> int:
    """Score the attempts at a bank by the keys of a later one too: how many came to more. Nobody loses a point.

    Whatever is scored of that bank from then on is scored so.
    """
    # Held: what is handed in or marked at this moment is scored before, and looked at here, or after, by the new keys.
    db.session.execute(select(Attempt.id).where(Attempt.bank_id == old_bank_id).with_for_update(key_share=True))
    if assessments.puts_right(old_bank_id, new_bank_id):
        number = len(banks.corrected_by(old_bank_id)) + 1
        facts.add(
            BankCorrected(bank_id=old_bank_id, number=number, key_bank_id=new_bank_id, by_account=by_account),
        )
    count = 0
    for each in assessments.regraded(old_bank_id, banks.keys(old_bank_id)):
        if sitting := sittings.assessed(each.attempt_id, hold=True):
            # What was marked once more in the meantime stays.
            now = raised(exactly(results.scores(sitting.id).last.scores), each.points)
            count += _score_again(sitting, now, Cause.CORRECTED, by_account)
    return count
