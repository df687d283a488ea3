"""Programmes, and what they count."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select

from elearn.foundation.db import db
from elearn.people.models import Country
from elearn.reports.models import ModuleApproved, Programme
from elearn.reports.rules import DEFINITIONS, Approval, Terms


def visible(scopes: Collection[UUID] | None) -> Sequence[Programme]:
    """The programmes of these ids, or all of them for None, in order of their code."""
    query = select(Programme).order_by(Programme.code)
    if scopes is not None:
        query = query.where(Programme.id.in_(scopes))
    return db.session.execute(query).scalars().all()


def by_code(code: str) -> Programme | None:
    """The programme of that code."""
    return db.session.execute(select(Programme).where(Programme.code == code)).scalar()


def terms(programme: Programme) -> Terms:
    """What the programme counts, as the rules want it."""
    return Terms(
        frozenset(programme.countries),
        programme.starts_on,
        programme.ends_on,
        frozenset(programme.tracks),
        DEFINITIONS[programme.definition],
    )


def time_zone(programme: Programme) -> str:
    """The zone in which the programme's day changes on its pages: its first country's. Completions use their own country's."""
    return db.session.execute(select(Country.time_zone).where(Country.code == programme.countries[0])).scalar_one()


def approvals(programme_id: UUID) -> list[Approval]:
    """All approvals and withdrawals of modules, oldest first."""
    rows = db.session.execute(
        select(ModuleApproved.module_id, ModuleApproved.from_date, ModuleApproved.approved)
        .where(ModuleApproved.programme_id == programme_id)
        .order_by(ModuleApproved.from_date, ModuleApproved.recorded_at)
    )
    return [Approval(*row) for row in rows]
