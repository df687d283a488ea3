"""Drafts as they stand, and as they stood."""

from collections.abc import Collection
from dataclasses import fields
from uuid import UUID

from sqlalchemy import func, select

from elearn.authoring.models.drafts import Draft as DraftRow
from elearn.authoring.models.drafts import DraftFile, Save
from elearn.authoring.rules.drafts import Draft, File
from elearn.courses.models import Blob
from elearn.courses.rules.module import Files
from elearn.foundation.db import db
from elearn.people.models import Account

_DRAFT = [getattr(DraftRow, each.name) for each in fields(Draft)]
_FILE = [getattr(DraftFile, each.name) for each in fields(File)]


def draft(module_id: str) -> Draft | None:
    """The draft of a module, or None."""
    row = db.session.execute(select(*_DRAFT).where(DraftRow.module_id == module_id)).one_or_none()
    return Draft(*row) if row else None


def drafts(scopes: Collection[UUID] | None) -> list[Draft]:
    """The drafts of these academies, by module id; of all and of the programme for None."""
    chosen = select(*_DRAFT).order_by(DraftRow.module_id)
    rows = db.session.execute(chosen if scopes is None else chosen.where(DraftRow.academy_id.in_(scopes)))
    return [Draft(*row) for row in rows]


def listed(module_id: str) -> list[File]:
    """The files of a draft, by path."""
    rows = db.session.execute(select(*_FILE).where(DraftFile.module_id == module_id).order_by(DraftFile.path))
    return [File(*row) for row in rows]


def file(module_id: str, path: str) -> File | None:
    """One file of a draft, or None."""
    chosen = select(*_FILE).where(DraftFile.module_id == module_id, DraftFile.path == path)
    row = db.session.execute(chosen).one_or_none()
    return File(*row) if row else None


def files(module_id: str, among: Collection[str] | None = None) -> Files:
    """What the files of a draft hold, by path: all, or those of the given paths."""
    chosen = select(DraftFile.path, Blob.data).join(Blob, Blob.digest == DraftFile.digest)
    if among is not None:
        chosen = chosen.where(DraftFile.path.in_(among))
    rows = db.session.execute(chosen.where(DraftFile.module_id == module_id).order_by(DraftFile.path))
    return {row.path: row.data for row in rows}


def saved(module_id: str, path: str, serial: int) -> bytes | None:
    """What a save of a file made it; None where there was no such save, or it was a deletion."""
    chosen = select(Blob.data).join(Save, Save.digest == Blob.digest)
    return db.session.execute(
        chosen.where(Save.module_id == module_id, Save.path == path, Save.serial == serial)
    ).scalar()


def names(accounts: Collection[UUID | None]) -> dict[UUID | None, str]:
    """What the staff of these accounts are called."""
    known = select(Account.id, Account.display_name).where(Account.id.in_([each for each in accounts if each]))
    return {row.id: row.display_name for row in db.session.execute(known)}


def files_at(module_id: str, serial: int) -> Files:
    """What the files of a draft held after the save of that serial."""
    last = (
        select(Save.path, func.max(Save.serial).label("serial"))
        .where(Save.module_id == module_id, Save.serial <= serial)
        .group_by(Save.path)
        .subquery()
    )
    chosen = (
        select(Save.path, Blob.data)
        .join(last, Save.serial == last.c.serial)
        .join(Blob, Blob.digest == Save.digest)
        .where(Save.module_id == module_id)
    )
    return {row.path: row.data for row in db.session.execute(chosen.order_by(Save.path))}
