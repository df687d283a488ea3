"""Tables of certificates: issued and revoked, both facts."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from elearn.foundation.db import Base
from elearn.foundation.facts import Fact


class CertificateIssued(Fact, Base):
    """A certificate. `code` is what is printed and typed in to check it; it tells nothing about the officer.

    `number` counts the certificates of one enrolment from 1; the next is issued only after the one before was revoked.
    As it is unique, two processes cannot both issue the same one.
    """

    __tablename__ = "certificate_issued"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "number"),
        Index("ix_certificate_issued_academy_issued_on", "academy_id", "issued_on"),
    )
    officer_id: Mapped[UUID] = mapped_column(index=True)
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolled.id"))
    number: Mapped[int]
    module_id: Mapped[str]
    revision_id: Mapped[str] = mapped_column(ForeignKey("revision.id"))
    academy_id: Mapped[UUID] = mapped_column(ForeignKey("academy.id"))
    code: Mapped[str] = mapped_column(unique=True)
    issued_on: Mapped[date]
    valid_until: Mapped[date | None]
    language: Mapped[str]


class CertificateRevoked(Fact, Base):
    """A certificate holds no longer. The reason's words stand elsewhere: facts carry no free text."""

    __tablename__ = "certificate_revoked"
    certificate_id: Mapped[UUID] = mapped_column(ForeignKey("certificate_issued.id"), unique=True)
    by_account: Mapped[UUID | None]
