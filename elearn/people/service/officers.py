"""Officers: registered, posted, corrected, and seen by the academies that train them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from uuid import UUID

from sqlalchemy import insert, literal, select

from elearn.foundation import clock, facts, ids, signing
from elearn.foundation.db import db
from elearn.people.models import (
    Academy,
    AcademyOfficer,
    Account,
    Country,
    Identity,
    MatchKeyRecorded,
    Officer,
    OfficerRegistered,
    PostingRecorded,
)
from elearn.people.queries import mergers, officers, packs, places
from elearn.people.queries.officers import Academies
from elearn.people.rules.officers import Basis, Identified, Served, name_key
from elearn.people.service import iins, links, numbers


@dataclass(frozen=True)
class KnownAlready:
    """The service number, or the IIN, belongs to an officer whom the academy sees."""

    officer_id: UUID
    by: Basis = Basis.MATCH_KEY


@dataclass(frozen=True)
class OtherForm:
    """Service numbers of the country have one of these forms, and this one has none of them."""

    forms: tuple[str, ...]


@dataclass(frozen=True)
class NoKey:
    """The key of the country is not on this computer, so that numbers cannot be compared."""

    country: str


Refusal = KnownAlready | OtherForm | NoKey


class Missed(Enum):
    """Why a number does not tell which officer is meant."""

    NOBODY = "nobody"
    SEVERAL = "several"


def find_one(academies: Academies, typed: str, keys: Path) -> UUID | Missed:
    """The visible officer whose service number was typed, or the id of the record."""
    try:
        row = officers.one(academies, UUID(typed))
        return row.id if row else Missed.NOBODY
    except ValueError:
        pass
    found = officers.with_keys(academies, match_keys(academies, typed, keys))
    if len(found) > 1:
        return Missed.SEVERAL
    return found[0] if found else Missed.NOBODY


def match_keys(academies: Academies, typed: str, keys: Path) -> list[tuple[str, str]]:
    """What was typed as a service number of each of the academies' countries: (country, match key)."""
    return numbers.match_keys(keys, {academy.country for academy in places.academies(academies)}, typed)


def enlist(academy_id: UUID, who: Identified, served: Served, is_test: bool, keys: Path) -> UUID | Refusal:
    """Register an officer with identity, posting and an account that has no password yet: the officer's id.

    A number that is known at other academies only makes a new record, linked to those; nothing of them is told.
    """
    country = db.session.execute(select(Academy.country).where(Academy.id == academy_id)).scalar_one()
    links.one_at_a_time(country)
    if not signing.has_key(keys, country):
        return NoKey(country)
    if numbers.is_refused(country, who.service_number):
        return OtherForm(tuple(packs.number_rules(country).number_forms))
    key = signing.match_key(keys, country, who.service_number)
    run_here = mergers.parts(academy_id)
    known = officers.visible_with_key(run_here, country, key)
    if known:
        return KnownAlready(known)
    if taken := _iin_taken(run_here, country, who, keys):
        return taken
    officer_id = register_officer(
        country=country, academy_id=academy_id, sex=who.sex, birth_year=who.birth_year, match_key=key, is_test=is_test
    )
    serve(officer_id, served)
    identity = Identity(officer_id=officer_id)
    _describe(identity, who)
    db.session.add_all([identity, Account(officer_id=officer_id, created_at=clock.now())])
    if who.iin:
        iins.keep(identity, country, who.iin, None, keys)
    return officer_id


def _iin_taken(
    academies: Academies, country: str, who: Identified, keys: Path, person_id: UUID | None = None
) -> KnownAlready | None:
    """The officer whom the academies see under the same IIN, when it is not the same person."""
    if not who.iin or not packs.number_rules(country).keeps_iin:
        return None
    key = iins.match_key(keys, country, who.iin)
    known = officers.visible_with_key(academies, country, key, Basis.IIN, but=person_id)
    return KnownAlready(known, Basis.IIN) if known else None


def register_officer(
    *,
    country: str,
    academy_id: UUID,
    sex: str | None,
    birth_year: int | None,
    match_key: str | None,
    is_test: bool = False,
) -> UUID:
    """A new officer; linked at once to those with the same match key. Returns the officer's id, which is random."""
    officer_id = ids.new()
    facts.add(
        OfficerRegistered(
            officer_id=officer_id,
            country=country,
            academy_id=academy_id,
            sex=sex,
            birth_year=birth_year,
            is_test=is_test,
        )
    )
    if match_key:
        facts.add(MatchKeyRecorded(officer_id=officer_id, country=country, match_key=match_key))
        links.link_equal_numbers(officer_id, country, match_key)
    return officer_id


