"""Which records were found to be one person, by whom, and which of these links still stand."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import aliased

from elearn.foundation.db import db
from elearn.people.models import Account, Identity, LinkUndone, Officer, OfficersLinked
from elearn.people.queries.officers import Academies, is_visible, key_column
from elearn.people.queries.rows import AnyRow
from elearn.people.rules.officers import Basis


def standing() -> Select[Any]:
    """Links that were not undone: a select of OfficersLinked."""
    return select(OfficersLinked).where(OfficersLinked.id.not_in(select(LinkUndone.link_id)))


def pairs_among(officer_ids: Collection[UUID]) -> list[tuple[UUID, UUID]]:
    """Pairs of these officers joined by a standing link."""
    rows = db.session.execute(
        standing().where(OfficersLinked.one_id.in_(officer_ids), OfficersLinked.other_id.in_(officer_ids))
    ).scalars()
    return [(link.one_id, link.other_id) for link in rows]


def all_pairs() -> list[tuple[UUID, UUID]]:
    """Every pair joined by a standing link."""
    chosen = standing().with_only_columns(OfficersLinked.one_id, OfficersLinked.other_id)
    return [(row.one_id, row.other_id) for row in db.session.execute(chosen)]


def between(one_id: UUID, other_id: UUID) -> list[UUID]:
    """The standing links that join two records directly."""
    pair = (one_id, other_id)
    found = standing().where(OfficersLinked.one_id.in_(pair), OfficersLinked.other_id.in_(pair))
    return [link.id for link in db.session.execute(found).scalars()]


def by_number(officer_id: UUID, basis: Basis) -> list[AnyRow]:
    """Standing links that an officer has because of equal numbers: link id and the other record's present key."""
    other = or_(
        (OfficersLinked.one_id == officer_id) & (OfficersLinked.other_id == Officer.id),
        (OfficersLinked.other_id == officer_id) & (OfficersLinked.one_id == Officer.id),
    )
    return list(
        db.session.execute(
            standing()
            .where(
                OfficersLinked.basis == basis.value,
                or_(OfficersLinked.one_id == officer_id, OfficersLinked.other_id == officer_id),
            )
            .join(Officer, other)
            .outerjoin(Identity, Identity.officer_id == Officer.id)
            .with_only_columns(OfficersLinked.id, key_column(basis).label("key"))
        )
    )


def page_of(academies: Academies, page: int, per_page: int) -> tuple[list[AnyRow], int]:
    """One page of the links between officers that are both visible, the latest first, undone ones too; and how many there are."""
    one, other = aliased(Identity), aliased(Identity)
    condition = _both_visible(academies)
    rows = db.session.execute(
        select(
            OfficersLinked.id,
            OfficersLinked.one_id,
            OfficersLinked.other_id,
            OfficersLinked.basis,
            OfficersLinked.recorded_at,
            one.family_name.label("one_family"),
            one.given_name.label("one_given"),
            one.service_number.label("one_number"),
            other.family_name.label("other_family"),
            other.given_name.label("other_given"),
            other.service_number.label("other_number"),
            Account.display_name.label("by"),
            LinkUndone.recorded_at.label("undone_at"),
        )
        .outerjoin(one, one.officer_id == OfficersLinked.one_id)
        .outerjoin(other, other.officer_id == OfficersLinked.other_id)
        .outerjoin(Account, Account.id == OfficersLinked.by_account)
        .outerjoin(LinkUndone, LinkUndone.link_id == OfficersLinked.id)
        .where(condition)
        .order_by(OfficersLinked.recorded_at.desc(), OfficersLinked.id)
        .limit(per_page)
        .offset((page - 1) * per_page)
    )
    return list(rows), db.session.execute(
        select(func.count()).select_from(OfficersLinked).where(condition)
    ).scalar_one()


def visible_link(academies: Academies, link_id: UUID) -> OfficersLinked | None:
    """The link, when both its officers are visible."""
    found = select(OfficersLinked).where(OfficersLinked.id == link_id, _both_visible(academies))
    return db.session.execute(found).scalar()


def _both_visible(academies: Academies) -> ColumnElement[bool]:
    seen = select(Officer.id).where(is_visible(academies))
    return OfficersLinked.one_id.in_(seen) & OfficersLinked.other_id.in_(seen)
