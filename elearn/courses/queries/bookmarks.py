"""Reads of an officer's own bookmarks, for that officer."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from elearn.courses.models import Bookmark
from elearn.courses.queries import progress, published
from elearn.courses.rules import standing
from elearn.courses.rules.module import Part, Published, RenderedPage
from elearn.foundation.db import db


@dataclass(frozen=True)
class Marked:
    """A bookmark in the revision that the officer reads now.

    `part` and `page` are None where that revision has no such lesson; `heading`, as HTML, is None where the lesson has no
    such heading, and empty for a whole lesson.
    """

    id: UUID
    module: Published
    part_id: str
    part: Part | None
    page: RenderedPage | None
    anchor: str
    heading: str | None
    note: str


def of_officer(officer_id: UUID, language: str) -> list[Marked]:
    """All bookmarks of the officer, the newest first."""
    reading = {each.module_id: each.revision_id for each in standing.one_a_module(progress.of_officer(officer_id))}
    rows = db.session.execute(
        select(Bookmark).where(Bookmark.officer_id == officer_id).order_by(Bookmark.made_at.desc(), Bookmark.id)
    ).scalars()
    return [_marked(row, published.revision(reading[row.module_id]), language) for row in rows]


def _marked(row: Bookmark, module: Published, language: str) -> Marked:
    part = module.part(row.part_id)
    page = published.lesson(module.revision_id, part.id, language) if part else None
    heading = page.headings.get(row.anchor) if page and row.anchor else ""
    return Marked(row.id, module, row.part_id, part, page, row.anchor, heading, row.note)
