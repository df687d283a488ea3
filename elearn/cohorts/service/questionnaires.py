"""Answers to questionnaires: kept as counts, apart from who was asked; each officer and each form answers once."""

from dataclasses import astuple
from random import SystemRandom
from uuid import UUID

from sqlalchemy import delete, select, update

from elearn.cohorts.models.questionnaires import PaperForm, Questionnaire, QuestionnaireClosed, Remark
from elearn.cohorts.queries import questionnaires as queries
from elearn.cohorts.queries.questionnaires import Asked
from elearn.cohorts.rules.questionnaires import About, Held, Kind, Marks, is_whole, with_answer
from elearn.foundation import ids
from elearn.foundation.db import db, insert

MOST_FORMS = 1000  # of one kind about one thing at an academy


def answer(officer_id: UUID, asked: Asked, marks: Marks, words: str) -> bool:
    """The officer answers; False, and nothing is kept, when the officer has answered or declined before."""
    if not close(officer_id, asked):
        return False
    _keep(asked.academy_id, asked.about, asked.kind, marks, words)
    return True


def close(officer_id: UUID, asked: Asked) -> bool:
    """Ask the officer no more; False when that was so already."""
    row = {"academy_id": asked.academy_id, "about": str(asked.about), "kind": asked.kind.value}
    closing = insert(QuestionnaireClosed).values(officer_id=officer_id, **row).on_conflict_do_nothing()
    return db.session.execute(closing.returning(QuestionnaireClosed.officer_id)).first() is not None


def make_forms(academy_id: UUID, about: About, kind: Kind, number: int) -> bool:
    """Forms to print; False when there would be too many."""
    if len(queries.forms(academy_id, about, kind)) + number > MOST_FORMS:
        return False
    made = 0
    while made < number:
        row = {"academy_id": academy_id, "about": str(about), "kind": kind.value, "entered": False}
        new = (
            insert(PaperForm)
            .values(code=ids.new_short_code(), **row)
            .on_conflict_do_nothing()
            .returning(PaperForm.code)
        )
        made += db.session.execute(new).first() is not None
    return True


def enter(code: str, marks: Marks, words: str) -> bool:
    """What a form says is kept; False, and nothing is kept, when the form was entered before."""
    entering = update(PaperForm).where(PaperForm.code == code, PaperForm.entered.is_(False)).values(entered=True)
    if db.session.execute(entering.returning(PaperForm.code)).first() is None:
        return False
    form = queries.form(code)
    about = About.read(form.about) if form else None
    if form is None or about is None:
        raise LookupError(code)
    _keep(form.academy_id, about, Kind(form.kind), marks, words)
    return True


def remove(remark: Remark) -> None:
    """A remark that names somebody is taken away; the marks that came with it stay, nobody knows which they are."""
    db.session.delete(remark)
    db.session.flush()


def _keep(academy_id: UUID, about: About, kind: Kind, marks: Marks, words: str) -> None:
    if not is_whole(kind, marks):
        raise ValueError(f"not all of {kind} is answered")
    held = _held(academy_id, about, kind)
    after = with_answer(Held(held.shown, held.shown_marks, held.waiting, held.waiting_marks), marks)
    held.shown, held.shown_marks, held.waiting, held.waiting_marks = astuple(after)
    _mix(held.id, words, shown=not after.waiting)
    db.session.flush()


def _held(academy_id: UUID, about: About, kind: Kind) -> Questionnaire:
    """The one row for these answers, kept from everybody else until the transaction ends."""
    key = {"academy_id": academy_id, "about": str(about), "kind": kind.value}
    empty = {"shown": 0, "shown_marks": {}, "waiting": 0, "waiting_marks": {}}
    db.session.execute(insert(Questionnaire).values(**key, **empty).on_conflict_do_nothing())
    found = select(Questionnaire).filter_by(**key).with_for_update()
    return db.session.execute(found, execution_options={"populate_existing": True}).scalar_one()


def _mix(questionnaire_id: UUID, words: str, *, shown: bool) -> None:
    """Write all remarks that wait anew, with the new one among them, so that no row's place or age tells who came when."""
    waiting = delete(Remark).where(Remark.questionnaire_id == questionnaire_id, Remark.shown.is_(False))
    all_words = [*db.session.execute(waiting.returning(Remark.words)).scalars(), *filter(None, [words])]
    SystemRandom().shuffle(all_words)
    db.session.add_all(Remark(questionnaire_id=questionnaire_id, words=each, shown=shown) for each in all_words)
