"""What is compared to find people who are registered twice, and which of them somebody has told apart."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from elearn.foundation.db import db
from elearn.people.models import (
    Account,
    Country,
    Identity,
    Officer,
    OfficerRegistered,
    OfficersToldApart,
    SuggestedFor,
    SuggestedPair,
    TellingApartUndone,
)
from elearn.people.queries.officers import Academies, is_visible
from elearn.people.queries.rows import AnyRow
from elearn.people.rules.names import read
from elearn.people.rules.officers import Sex
from elearn.people.rules.suggestions import Grade, Reason, Record, Suggestion

_AT_ONCE = 2_000
_KNOWN = (
    Officer.id,
    Officer.person_id,
    Officer.country,
    Officer.sex,
    Officer.birth_year,
    Officer.match_key,
    Identity.family_name,
    Identity.given_name,
    Identity.patronymic,
    Identity.birth_date,
    Identity.iin_key,
)


def compared(academies: Academies, country: str | None = None) -> list[AnyRow]:
    """What is compared of the visible officers who have a name, of one country or of all; without test people."""
    chosen = select(*_KNOWN).join(Identity, Identity.officer_id == Officer.id).order_by(Officer.id)
    chosen = chosen.where(is_visible(academies), Officer.is_test.is_(False))
    return list(db.session.execute(chosen.where(Officer.country == country) if country else chosen))


def compared_one(officer_id: UUID) -> Record | None:
    """What is compared of one officer; None when the name was erased."""
    chosen = select(*_KNOWN).join(Identity, Identity.officer_id == Officer.id).where(Officer.id == officer_id)
    row = db.session.execute(chosen).one_or_none()
    return record(row) if row else None


def record(row: AnyRow) -> Record:
    """The same, as the rules take it."""
    return Record(
        row.id,
        read(row.family_name, row.given_name, row.patronymic),
        row.birth_date,
        row.birth_year,
        Sex(row.sex) if row.sex else None,
        frozenset(number for number in (row.match_key, row.iin_key) if number),
    )


def how_many(academies: Academies) -> int:
    """How many officers the academies see."""
    return db.session.execute(select(func.count()).select_from(Officer).where(is_visible(academies))).scalar_one()


def stored(academies: Academies) -> list[Suggestion]:
    """The suggested pairs that were worked out last, of which both officers are visible; the surest first."""
    seen = _both_visible(academies, SuggestedPair)
    rows = db.session.execute(
        select(SuggestedPair).where(seen).order_by(SuggestedPair.weight.desc(), SuggestedPair.one_id)
    )
    return [
        Suggestion(row.one_id, row.other_id, Grade(row.grade), tuple(map(Reason, row.reasons)), row.weight)
        for row in rows.scalars()
    ]


def people(officer_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """The person of each of these records that has a name still."""
    chosen = select(Officer.id, Officer.person_id).join(Identity, Identity.officer_id == Officer.id)
    wanted, found = list(officer_ids), {}
    for start in range(0, len(wanted), _AT_ONCE):
        rows = db.session.execute(chosen.where(Officer.id.in_(wanted[start : start + _AT_ONCE])))
        found.update({row.id: row.person_id for row in rows})
    return found


def worked_out_at() -> datetime | None:
    """When the stored pairs of a country were worked out: of the country that waits longest."""
    return db.session.execute(select(func.min(SuggestedFor.worked_out_at))).scalar()


def not_worked_out_since(oldest: datetime, soon: datetime) -> list[str]:
    """Countries whose pairs were worked out before `oldest` or never; or before `soon`, with officers registered since."""
    since = SuggestedFor.worked_out_at
    registered = select(OfficerRegistered.id).where(
        OfficerRegistered.country == Country.code, OfficerRegistered.recorded_at >= since
    )
    wanted = select(Country.code).outerjoin(SuggestedFor, SuggestedFor.country == Country.code)
    due = or_(since.is_(None), since < oldest, and_(since < soon, registered.exists()))
    return list(db.session.execute(wanted.where(due).order_by(Country.code)).scalars())


def apart() -> set[frozenset[UUID]]:
    """Pairs of people of whom two records were told apart."""
    one, other = aliased(Officer), aliased(Officer)
    rows = db.session.execute(
        _apart()
        .join(one, one.id == OfficersToldApart.one_id)
        .join(other, other.id == OfficersToldApart.other_id)
        .with_only_columns(one.person_id, other.person_id)
    )
    return {frozenset(row) for row in rows}


def are_apart(one_id: UUID, other_id: UUID) -> bool:
    """Whether somebody told these two records apart."""
    pair = (one_id, other_id)
    found = _apart().where(OfficersToldApart.one_id.in_(pair), OfficersToldApart.other_id.in_(pair))
    return db.session.execute(found.limit(1)).first() is not None


def apart_page(academies: Academies, page: int, per_page: int) -> tuple[list[AnyRow], int]:
    """One page of the visible records that were told apart, the latest first, and how many there are."""
    found = _apart().where(_both_visible(academies, OfficersToldApart))
    rows = db.session.execute(
        found.outerjoin(Account, Account.id == OfficersToldApart.by_account)
        .with_only_columns(
            OfficersToldApart.id,
            OfficersToldApart.one_id,
            OfficersToldApart.other_id,
            OfficersToldApart.recorded_at,
            Account.display_name.label("by"),
        )
        .order_by(OfficersToldApart.recorded_at.desc(), OfficersToldApart.id)
        .limit(per_page)
        .offset((page - 1) * per_page)
    )
    return list(rows), db.session.execute(select(func.count()).select_from(found.subquery())).scalar_one()


def visible_apart(academies: Academies, apart_id: UUID) -> UUID | None:
    """The decision's id, when both its officers are visible."""
    found = select(OfficersToldApart.id).where(
        OfficersToldApart.id == apart_id, _both_visible(academies, OfficersToldApart)
    )
    return db.session.execute(found).scalar()


def _apart() -> Select[OfficersToldApart]:
    return select(OfficersToldApart).where(OfficersToldApart.id.not_in(select(TellingApartUndone.apart_id)))


def _both_visible(academies: Academies, pairs: type[OfficersToldApart] | type[SuggestedPair]) -> ColumnElement[bool]:
    seen = select(Officer.id).where(is_visible(academies))
    return pairs.one_id.in_(seen) & pairs.other_id.in_(seen)
