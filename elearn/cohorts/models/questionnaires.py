"""Tables of questionnaires. None of them can tell whose an answer is: docs/decisions/0030.

No row holds one person's answers, none has a time, and none of these ids says when it was made.
"""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from elearn.foundation.db import Base


class Questionnaire(Base):
    """What was answered to a rules.Kind about something (a rules.About) at an academy: a rules.Held."""

    __tablename__ = "questionnaire"
    __table_args__ = (UniqueConstraint("academy_id", "about", "kind"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    academy_id: Mapped[UUID] = mapped_column(ForeignKey("academy.id"))
    about: Mapped[str]
    kind: Mapped[str]
    shown: Mapped[int] = mapped_column(default=0)
    shown_marks: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    waiting: Mapped[int] = mapped_column(default=0)
    waiting_marks: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class Remark(Base):
    """What somebody wrote in their own words. Those that wait are written anew, in random order, with every answer."""

    __tablename__ = "remark"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    questionnaire_id: Mapped[UUID] = mapped_column(ForeignKey("questionnaire.id"), index=True)
    words: Mapped[str]
    shown: Mapped[bool]


class QuestionnaireClosed(Base):
    """An officer is not asked any more, having answered or declined: which of the two is not written down."""

    __tablename__ = "questionnaire_closed"
    officer_id: Mapped[UUID] = mapped_column(primary_key=True)
    academy_id: Mapped[UUID] = mapped_column(ForeignKey("academy.id"), primary_key=True)
    about: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)


class PaperForm(Base):
    """A questionnaire on paper, for anybody who is asked: its code says that it is entered once, not who filled it in."""

    __tablename__ = "paper_form"
    __table_args__ = (Index("ix_paper_form_about", "academy_id", "about"),)
    code: Mapped[str] = mapped_column(primary_key=True)
    academy_id: Mapped[UUID] = mapped_column(ForeignKey("academy.id"))
    about: Mapped[str]
    kind: Mapped[str]
    entered: Mapped[bool] = mapped_column(default=False)
