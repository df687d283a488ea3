"""An officer's own bookmarks: set, and taken away again."""

from uuid import UUID

from sqlalchemy import delete

from elearn.courses.models import Bookmark
from elearn.foundation import clock, ids
from elearn.foundation.db import db, insert

LONGEST_NOTE = 200


def keep(officer_id: UUID, module_id: str, part_id: str, anchor: str, note: str) -> None:
    """Mark a lesson, or a heading in it. One that is marked already has the new note from now on."""
    row = insert(Bookmark).values(
        id=ids.new(),
        officer_id=officer_id,
        module_id=module_id,
        part_id=part_id,
        anchor=anchor,
        note=note,
        made_at=clock.now(),
    )
    place = [Bookmark.officer_id, Bookmark.module_id, Bookmark.part_id, Bookmark.anchor]
    db.session.execute(
        row.on_conflict_do_update(
            index_elements=place, set_={"note": row.excluded.note, "made_at": row.excluded.made_at}
        )
    )


def remove(officer_id: UUID, bookmark_id: UUID) -> bool:
    """Take one of the officer's bookmarks away; False when they have no such."""
    gone = delete(Bookmark).where(Bookmark.id == bookmark_id, Bookmark.officer_id == officer_id)
    return db.session.execute(gone.returning(Bookmark.id)).first() is not None
