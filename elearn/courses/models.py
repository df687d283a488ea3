"""Tables of courses: frozen revisions of modules, enrolment and progress as facts, and where each enrolment stands."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from elearn.foundation.db import Base, Packed
from elearn.foundation.facts import Fact, Numbered


class Revision(Base):
    """A published state of a module, never changed.

    `id` is the digest of everything its authors wrote; `data` holds a rules.module.Published without id and number, and
    `to_review`: [{"where": …, "what": …}, …].
    """

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("module_id", "number"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    module_id: Mapped[str]
    number: Mapped[int]
    data: Mapped[dict[str, Any]] = mapped_column(JSON)


class Page(Base):
    """A lesson, or a scene of a scenario, rendered in one language. `scene_id` is empty for a lesson."""

    __tablename__ = "page"
    revision_id: Mapped[str] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    part_id: Mapped[str] = mapped_column(primary_key=True)
    scene_id: Mapped[str] = mapped_column(primary_key=True, default="")
    title: Mapped[str]
    html: Mapped[str]
    choices: Mapped[list[Any]] = mapped_column(JSON, default=list)  # of a scene: [[words, reason html], …]


class Blob(Base):
    """The bytes of a file that somebody wrote or drew, kept once whoever has it: `digest` is their SHA-256."""

    __tablename__ = "blob"
    digest: Mapped[str] = mapped_column(primary_key=True)
    data: Mapped[bytes] = mapped_column(Packed)


class SourceFile(Base):
    """A file of the folder from which a revision was published, `path` within it."""

    __tablename__ = "source_file"
    revision_id: Mapped[str] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    path: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(ForeignKey("blob.digest"))


class Term(Base):
    """A term of a revision's glossary in one language, rendered."""

    __tablename__ = "term"
    revision_id: Mapped[str] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    term_id: Mapped[str] = mapped_column(primary_key=True)
    words: Mapped[str]
    html: Mapped[str]


class Passage(Base):
    """What search finds: a projection of a revision's pages, terms and questions, rebuilt by `flask content rebuild`.

    `kind` is a rules.finding.Kind. `stems` is what rules.finding.indexed makes of title and words; migration 0002
    keeps the full-text index full_text_passage of it, which each database has of its own sort.
    """

    __tablename__ = "passage"
    number: Mapped[int] = mapped_column(primary_key=True)  # in a revision, as its parts follow each other
    revision_id: Mapped[str] = mapped_column(ForeignKey("revision.id"), index=True)
    language: Mapped[str]
    kind: Mapped[str]
    part_id: Mapped[str]  # or the id of the term or question
    scene_id: Mapped[str]
    title: Mapped[str]
    words: Mapped[str]
    stems: Mapped[str]


class Medium(Base):
    """Says of a blob that it is shown in a published revision: it is served to everybody who knows its digest."""

    __tablename__ = "medium"
    digest: Mapped[str] = mapped_column(ForeignKey("blob.digest"), primary_key=True)
    mime_type: Mapped[str]


class RevisionPublished(Fact, Base):
    """A revision became the module's current one. `serial` counts the module's publications from 1: the highest holds.

    `under_way` is a rules.tally.UnderWay: what it means for officers who had begun.
    """

    __tablename__ = "revision_published"
    __table_args__ = (UniqueConstraint("module_id", "serial"),)
    module_id: Mapped[str]
    serial: Mapped[int]
    revision_id: Mapped[str] = mapped_column(ForeignKey("revision.id"))
    under_way: Mapped[str] = mapped_column(default="finish")


class Module(Base):
    """A module and its current revision: a projection of RevisionPublished, rebuilt by `flask content rebuild`."""

    __tablename__ = "module"
    id: Mapped[str] = mapped_column(primary_key=True)
    revision_id: Mapped[str] = mapped_column(ForeignKey("revision.id"))


class CourseRevision(Base):
    """A published state of a course, never changed. `id` is the digest of what was written; `data` is a rules.course.Course."""

    __tablename__ = "course_revision"
    id: Mapped[str] = mapped_column(primary_key=True)
    course_id: Mapped[str]
    data: Mapped[dict[str, Any]] = mapped_column(JSON)


class CoursePublished(Fact, Base):
    """A revision became the course's current one. `serial` counts the course's publications from 1: the highest holds."""

    __tablename__ = "course_published"
    __table_args__ = (UniqueConstraint("course_id", "serial"),)
    course_id: Mapped[str]
    serial: Mapped[int]
    revision_id: Mapped[str] = mapped_column(ForeignKey("course_revision.id"))


class Enrolled(Fact, Base):
    """An officer is to take a module at an academy. `own_choice` says whether the officer asked for it.

    `course_id` is the course revision, if any, whose order holds for this enrolment.
    """

    __tablename__ = "enrolled"
    officer_id: Mapped[UUID] = mapped_column(index=True)
    module_id: Mapped[str]
    academy_id: Mapped[UUID] = mapped_column(ForeignKey("academy.id"))
    enrolled_on: Mapped[date]
    due_on: Mapped[date | None]
    own_choice: Mapped[bool] = mapped_column(default=False)
    course_id: Mapped[str | None] = mapped_column(ForeignKey("course_revision.id"))
    by_account: Mapped[UUID | None]


