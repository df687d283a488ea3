"""Reads about papers of one enrolment."""

from uuid import UUID

from sqlalchemy import select

from elearn.courses.rules.module import PRE_TEST
from elearn.foundation.db import db
from elearn.quizzes.models import Attempt


def met_in_pre_test(enrolment_id: UUID) -> set[str]:
    """Ids of the questions that the officer met in the pre-test: the final assessment shall not ask them again."""
    papers = db.session.execute(
        select(Attempt.items).where(Attempt.enrolment_id == enrolment_id, Attempt.paper == PRE_TEST)
    ).scalars()
    return {question_id for items in papers for question_id, _options in items}
