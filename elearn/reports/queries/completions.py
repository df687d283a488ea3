"""The overview of an academy, and the lists of completions that are exported and printed."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, Select, and_, case, false, func, or_, select
from sqlalchemy.orm import aliased

from elearn.certificates.models import CertificateIssued, CertificateRevoked
from elearn.certificates.rules import Status, status
from elearn.courses.models import Progress, Revision
from elearn.courses.rules.standing import State
from elearn.foundation.db import db
from elearn.people.models import Academy, Country, Identity, Institution, Officer
from elearn.people.queries.mergers import names_on
from elearn.people.rules.officers import name_key
from elearn.reports.models import CompletedAs, Programme

PAGE = 50


@dataclass(frozen=True)
class Filters:
    """What a list of completions is narrowed to. Dates are days at the academy, both included."""

    academy_ids: tuple[UUID, ...] | None = None  # None: every academy
    institution_id: UUID | None = None
    first_day: date | None = None
    last_day: date | None = None

    def as_json(self) -> dict[str, Any]:
        """The filters as they are written down with an export."""
        return {
            "academies": None if self.academy_ids is None else [str(academy) for academy in self.academy_ids],
            "institution": str(self.institution_id) if self.institution_id else None,
            "first_day": self.first_day.isoformat() if self.first_day else None,
            "last_day": self.last_day.isoformat() if self.last_day else None,
        }


def academies(scopes: Collection[UUID] | None) -> list[Row[Any]]:
    """Id, country, names and time zone of the academies of these ids and of these programmes' countries; of all for None."""
    query = (
        select(Academy.id, Academy.country, Academy.names, Country.time_zone)
        .join(Country, Country.code == Academy.country)
        .order_by(Academy.code)
    )
    if scopes is not None:
        lists = db.session.execute(select(Programme.countries).where(Programme.id.in_(scopes))).scalars()
        countries = {country for countries in lists for country in countries}
        query = query.where(or_(Academy.id.in_(scopes), Academy.country.in_(countries)))
    return list(db.session.execute(query))


def institutions(academy_ids: Collection[UUID] | None) -> list[Row[Any]]:
    """Id and names of the institutions whose officers completed something at these academies, or anywhere for None.

    An institution is what it was on the day of the completion: one that is part of another now stands beside it.
    """
    query = (
        select(Institution.id, Institution.names)
        .where(Institution.id.in_(_completed_at(academy_ids)))
        .order_by(Institution.code)
    )
    return list(db.session.execute(query))


def _completed_at(academy_ids: Collection[UUID] | None) -> Select[Any]:
    query = (
        select(CompletedAs.institution_id)
        .join(Progress, Progress.enrolment_id == CompletedAs.enrolment_id)
        .where(Progress.completed_at.is_not(None))
    )
    return query if academy_ids is None else query.where(Progress.academy_id.in_(academy_ids))


def _not_a_test() -> ColumnElement[bool]:
    """People made for trying things out are few: leaving them out costs less than asking of everyone."""
    return Progress.officer_id.not_in(select(Officer.id).where(Officer.is_test))


def _state(today: date) -> ColumnElement[str]:
    """The state that lists show: the stored one, or late."""
    open_states = (State.NOT_STARTED.value, State.STARTED.value)
    return case(
        (and_(Progress.state.in_(open_states), Progress.due_on < today), State.LATE.value), else_=Progress.state
    )


def states(academy_id: UUID, today: date) -> dict[tuple[str, State], int]:
    """How many enrolments of the academy stand in each state: by (module id, state). Test people are left out."""
    state = _state(today).label("state")
    rows = db.session.execute(
        select(Progress.module_id, state, func.count())
        .where(Progress.academy_id == academy_id, _not_a_test())
        .group_by(Progress.module_id, state)
    )
    return {(module_id, State(state)): number for module_id, state, number in rows}


@dataclass(frozen=True)
class Chosen:
    """Which enrolments of an academy the overview lists. `search` is how a name begins, or a service number."""

    academy_id: UUID
    today: date
    module_id: str | None = None
    state: State | None = None
    search: str = ""
    keys: tuple[str, ...] = ()  # the match keys that the search has as a service number

    def conditions(self) -> list[ColumnElement[bool]]:
        """The choice as conditions on Progress, Officer and Identity."""
        found = [Progress.academy_id == self.academy_id, _not_a_test()]
        if self.module_id:
            found.append(Progress.module_id == self.module_id)
        if self.state:
            found.append(_state(self.today) == self.state.value)
        if self.search:
            key = name_key(self.search)
            begins = Identity.name_key.startswith(key, autoescape=True) if key else false()
            numbered = select(Officer.id).where(Officer.match_key.in_(self.keys))
            found.append(or_(begins, Progress.officer_id.in_(numbered)))
        return found


