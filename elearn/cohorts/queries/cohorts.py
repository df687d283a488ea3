"""Reads of cohorts: which somebody sees, who is in them, and how far they are. A person with two records counts once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    Subquery,
    and_,
    case,
    false,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy.orm import InstrumentedAttribute, aliased

from elearn.cohorts.models.cohorts import Cohort, CohortDated, CohortInstructor, CohortJoined, CohortLeft, CohortTakes
from elearn.cohorts.rules.cohorts import Standing, State, Taken
from elearn.courses.models import Progress
from elearn.courses.queries import courses, published
from elearn.courses.rules.standing import OPEN
from elearn.courses.rules.standing import State as ModuleState
from elearn.courses.rules.validity import valid_until
from elearn.foundation import clock
from elearn.foundation.db import Sorts, db, in_order, ordered
from elearn.people.models import Academy, Account, Country, Identity, Institution, Officer, RoleGranted
from elearn.people.queries import mergers, places
from elearn.people.queries.officers import serves_at
from elearn.people.queries.rows import AnyRow, by_name
from elearn.people.rules.roles import Role

Scopes = frozenset[UUID] | None  # None: all academies


@dataclass(frozen=True)
class Whose:
    """For whom cohorts are read: all of the academies that somebody enrols for, else those that the account teaches."""

    account_id: UUID
    enrols: Scopes
    sees: Scopes


@dataclass(frozen=True)
class Wish:
    """What a list of cohorts is narrowed to, and how it is sorted."""

    state: State | None = None
    academy_id: UUID | None = None
    sort: str = "-due"


def _among(scopes: Scopes) -> ColumnElement[bool]:
    return true() if scopes is None else Cohort.academy_id.in_(scopes) if scopes else false()


def _is_visible(whose: Whose) -> ColumnElement[bool]:
    taught = select(CohortInstructor.cohort_id).where(CohortInstructor.account_id == whose.account_id)
    return or_(_among(whose.enrols), and_(_among(whose.sees), Cohort.id.in_(taught)))


def in_state(
    state: State, first: InstrumentedAttribute[date], last: InstrumentedAttribute[date]
) -> ColumnElement[bool]:
    """Whether what lasts from one day to another is coming, under way or over, where its academy is."""
    today = _today()
    if state is State.COMING:
        return first > today
    return last < today if state is State.OVER else and_(first <= today, last >= today)


def _today() -> ColumnElement[date]:
    """The day where the academy is."""
    days = {row.code: clock.today(row.time_zone) for row in places.countries()}
    whens: Any = {code: literal(day, Date) for code, day in days.items()}
    return case(whens, value=Academy.country) if whens else literal(clock.today("UTC"), Date)


def _described() -> Select[Any]:
    return (
        select(*Cohort.__table__.c, Academy.names.label("academy_names"), Academy.country, Country.time_zone)
        .join(Academy, Academy.id == Cohort.academy_id)
        .join(Country, Country.code == Academy.country)
    )


_SORTS: dict[str, list[Any]] = {"name": [Cohort.name], "start": [Cohort.starts_on], "due": [Cohort.due_on]}
SORTS = tuple(_SORTS)


def page_of(whose: Whose, wish: Wish, page: int, per_page: int) -> tuple[list[AnyRow], int]:
    """One page of the visible cohorts, and how many there are."""
    found = _described().where(_is_visible(whose))
    if wish.academy_id:
        found = found.where(Cohort.academy_id == wish.academy_id)
    if wish.state:
        found = found.where(in_state(wish.state, Cohort.starts_on, Cohort.due_on))
    count = db.session.execute(select(func.count()).select_from(found.subquery())).scalar_one()
    rows = db.session.execute(
        found.order_by(*ordered(_SORTS, wish.sort), Cohort.name, Cohort.id)
        .limit(per_page)
        .offset((page - 1) * per_page)
    )
    return list(rows), count


def one(whose: Whose, cohort_id: UUID) -> AnyRow | None:
    """The cohort, when visible."""
    return db.session.execute(_described().where(_is_visible(whose), Cohort.id == cohort_id)).one_or_none()


def by_id(cohort_id: UUID) -> AnyRow:
    """The cohort of that id, which there is; whoever else changes it waits until this transaction ends."""
    return db.session.execute(_described().where(Cohort.id == cohort_id).with_for_update(of=Cohort)).one()


def by_code(code: str) -> AnyRow | None:
    """The cohort whose code on the wall it is, whether or not the code is still good."""
    return db.session.execute(_described().where(Cohort.code == code)).one_or_none()


def modules(cohort: Any) -> tuple[str, ...]:
    """The modules of a cohort, in order."""
    return courses.course(cohort.course_id).modules if cohort.course_id else (cohort.module_id,)


def titles(cohort: Any) -> tuple[Mapping[str, str], str]:
    """What the cohort takes: titles by language, and the language they were written in."""
    if cohort.course_id:
        course = courses.course(cohort.course_id)
        return course.titles, course.source
    return module_titles([cohort.module_id])[cohort.module_id]


def module_titles(module_ids: Collection[str]) -> dict[str, tuple[Mapping[str, str], str]]:
    """Titles of modules with the language they were written in; the id where it is no longer published."""
    there = {each.module_id: (each.titles, each.source) for each in published.catalogue()}
    return {module_id: there.get(module_id, ({"en": module_id}, "en")) for module_id in module_ids}


def number_of_dates(cohort_id: UUID) -> int:
    """How often the dates of the cohort were set."""
    query = select(func.max(CohortDated.number)).where(CohortDated.cohort_id == cohort_id)
    return db.session.execute(query).scalar() or 0


def teachers(academy_id: UUID) -> list[AnyRow]:
    """Who may be an instructor at the academy: id and name of accounts that are not disabled."""
    query = (
        select(Account.id, Account.display_name)
        .join(RoleGranted, RoleGranted.account_id == Account.id)
        .where(
            RoleGranted.scope == academy_id,
            RoleGranted.role.in_([Role.INSTRUCTOR, Role.ACADEMY_ADMINISTRATOR]),
            Account.disabled_at.is_(None),
        )
        .distinct()
        .order_by(Account.display_name, Account.id)
    )
    return list(db.session.execute(query))


def instructors(cohort_ids: Collection[UUID]) -> dict[UUID, list[AnyRow]]:
    """Who teaches each cohort: account id and name."""
    query = (
        select(CohortInstructor.cohort_id, Account.id, Account.display_name)
        .join(Account, Account.id == CohortInstructor.account_id)
        .where(CohortInstructor.cohort_id.in_(cohort_ids))
        .order_by(Account.display_name, Account.id)
    )
    found: dict[UUID, list[AnyRow]] = {}
    for row in db.session.execute(query):
        found.setdefault(row.cohort_id, []).append(row)
    return found


# --- who is in it ------------------------------------------------------------------------------------------------------


def is_in(joined: type[CohortJoined] | type[CohortTakes]) -> ColumnElement[bool]:
    """The condition that the officer was not taken out of the cohort, of a row that says that the officer came in."""
    return _is_in(joined, true())


def was_in(joined: type[CohortTakes], at: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """The condition that the officer had not been taken out by that moment: what came to an end then belongs to the cohort."""
    return _is_in(joined, CohortLeft.recorded_at <= at)


def _is_in(joined: type[CohortJoined] | type[CohortTakes], by_then: ColumnElement[bool]) -> ColumnElement[bool]:
    latest = (
        select(CohortLeft.left)
        .where(CohortLeft.cohort_id == joined.cohort_id, CohortLeft.officer_id == joined.officer_id, by_then)
        .order_by(CohortLeft.number.desc())
        .limit(1)
        .correlate_except(CohortLeft)
        .scalar_subquery()
    )
    return func.coalesce(latest, false()).is_(False)


def members(cohort_id: UUID, officer_ids: Collection[UUID]) -> set[UUID]:
    """Who of these officers is in the cohort, by this record or another of the same person."""
    persons = (
        select(Officer.person_id)
        .join(CohortJoined, CohortJoined.officer_id == Officer.id)
        .where(CohortJoined.cohort_id == cohort_id, is_in(CohortJoined))
    )
    query = select(Officer.id).where(Officer.id.in_(officer_ids), Officer.person_id.in_(persons))
    return set(db.session.execute(query).scalars())


def records_in(cohort_id: UUID, officer_id: UUID) -> list[UUID]:
    """The records by which the person of this officer is in the cohort."""
    person = select(Officer.person_id).where(Officer.id == officer_id).scalar_subquery()
    query = (
        select(CohortJoined.officer_id)
        .join(Officer, Officer.id == CohortJoined.officer_id)
        .where(CohortJoined.cohort_id == cohort_id, is_in(CohortJoined), Officer.person_id == person)
    )
    return list(db.session.execute(query.order_by(CohortJoined.officer_id)).scalars())


def ever_in(cohort_id: UUID, officer_ids: Collection[UUID]) -> dict[UUID, int]:
    """Of those of these officers who came into the cohort at any time, how often they were taken out or brought back."""
    said = (CohortLeft.cohort_id == CohortJoined.cohort_id) & (CohortLeft.officer_id == CohortJoined.officer_id)
    query = (
        select(CohortJoined.officer_id, func.coalesce(func.max(CohortLeft.number), 0).label("number"))
        .outerjoin(CohortLeft, said)
        .where(CohortJoined.cohort_id == cohort_id, CohortJoined.officer_id.in_(officer_ids))
        .group_by(CohortJoined.officer_id)
    )
    return {row.officer_id: row.number for row in db.session.execute(query)}


def out(cohort_id: UUID) -> list[AnyRow]:
    """Who was taken out of the cohort, by name; not who is in it by another record."""
    here = (
        select(Officer.person_id)
        .join(CohortJoined, CohortJoined.officer_id == Officer.id)
        .where(CohortJoined.cohort_id == cohort_id, is_in(CohortJoined))
    )
    query = (
        select(Officer.id, Identity.family_name, Identity.given_name, Identity.patronymic, Identity.service_number)
        .join(CohortJoined, CohortJoined.officer_id == Officer.id)
        .outerjoin(Identity, Identity.officer_id == Officer.id)
        .where(CohortJoined.cohort_id == cohort_id, ~is_in(CohortJoined), Officer.person_id.not_in(here))
        .order_by(Identity.name_key.nulls_last(), Officer.id)
    )
    return list(db.session.execute(query))


def only_for(cohort_id: UUID, officer_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """What these officers have still to complete at the cohort's academy for it and no other cohort: officer by enrolment."""
    other = aliased(CohortTakes)
    elsewhere = select(other.id).where(
        other.enrolment_id == CohortTakes.enrolment_id, other.cohort_id != cohort_id, is_in(other)
    )
    query = (
        select(Progress.enrolment_id, Progress.officer_id)
        .join(CohortTakes, CohortTakes.enrolment_id == Progress.enrolment_id)
        .join(Cohort, Cohort.id == CohortTakes.cohort_id)
        .where(CohortTakes.cohort_id == cohort_id, CohortTakes.officer_id.in_(officer_ids))
        .where(Progress.state.in_(OPEN), _is_here(), ~elsewhere.exists())
    )
    return {row.enrolment_id: row.officer_id for row in db.session.execute(query)}


