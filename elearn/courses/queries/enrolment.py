"""Reads for enrolling: academies, whom they may see, who has a module to take already."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select

from elearn.courses.models import DueMoved, Progress
from elearn.courses.rules.enrolling import Known
from elearn.courses.rules.standing import OPEN
from elearn.foundation.db import db
from elearn.people.models import Academy, Country, Identity, Officer
from elearn.people.queries import mergers
from elearn.people.queries.mergers import has_ended
from elearn.people.queries.officers import is_visible


@dataclass(frozen=True)
class Place:
    """An academy as enrolling needs it."""

    id: UUID
    names: Mapping[str, str]
    country: str
    time_zone: str
    own_choice: bool


def places(scopes: Collection[UUID] | None) -> list[Place]:
    """The academies of these ids, all of them for None; none that has become part of another one."""
    query = _places().where(~has_ended(Academy.id)).order_by(Academy.code)
    return [Place(*row) for row in db.session.execute(query if scopes is None else query.where(Academy.id.in_(scopes)))]


def place(academy_id: UUID) -> Place:
    """The academy of that id."""
    return Place(*db.session.execute(_places().where(Academy.id == academy_id)).one())


def own_place(officer_id: UUID) -> Place:
    """The academy at which the officer is registered, or what that is part of now."""
    academy_id = db.session.execute(select(Officer.academy_id).where(Officer.id == officer_id)).scalar_one()
    return place(mergers.successor(academy_id))


def _places() -> Select[Any]:
    return select(Academy.id, Academy.names, Academy.country, Country.time_zone, Academy.own_choice).join(
        Country, Country.code == Academy.country
    )


def seen_by(academy: Place, match_keys: Collection[str]) -> dict[str, Known]:
    """By match key the officers whom the academy may see, or what became part of it.

    Of two records of one person the academy's own is taken, else one of such a part.
    """
    parts = mergers.parts(academy.id)
    rows = db.session.execute(
        select(Officer.match_key, Officer.id, Identity.family_name, Identity.given_name)
        .outerjoin(Identity, Identity.officer_id == Officer.id)
        .where(
            Officer.country == academy.country,
            Officer.match_key.in_(match_keys),
            is_visible(parts),
        )
        .order_by(Officer.academy_id == academy.id, Officer.academy_id.in_(parts), Officer.id)
    )
    return {row.match_key: Known(row.id, f"{row.family_name or ''} {row.given_name or ''}".strip()) for row in rows}


def with_it_to_take(officer_ids: Collection[UUID], module_id: str, academy_id: UUID) -> set[UUID]:
    """Who of them has the module to take at the academy, or at a part of it: neither completed nor failed for good."""
    return {row.officer_id for row in to_take(officer_ids, module_id, academy_id)}


def to_take(
    officer_ids: Collection[UUID], module_id: str, academy_id: UUID, states: Collection[str] = OPEN
) -> list[Row[Any]]:
    """The enrolments of these officers in a module at the academy, or at a part of it, that stand so; the latest last."""
    query = select(Progress.enrolment_id, Progress.officer_id, Progress.due_on).where(
        Progress.officer_id.in_(officer_ids),
        Progress.module_id == module_id,
        Progress.academy_id.in_(mergers.parts(academy_id)),
        Progress.state.in_(states),
    )
    return list(db.session.execute(query.order_by(Progress.enrolled_on, Progress.enrolment_id)))


def moves(enrolment_ids: Collection[UUID]) -> dict[UUID, int]:
    """How often the due date was moved, by enrolment; those that were never moved are left out."""
    query = (
        select(DueMoved.enrolment_id, func.max(DueMoved.number).label("number"))
        .where(DueMoved.enrolment_id.in_(enrolment_ids))
        .group_by(DueMoved.enrolment_id)
    )
    return {row.enrolment_id: row.number for row in db.session.execute(query)}


def hold(officer_ids: Iterable[UUID]) -> None:
    """Let whoever else enrols these officers wait until this transaction ends: nothing else keeps them from doubles."""
    db.session.execute(
        select(Officer.id).where(Officer.id.in_(list(officer_ids))).order_by(Officer.id).with_for_update()
    ).all()
