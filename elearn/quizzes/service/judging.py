"""Judgements of questions that are kept, as working one out takes most of a second and a first page must not."""

from sqlalchemy import delete, insert

from elearn.foundation import clock
from elearn.foundation.db import db
from elearn.quizzes.models import HardQuestion, JudgedBank
from elearn.quizzes.rules.analysis import HARD
from elearn.quizzes.rules.judging import JudgedPaper


def keep(bank_id: str, papers: int, judged: JudgedPaper) -> None:
    """The hard questions of a bank, in place of those of the judgement before; `papers` were handed in by then."""
    db.session.execute(delete(HardQuestion).where(HardQuestion.bank_id == bank_id))
    db.session.execute(delete(JudgedBank).where(JudgedBank.bank_id == bank_id))
    db.session.execute(insert(JudgedBank).values(bank_id=bank_id, papers=papers, judged_at=clock.now()))
    for item in (each.item for each in judged.questions):
        verdict = item.judgements[0].verdict
        if verdict in HARD:
            values = {"question_id": item.question_id, "verdict": str(verdict), "facility": item.facility}
            db.session.execute(insert(HardQuestion).values(bank_id=bank_id, **values))
