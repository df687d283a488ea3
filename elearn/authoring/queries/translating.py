"""The texts of a draft, and what a file of it said before."""

from sqlalchemy import func, select

from elearn.authoring.models.drafts import DraftFile, Save
from elearn.courses.models import Blob
from elearn.courses.rules.module import Files
from elearn.foundation.db import db

# So many earlier states of a file are looked through for what was translated.
MOST_STATES = 200


def texts(module_id: str) -> Files:
    """What the Markdown files of a draft hold, by path."""
    chosen = select(DraftFile.path, Blob.data).join(Blob, Blob.digest == DraftFile.digest)
    chosen = chosen.where(DraftFile.module_id == module_id, DraftFile.path.like("%.md"))
    return {row.path: row.data for row in db.session.execute(chosen.order_by(DraftFile.path))}


def earlier(module_id: str, path: str) -> list[bytes]:
    """What a file of a draft held after each of its saves, the last first, each once."""
    last = (
        select(Save.digest, func.max(Save.serial).label("serial"))
        .where(Save.module_id == module_id, Save.path == path)
        .group_by(Save.digest)
        .subquery()
    )
    chosen = select(Blob.data).join(last, last.c.digest == Blob.digest).order_by(last.c.serial.desc())
    return list(db.session.execute(chosen.limit(MOST_STATES)).scalars())
