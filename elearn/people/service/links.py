"""Records that are one person: linked, and unlinked when that was wrong. Nothing is ever merged."""

from collections.abc import Iterable
from enum import Enum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from elearn.foundation import facts
from elearn.foundation.db import db
from elearn.people.models import Country, LinkUndone, Officer, OfficersLinked
from elearn.people.queries import links, officers, suggestions
from elearn.people.rules.officers import Basis, same_person


class Linking(Enum):
    """What came of it when somebody said that two records are one person."""

    DONE = "done"
    ALREADY = "already"  # directly or through others
    TWO_COUNTRIES = "two-countries"  # people are counted within a country


class Undoing(Enum):
    """What came of it when somebody said that a link was wrong."""

    APART = "apart"
    STILL_ONE = "still-one"  # another link joins them
    ALREADY = "already"


def one_at_a_time(country: str) -> None:
    """Wait for whoever registers or links officers of the country: two at once would not see each other's records."""
    db.session.execute(select(Country.code).where(Country.code == country).with_for_update(key_share=True))


def join(one_id: UUID, other_id: UUID, by_account: UUID | None) -> Linking:
    """Two records are one person, as somebody confirmed; `by_account` is None when a command says so."""
    one, other = db.session.get_one(Officer, one_id), db.session.get_one(Officer, other_id)
    if one.country != other.country:
        return Linking.TWO_COUNTRIES
    one_at_a_time(one.country)
    for officer in (one, other):
        db.session.refresh(officer)
    if one.person_id == other.person_id:
        return Linking.ALREADY
    link(one_id, other_id, by_account)
    return Linking.DONE


def link(one_id: UUID, other_id: UUID, by_account: UUID | None) -> UUID:
    """Two records are one person, as somebody confirmed. Returns the link's id."""
    return facts.add(OfficersLinked(one_id=one_id, other_id=other_id, basis="confirmed", by_account=by_account)).id


def part(found: OfficersLinked, by_account: UUID) -> Undoing:
    """The link was wrong, as somebody noticed."""
    one = db.session.get_one(Officer, found.one_id)
    one_at_a_time(one.country)
    try:
        with db.session.begin_nested():
            undo_link(found.id, by_account)
    except IntegrityError:
        return Undoing.ALREADY
    other = db.session.get_one(Officer, found.other_id)
    return Undoing.STILL_ONE if one.person_id == other.person_id else Undoing.APART


def separate(one_id: UUID, other_id: UUID) -> Undoing:
    """Every link that joins the two records directly was wrong, as a command says. ALREADY when none of them stands."""
    one, other = db.session.get_one(Officer, one_id), db.session.get_one(Officer, other_id)
    one_at_a_time(one.country)
    standing = links.between(one_id, other_id)
    for link_id in standing:
        undo_link(link_id, None)
    if not standing:
        return Undoing.ALREADY
    return Undoing.STILL_ONE if one.person_id == other.person_id else Undoing.APART


def undo_link(link_id: UUID, by_account: UUID | None) -> None:
    """The link was wrong. Raises IntegrityError when it was undone already."""
    facts.add(LinkUndone(link_id=link_id, by_account=by_account))


def link_equal_numbers(officer_id: UUID, country: str, key: str, basis: Basis = Basis.MATCH_KEY) -> None:
    """Link an officer to the records with the same number, when these are one person.

    Where somebody found that they are several, or another than this one, a machine does not know better.
    """
    others = [row for row in officers.with_key(country, key, basis) if row.id != officer_id]
    if len({row.person_id for row in others}) != 1 or any(suggestions.are_apart(officer_id, row.id) for row in others):
        return
    facts.add_all(OfficersLinked(one_id=row.id, other_id=officer_id, basis=basis.value) for row in others)


def undo_outdated(officer_id: UUID, key: str | None, by_account: UUID | None, basis: Basis = Basis.MATCH_KEY) -> None:
    """Undo the links that an officer has only because of a number that was wrong."""
    outdated = [row.id for row in links.by_number(officer_id, basis) if row.key != key]
    facts.add_all(LinkUndone(link_id=link_id, by_account=by_account) for link_id in outdated)


def regroup(touched: Iterable[UUID]) -> None:
    """Work out anew who is one person among all records that the touched ones were joined with."""
    people = select(Officer.person_id).where(Officer.id.in_(list(touched)))
    found = db.session.execute(select(Officer).where(Officer.person_id.in_(people))).scalars().all()
    among = {officer.id for officer in found}
    person = same_person(among, links.pairs_among(among))
    for officer in found:
        officer.person_id = person[officer.id]
