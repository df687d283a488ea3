"""Countries, institutions and academies."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from elearn.foundation.db import db
from elearn.people.models import Academy, Country, Institution, PackEntry, RoleGranted
from elearn.people.queries.mergers import has_ended
from elearn.people.queries.officers import Academies
from elearn.people.queries.packs import names_it
from elearn.people.queries.rows import AnyRow
from elearn.people.rules.packs import Listing
from elearn.people.rules.roles import ALLOWS, Permission


def countries() -> list[AnyRow]:
    """All countries, by code."""
    return list(
        db.session.execute(
            select(Country.code, Country.names, Country.time_zone, Country.keeps_iin).order_by(Country.code)
        )
    )


def country_codes() -> list[str]:
    """The codes of all countries."""
    return list(db.session.execute(select(Country.code).order_by(Country.code)).scalars())


def academies(among: Academies = None, *, also_ended: bool = True) -> list[AnyRow]:
    """The academies, by country and code: all, or those among the given ids; perhaps without those merged into others."""
    chosen = select(Academy.id, Academy.country, Academy.code, Academy.names, Country.time_zone)
    chosen = chosen.join(Country, Country.code == Academy.country).order_by(Academy.country, Academy.code)
    if not also_ended:
        chosen = chosen.where(~has_ended(Academy.id))
    return list(db.session.execute(chosen if among is None else chosen.where(Academy.id.in_(among))))


def academy(academy_id: UUID) -> AnyRow | None:
    """One academy with all that its page shows."""
    return db.session.execute(select(*Academy.__table__.c).where(Academy.id == academy_id)).one_or_none()


def whom_to_ask(academy_id: UUID) -> tuple[Mapping[str, str], str]:
    """The academy's names by language, and whom to turn to there."""
    row = db.session.execute(select(Academy.names, Academy.contact).where(Academy.id == academy_id)).one()
    return row.names, row.contact


def academies_page(page: int, per_page: int) -> tuple[list[AnyRow], int]:
    """One page of academies, and how many there are."""
    return _page_of(Academy, page, per_page, select(*Academy.__table__.c, has_ended(Academy.id).label("has_ended")))


def institutions(of_countries: Iterable[str]) -> list[AnyRow]:
    """The institutions of some countries in which officers serve now, by country and code: none merged into others."""
    return list(
        db.session.execute(
            select(Institution.id, Institution.country, Institution.code, Institution.names)
            .where(Institution.country.in_(list(of_countries)), ~has_ended(Institution.id))
            .order_by(Institution.country, Institution.code)
        )
    )


def institution(institution_id: UUID) -> AnyRow | None:
    """One institution with all that its page shows."""
    return db.session.execute(select(*Institution.__table__.c).where(Institution.id == institution_id)).one_or_none()


def institutions_page(page: int, per_page: int) -> tuple[list[AnyRow], int]:
    """One page of institutions with the names of region and kind, and how many there are."""
    region, kind = aliased(PackEntry), aliased(PackEntry)
    described = (
        select(
            *Institution.__table__.c,
            region.names.label("region_names"),
            kind.names.label("kind_names"),
            has_ended(Institution.id).label("has_ended"),
        )
        .outerjoin(region, names_it(Listing.REGION, Institution.country, Institution.region, region))
        .outerjoin(kind, names_it(Listing.INSTITUTION_KIND, Institution.country, Institution.kind, kind))
    )
    return _page_of(Institution, page, per_page, described)


def _page_of(
    table: type[Academy] | type[Institution], page: int, per_page: int, chosen: Select[*tuple[Any, ...]]
) -> tuple[list[AnyRow], int]:
    rows = db.session.execute(chosen.order_by(table.country, table.code).limit(per_page).offset((page - 1) * per_page))
    return list(rows), db.session.execute(select(func.count()).select_from(table)).scalar_one()


def assessors(among: Academies = None) -> dict[UUID, int]:
    """How many people assess at each academy: all, or those among the given ids."""
    held = select(RoleGranted.scope, func.count(RoleGranted.account_id.distinct()).label("number")).where(
        RoleGranted.role.in_([role for role, allowed in ALLOWS.items() if Permission.ASSESS in allowed])
    )
    counted = {row.scope: row.number for row in db.session.execute(held.group_by(RoleGranted.scope))}
    return {academy.id: counted.get(academy.id, 0) for academy in academies(among)}
