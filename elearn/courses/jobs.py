"""Questions are judged in the background: reading thousands of papers takes a while, and only the outcome is written."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l

from elearn.courses.rules.module import FINAL
from elearn.foundation.jobs import Kind, Run
from elearn.people.rules.roles import Permission
from elearn.quizzes.queries import judging
from elearn.quizzes.service.judging import keep


def judge(run: Run) -> None:
    """Judge the questions of one bank, and keep which are hard."""
    judged = judging.judged(run.parameters["bank"], FINAL, "en")
    with run.step(1, 1):
        keep(run.parameters["bank"], run.parameters["papers"], judged)


JUDGING = Kind(_l("How good the questions are"), Permission.PREVIEW, judge, kept_for=timedelta(days=1))