def with_modules(cohort_id: UUID, officer_ids: Collection[UUID]) -> set[tuple[UUID, str]]:
    """For which modules of these officers it is said which enrolment counts in the cohort."""
    query = select(CohortTakes.officer_id, CohortTakes.module_id).where(
        CohortTakes.cohort_id == cohort_id, CohortTakes.officer_id.in_(officer_ids)
    )
    return {(row.officer_id, row.module_id) for row in db.session.execute(query)}


def persons(officer_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """The person behind each officer's record."""
    query = select(Officer.id, Officer.person_id).where(Officer.id.in_(officer_ids))
    return {row.id: row.person_id for row in db.session.execute(query)}


def taken(officer_ids: Collection[UUID], cohort: Any) -> dict[tuple[UUID, str], list[Taken]]:
    """The enrolments of officers in the cohort's modules, by officer and module."""
    query = select(
        Progress.enrolment_id,
        Progress.officer_id,
        Progress.module_id,
        Progress.academy_id,
        Progress.state,
        Progress.completed_at,
        Progress.revision_id,
        Progress.due_on,
    ).where(Progress.officer_id.in_(officer_ids), Progress.module_id.in_(modules(cohort)))
    parts = mergers.parts(cohort.academy_id)
    found: dict[tuple[UUID, str], list[Taken]] = {}
    for row in db.session.execute(query):
        done = clock.local_date(row.completed_at, cohort.time_zone) if row.completed_at else None
        months = published.revision(row.revision_id).valid_months if done else None
        found.setdefault((row.officer_id, row.module_id), []).append(
            Taken(
                row.enrolment_id,
                row.academy_id in parts,
                row.state in OPEN,
                done,
                valid_until(done, months) if done else None,
                row.due_on,
            )
        )
    return found


def _is_here() -> ColumnElement[bool]:
    """Whether an enrolment is at the cohort's academy, or at a part of it.

    Of others nothing is told but that they are done, and none is moved.
    """
    return mergers.is_part(Progress.academy_id, Cohort.academy_id)


def open_enrolments(cohort_id: UUID) -> list[AnyRow]:
    """The enrolments of a cohort at its academy that are not ended, each with officer and due date."""
    query = (
        select(Progress.enrolment_id, Progress.officer_id, Progress.due_on)
        .join(CohortTakes, CohortTakes.enrolment_id == Progress.enrolment_id)
        .join(Cohort, Cohort.id == CohortTakes.cohort_id)
        .where(CohortTakes.cohort_id == cohort_id, is_in(CohortTakes), Progress.state.in_(OPEN), _is_here())
        .order_by(Progress.enrolment_id)
    )
    return list(db.session.execute(query))


def _told_state() -> ColumnElement[str]:
    """Where an enrolment stands, as far as the cohort's academy may know."""
    told = or_(_is_here(), Progress.completed_at.is_not(None))
    return case((told, Progress.state), else_=ModuleState.NOT_STARTED.value)


def _late(today: ColumnElement[date] | date) -> ColumnElement[bool]:
    return and_(Progress.state.in_(OPEN), Progress.due_on < today)


# Where an enrolment stands, so that the largest number of a person's modules says where the person stands.
_DONE, _NOT_STARTED, _STARTED, _FAILED, _LATE = range(5)


def figures(cohort_ids: Collection[UUID]) -> dict[UUID, AnyRow]:
    """How many people are in each cohort, and how many of them stand where: `people`, and each Standing by its name.

    Each person counts once. Who is done with some modules and has not begun the others has started.
    """
    linked = select(Officer.person_id).where(Officer.person_id != Officer.id)
    several = select(Officer.id).where(Officer.person_id.in_(linked))
    # Nearly everybody has one record: it is counted without asking for the person, and in the order of an index.
    stands = _stands()
    alone = (
        _takes(cohort_ids, CohortTakes.cohort_id, func.max(stands).label("most"), func.min(stands).label("least"))
        .where(CohortTakes.officer_id.not_in(several))
        .group_by(CohortTakes.cohort_id, CohortTakes.officer_id)
    )
    of = _of_modules(cohort_ids, several, stands).c
    together = select(of.cohort_id, func.max(of.stands), func.min(of.stands)).group_by(of.cohort_id, of.person_id)
    person = alone.union_all(together).subquery()
    most, fresh = person.c.most, and_(person.c.most == _NOT_STARTED, person.c.least == _NOT_STARTED)
    numbers = {
        Standing.DONE: most == _DONE,
        Standing.LATE: most == _LATE,
        Standing.FAILED: most == _FAILED,
        Standing.NOT_STARTED: fresh,
        Standing.STARTED: or_(most == _STARTED, and_(most == _NOT_STARTED, ~fresh)),
    }
    query = select(
        person.c.cohort_id,
        func.count().label("people"),
        *(func.sum(case((is_so, 1), else_=0)).label(each.name.lower()) for each, is_so in numbers.items()),
    ).group_by(person.c.cohort_id)
    return {row.cohort_id: row for row in db.session.execute(query)}


def _stands() -> ColumnElement[int]:
    return case(
        (Progress.completed_at.is_not(None), _DONE),
        (and_(_late(_today()), _is_here()), _LATE),
        (_told_state() == ModuleState.FAILED, _FAILED),
        (_told_state() == ModuleState.NOT_STARTED, _NOT_STARTED),
        else_=_STARTED,
    )


def _takes(cohort_ids: Collection[UUID], *columns: Any) -> Select[Any]:
    """What counts in cohorts, of whoever was not taken out: who was is asked once, and not of each."""
    who = (CohortLeft.cohort_id, CohortLeft.officer_id)
    left_at = func.max(case((CohortLeft.left, CohortLeft.number), else_=0))
    out = select(*who).where(CohortLeft.cohort_id.in_(cohort_ids)).group_by(*who)
    return (
        select(*columns)
        .select_from(CohortTakes)
        .join(Progress, Progress.enrolment_id == CohortTakes.enrolment_id)
        .join(Cohort, Cohort.id == CohortTakes.cohort_id)
        .join(Academy, Academy.id == Cohort.academy_id)
        .where(CohortTakes.cohort_id.in_(cohort_ids))
        .where(
            tuple_(CohortTakes.cohort_id, CohortTakes.officer_id).not_in(
                out.having(left_at == func.max(CohortLeft.number))
            )
        )
    )


def _of_modules(cohort_ids: Collection[UUID], officers: Select[Any], stands: ColumnElement[int]) -> Subquery:
    """Each person in each module of each cohort: a module completed under either of two records is completed."""
    best = case((func.min(stands) == _DONE, _DONE), else_=func.max(stands))
    return (
        _takes(cohort_ids, CohortTakes.cohort_id, Officer.person_id, best.label("stands"))
        .join(Officer, Officer.id == CohortTakes.officer_id)
        .where(CohortTakes.officer_id.in_(officers))
        .group_by(CohortTakes.cohort_id, Officer.person_id, CohortTakes.module_id)
        .subquery()
    )


@dataclass(frozen=True)
class OfficerWish:
    """What the list of a cohort's officers is narrowed to, and how it is sorted."""

    standing: Standing | None = None
    institution_id: UUID | Literal["none"] | None = None
    sort: str = "name"


OFFICER_SORTS = ("name", "number", "institution", "standing", "done")


def officers_of(cohort: Any, wish: OfficerWish, page: int, per_page: int) -> tuple[list[AnyRow], int]:
    """One page of a cohort's officers, each with standing in all of it and how many modules are done; and how many there are."""
    today = clock.today(cohort.time_zone)
    stand = (
        select(
            CohortTakes.officer_id,
            func.sum(case((Progress.completed_at.is_not(None), 1), else_=0)).label("done"),
            func.sum(case((_told_state() == ModuleState.NOT_STARTED, 1), else_=0)).label("fresh"),
            func.max(case((and_(_is_here(), _late(today)), 1), else_=0)).label("late"),
            func.max(case((_told_state() == ModuleState.FAILED, 1), else_=0)).label("failed"),
            func.count().label("modules"),
        )
        .join(Progress, Progress.enrolment_id == CohortTakes.enrolment_id)
        .join(Cohort, Cohort.id == CohortTakes.cohort_id)
        .where(CohortTakes.cohort_id == cohort.id)
        .group_by(CohortTakes.officer_id)
        .subquery()
    )
    standing = case(
        (stand.c.done == stand.c.modules, Standing.DONE.value),
        (stand.c.late == 1, Standing.LATE.value),
        (stand.c.failed == 1, Standing.FAILED.value),
        (stand.c.fresh == stand.c.modules, Standing.NOT_STARTED.value),
        else_=Standing.STARTED.value,
    )
    found = (
        select(
            Officer.id,
            Identity.family_name,
            Identity.given_name,
            Identity.patronymic,
            Identity.service_number,
            Officer.institution_id,
            Institution.names.label("institution_names"),
            CohortJoined.way,
            stand.c.done,
            stand.c.modules,
            standing.label("standing"),
        )
        .join(CohortJoined, CohortJoined.officer_id == Officer.id)
        .join(stand, stand.c.officer_id == Officer.id)
        .outerjoin(Identity, Identity.officer_id == Officer.id)
        .outerjoin(Institution, Institution.id == Officer.institution_id)
        .where(CohortJoined.cohort_id == cohort.id, is_in(CohortJoined))
    )
    if wish.standing:
        found = found.where(standing == wish.standing.value)
    if wish.institution_id:
        found = found.where(serves_at(wish.institution_id))
    count = db.session.execute(select(func.count()).select_from(found.subquery())).scalar_one()
    sorts: Sorts = {
        "name": [Identity.name_key],
        "number": [Identity.service_number],
        "institution": lambda: [in_order(Officer.institution_id, (place.id for place in institutions(cohort.id)))],
        "standing": [standing],
        "done": [stand.c.done],
    }
    order = [*ordered(sorts, wish.sort), Identity.name_key.nulls_last(), Officer.id]
    return list(db.session.execute(found.order_by(*order).limit(per_page).offset((page - 1) * per_page))), count


def institutions(cohort_id: UUID) -> list[AnyRow]:
    """Where a cohort's officers serve, by name."""
    served = select(Officer.institution_id).join(CohortJoined, CohortJoined.officer_id == Officer.id)
    served = served.where(CohortJoined.cohort_id == cohort_id, is_in(CohortJoined))
    return by_name(db.session.execute(select(Institution.id, Institution.names).where(Institution.id.in_(served))))


def module_states(cohort: Any, officer_ids: Collection[UUID]) -> dict[UUID, dict[str, AnyRow]]:
    """Where officers stand in each module: rows by officer and module."""
    due_on = case((_is_here(), Progress.due_on))
    query = (
        select(
            CohortTakes.officer_id,
            CohortTakes.module_id,
            _told_state().label("state"),
            due_on.label("due_on"),
            Progress.completed_at,
        )
        .join(Progress, Progress.enrolment_id == CohortTakes.enrolment_id)
        .join(Cohort, Cohort.id == CohortTakes.cohort_id)
        .where(CohortTakes.cohort_id == cohort.id, CohortTakes.officer_id.in_(officer_ids))
    )
    found: dict[UUID, dict[str, AnyRow]] = {}
    for row in db.session.execute(query):
        found.setdefault(row.officer_id, {})[row.module_id] = row
    return found


def to_do(cohort: Any, due_until: date | None = None) -> list[AnyRow]:
    """What a cohort's officers still have to complete, those due until a day or all: by institution, name and date."""
    query = (
        select(
            Officer.id,
            Identity.family_name,
            Identity.given_name,
            Identity.patronymic,
            Identity.service_number,
            Officer.institution_id,
            Institution.names.label("institution_names"),
            Officer.unit,
            Account.language,
            CohortTakes.module_id,
            Progress.due_on,
            Progress.state,
        )
        .join(CohortTakes, CohortTakes.officer_id == Officer.id)
        .join(Progress, Progress.enrolment_id == CohortTakes.enrolment_id)
        .join(Cohort, Cohort.id == CohortTakes.cohort_id)
        .outerjoin(Identity, Identity.officer_id == Officer.id)
        .outerjoin(Institution, Institution.id == Officer.institution_id)
        .outerjoin(Account, Account.officer_id == Officer.id)
        .where(CohortTakes.cohort_id == cohort.id, is_in(CohortTakes), Progress.state.in_(OPEN), _is_here())
        .order_by(
            Institution.code.nulls_last(),
            Identity.name_key.nulls_last(),
            Officer.id,
            Progress.due_on,
            Progress.module_id,
        )
    )
    return list(db.session.execute(query if due_until is None else query.where(Progress.due_on <= due_until)))
