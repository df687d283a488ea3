"""Published revisions and their pages. Neither ever changes, so they are kept in memory."""

from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Engine, LargeBinary, Select, func, select, type_coerce

from elearn.courses.models import Blob, Medium, Module, Page, Revision, RevisionPublished, Term
from elearn.courses.rules.module import ChoiceText, ExplainedTerm, Published, RenderedPage
from elearn.foundation.db import Packed, db
from elearn.foundation.locale import pick
from elearn.people.rules.officers import name_key

# Turns a Published into what Revision.data keeps, without revision_id and number, and back.
ADAPTER = TypeAdapter(Published)
# What is stored of a file, as it is: see Packed.
_STORED = type_coerce(Blob.data, LargeBinary)


class NotPublished(LookupError):
    """There is no such revision, or no such page in it."""


def revision(revision_id: str) -> Published:
    """The revision of that id. Raises NotPublished."""
    return _revision(db.engine, revision_id)


def current(module_id: str) -> Published | None:
    """The module's current revision: what officers get who start now. None when there is no such module."""
    found = db.session.execute(select(Module.revision_id).where(Module.id == module_id)).scalar()
    return revision(found) if found else None


def catalogue() -> list[Published]:
    """The current revision of every module, by module id."""
    return [revision(found) for found in db.session.execute(select(Module.revision_id).order_by(Module.id)).scalars()]


def by_title() -> list[str]:
    """The ids of all modules, as whoever reads their titles sorts them."""
    return [
        each.module_id for each in sorted(catalogue(), key=lambda each: name_key(str(pick(each.titles, each.source))))
    ]


def revision_ids(module_id: str) -> list[str]:
    """All revisions of a module, the first first."""
    rows = select(Revision.id).where(Revision.module_id == module_id).order_by(Revision.number)
    return list(db.session.execute(rows).scalars())


def lesson(revision_id: str, part_id: str, language: str) -> RenderedPage:
    """A lesson in the language, else in the module's source language. Raises NotPublished."""
    return _page(db.engine, revision_id, part_id, "", language)


def scene(revision_id: str, part_id: str, scene_id: str, language: str) -> RenderedPage:
    """A scene of a scenario in the language, else in the module's source language. Raises NotPublished."""
    return _page(db.engine, revision_id, part_id, scene_id, language)


def glossary(revision_id: str, language: str) -> tuple[ExplainedTerm, ...]:
    """The terms of a revision by their letters, each in the language, else in the module's source language."""
    return _glossary(db.engine, revision_id, language)


def latest() -> Select[str, str]:
    """Module and revision of the publication that holds, for each module; from the facts alone."""
    newest = (
        select(RevisionPublished.module_id, func.max(RevisionPublished.serial).label("serial"))
        .group_by(RevisionPublished.module_id)
        .subquery()
    )
    same = (RevisionPublished.module_id == newest.c.module_id) & (RevisionPublished.serial == newest.c.serial)
    return select(RevisionPublished.module_id, RevisionPublished.revision_id).join(newest, same)


def medium(digest: str) -> tuple[str, bytes]:
    """MIME type and bytes of a picture, sound, video or document. Raises NotPublished."""
    chosen = select(Medium.mime_type).where(Medium.digest == digest)
    mime_type = db.session.execute(chosen).scalar() or ""
    # Only pictures are small enough to be kept in memory.
    return _picture(digest) if mime_type.startswith("image/") or not mime_type else _medium(digest)


def size(digest: str) -> tuple[str, int]:
    """MIME type of a medium and how many bytes it has, without reading them. Raises NotPublished."""
    sized = select(Medium.mime_type, func.length(_STORED), func.substr(_STORED, 1, 1))
    found = db.session.execute(
        sized.join(Blob, Blob.digest == Medium.digest).where(Medium.digest == digest)
    ).one_or_none()
    if found is None:
        raise NotPublished(digest)
    mime_type, stored, first = found
    return mime_type, len(_medium(digest)[1]) if bytes(first) == Packed.MARK else stored


def piece(digest: str, start: int, stop: int) -> bytes:
    """The bytes of a medium that is there, from `start` to before `stop`. Only they are read, unless it is stored compressed."""
    chosen = select(func.substr(_STORED, 1, 1), func.substr(_STORED, start + 1, stop - start))
    first, found = db.session.execute(chosen.where(Blob.digest == digest)).one()
    return _medium(digest)[1][start:stop] if bytes(first) == Packed.MARK else bytes(found)


@lru_cache(maxsize=32)
def _picture(digest: str) -> tuple[str, bytes]:
    return _medium(digest)


def _medium(digest: str) -> tuple[str, bytes]:
    shown = select(Medium.mime_type, Blob.data).join(Blob, Blob.digest == Medium.digest)
    found = db.session.execute(shown.where(Medium.digest == digest)).one_or_none()
    if found is None:
        raise NotPublished(digest)
    return found.mime_type, found.data


# A call that raises is not remembered: what is missing now may be published in a moment. The engine is part of the key
# because one process may look at two databases, as tests do.


@lru_cache(maxsize=256)
def _revision(_engine: Engine, revision_id: str) -> Published:
    row = db.session.get(Revision, revision_id)
    if row is None:
        raise NotPublished(revision_id)
    return ADAPTER.validate_python({**row.data, "revision_id": row.id, "number": row.number})


@lru_cache(maxsize=2_000)
def _page(engine: Engine, revision_id: str, part_id: str, scene_id: str, language: str) -> RenderedPage:
    source = _revision(engine, revision_id).source
    pages = {page.language: page for page in db.session.execute(_pages(revision_id, part_id, scene_id)).scalars()}
    page = pages.get(language) or pages.get(source)
    if page is None:
        raise NotPublished(revision_id, part_id, scene_id)
    choices = tuple(ChoiceText(words, reason) for words, reason in page.choices)
    return RenderedPage(page.title, page.html, page.language, choices)


@lru_cache(maxsize=500)
def _glossary(engine: Engine, revision_id: str, language: str) -> tuple[ExplainedTerm, ...]:
    rank = {language: 0, _revision(engine, revision_id).source: 1}
    rows = db.session.execute(select(Term).where(Term.revision_id == revision_id)).scalars()
    best: dict[str, Term] = {}
    for row in sorted(rows, key=lambda row: -rank.get(row.language, 2)):
        if row.language in rank:
            best[row.term_id] = row
    terms = [ExplainedTerm(row.term_id, row.words, row.html, row.language) for row in best.values()]
    return tuple(sorted(terms, key=lambda term: (rank[term.language], term.words.casefold(), term.id)))


def _pages(revision_id: str, part_id: str, scene_id: str) -> Select[Any]:
    return select(Page).where(Page.revision_id == revision_id, Page.part_id == part_id, Page.scene_id == scene_id)
