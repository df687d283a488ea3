"""Officers as an academy sees them: only those it registered or may see, one page at a time."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, false, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, aliased

from elearn.foundation.db import Sorts, db, in_order, ordered
from elearn.people.models import (
    Academy,
    AcademyOfficer,
    Account,
    Identity,
    Institution,
    Officer,
    PackEntry,
    PostingRecorded,
)
from elearn.people.queries import mergers
from elearn.people.queries.mergers import names_on
from elearn.people.queries.packs import names_it
from elearn.people.queries.rows import AnyRow, by_name
from elearn.people.rules.officers import AccountState, Basis, name_key
from elearn.people.rules.packs import Listing

Academies = frozenset[UUID] | None  # None: all of them, as rules.Visitor.scopes gives it


def is_visible(academies: Academies, officer: type[Officer] = Officer) -> ColumnElement[bool]:
    """The condition on Officer that one of the academies registered the officer, or may see the officer."""
    if academies is None:
        return true()
    let = select(AcademyOfficer.officer_id).where(AcademyOfficer.academy_id.in_(academies))
    return or_(officer.academy_id.in_(academies), officer.id.in_(let))


def serves_at(place: UUID | Literal["none"]) -> ColumnElement[bool]:
    """The condition on Officer that the officer serves at that institution now, or at none yet."""
    return Officer.institution_id.is_(None) if place == "none" else Officer.institution_id == place


def _has_one_of(pairs: Collection[tuple[str, str]]) -> ColumnElement[bool]:
    """The condition on Officer of a service number with one of these (country, match key)."""
    return or_(false(), *((Officer.country == country) & (Officer.match_key == key) for country, key in pairs))


# How the list may be sorted.
SORTS = ("name", "number", "institution", "rank")

_DISABLED = Account.disabled_at.is_not(None)
_ACCOUNTS: dict[AccountState, ColumnElement[bool]] = {
    AccountState.ACTIVE: Account.password_hash.is_not(None) & ~_DISABLED,
    AccountState.NEW: Account.password_hash.is_(None) & ~_DISABLED,
    AccountState.DISABLED: _DISABLED,
}


@dataclass(frozen=True)
class Wish:
    """Which visible officers a list shows, and in which order: a sort, or "-" and a sort for the other way round.

    `search` is how a name begins, or a service number, whose (country, match key) are `keys`.
    """

    academies: Academies
    institution_id: UUID | Literal["none"] | None = None
    account: AccountState | None = None
    search: str = ""
    keys: Sequence[tuple[str, str]] = ()
    sort: str = "name"

    def conditions(self) -> list[ColumnElement[bool]]:
        """The wish as conditions on Officer, Identity and Account."""
        found = [is_visible(self.academies)]
        if self.institution_id:
            found.append(serves_at(self.institution_id))
        if self.account:
            found.append(_ACCOUNTS[self.account])
        if self.search:
            name = name_key(self.search)
            begins = Identity.name_key.startswith(name, autoescape=True) if name else false()
            found.append(or_(begins, _has_one_of(self.keys)))
        return found


def page_of(wish: Wish, page: int, per_page: int) -> tuple[list[AnyRow], int]:
    """One page of the officers wished for, and how many there are."""
    listed = select(Officer.id).outerjoin(Identity, Identity.officer_id == Officer.id)
    listed = listed.outerjoin(Account, Account.officer_id == Officer.id).where(*wish.conditions())
    sorts: Sorts = {
        "name": [Identity.name_key],
        "number": [Identity.service_number],
        "institution": lambda: [in_order(Officer.institution_id, (place.id for place in institutions(wish.academies)))],
        "rank": [PackEntry.position, Officer.rank],
    }
    rows = db.session.execute(
        _described(wish.academies)
        .where(*wish.conditions())
        .order_by(*ordered(sorts, wish.sort), Identity.name_key.nulls_last(), Officer.id)
        .limit(per_page)
        .offset((page - 1) * per_page)
    )
    return list(rows), db.session.execute(select(func.count()).select_from(listed.subquery())).scalar_one()


def institutions(academies: Academies) -> list[AnyRow]:
    """Where the visible officers serve, by name."""
    query = select(Institution.id, Institution.names).where(
        Institution.id.in_(select(Officer.institution_id).where(is_visible(academies)))
    )
    return by_name(db.session.execute(query))


def several(academies: Academies, officer_ids: Collection[UUID]) -> dict[UUID, AnyRow]:
    """Those of these officers that are visible to one of the academies, by id."""
    rows = db.session.execute(_described(academies).where(Officer.id.in_(officer_ids)))
    return {row.id: row for row in rows}


def one(academies: Academies, officer_id: UUID) -> AnyRow | None:
    """The officer, when visible to one of the academies."""
    return db.session.execute(_described(academies).where(Officer.id == officer_id)).one_or_none()


def seen(academy_id: UUID, officer_ids: Iterable[UUID]) -> set[UUID]:
    """Whom of these officers the academy may see, or what became part of it."""
    query = select(Officer.id).where(Officer.id.in_(list(officer_ids)), is_visible(mergers.parts(academy_id)))
    return set(db.session.execute(query).scalars())


def academies_seeing(officer_id: UUID) -> set[UUID]:
    """The academies that may see the officer: that registered or train them, and what these have become part of."""
    let = select(AcademyOfficer.academy_id).where(AcademyOfficer.officer_id == officer_id)
    seeing = db.session.execute(select(Officer.academy_id).where(Officer.id == officer_id).union(let)).scalars().all()
    standing = mergers.all_standing()
    return {whole for academy_id in seeing for whole in standing.wholes(academy_id)}


def _described(academies: Academies) -> Select[*tuple[Any, ...]]:
    """The visible officers. Of links only those to visible records: others would tell who is registered elsewhere."""
    other = aliased(Officer)
    linked = exists().where(other.person_id == Officer.person_id, other.id != Officer.id, is_visible(academies, other))
    return (
        select(
            Officer.id,
            Officer.person_id,
            Officer.country,
            Officer.academy_id,
            Officer.sex,
            Officer.birth_year,
            Officer.is_test,
            Officer.rank,
            PackEntry.names.label("rank_names"),
            Officer.track,
            Officer.unit,
            Identity.family_name,
            Identity.given_name,
            Identity.patronymic,
            Identity.service_number,
            Identity.birth_date,
            Identity.iin_key.is_not(None).label("has_iin"),
            Identity.email,
            Institution.names.label("institution_names"),
            Academy.names.label("academy_names"),
            Account.id.label("account_id"),
            Account.language,
            Account.disabled_at,
            Account.password_hash.is_not(None).label("has_password"),
            linked.label("is_linked"),
        )
        .join(Academy, Academy.id == Officer.academy_id)
        .outerjoin(Identity, Identity.officer_id == Officer.id)
        .outerjoin(Institution, Institution.id == Officer.institution_id)
        .outerjoin(Account, Account.officer_id == Officer.id)
        .outerjoin(PackEntry, names_it(Listing.RANK, Officer.country, Officer.rank))
        .where(is_visible(academies))
    )


def key_column(basis: Basis) -> InstrumentedAttribute[str | None]:
    """Where the key of a number stands: that of the IIN beside the names, so that it is erased with them."""
    return Identity.iin_key if basis is Basis.IIN else Officer.match_key


def with_key(country: str, key: str, basis: Basis) -> list[AnyRow]:
    """Officers of a country whose number gives this key: id, person and academy."""
    return list(
        db.session.execute(
            select(Officer.id, Officer.person_id, Officer.academy_id)
            .outerjoin(Identity, Identity.officer_id == Officer.id)
            .where(Officer.country == country, key_column(basis) == key)
            .order_by(Officer.id)
        )
    )


def numbers(country: str) -> list[AnyRow]:
    """The officers of a country with their service numbers and present keys; the number of an erased identity is None."""
    return list(
        db.session.execute(
            select(Officer.id, Officer.match_key, Identity.service_number)
            .outerjoin(Identity, Identity.officer_id == Officer.id)
            .where(Officer.country == country)
            .order_by(Officer.id)
        )
    )


def with_keys(academies: Academies, pairs: Collection[tuple[str, str]]) -> list[UUID]:
    """The visible officers with one of these (country, match key)."""
    query = select(Officer.id).where(is_visible(academies), _has_one_of(pairs)).order_by(Officer.id)
    return list(db.session.execute(query).scalars())


def visible_with_key(
    academies: Academies, country: str, key: str, basis: Basis = Basis.MATCH_KEY, *, but: UUID | None = None
) -> UUID | None:
    """An officer of the country with this key whom one of the academies may see; not a record of the person `but`."""
    return db.session.execute(
        select(Officer.id)
        .outerjoin(Identity, Identity.officer_id == Officer.id)
        .where(Officer.country == country, key_column(basis) == key, is_visible(academies))
        .where(Officer.person_id != but if but else true())
        .order_by(Officer.id)
        .limit(1)
    ).scalar()


def postings(officer_id: UUID) -> list[AnyRow]:
    """Where an officer served, by the names of those days, the latest first; nowhere from the end of a posting on."""
    return list(
        db.session.execute(
            select(
                PostingRecorded.since,
                PostingRecorded.rank,
                PostingRecorded.track,
                PostingRecorded.unit,
                names_on(Institution, PostingRecorded.since).label("names"),
                PackEntry.names.label("rank_names"),
            )
            .outerjoin(Institution, Institution.id == PostingRecorded.institution_id)
            .outerjoin(PackEntry, names_it(Listing.RANK, Institution.country, PostingRecorded.rank))
            .where(PostingRecorded.officer_id == officer_id)
            .order_by(PostingRecorded.since.desc(), PostingRecorded.number.desc(), PostingRecorded.id.desc())
        )
    )


def records_of_person(officer_id: UUID) -> Select[UUID]:
    """For other queries: the ids of all records of the officer's person, this one among them."""
    person = select(Officer.person_id).where(Officer.id == officer_id).scalar_subquery()
    return select(Officer.id).where(Officer.person_id == person)


def same_person(officer_id: UUID, person_id: UUID, academies: Academies) -> list[AnyRow]:
    """The other visible records of one person: id, academy and names. Of the others nothing is told, not even that they are."""
    return list(
        db.session.execute(
            select(Officer.id, Academy.names, Identity.family_name, Identity.given_name, Identity.patronymic)
            .join(Academy, Academy.id == Officer.academy_id)
            .outerjoin(Identity, Identity.officer_id == Officer.id)
            .where(Officer.person_id == person_id, Officer.id != officer_id, is_visible(academies))
            .order_by(Officer.id)
        )
    )
