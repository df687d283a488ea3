"""Tables of drafts: the working state of a module, and every save that led to it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from elearn.foundation.db import Base


class Draft(Base):
    """The working state of one module, and to which academy the module belongs; None: to the programme.

    It stays when the module is published. `origin` is the revision it was opened from, None for a module begun here.
    `saves` is how many saves there were.
    """

    __tablename__ = "draft"
    module_id: Mapped[str] = mapped_column(primary_key=True)
    academy_id: Mapped[UUID | None] = mapped_column(ForeignKey("academy.id"))
    origin: Mapped[str | None] = mapped_column(ForeignKey("revision.id"))
    saves: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime]


class DraftFile(Base):
    """A file of a draft as it stands. `version` is the serial of the save that made it so: it never comes back."""

    __tablename__ = "draft_file"
    module_id: Mapped[str] = mapped_column(ForeignKey("draft.module_id"), primary_key=True)
    path: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(ForeignKey("blob.digest"))
    version: Mapped[int]
    by_account: Mapped[UUID | None]
    at: Mapped[datetime]


class Save(Base):
    """A file was saved, or deleted: then without digest. `serial` counts the saves of a draft from 1. Never changed."""

    __tablename__ = "save"
    __table_args__ = (Index("ix_save_file", "module_id", "path", "serial"),)
    module_id: Mapped[str] = mapped_column(ForeignKey("draft.module_id"), primary_key=True)
    serial: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[str]
    digest: Mapped[str | None] = mapped_column(ForeignKey("blob.digest"))
    by_account: Mapped[UUID | None]
    at: Mapped[datetime]
