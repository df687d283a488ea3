"""Reads of sessions: lists of them, one with its people, and those an officer may go to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, func, or_, select
from sqlalchemy.orm import aliased

from elearn.cohorts.models.sessions import Guest, GuestDay, Participant, Session
from elearn.cohorts.queries.cohorts import in_state
from elearn.cohorts.rules.cohorts import State
from elearn.cohorts.rules.sessions import Kind, Plan, Seat
from elearn.cohorts.rules.sessions import Session as Held
from elearn.courses.models import Attended, Progress
from elearn.courses.rules.standing import OPEN
from elearn.foundation.db import Sorts, db, ordered
from elearn.people.models import Academy, Country, Identity, Institution, Officer, PackEntry
from elearn.people.queries import mergers
from elearn.people.queries.officers import academies_seeing
from elearn.people.queries.packs import names_it
from elearn.people.queries.rows import AnyRow
from elearn.people.rules.packs import Listing

PAGE = 50


def one(session_id: UUID) -> Held | None:
    """The session of that id."""
    row = db.session.execute(_sessions().where(Session.id == session_id)).one_or_none()
    return _held(row) if row else None


_SORTS: Sorts = {"title": [Session.title], "days": [Session.first_day]}
SORTS = tuple(_SORTS)


@dataclass(frozen=True)
class Wish:
    """Which sessions of these academies (None: of all) a list shows, and in which order."""

    academies: frozenset[UUID] | None
    state: State | None = None
    kind: Kind | None = None
    academy_id: UUID | None = None
    sort: str = "-days"

    def conditions(self) -> list[ColumnElement[bool]]:
        """The wish as conditions on Session and Academy."""
        found: list[ColumnElement[bool]] = [] if self.academies is None else [Session.academy_id.in_(self.academies)]
        if self.state:
            found.append(in_state(self.state, Session.first_day, Session.last_day))
        if self.kind:
            found.append(Session.kind == self.kind.value)
        if self.academy_id:
            found.append(Session.academy_id == self.academy_id)
        return found


def page_of(wish: Wish, page: int, at_once: int = PAGE) -> tuple[list[tuple[Held, int, int]], int]:
    """One page of the sessions, and how many there are. Each with how many have a seat, and how many wait."""
    here = wish.conditions()
    counts = [_count(seat) for seat in (Seat.SEATED, Seat.WAITING)]
    rows = db.session.execute(
        _sessions()
        .add_columns(*counts)
        .where(*here)
        .order_by(*ordered(_SORTS, wish.sort), Session.id)
        .limit(at_once)
        .offset((page - 1) * at_once)
    )
    how_many = select(func.count()).select_from(Session).join(Academy, Academy.id == Session.academy_id).where(*here)
    return [(_held(row), row.seated, row.waiting) for row in rows], db.session.execute(how_many).scalar_one()


def for_officer(officer_id: UUID, since: date) -> list[tuple[Held, int, int, str | None]]:
    """Sessions that end on a day or later, of academies that train the officer: those one may sign up for, or was listed in.

    Each with how many have a seat, how many wait, and the officer's own seat, under whichever record of the person.
    """
    me = select(Officer.person_id).where(Officer.id == officer_id).scalar_subquery()
    own = (
        select(func.min(Participant.seat))  # seated, else waiting, else withdrawn: in the order of the alphabet
        .join(Officer, Officer.id == Participant.officer_id)
        .where(Participant.session_id == Session.id, Officer.person_id == me)
        .scalar_subquery()
    )
    rows = db.session.execute(
        _sessions()
        .add_columns(_count(Seat.SEATED), _count(Seat.WAITING), own.label("seat"))
        .where(Session.last_day >= since, Session.academy_id.in_(academies_seeing(officer_id)))
        .where(or_(Session.open & ~Session.called_off, own.is_not(None)))
        .order_by(Session.first_day, Session.id)
    )
    return [(_held(row), row.seated, row.waiting, row.seat) for row in rows]


def _count(seat: Seat) -> Any:
    """How many people have such a seat: two records of one person have one."""
    counted, behind = aliased(Participant), aliased(Officer)
    count = select(func.count(func.coalesce(behind.person_id, counted.id).distinct())).outerjoin_from(
        counted, behind, behind.id == counted.officer_id
    )
    return count.where(counted.session_id == Session.id, counted.seat == seat.value).scalar_subquery().label(seat)


def seated(session_id: UUID) -> int:
    """How many people have a seat in the session."""
    found = select(_count(Seat.SEATED)).select_from(Session).where(Session.id == session_id)
    return int(db.session.execute(found).scalar_one())


def _sessions() -> Select[Any]:
    return (
        select(*Session.__table__.c, Academy.names, Country.time_zone)
        .join(Academy, Academy.id == Session.academy_id)
        .join(Country, Country.code == Academy.country)
    )


def _held(row: Row[Any]) -> Held:
    plan = Plan(
        kind=Kind(row.kind),
        title=row.title,
        module_id=row.module_id,
        place=row.place,
        trainers=row.trainers,
        first_day=row.first_day,
        last_day=row.last_day,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        seats=row.seats,
        open=row.open,
    )
    return Held(row.id, row.academy_id, row.names, row.time_zone, plan, row.called_off)


def people(session_id: UUID, seats: Iterable[Seat] = (Seat.SEATED,)) -> list[AnyRow]:
    """Officers and then guests with one of these seats, by name."""
    rows = (
        select(
            Participant.id,
            Participant.officer_id,
            Participant.code,
            Participant.turn,
            Participant.seat,
            Officer.person_id,
            Identity.family_name,
            Identity.given_name,
            Identity.patronymic,
            Identity.service_number,
            Officer.rank,
            PackEntry.names.label("rank_names"),
            Institution.names.label("institution_names"),
            Guest.name,
            Guest.agency,
        )
        .outerjoin(Officer, Officer.id == Participant.officer_id)
        .outerjoin(Identity, Identity.officer_id == Participant.officer_id)
        .outerjoin(Institution, Institution.id == Officer.institution_id)
        .outerjoin(PackEntry, names_it(Listing.RANK, Officer.country, Officer.rank))
        .outerjoin(Guest, Guest.participant_id == Participant.id)
        .where(Participant.session_id == session_id, Participant.seat.in_([seat.value for seat in seats]))
        .order_by(Participant.officer_id.is_(None), Identity.name_key.nulls_last(), Participant.turn)
    )
    return list(db.session.execute(rows))


def listed(session_id: UUID) -> set[UUID]:
    """Who has a seat in the session or waits for one: all records of these people."""
    there = (
        select(Officer.person_id)
        .join(Participant, Participant.officer_id == Officer.id)
        .where(Participant.session_id == session_id, Participant.seat != Seat.WITHDRAWN.value)
    )
    return set(db.session.execute(select(Officer.id).where(Officer.person_id.in_(there))).scalars())


def taking(academy_id: UUID, module_id: str) -> list[UUID]:
    """The officers who have the module to take at the academy or a part of it, or still have to attend, by name."""
    query = (
        select(Progress.officer_id)
        .outerjoin(Identity, Identity.officer_id == Progress.officer_id)
        .where(
            Progress.academy_id.in_(mergers.parts(academy_id)),
            Progress.module_id == module_id,
            Progress.state.in_(OPEN),
        )
        .order_by(Identity.name_key.nulls_last(), Progress.officer_id)
    )
    return list(dict.fromkeys(db.session.execute(query).scalars()))


def is_marked(session_id: UUID) -> bool:
    """Whether anything was said of who attended."""
    facts = select(Attended.id).where(Attended.session_id == session_id).limit(1)
    guests = select(GuestDay.day).join(Participant, Participant.id == GuestDay.participant_id)
    return any(
        db.session.execute(query).first() is not None
        for query in (facts, guests.where(Participant.session_id == session_id).limit(1))
    )
