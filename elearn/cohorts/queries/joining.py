"""Reads for coming into a cohort: codes, requests, and what an officer may ask for."""

from uuid import UUID

from sqlalchemy import func, select

from elearn.cohorts.models.cohorts import Cohort, CohortJoined, JoinRequest
from elearn.cohorts.queries.cohorts import is_in
from elearn.foundation import clock
from elearn.foundation.db import db
from elearn.people.models import Academy, Country, Identity, Officer
from elearn.people.queries import officers
from elearn.people.queries.rows import AnyRow


def open_requests(cohort_id: UUID) -> list[AnyRow]:
    """The requests of a cohort that have no answer yet, the oldest first."""
    query = (
        select(
            JoinRequest.id,
            JoinRequest.asked_at,
            Identity.family_name,
            Identity.given_name,
            Identity.patronymic,
            Identity.service_number,
        )
        .outerjoin(Identity, Identity.officer_id == JoinRequest.officer_id)
        .where(JoinRequest.cohort_id == cohort_id, JoinRequest.answer.is_(None))
        .order_by(JoinRequest.asked_at, JoinRequest.id)
    )
    return list(db.session.execute(query))


def how_many_ask(cohort_ids: list[UUID]) -> dict[UUID, int]:
    """How many requests have no answer yet, by cohort."""
    query = (
        select(JoinRequest.cohort_id, func.count().label("number"))
        .where(JoinRequest.cohort_id.in_(cohort_ids), JoinRequest.answer.is_(None))
        .group_by(JoinRequest.cohort_id)
    )
    return {row.cohort_id: row.number for row in db.session.execute(query)}


def request(cohort_id: UUID, officer_id: UUID) -> JoinRequest | None:
    """What the officer asked, if anything."""
    query = select(JoinRequest).where(JoinRequest.cohort_id == cohort_id, JoinRequest.officer_id == officer_id)
    return db.session.execute(query.with_for_update()).scalar()


def asked(request_id: UUID, cohort_id: UUID) -> JoinRequest | None:
    """A request of the cohort."""
    query = select(JoinRequest).where(JoinRequest.id == request_id, JoinRequest.cohort_id == cohort_id)
    return db.session.execute(query.with_for_update()).scalar()


def offered(officer_id: UUID) -> list[AnyRow]:
    """The cohorts that an officer may ask for, asked for, or is in, of academies that may see the officer; not those over."""
    mine = select(Officer.person_id).where(Officer.id == officer_id).scalar_subquery()
    joined = (
        select(CohortJoined.cohort_id)
        .join(Officer, Officer.id == CohortJoined.officer_id)
        .where(Officer.person_id == mine, is_in(CohortJoined))
        .scalar_subquery()
    )
    query = (
        select(
            *Cohort.__table__.c,
            Academy.names.label("academy_names"),
            Academy.country,
            Country.time_zone,
            JoinRequest.answer,
            JoinRequest.asked_at,
            JoinRequest.answered_at,
            Cohort.id.in_(joined).label("is_in"),
        )
        .join(Academy, Academy.id == Cohort.academy_id)
        .join(Country, Country.code == Academy.country)
        .outerjoin(JoinRequest, (JoinRequest.cohort_id == Cohort.id) & (JoinRequest.officer_id == officer_id))
        .where(Cohort.academy_id.in_(officers.academies_seeing(officer_id)))
        .where(Cohort.may_ask | JoinRequest.id.is_not(None) | Cohort.id.in_(joined))
        .order_by(Cohort.due_on, Cohort.name, Cohort.id)
    )
    return [row for row in db.session.execute(query) if row.due_on >= clock.today(row.time_zone)]
