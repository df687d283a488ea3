"""Facts of publishing: who proposed which revision, and who approved it."""

from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from elearn.foundation.db import Base
from elearn.foundation.facts import Fact


class RevisionProposed(Fact, Base):
    """Somebody wants a draft to be published as it stands: `revision_id` is the digest of everything in it.

    `serial` counts the proposals of a module from 1: the highest holds. `under_way` is a courses.rules.tally.UnderWay.
    """

    __tablename__ = "revision_proposed"
    __table_args__ = (UniqueConstraint("module_id", "serial"),)
    module_id: Mapped[str]
    serial: Mapped[int]
    revision_id: Mapped[str]
    under_way: Mapped[str]
    by_account: Mapped[UUID]


class RevisionApproved(Fact, Base):
    """A second person approved what was proposed, and it was published."""

    __tablename__ = "revision_approved"
    proposal_id: Mapped[UUID] = mapped_column(ForeignKey("revision_proposed.id"), unique=True)
    revision_id: Mapped[str]
    by_account: Mapped[UUID]
