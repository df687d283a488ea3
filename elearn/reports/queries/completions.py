"""Lists of completions: which ones, and the one query behind every format in which they leave."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, RowMapping, Select, String, and_, case, cast, func, or_, select

from elearn.certificates.rules import Status
from elearn.cohorts.models.cohorts import Cohort, CohortTakes
from elearn.foundation.db import db
from elearn.people.models import Academy, Country, Identity, Institution
from elearn.people.queries import mergers
from elearn.reports.models import CompletedAs, Programme
from elearn.reports.queries import naming

NAMED = ("service_number", "family_name", "given_name", "patronymic")
COLUMNS = (
    "institution",
    "academy",
    "module",
    "revision",
    "enrolled",
    "started",
    "completed",
    "score",
    "attempts",
    "attended",
    "certificate",
)
NUMBERS = ("revision", "score", "attempts", "attended")
AT_ONCE = 1000  # rows that are fetched together


@dataclass(frozen=True)
class Filters:
    """What a list of completions is narrowed to. Dates are days at the academy, both included."""

    academy_ids: tuple[UUID, ...] | None = None  # those that enrolled the officers; None: every academy
    institution_id: UUID | None = None
    cohort_id: UUID | None = None
    first_day: date | None = None
    last_day: date | None = None
    module: str | None = None
    region: str | None = None  # country:code, as the two below
    rank_group: str | None = None
    track: str | None = None
    sex: str | None = None  # "-": not stated

    def as_json(self) -> dict[str, Any]:
        """The filters as they are written down with an export, and given to a job."""
        said: dict[str, Any] = {
            "academies": None if self.academy_ids is None else [str(academy) for academy in self.academy_ids],
            "institution": str(self.institution_id) if self.institution_id else None,
            "first_day": self.first_day.isoformat() if self.first_day else None,
            "last_day": self.last_day.isoformat() if self.last_day else None,
        }
        if self.cohort_id:
            said["cohort"] = str(self.cohort_id)
        return said | {name: value for name in _WORDS if (value := getattr(self, name)) is not None}

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> "Filters":
        """The filters as as_json() gave them."""
        return cls(
            academy_ids=None if said["academies"] is None else tuple(map(UUID, said["academies"])),
            institution_id=UUID(said["institution"]) if said["institution"] else None,
            cohort_id=UUID(said["cohort"]) if said.get("cohort") else None,
            first_day=date.fromisoformat(said["first_day"]) if said["first_day"] else None,
            last_day=date.fromisoformat(said["last_day"]) if said["last_day"] else None,
            **{name: said.get(name) for name in _WORDS},
        )

    @property
    def only_academy(self) -> UUID | None:
        """The one academy whose list it is, if it is one's."""
        return self.academy_ids[0] if self.academy_ids and len(self.academy_ids) == 1 else None

    @property
    def days(self) -> str:
        """The period as it stands in the name of a file: 2026-10-01_2026-10-31, from-2026-10-01, until-2026-10-31."""
        if self.first_day and self.last_day:
            return f"{self.first_day}_{self.last_day}"
        return f"from-{self.first_day}" if self.first_day else f"until-{self.last_day}" if self.last_day else ""

    def conditions(self) -> list[ColumnElement[bool]]:
        """The same as conditions on CompletedAs."""
        table = CompletedAs
        found: list[ColumnElement[bool]] = []
        if self.academy_ids is not None:
            # One academy's list is read in the order of its index; a list of one value would be sorted.
            only = self.only_academy
            found.append(table.enrolled_at == only if only else table.enrolled_at.in_(self.academy_ids))
        if self.first_day:
            found.append(table.completed_on >= self.first_day)
        if self.last_day:
            found.append(table.completed_on <= self.last_day)
        equal = {table.institution_id: self.institution_id, table.module_id: self.module, table.track: self.track}
        found += [column == value for column, value in equal.items() if value]
        if self.sex:
            found.append(table.sex == self.sex.strip("-"))
        return found + self._belonging()

    def _belonging(self) -> list[ColumnElement[bool]]:
        """Those that ask other tables what a completion belongs to."""
        table = CompletedAs
        found: list[ColumnElement[bool]] = []
        if self.cohort_id:
            takes = select(CohortTakes.id).join(Cohort, Cohort.id == CohortTakes.cohort_id)
            takes = takes.where(CohortTakes.enrolment_id == table.enrolment_id, Cohort.id == self.cohort_id, is_here())
            found.append(takes.correlate(table).exists())
        if self.region:
            country, _, code = self.region.partition(":")
            there = select(Institution.id).where(Institution.country == country, Institution.region == code)
            found.append(table.institution_id.in_(there))
        if self.rank_group:
            country, _, code = self.rank_group.partition(":")
            groups = naming.rank_groups()
            ranks = select(groups.c.rank).where(groups.c.country == country, groups.c.name == code)
            found += [table.country == country, table.rank.in_(ranks)]
        return found