def enrolments(chosen: Chosen, page: int, counts: Mapping[tuple[str, State], int]) -> tuple[int, list[Row[Any]]]:
    """How many enrolments were chosen, and one page of them with names, sorted by name. `counts` is what states() gave."""
    query = (
        select(
            Progress.enrolment_id,
            Progress.officer_id,
            Identity.family_name,
            Identity.given_name,
            Identity.service_number,
            Progress.module_id,
            Progress.enrolled_on,
            Progress.due_on,
            Progress.best_percent,
            Progress.finals,
            Progress.completed_at,
            _state(chosen.today).label("state"),
        )
        .outerjoin(Identity, Identity.officer_id == Progress.officer_id)
        .where(*chosen.conditions())
        .order_by(Identity.name_key, Progress.officer_id, Progress.module_id, Progress.enrolment_id)
    )
    if chosen.search:
        number = db.session.execute(select(func.count()).select_from(query.order_by(None).subquery())).scalar_one()
    else:
        number = sum(
            n
            for (module_id, state), n in counts.items()
            if chosen.module_id in (None, module_id) and chosen.state in (None, state)
        )
    return number, list(db.session.execute(query.limit(PAGE).offset((page - 1) * PAGE)))


_Then = aliased(Academy)  # what the academy of the enrolment was on the day of the completion

_LIST = (
    Progress.enrolment_id,
    Officer.person_id,
    Identity.service_number,
    Identity.family_name,
    Identity.given_name,
    Identity.patronymic,
    names_on(Institution, CompletedAs.completed_on).label("institution"),
    names_on(_Then, CompletedAs.completed_on).label("academy"),
    Progress.module_id,
    Revision.number.label("revision"),
    Revision.data["titles"].label("titles"),
    Progress.enrolled_on,
    Progress.started_at,
    Progress.completed_at,
    Progress.best_percent,
    Country.time_zone,
)


def _completion_list(filters: Filters, columns: Sequence[Any]) -> Select[Any]:
    query = (
        select(*columns)
        .select_from(Progress)
        .join(Officer, Officer.id == Progress.officer_id)
        .join(Academy, Academy.id == Progress.academy_id)
        .join(Country, Country.code == Academy.country)
        .join(Revision, Revision.id == Progress.revision_id)
        .join(CompletedAs, CompletedAs.enrolment_id == Progress.enrolment_id)
        .join(_Then, _Then.id == CompletedAs.academy_id)
        .outerjoin(Institution, Institution.id == CompletedAs.institution_id)
        .outerjoin(Identity, Identity.officer_id == Progress.officer_id)
        .where(Progress.completed_at.is_not(None), Officer.is_test.is_(False))
    )
    if filters.academy_ids is not None:
        query = query.where(Progress.academy_id.in_(filters.academy_ids))
    if filters.institution_id:
        query = query.where(CompletedAs.institution_id == filters.institution_id)
    if filters.first_day or filters.last_day:
        query = query.where(or_(*(_in_period(zone, filters) for zone in _zones())))
    return query


def _zones() -> list[str]:
    return list(db.session.execute(select(Country.time_zone).distinct()).scalars())


def _in_period(zone: str, filters: Filters) -> ColumnElement[bool]:
    """Days begin at midnight in the academy's country, so the period is other moments in each time zone."""
    conditions = [Country.time_zone == zone]
    if filters.first_day:
        conditions.append(Progress.completed_at >= _midnight(filters.first_day, zone))
    if filters.last_day:
        conditions.append(Progress.completed_at < _midnight(filters.last_day + timedelta(days=1), zone))
    return and_(*conditions)


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(zone))


def how_many(filters: Filters) -> tuple[int, int]:
    """How many completions the list has, and of how many different people."""
    row = db.session.execute(_completion_list(filters, [func.count(), func.count(Officer.person_id.distinct())])).one()
    return row[0], row[1]


def listed(filters: Filters) -> Iterator[Row[Any]]:
    """The list itself, by date of completion; each row ends with the enrolment's latest certificate."""
    latest = (
        select(CertificateIssued.enrolment_id, func.max(CertificateIssued.number).label("number"))
        .group_by(CertificateIssued.enrolment_id)
        .subquery()
    )
    query = (
        _completion_list(
            filters,
            [
                *_LIST,
                CertificateIssued.code,
                CertificateIssued.valid_until,
                CertificateRevoked.id.is_not(None).label("revoked"),
            ],
        )
        .outerjoin(latest, latest.c.enrolment_id == Progress.enrolment_id)
        .outerjoin(
            CertificateIssued,
            and_(
                CertificateIssued.enrolment_id == latest.c.enrolment_id,
                CertificateIssued.number == latest.c.number,
            ),
        )
        .outerjoin(CertificateRevoked, CertificateRevoked.certificate_id == CertificateIssued.id)
        .order_by(Progress.completed_at, Progress.enrolment_id)
    )
    yield from db.session.execute(query.execution_options(yield_per=1000))


def certificate_status(row: Row[Any], today: date) -> Status:
    """What the certificate of a listed row is on a day."""
    return status(row.valid_until, row.revoked, today)
