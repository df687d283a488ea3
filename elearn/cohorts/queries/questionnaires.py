"""Reads of questionnaires: what an officer is asked, how many were asked, and what may be shown of the answers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Float,
    Select,
    String,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
)
from sqlalchemy import true as everybody

from elearn.cohorts.models.cohorts import Cohort, CohortTakes
from elearn.cohorts.models.questionnaires import PaperForm, Questionnaire, QuestionnaireClosed, Remark
from elearn.cohorts.queries import cohorts
from elearn.cohorts.rules.questionnaires import (
    LONGEST_ASKED,
    MARGIN,
    ON_SCREEN,
    About,
    Counts,
    Kind,
    completed_before,
    is_asked,
    together,
)
from elearn.courses.models import Progress
from elearn.courses.queries import courses
from elearn.foundation import clock
from elearn.foundation.db import db
from elearn.people.models import Officer
from elearn.people.queries.rows import AnyRow


@dataclass(frozen=True)
class Scope:
    """Whose answers are looked at: of which academies (None: all), and about which things there (None: everything)."""

    academy_ids: Collection[UUID] | None
    about: Collection[About] | None = None


# --- completions ---------------------------------------------------------------------------------------------------


def _completed_in_cohorts(*conditions: ColumnElement[bool]) -> Select[Any]:
    """Each person who completed all that a cohort takes while in it, at least one module of it since coming in."""
    completed = case((cohorts.was_in(CohortTakes, Progress.completed_at), Progress.completed_at))
    modules = (
        select(
            CohortTakes.cohort_id,
            Officer.person_id,
            func.min(completed).label("completed_at"),
            func.max(case((completed >= CohortTakes.recorded_at, 1), else_=0)).label("fresh"),
        )
        .join(Progress, Progress.enrolment_id == CohortTakes.enrolment_id)
        .join(Officer, Officer.id == CohortTakes.officer_id)
        .where(Officer.is_test.is_(False), *conditions)
        .group_by(CohortTakes.cohort_id, Officer.person_id, CohortTakes.module_id)
        .subquery()
    )
    return (
        select(
            Cohort.academy_id,
            modules.c.cohort_id,
            cast(null(), String).label("module_id"),
            modules.c.person_id,
            func.max(modules.c.completed_at).label("completed_at"),
        )
        .join(Cohort, Cohort.id == modules.c.cohort_id)
        .group_by(Cohort.academy_id, modules.c.cohort_id, modules.c.person_id)
        .having(func.count() == func.count(modules.c.completed_at), func.max(modules.c.fresh) == 1)
    )


def _within() -> ColumnElement[bool]:
    """Whether an enrolment was completed after the cohort had taken it over, and while the officer was in the cohort."""
    return and_(CohortTakes.recorded_at <= Progress.completed_at, cohorts.was_in(CohortTakes, Progress.completed_at))


def _outside() -> ColumnElement[bool]:
    """Whether an enrolment was completed in no cohort."""
    return ~exists().where(CohortTakes.enrolment_id == Progress.enrolment_id, _within())


def _completed_outside(*conditions: ColumnElement[bool]) -> Select[Any]:
    """Each person who completed a module outside of cohorts, with the first time at the academy."""
    return (
        select(
            Progress.academy_id,
            cast(null(), Cohort.id.type).label("cohort_id"),
            Progress.module_id,
            Officer.person_id,
            func.min(Progress.completed_at).label("completed_at"),
        )
        .join(Officer, Officer.id == Progress.officer_id)
        .where(Progress.completed_at.is_not(None), Officer.is_test.is_(False), _outside(), *conditions)
        .group_by(Progress.academy_id, Progress.module_id, Officer.person_id)
    )


# --- for officers --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """A questionnaire that an officer is asked to answer now. `titles` say what it is about, with their language."""

    academy_id: UUID
    about: About
    kind: Kind
    titles: tuple[Mapping[str, str], str]


def asked(officer_id: UUID) -> list[Asked]:
    """What the officer is asked now, the oldest first. Who has two records is asked once, whichever it is asked of."""
    now = clock.now()
    person = select(Officer.person_id).where(Officer.id == officer_id).scalar_subquery()
    both = _completed_in_cohorts(Officer.person_id == person).union_all(_completed_outside(Officer.person_id == person))
    found = both.subquery()
    rows = db.session.execute(
        select(found).where(found.c.completed_at > now - LONGEST_ASKED).order_by(found.c.completed_at)
    ).all()
    wanted = [
        (row.academy_id, About(row.cohort_id, row.module_id), kind)
        for row in rows
        for kind in ON_SCREEN
        if is_asked(kind, row.completed_at, now)
    ]
    closed = _closed(person) if wanted else set()
    named = titles({about for _academy, about, _kind in wanted})
    return [
        Asked(academy_id, about, kind, named[about])
        for academy_id, about, kind in wanted
        if (academy_id, str(about), kind) not in closed
    ]


def _closed(person: Any) -> set[tuple[UUID, str, str]]:
    records = select(Officer.id).where(Officer.person_id == person)
    rows = db.session.execute(
        select(QuestionnaireClosed.academy_id, QuestionnaireClosed.about, QuestionnaireClosed.kind).where(
            QuestionnaireClosed.officer_id.in_(records)
        )
    )
    return {(row.academy_id, row.about, row.kind) for row in rows}


def titles(abouts: Collection[About]) -> dict[About, tuple[Mapping[str, str], str]]:
    """What officers know it by: what a cohort takes, or the module."""
    if not abouts:
        return {}
    ids = [about.cohort_id for about in abouts if about.cohort_id]
    taken = {
        About(row.id): (row.course_id, row.module_id) for row in db.session.execute(
            select(Cohort.id, Cohort.course_id, Cohort.module_id).where(Cohort.id.in_(ids))
        )
    }  # fmt: skip
    modules = cohorts.module_titles({module for _course, module in taken.values() if module} | {
        about.module_id for about in abouts if about.module_id
    })  # fmt: skip
    found = {about: modules[about.module_id] for about in abouts if about.module_id}
    for about, (course_id, module_id) in taken.items():
        course = courses.course(course_id) if course_id else None
        found[about] = (course.titles, course.source) if course else modules[module_id]
    return found


# --- for staff: what there is ----------------------------------------------------------------------------------------


@dataclass
class Numbers:
    """Of one questionnaire: how many people were asked, how many answers came, and of how many something is shown."""

    asked: int = 0
    answered: int = 0
    shown: int = 0
    marks: Counts = field(default_factory=dict)

    def add(self, other: "Numbers") -> None:
        self.asked += other.asked
        self.answered += other.answered
        self.shown += other.shown
        self.marks = together(self.marks, other.marks)


def numbers(academy_ids: Collection[UUID] | None) -> dict[tuple[UUID, About, Kind], Numbers]:
    """All questionnaires of academies, by academy, what they are about, and kind: those that somebody was asked."""
    found: dict[tuple[UUID, About, Kind], Numbers] = {}
    for row in _people(academy_ids, clock.now()):
        for kind in ON_SCREEN:
            about = About(row.cohort_id, row.module_id)
            found.setdefault((row.academy_id, about, kind), Numbers()).asked += getattr(row, kind.name)
    for row in _given_out(academy_ids):
        about = About.read(row.about) or About()
        found.setdefault((row.academy_id, about, Kind.SUPERVISOR), Numbers()).asked = row.number
    for row in db.session.execute(select(*Questionnaire.__table__.c).where(_of(academy_ids, Questionnaire.academy_id))):
        about = About.read(row.about) or About()
        answered = found.setdefault((row.academy_id, about, Kind(row.kind)), Numbers())
        answered.add(Numbers(0, row.shown + row.waiting, row.shown, row.shown_marks))
    return found


def _of(academy_ids: Collection[UUID] | None, column: Any) -> ColumnElement[bool]:
    return everybody() if academy_ids is None else column.in_(academy_ids)


def _people(academy_ids: Collection[UUID] | None, now: datetime) -> list[AnyRow]:
    """How many people completed each thing: all, and those who have been asked of what came of it, too."""
    in_cohorts = _completed_in_cohorts().where(_of(academy_ids, Cohort.academy_id))
    outside = _completed_outside(_of(academy_ids, Progress.academy_id))
    one = in_cohorts.union_all(outside).subquery()
    counts = [
        func.sum(case((one.c.completed_at <= completed_before(kind, now), 1), else_=0)).label(kind.name)
        for kind in ON_SCREEN
    ]
    by = (one.c.academy_id, one.c.cohort_id, one.c.module_id)
    return list(db.session.execute(select(*by, *counts).group_by(*by)))


def _given_out(academy_ids: Collection[UUID] | None) -> list[AnyRow]:
    """How many forms were printed for supervisors, of each thing."""
    query = (
        select(PaperForm.academy_id, PaperForm.about, func.count().label("number"))
        .where(PaperForm.kind == Kind.SUPERVISOR, _of(academy_ids, PaperForm.academy_id))
        .group_by(PaperForm.academy_id, PaperForm.about)
    )
    return list(db.session.execute(query))


def cohort_names(academy_id: UUID) -> dict[UUID, AnyRow]:
    """The cohorts of an academy: name, last day, and the module that they take, if it is one."""
    query = select(Cohort.id, Cohort.name, Cohort.due_on, Cohort.module_id).where(Cohort.academy_id == academy_id)
    return {row.id: row for row in db.session.execute(query)}


def remarks(scope: Scope, kind: Kind, at_most: int) -> list[AnyRow]:
    """What people wrote, of what may be shown, in the order of random ids."""
    query = (
        select(Remark.id, Remark.words)
        .join(Questionnaire, Questionnaire.id == Remark.questionnaire_id)
        .where(Remark.shown, Questionnaire.kind == kind, _of(scope.academy_ids, Questionnaire.academy_id))
        .order_by(Remark.id)
        .limit(at_most)
    )
    if scope.about is not None:
        query = query.where(Questionnaire.about.in_([str(about) for about in scope.about]))
    return list(db.session.execute(query))


def remark_of(academy_id: UUID, remark_id: UUID) -> Remark | None:
    """A remark that may be seen at the academy."""
    query = (
        select(Remark)
        .join(Questionnaire, Questionnaire.id == Remark.questionnaire_id)
        .where(Remark.id == remark_id, Remark.shown, Questionnaire.academy_id == academy_id)
    )
    return db.session.execute(query).scalar()


# --- level 2 -------------------------------------------------------------------------------------------------------


def learning(scope: Scope) -> dict[UUID, AnyRow]:
    """What was learned, by academy: people who completed, those with both tests, means in percent, and those who improved.

    Each person counts once in a module, with the first completion there.
    """
    conditions = [_of(scope.academy_ids, Progress.academy_id), Progress.completed_at.is_not(None)]
    if scope.about is not None:
        conditions.append(or_(literal(False), *_about(scope.about)))
    first = (
        select(
            Progress.academy_id,
            Progress.pre_percent,
            Progress.post_percent,
            func.row_number()
            .over(
                partition_by=(Progress.academy_id, Progress.module_id, Officer.person_id),
                order_by=(Progress.completed_at, Progress.enrolment_id),
            )
            .label("which"),
        )
        .join(Officer, Officer.id == Progress.officer_id)
        .where(Officer.is_test.is_(False), *conditions)
        .subquery()
    )
    both = first.c.pre_percent.is_not(None) & first.c.post_percent.is_not(None)
    query = (
        select(
            first.c.academy_id,
            func.count().label("completed"),
            func.sum(case((both, 1), else_=0)).label("both"),
            cast(func.avg(case((both, first.c.pre_percent))), Float).label("before"),
            cast(func.avg(case((both, first.c.post_percent))), Float).label("after"),
            func.sum(case((first.c.post_percent - first.c.pre_percent >= MARGIN, 1), else_=0)).label("improved"),
        )
        .where(first.c.which == 1)
        .group_by(first.c.academy_id)
    )
    return {row.academy_id: row for row in db.session.execute(query)}


def _about(abouts: Collection[About]) -> list[ColumnElement[bool]]:
    """The completions that belong to these things."""
    cohort_ids = [about.cohort_id for about in abouts if about.cohort_id]
    module_ids = [about.module_id for about in abouts if about.module_id]
    taken = select(CohortTakes.enrolment_id).where(CohortTakes.cohort_id.in_(cohort_ids), _within())
    found: list[ColumnElement[bool]] = []
    if cohort_ids:
        found.append(Progress.enrolment_id.in_(taken.correlate(Progress)))
    if module_ids:
        found.append(Progress.module_id.in_(module_ids) & _outside())
    return found


# --- on paper ------------------------------------------------------------------------------------------------------


def forms(academy_id: UUID, about: About, kind: Kind) -> list[AnyRow]:
    """The forms that were printed: code, and whether it was entered."""
    query = select(PaperForm.code, PaperForm.entered).filter_by(academy_id=academy_id, about=str(about), kind=kind)
    return list(db.session.execute(query.order_by(PaperForm.code)))


def form(code: str) -> AnyRow | None:
    """The form with that code."""
    return db.session.execute(select(*PaperForm.__table__.c).where(PaperForm.code == code)).one_or_none()