def is_here() -> ColumnElement[bool]:
    """The condition on Cohort and CompletedAs that the cohort is the academy's to whose lists the completion belongs.

    Or that it is of what this academy has become part of: such a cohort takes over what was begun here.
    """
    return mergers.is_part(CompletedAs.enrolled_at, Cohort.academy_id)


_WORDS = tuple(field.name for field in fields(Filters) if field.type == str | None)


@dataclass(frozen=True)
class Words:
    """What a list says in one language: which of several names, and what a certificate is."""

    pick: naming.Pick
    statuses: Mapping[Status, str]

    def defused(self, calculates: Collection[str]) -> "Words":
        """The same with an apostrophe before each name that begins with one of these characters, or with apostrophes and one."""
        begins = tuple(calculates)

        def pick(names: Mapping[str, str]) -> str:
            name = self.pick(names)
            return f"'{name}" if name.lstrip("'").startswith(begins) else name

        return Words(pick, self.statuses)


Place = tuple[date, UUID]  # in the order of the list: the day of a completion, and its enrolment


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
    """Id, names, country and region of the institutions whose officers completed something at these academies, or anywhere.

    An institution is what it was on the day of the completion: one that is part of another now stands beside it.
    """
    served = select(CompletedAs.institution_id)
    if academy_ids is not None:
        served = served.where(CompletedAs.enrolled_at.in_(academy_ids))
    query = select(Institution.id, Institution.names, Institution.country, Institution.region)
    return list(db.session.execute(query.where(Institution.id.in_(served)).order_by(Institution.code)))


def cohorts(academy_ids: Collection[UUID] | None) -> list[Row[Any]]:
    """Id and name of the cohorts of these academies, or of any, those that start last before the others."""
    query = select(Cohort.id, Cohort.name)
    if academy_ids is not None:
        query = query.where(Cohort.academy_id.in_(academy_ids))
    return list(db.session.execute(query.order_by(Cohort.starts_on.desc(), Cohort.name, Cohort.id)))


@dataclass(frozen=True)
class Totals:
    """Completions, by how many different people, with how many attempts, days in class, and certificates not revoked."""

    completions: int
    people: int
    attempts: int
    attended: int
    certificates: int


def sums() -> list[ColumnElement[int]]:
    """What Totals holds, as columns over CompletedAs."""
    certified = and_(CompletedAs.certificate.is_not(None), CompletedAs.revoked.is_(False))
    return [
        func.count(),
        func.count(CompletedAs.person_id.distinct()),
        func.coalesce(func.sum(CompletedAs.attempts), 0),
        func.coalesce(func.sum(CompletedAs.attended), 0),
        func.coalesce(func.sum(case((certified, 1), else_=0)), 0),
    ]


def totals(filters: Filters, connection: Connection | None = None) -> Totals:
    """The sums of the whole list."""
    row = (connection or db.session).execute(select(*sums()).where(*filters.conditions())).one()
    return Totals(*tuple(row))


def columns(named: bool) -> tuple[str, ...]:
    """The columns of a list, in order."""
    return (*NAMED, *COLUMNS) if named else COLUMNS


