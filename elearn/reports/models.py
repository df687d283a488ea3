"""Tables of reports: programmes, approvals and exports as facts, and the counted completions."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from elearn.foundation import ids
from elearn.foundation.db import Base
from elearn.foundation.facts import Fact


class Programme(Base):
    """Whose figure it is: countries, dates, who counts as an officer, baseline, targets, and which definition holds.

    `targets` are [[ISO date, number], …] of figure A; `quoted` are historic totals as text with their source, never added
    to anything: [{"text": …, "source": …}, …]. `tracks` empty: every job track counts.
    """

    __tablename__ = "programme"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new)
    code: Mapped[str] = mapped_column(unique=True)
    names: Mapped[dict[str, Any]] = mapped_column(JSON)
    countries: Mapped[list[Any]] = mapped_column(JSON)
    starts_on: Mapped[date]  # also the baseline date: earlier completions do not count
    ends_on: Mapped[date]
    tracks: Mapped[list[Any]] = mapped_column(JSON, default=list)
    targets: Mapped[list[Any]] = mapped_column(JSON, default=list)
    quoted: Mapped[list[Any]] = mapped_column(JSON, default=list)
    definition: Mapped[int] = mapped_column(default=1)


class ModuleApproved(Fact, Base):
    """A module counts for a programme from a date on. A later fact with approved=False ends that from its date on."""

    __tablename__ = "module_approved"
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programme.id"), index=True)
    module_id: Mapped[str]
    from_date: Mapped[date]
    approved: Mapped[bool] = mapped_column(default=True)
    by_account: Mapped[UUID | None]


class ExportMade(Fact, Base):
    """A list left the system: who took it, of which academy, with names or without, with how many rows, by which filter."""

    __tablename__ = "export_made"
    account_id: Mapped[UUID | None] = mapped_column(index=True)  # None: a client of the API took it
    academy_id: Mapped[UUID | None]
    named: Mapped[bool]
    filters: Mapped[dict[str, Any]] = mapped_column(JSON)
    rows: Mapped[int]
    client_id: Mapped[UUID | None]


class MonthlyOrder(Base):
    """A list that an account has made for it every month: of the month before, in a format and a language.

    `by` is empty for a list of completions; else it is their figures by that property (a queries.statistics.By).
    `asked_for` is the month in which that was last done, such as 2026-09: whoever sets it has the list made.
    """

    __tablename__ = "monthly_order"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    filters: Mapped[dict[str, Any]] = mapped_column(JSON)  # as queries.completions.Filters has them, without days
    named: Mapped[bool]
    by: Mapped[str] = mapped_column(default="")
    form: Mapped[str]
    language: Mapped[str]
    made_at: Mapped[datetime]
    asked_for: Mapped[str]
    stopped_at: Mapped[datetime | None]


class ApiClient(Base):
    """A program that may fetch completions: an academy's, or a programme's. Of its token there is only a digest.

    The token opens something until the end of `works_until` (UTC).
    """

    __tablename__ = "api_client"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new)
    name: Mapped[str]
    digest: Mapped[str] = mapped_column(unique=True)
    academy_id: Mapped[UUID | None] = mapped_column(ForeignKey("academy.id"), index=True)
    programme_id: Mapped[UUID | None] = mapped_column(ForeignKey("programme.id"), index=True)
    named: Mapped[bool]
    made_by: Mapped[UUID]
    made_at: Mapped[datetime]
    works_until: Mapped[date]
    used_at: Mapped[datetime | None]  # to the minute
    revoked_at: Mapped[datetime | None]


class Counted(Base):
    """A completion that counts for a programme. A projection, rebuilt by `flask reports rebuild`.

    Each flag is true on one row per person (`…_here`: per person and academy), so that counts of people are sums of flags.
    """

    __tablename__ = "counted"
    __table_args__ = (Index("ix_counted_programme_id_completed_on", "programme_id", "completed_on"),)
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolled.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(index=True)
    module_id: Mapped[str]
    academy_id: Mapped[UUID]
    sex: Mapped[str] = mapped_column(default="")  # empty: not stated
    # As rules.Profile has them.
    rank: Mapped[str] = mapped_column(default="")
    institution: Mapped[str] = mapped_column(default="")
    track: Mapped[str] = mapped_column(default="")
    age: Mapped[str] = mapped_column(default="")
    mode: Mapped[str] = mapped_column(default="")
    completed_on: Mapped[date]
    first: Mapped[bool]
    first_here: Mapped[bool]
    matched: Mapped[bool]
    matched_here: Mapped[bool]
    improved: Mapped[bool]
    improved_here: Mapped[bool]


class Held(Base):
    """From which day to which a person holds a certificate that counts for a programme: a projection without overlaps.

    `academy_id` is None in the rows that count a person once, and an academy in the rows that count once per academy.
    """

    __tablename__ = "held"
    # Holds all that figure C asks for, in the order in which it is grouped.
    __table_args__ = (Index("ix_held_figure", "programme_id", "academy_id", "sex", "first_day", "last_day"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new)
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programme.id"))
    person_id: Mapped[UUID] = mapped_column(index=True)
    academy_id: Mapped[UUID | None]
    sex: Mapped[str] = mapped_column(default="")
    # As rules.Profile has them, on the first day.
    rank: Mapped[str] = mapped_column(default="")
    institution: Mapped[str] = mapped_column(default="")
    track: Mapped[str] = mapped_column(default="")
    age: Mapped[str] = mapped_column(default="")
    mode: Mapped[str] = mapped_column(default="")
    first_day: Mapped[date]
    last_day: Mapped[date]


class CompletedAs(Base):
    """A completion as lists and statistics have it: the posting of that day, what its places were then. A projection.

    Days are days at the academy that enrolled the officer, to whose lists it belongs. The certificate is the latest one.
    `mode` is a rules.Mode, `age` a rules.Age on that day. Test people have no rows.
    """

    __tablename__ = "completed_as"
    __table_args__ = (
        Index("ix_completed_as_list", "completed_on", "enrolment_id"),
        Index("ix_completed_as_academy_list", "enrolled_at", "completed_on", "enrolment_id"),
    )
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolled.id"), primary_key=True)
    officer_id: Mapped[UUID] = mapped_column(index=True)
    person_id: Mapped[UUID]
    sex: Mapped[str] = mapped_column(default="")  # empty: not stated
    module_id: Mapped[str]
    revision: Mapped[int | None]
    enrolled_at: Mapped[UUID] = mapped_column(ForeignKey("academy.id"))
    academy_id: Mapped[UUID] = mapped_column(ForeignKey("academy.id"))  # what that one was on the day
    institution_id: Mapped[UUID | None] = mapped_column(ForeignKey("institution.id"), index=True)
    country: Mapped[str]  # whose ranks and tracks these are
    rank: Mapped[str] = mapped_column(default="")
    track: Mapped[str] = mapped_column(default="")
    age: Mapped[str] = mapped_column(default="")  # empty: the year of birth is not known
    mode: Mapped[str]
    enrolled_on: Mapped[date]
    started_on: Mapped[date | None]
    completed_on: Mapped[date]
    percent: Mapped[int | None]
    attempts: Mapped[int]  # at the final assessment
    attended: Mapped[int] = mapped_column(default=0)  # days of the module's sessions
    certificate: Mapped[str | None]  # its code
    valid_until: Mapped[date | None]
    revoked: Mapped[bool] = mapped_column(default=False)


class StoredCount(Base):
    """The sums of Counted's flags in one cell, kept in step with it: figures of a country must not take a scan of it.

    `by` and `key` are a part of rules.Profile and what it is, such as track and psychologist; both are empty for the sums
    whatever the profile. So each completion stands in one cell for each part: parts are never crossed with each other.
    """

    __tablename__ = "stored_count"
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    academy_id: Mapped[UUID] = mapped_column(primary_key=True)
    sex: Mapped[str] = mapped_column(primary_key=True)
    quarter: Mapped[str] = mapped_column(primary_key=True)
    by: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    trained: Mapped[int] = mapped_column(default=0)
    trained_here: Mapped[int] = mapped_column(default=0)
    matched: Mapped[int] = mapped_column(default=0)
    matched_here: Mapped[int] = mapped_column(default=0)
    improved: Mapped[int] = mapped_column(default=0)
    improved_here: Mapped[int] = mapped_column(default=0)
    participations: Mapped[int] = mapped_column(default=0)
