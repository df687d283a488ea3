"""Marking, releasing and scoring again."""

from collections.abc import Mapping
from fractions import Fraction
from uuid import UUID

from elearn.foundation import facts
from elearn.foundation.db import db
from elearn.quizzes.models import (
    AnswerMarked,
    AttemptScored,
    AttemptSubmitted,
    LateAnswer,
    MarkComment,
)
from elearn.quizzes.queries import assessments, banks, results, sittings
from elearn.quizzes.rules.assessing import Marking
from elearn.quizzes.rules.attempts import Sitting
from elearn.quizzes.rules.marking import Cause, Score, exactly, points, raised, stored
from elearn.quizzes.rules.rubric import rubric_of
from elearn.quizzes.service import attempting


def mark(
    attempt_id: UUID, question_id: str, marker_id: UUID, number: int, levels: Mapping[str, int], comment: str
) -> Marking:
    """Give an answer its levels, as the mark of that number, counted from 1; the last one settles what the attempt comes to.

    `comment` is for the officer. Whether this account may mark here has to be asked before.
    """
    sitting = sittings.assessed(attempt_id, hold=True)
    fact = db.session.get(AttemptSubmitted, attempt_id)
    if not (sitting and fact and question_id in fact.to_mark):
        return Marking.WRONG
    if not rubric_of(banks.bank(sitting.bank_id)[question_id].key).fits(levels):
        return Marking.WRONG
    if number != len(results.marks_of([attempt_id]).get((attempt_id, question_id), ())) + 1:
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
    held = [sittings.assessed(attempt_id, hold=True) for attempt_id in assessments.kept(academy_id, module_id, paper)]
    return sum(_settle(sitting, Cause.RELEASED, by_account) for sitting in held if sitting)


def _settle(sitting: Sitting, cause: Cause, by_account: UUID) -> bool:
    """Whether the attempt came to something new: not while a marker is missing, and nobody loses what they were told."""
    scored = results.scores(sitting.id)
    by_people = assessments.agreed_on(sitting, scored.first.to_mark)
    if by_people is None:
        return False
    now = exactly(scored.first.scores) | by_people
    if sitting.state == "waiting":
        attempting.move(sitting.id, "waiting", "submitted")
        return _score_again(sitting, now, cause, by_account, sitting.bank_id)
    return _score_again(sitting, raised(exactly(scored.last.scores), now), cause, by_account, sitting.bank_id)


def _score_again(
    sitting: Sitting, by_question: Mapping[str, Fraction], cause: Cause, by_account: UUID, key_bank_id: str
) -> bool:
    """Whether there was something to write down: a new result, where these points are not what counts already."""
    scored = results.scores(sitting.id)
    now = Score({item.question_id: by_question[item.question_id] for item in sitting.items}, sitting.pass_percent)
    if scored.last.percent is not None and scored.last.scores == stored(now.known):
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
            scores=stored(now.known),
        )
    )
    return True


def count_late(attempt_id: UUID, by_account: UUID) -> bool:
    """Let late answers of an attempt that has a result count where they bring more points. False where none does.

    None counts that was given when the key could be seen already. What counts then stands among the saved answers; a late
    answer that brings nothing stays where it is, and so does one that people would have to mark.
    """
    sitting = sittings.assessed(attempt_id, hold=True)
    if sitting is None or sitting.state != "submitted":
        return False
    now = exactly(results.scores(attempt_id).last.scores)
    asked, saved, key_seen = banks.bank(sitting.bank_id), sittings.answers(attempt_id), results.key_seen_from(sitting)
    for question_id, late in sittings.late_answers(attempt_id):
        brings = points(asked[question_id], late.answer)
        if brings is None or brings <= now[question_id] or (key_seen and late.saved_at > key_seen):
            continue
        there = saved[question_id].sequence if question_id in saved else 0
        if attempting.write(attempt_id, question_id, max(late.sequence, there + 1), late.answer):
            db.session.delete(db.session.get_one(LateAnswer, (attempt_id, question_id, late.sequence)))
            now[question_id] = brings
    return _score_again(sitting, now, Cause.LATE, by_account, sitting.bank_id)


def correct(old_bank_id: str, new_bank_id: str, by_account: UUID) -> int:
    """Score the attempts at a bank again by the keys of a later one: how many came to more. Nobody loses a point."""
    count = 0
    for each in assessments.regraded(old_bank_id, new_bank_id):
        if sitting := sittings.assessed(each.attempt_id, hold=True):
            # What was marked once more in the meantime stays.
            now = raised(exactly(results.scores(sitting.id).last.scores), each.points)
            count += _score_again(sitting, now, Cause.CORRECTED, by_account, new_bank_id)
    return count