def listed(
    filters: Filters, named: bool, words: Words, *, calculates: Collection[str] = (), after: Place | None = None
) -> Select[Any]:
    """The list by day of completion: columns(), each a text or a number, empty where nothing is known.

    Days are ISO 8601. Without names a certificate is told by its state only: its code is on paper. What people typed gets an
    apostrophe before it where it begins with one of `calculates`, as sheets.writing.defused has it. `after` leaves out
    everything up to a completion.
    """
    if calculates:
        words = words.defused(calculates)
    table = CompletedAs
    institution, academy = naming.places(Institution, words.pick), naming.places(Academy, words.pick)
    titles, todays = naming.titles(words.pick), naming.todays()
    state = case(
        (table.certificate.is_(None), None),
        (table.revoked, words.statuses[Status.REVOKED]),
        (table.valid_until < todays.c.day, words.statuses[Status.EXPIRED]),
        else_=words.statuses[Status.VALID],
    )
    cells: dict[str, Any] = {
        **({name: _typed(getattr(Identity, name), calculates) for name in NAMED} if named else {}),
        "institution": institution.c.name,
        "academy": academy.c.name,
        "module": titles.c.name,
        "revision": table.revision,
        "enrolled": cast(table.enrolled_on, String),
        "started": cast(table.started_on, String),
        "completed": cast(table.completed_on, String),
        "score": table.percent,
        "attempts": table.attempts,
        "attended": table.attended,
        "certificate": table.certificate + " " + state if named else state,
    }
    query = (
        select(*(cells[column].label(column) for column in columns(named)))
        .select_from(table)
        .outerjoin(institution, and_(institution.c.id == table.institution_id, *_called_so(institution.c)))
        .outerjoin(academy, and_(academy.c.id == table.academy_id, *_called_so(academy.c)))
        .outerjoin(titles, and_(titles.c.module_id == table.module_id, titles.c.number == table.revision))
        .outerjoin(todays, todays.c.id == table.enrolled_at)
        .where(*filters.conditions())
        .order_by(table.completed_on, table.enrolment_id)
    )
    if named:
        query = query.outerjoin(Identity, Identity.officer_id == table.officer_id)
    if after:
        day, enrolment_id = after
        later = and_(table.completed_on == day, table.enrolment_id > enrolment_id)
        query = query.where(or_(table.completed_on > day, later))
    return query


def _typed(column: ColumnElement[str], calculates: Collection[str]) -> ColumnElement[Any]:
    plain = (column == "", None)
    if not calculates:
        return case(plain, else_=column)
    # Apostrophes come first in hardly any name: only then is it worth looking behind them.
    perhaps = func.substr(column, 1, 1).in_([*calculates, "'"])
    calculating = func.substr(func.ltrim(column, "'"), 1, 1).in_(calculates)
    return case(plain, (and_(perhaps, calculating), "'" + column), else_=column)


def _called_so(names: Any) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return names.first <= CompletedAs.completed_on, CompletedAs.completed_on < names.until


def read(query: Select[Any], connection: Connection | None = None) -> Iterator[Sequence[Sequence[Any]]]:
    """The rows, some at a time, so that a list of any length takes the same memory. On the session, if nothing is given.

    SQLite's own tuples are given as they are: in a million rows, SQLAlchemy's would cost a tenth of the whole.
    """
    connection = connection or db.session.connection()
    if connection.dialect.name != "sqlite":
        with connection.execute(query.execution_options(yield_per=AT_ONCE)) as result:
            yield from result.partitions()
        return
    with connection.execute(query) as result:
        while rows := result.cursor.fetchmany(AT_ONCE):
            yield rows


def page(filters: Filters, named: bool, words: Words, limit: int, after: Place | None) -> list[dict[str, Any]]:
    """So many rows of the list after a place, each with the id of its enrolment."""
    query = listed(filters, named, words, after=after).add_columns(CompletedAs.enrolment_id.label("id")).limit(limit)
    return [{"id": str(row["id"])} | {name: row[name] for name in columns(named)} for row in _mappings(query)]


def _mappings(query: Select[Any]) -> Sequence[RowMapping]:
    return db.session.execute(query).mappings().all()
