"""Reads for letters: who is to be reminded, which letters wait, and what one would say."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select

from elearn.cohorts.models.mailing import Letter, Reminded
from elearn.cohorts.rules.mailing import SOON, LetterState
from elearn.courses.models import Progress
from elearn.courses.rules.standing import OPEN
from elearn.foundation.db import db
from elearn.people.models import Academy, Account, Country, Identity
from elearn.people.queries.rows import AnyRow


def due(country: str, today: date) -> list[AnyRow]:
    """Enrolments in a country that are not ended and due soon or late, of officers with an address."""
    query = (
        select(Progress.enrolment_id, Progress.officer_id, Progress.due_on)
        .join(Academy, Academy.id == Progress.academy_id)
        .join(Identity, Identity.officer_id == Progress.officer_id)
        .where(
            Academy.country == country,
            Progress.state.in_(OPEN),
            Progress.due_on <= today + SOON,
            Identity.email != "",
        )
        .order_by(Progress.officer_id, Progress.enrolment_id)
    )
    return list(db.session.execute(query))


def reminded(enrolment_ids: Collection[UUID]) -> set[tuple[UUID, date, str]]:
    """Of what these officers were reminded already."""
    query = select(Reminded.enrolment_id, Reminded.due_on, Reminded.stage).where(
        Reminded.enrolment_id.in_(enrolment_ids)
    )
    return {(row.enrolment_id, row.due_on, row.stage) for row in db.session.execute(query)}


def next_letter(now: datetime) -> Letter | None:
    """A letter that waits and may be tried now; whoever else looks for one passes over it."""
    query = (
        select(Letter)
        .where(Letter.state == LetterState.WAITING, Letter.next_at <= now)
        .order_by(Letter.next_at, Letter.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return db.session.execute(query).scalar()


def recipient(officer_id: UUID) -> AnyRow | None:
    """Address and language of an officer; None without an address."""
    query = (
        select(Identity.email, func.coalesce(Account.language, "en").label("language"))
        .outerjoin(Account, Account.officer_id == Identity.officer_id)
        .where(Identity.officer_id == officer_id, Identity.email != "", Account.disabled_at.is_(None))
    )
    return db.session.execute(query).one_or_none()


def open_dates(officer_id: UUID) -> list[AnyRow]:
    """The due dates of what an officer has not ended, each with the time zone in which it is meant."""
    query = (
        select(Progress.due_on, Country.time_zone)
        .join(Academy, Academy.id == Progress.academy_id)
        .join(Country, Country.code == Academy.country)
        .where(Progress.officer_id == officer_id, Progress.state.in_(OPEN), Progress.due_on.is_not(None))
        .order_by(Progress.due_on)
    )
    return list(db.session.execute(query))


def waiting() -> int:
    """How many letters wait."""
    query = select(func.count()).select_from(Letter).where(Letter.state == LetterState.WAITING)
    return db.session.execute(query).scalar_one()
