"""Reads of what a revision holds to be found."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from elearn.courses.models import Page, Revision, Term
from elearn.courses.rules.finding import Kind
from elearn.courses.rules.module import SCENARIO_PREFIX
from elearn.foundation.db import db
from elearn.quizzes.models import QuestionText


@dataclass(frozen=True)
class Source:
    """Something to be found: `html` are its texts, of which no more than the words is kept."""

    kind: Kind
    language: str
    part_id: str
    scene_id: str
    title: str
    html: tuple[str, ...]


def sources(revision_id: str) -> Iterator[Source]:
    """Everything in a revision that can be found: lessons and scenarios in their order, then terms, then questions."""
    # Not from memory, nor kept there: the revision is of this transaction, which may still fail.
    contents = db.session.execute(select(Revision.data).where(Revision.id == revision_id)).scalar_one()["contents"]
    order = {part["id"]: number for number, part in enumerate(contents)}
    pages = db.session.execute(select(Page).where(Page.revision_id == revision_id)).scalars()
    shown = [page for page in pages if page.part_id in order]
    for page in sorted(shown, key=lambda page: (order[page.part_id], page.language, page.scene_id)):
        choices = tuple(each for words, reason in page.choices for each in (words, reason))
        kind = Kind.SCENE if page.scene_id else Kind.LESSON
        yield Source(kind, page.language, page.part_id, page.scene_id, page.title, (page.html, *choices))
    for part in (part for part in contents if part["id"].startswith(SCENARIO_PREFIX)):
        for language, title in sorted(part["titles"].items()):
            yield Source(Kind.SCENARIO, language, part["id"], "", title, ())
    for term in db.session.execute(_terms(revision_id)).scalars():
        yield Source(Kind.TERM, term.language, term.term_id, "", term.words, (term.html,))
    for row in db.session.execute(_questions(revision_id)):
        texts = (*row.parts.values(), *row.feedback.values(), row.explanation)
        yield Source(Kind.QUESTION, row.language, row.question_id, "", "", (row.stem, *texts))


def _terms(revision_id: str) -> Select[Any]:
    return select(Term).where(Term.revision_id == revision_id).order_by(Term.term_id, Term.language)


def _questions(revision_id: str) -> Select[Any]:
    text_ = QuestionText
    return (
        select(text_.question_id, text_.language, text_.stem, text_.parts, text_.feedback, text_.explanation)
        .where(text_.bank_id == revision_id)
        .order_by(text_.question_id, text_.language)
    )


def revision_ids() -> list[str]:
    """Every revision there is."""
    return list(db.session.execute(select(Revision.id).order_by(Revision.id)).scalars())
