"""The files that revisions were published from, and what is kept of any file."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from elearn.courses.models import Blob, SourceFile
from elearn.courses.rules.module import Files
from elearn.foundation.db import db


def sources(revision_id: str) -> Files:
    """The files of a revision, by path within the folder of its module; none for a revision that does not exist."""
    chosen = select(SourceFile.path, Blob.data).join(Blob, Blob.digest == SourceFile.digest)
    rows = db.session.execute(chosen.where(SourceFile.revision_id == revision_id).order_by(SourceFile.path))
    return {row.path: row.data for row in rows}


def texts(revision_id: str) -> Files:
    """The Markdown files of a revision, by path."""
    chosen = select(SourceFile.path, Blob.data).join(Blob, Blob.digest == SourceFile.digest)
    chosen = chosen.where(SourceFile.revision_id == revision_id, SourceFile.path.like("%.md"))
    return {row.path: row.data for row in db.session.execute(chosen.order_by(SourceFile.path))}


def digests(revision_id: str) -> Mapping[str, str]:
    """The digest of each file of a revision, by path: enough to see which of them differ."""
    chosen = select(SourceFile.path, SourceFile.digest).where(SourceFile.revision_id == revision_id)
    return {row.path: row.digest for row in db.session.execute(chosen.order_by(SourceFile.path))}


def blob(digest: str) -> bytes | None:
    """What the file of that digest holds; None when none is kept."""
    return db.session.execute(select(Blob.data).where(Blob.digest == digest)).scalar()


def kept(wanted: Iterable[str]) -> set[str]:
    """Those of the digests of which the bytes are kept."""
    return set(db.session.execute(select(Blob.digest).where(Blob.digest.in_([*wanted]))).scalars())