def post(officer_id: UUID, institution_id: UUID, rank: str, track: str, since: date, unit: str | None = None) -> None:
    """Where the officer serves from a date on."""
    place = {"institution_id": institution_id, "rank": rank, "track": track, "unit": unit}
    facts.add(PostingRecorded(officer_id=officer_id, since=since, **place))


def serve(officer_id: UUID, served: Served) -> None:
    """The same, as a form gives it."""
    post(officer_id, served.institution_id, served.rank, served.track, served.since, served.unit)


def move_within(officer_id: UUID, unit: str | None) -> None:
    """From today on the officer, who has a posting, serves in another unit of the same place; None: it is not said in which."""
    officer = db.session.get_one(Officer, officer_id)
    if unit != officer.unit:
        time_zone = db.session.execute(select(Country.time_zone).where(Country.code == officer.country)).scalar_one()
        since = max(clock.today(time_zone), officers.postings(officer_id)[0].since)
        facts.add(
            PostingRecorded(
                officer_id=officer_id,
                institution_id=officer.institution_id,
                rank=officer.rank,
                track=officer.track,
                unit=unit,
                since=since,
            )
        )


def serve_no_longer(officer_id: UUID, since: date) -> bool:
    """The latest posting has ended, and no other one has begun; False for who has none, or whose latest began later."""
    latest = next(iter(officers.postings(officer_id)), None)
    if latest is None or latest.names is None or latest.since > since:
        return False
    facts.add(PostingRecorded(officer_id=officer_id, since=since))
    return True


def correct(officer_id: UUID, who: Identified, academies: Academies, by_account: UUID, keys: Path) -> Refusal | None:
    """Put right what was recorded about an officer; None when that is done.

    Another number ends the links that the wrong one made, and makes those of the right one.
    """
    officer = db.session.get_one(Officer, officer_id)
    identity = db.session.get(Identity, officer_id) or Identity(
        officer_id=officer_id, service_number=""
    )  # it was erased
    links.one_at_a_time(officer.country)
    if who.iin is not None and not signing.has_key(keys, officer.country):
        return NoKey(officer.country)
    if taken := _iin_taken(academies, officer.country, who, keys, officer.person_id):
        return taken
    if signing.normalised_number(who.service_number) != signing.normalised_number(identity.service_number):
        refusal = _renumber(officer, who.service_number, academies, by_account, keys)
        if refusal:
            return refusal
    if (officer.sex, officer.birth_year) != (who.sex, who.birth_year):
        facts.add(
            OfficerRegistered(
                officer_id=officer_id,
                country=officer.country,
                academy_id=officer.academy_id,
                sex=who.sex,
                birth_year=who.birth_year,
                is_test=officer.is_test,
            )
        )
    _describe(identity, who)
    db.session.add(identity)
    if who.iin is not None:
        iins.keep(identity, officer.country, who.iin, by_account, keys)
    return None


def _renumber(officer: Officer, number: str, academies: Academies, by_account: UUID, keys: Path) -> Refusal | None:
    if not signing.has_key(keys, officer.country):
        return NoKey(officer.country)
    if numbers.is_refused(officer.country, number):
        return OtherForm(tuple(packs.number_rules(officer.country).number_forms))
    key = signing.match_key(keys, officer.country, number)
    known = officers.visible_with_key(academies, officer.country, key, but=officer.person_id)
    if known:
        return KnownAlready(known)
    facts.add(MatchKeyRecorded(officer_id=officer.id, country=officer.country, match_key=key))
    links.undo_outdated(officer.id, key, by_account)
    links.link_equal_numbers(officer.id, officer.country, key)
    return None


def _describe(identity: Identity, who: Identified) -> None:
    identity.family_name, identity.given_name, identity.patronymic = who.family_name, who.given_name, who.patronymic
    identity.service_number, identity.birth_date = who.service_number, who.birth_date
    identity.email = who.email
    identity.name_key = name_key(who.family_name, who.given_name, who.patronymic)


def remind_at(officer_id: UUID, email: str) -> bool:
    """Where the officer wants letters; nowhere where it is empty. False for one whose name was erased."""
    found = db.session.get(Identity, officer_id)
    if found is not None:
        found.email = email
        db.session.flush()
    return found is not None


def let_see(academy_id: UUID, officer_ids: Iterable[UUID]) -> None:
    """The academy may see these officers from now on, whoever registered them: it trains them."""
    links.one_at_a_time(db.session.execute(select(Academy.country).where(Academy.id == academy_id)).scalar_one())
    seen = select(AcademyOfficer.officer_id).where(AcademyOfficer.academy_id == academy_id)
    new = select(literal(academy_id), Officer.id).where(
        Officer.id.in_(list(officer_ids)), Officer.academy_id != academy_id, Officer.id.not_in(seen)
    )
    db.session.execute(insert(AcademyOfficer).from_select(["academy_id", "officer_id"], new))
