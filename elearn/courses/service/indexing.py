"""What search reads: written when a revision is frozen, and made anew from what was frozen."""

from collections.abc import Iterable

from sqlalchemy import delete, insert

from elearn.courses.content import rendering
from elearn.courses.models import Passage, Term
from elearn.courses.queries import passages
from elearn.courses.rules import finding
from elearn.foundation.db import db
from elearn.foundation.markup import words_of
from elearn.foundation.stems import counted


def freeze_words(terms: Iterable[rendering.RenderedTerm], revision_id: str) -> None:
    """Keep the glossary of a revision whose pages and questions are there, and all that can be found in it."""
    db.session.add_all(
        Term(revision_id=revision_id, language=language, term_id=term_id, words=words, html=html)
        for language, term_id, words, html in terms
    )
    index(revision_id)


def index(revision_id: str) -> None:
    """Make anew what search finds in a revision."""
    db.session.flush()
    db.session.execute(delete(Passage).where(Passage.revision_id == revision_id))
    rows = [_row(revision_id, source) for source in passages.sources(revision_id)]
    if rows:
        db.session.execute(insert(Passage.__table__), rows)  # type: ignore[arg-type]


def rebuild() -> None:
    """Make anew what search finds, of every revision."""
    for revision_id in passages.revision_ids():
        index(revision_id)


def _row(revision_id: str, source: passages.Source) -> dict[str, str]:
    words = " ".join(filter(None, map(words_of, source.html)))
    return {
        "revision_id": revision_id,
        "language": source.language,
        "kind": source.kind,
        "part_id": source.part_id,
        "scene_id": source.scene_id,
        "title": source.title,
        "words": words,
        "stems": finding.indexed(counted(source.title, source.language), counted(words, source.language)),
    }