class DueMoved(Fact, Base):
    """An enrolment is to be completed by another day. `number` counts the moves of the enrolment from 1: the highest holds."""

    __tablename__ = "due_moved"
    __table_args__ = (UniqueConstraint("enrolment_id", "number"),)
    officer_id: Mapped[UUID] = mapped_column(index=True)
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolled.id"))
    number: Mapped[int]
    due_on: Mapped[date]
    by_account: Mapped[UUID | None]


class EnrolmentWithdrawn(Numbered, Base):
    """An officer is no longer to complete an enrolment, or is so again: of one enrolment the highest number holds."""

    __tablename__ = "enrolment_withdrawn"
    about = "enrolment_id"
    officer_id: Mapped[UUID] = mapped_column(index=True)
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolled.id"), index=True)
    withdrawn: Mapped[bool]
    by_account: Mapped[UUID | None]


class PartDone(Fact, Base):
    """A lesson was read to its end, or a scenario played to an ending."""

    __tablename__ = "part_done"
    __table_args__ = (UniqueConstraint("enrolment_id", "part_id", "revision_id"),)
    officer_id: Mapped[UUID] = mapped_column(index=True)
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolled.id"))
    revision_id: Mapped[str]
    part_id: Mapped[str]
    language: Mapped[str]


class ChoiceTaken(Fact, Base):
    """One decision in a scenario. A play is one run through it; steps count from 0."""

    __tablename__ = "choice_taken"
    __table_args__ = (UniqueConstraint("play_id", "step"),)
    officer_id: Mapped[UUID] = mapped_column(index=True)
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolled.id"), index=True)
    revision_id: Mapped[str]
    scenario_id: Mapped[str]
    play_id: Mapped[UUID]
    step: Mapped[int]
    scene_id: Mapped[str]
    choice: Mapped[int]  # which of the scene's choices, from 0
    target: Mapped[str]
    points: Mapped[int]


class Attended(Fact, Base):
    """An officer was, or was not, at a day of a session. Of one day the highest serial holds: a later one is a correction.

    `module_id` is None for a session that belongs to no module. `at` is when that day of the session ended, or was marked
    where that came first. `means` says how it is known: rules.attending.Means; `reason` why it was corrected.
    """

    __tablename__ = "attended"
    __table_args__ = (
        UniqueConstraint("session_id", "day", "officer_id", "serial"),
        Index("ix_attended_officer_module", "officer_id", "module_id"),
    )
    officer_id: Mapped[UUID]
    academy_id: Mapped[UUID] = mapped_column(ForeignKey("academy.id"))
    module_id: Mapped[str | None]
    session_id: Mapped[UUID]
    day: Mapped[date]
    serial: Mapped[int]  # from 1
    present: Mapped[bool]
    at: Mapped[datetime]
    means: Mapped[str]
    reason: Mapped[str | None]
    by_account: Mapped[UUID]


class Progress(Base):
    """Where an enrolment stands: a projection of facts, rebuilt by `flask content rebuild`.

    `revision_id` is pinned when the officer starts; until then the current revision is read. A publication that says so
    moves those on who had begun (rules.tally). `state` is a rules.State
    without LATE, which depends on the day. `completed_at` set is what counts as a completion everywhere.
    """

    __tablename__ = "progress"
    __table_args__ = (
        Index("ix_progress_officer_module", "officer_id", "module_id"),
        # Holds all that the counts of an academy's overview ask for.
        Index("ix_progress_overview", "academy_id", "module_id", "state", "due_on", "officer_id"),
        # Who got stuck, the longest first.
        Index("ix_progress_stuck", "academy_id", "state", "active_at"),
    )
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolled.id"), primary_key=True)
    officer_id: Mapped[UUID]
    module_id: Mapped[str]
    academy_id: Mapped[UUID] = mapped_column(ForeignKey("academy.id"))
    enrolled_on: Mapped[date]
    due_on: Mapped[date | None]
    course_id: Mapped[str | None]
    revision_id: Mapped[str | None]
    started_at: Mapped[datetime | None]
    done: Mapped[list[Any]] = mapped_column(JSON)
    pre_percent: Mapped[int | None]  # of the pre-test, when it was submitted before the first lesson was done
    post_percent: Mapped[int | None]  # of the first submitted final assessment
    finals: Mapped[int]
    waiting: Mapped[bool] = mapped_column(default=False)  # for the result of one
    best_percent: Mapped[int | None]
    passed_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    state: Mapped[str]
    language: Mapped[str | None]
    granted: Mapped[int] = mapped_column(default=0)  # more attempts at the final assessment than the module allows
    attended: Mapped[int] = mapped_column(default=0)  # days of the module's sessions
    active_at: Mapped[datetime | None]  # when something was done last


class Bookmark(Base):
    """A place in a lesson to which an officer wants to come back, and a note of their own: nobody else reads it.

    `anchor` is the id of a heading, empty for the whole lesson. Who the officer is and their bookmarks are erased together.
    """

    __tablename__ = "bookmark"
    __table_args__ = (UniqueConstraint("officer_id", "module_id", "part_id", "anchor"),)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    officer_id: Mapped[UUID] = mapped_column(ForeignKey("identity.officer_id", ondelete="CASCADE"))
    module_id: Mapped[str]
    part_id: Mapped[str]
    anchor: Mapped[str]
    note: Mapped[str]
    made_at: Mapped[datetime]
