"""Has the questions of the modules judged in the background, whenever more papers were handed in."""

from elearn.courses.queries import published
from elearn.courses.rules.module import FINAL
from elearn.foundation import jobs
from elearn.quizzes.queries import judging

JOB = "judging"


def judge_what_changed() -> None:
    """In the running transaction: ask for a judgement of each current revision that more papers came in for."""
    for bank_id, papers in judging.to_judge([module.revision_id for module in published.catalogue()], FINAL).items():
        jobs.ask(JOB, {"bank": bank_id, "papers": papers}, by_account=None)
