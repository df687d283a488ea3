"""Tables of people: places, officers as facts, identity apart from them, accounts and sign-ins."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column

from elearn.foundation import ids
from elearn.foundation.db import Base
from elearn.foundation.facts import Fact, Numbered
from elearn.people.rules.officers import name_key

# Names sort the same on every database and machine: by code point of name_key.
_KEY = String().with_variant(String(collation="C"), "postgresql")


def _name_key(context: DefaultExecutionContext) -> str:
    given = context.get_current_parameters()
    return name_key(given["family_name"], given["given_name"], given.get("patronymic") or "")


class Country(Base):
    """A country: its ISO 3166 code, its name in each language, and the time zone in which its periods end.

    `number_forms` are the forms of its service numbers (# a digit, @ a letter); none where nothing is known. Whether a number of
    another form is refused, says `only_these_forms`. `keeps_iin`: individual identification numbers are kept, sealed.
    """

    __tablename__ = "country"
    code: Mapped[str] = mapped_column(primary_key=True)
    names: Mapped[dict[str, Any]] = mapped_column(JSON)
    time_zone: Mapped[str]
    number_forms: Mapped[list[str]] = mapped_column(JSON, default=list)
    only_these_forms: Mapped[bool] = mapped_column(default=False)
    keeps_iin: Mapped[bool] = mapped_column(default=False)


class PackEntry(Base):
    """A region, kind of institution, rank group or rank of a country (rules.packs), as its pack lists them in order.

    Institutions and postings hold the code: an entry that the pack no longer has stays, and is not offered any more.
    """

    __tablename__ = "pack_entry"
    country: Mapped[str] = mapped_column(ForeignKey("country.code"), primary_key=True)
    listing: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    names: Mapped[dict[str, Any]] = mapped_column(JSON)
    position: Mapped[int]
    rank_group: Mapped[str | None]  # of a rank
    offered: Mapped[bool] = mapped_column(default=True)


class Institution(Base):
    """A prison or other place where officers serve.

    `region` and `kind` are codes of the country's pack; a region is what was typed where the country had no regions then.
    """

    __tablename__ = "institution"
    __table_args__ = (UniqueConstraint("country", "code"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new)
    country: Mapped[str] = mapped_column(ForeignKey("country.code"))
    code: Mapped[str]
    names: Mapped[dict[str, Any]] = mapped_column(JSON)
    region: Mapped[str]
    kind: Mapped[str | None]


class Academy(Base):
    """A place that trains. `contact` is whom an officer asks, for instance for another attempt."""

    __tablename__ = "academy"
    __table_args__ = (UniqueConstraint("country", "code"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new)
    country: Mapped[str] = mapped_column(ForeignKey("country.code"))
    code: Mapped[str]
    names: Mapped[dict[str, Any]] = mapped_column(JSON)
    own_choice: Mapped[bool] = mapped_column(default=False)  # officers may enrol themselves
    contact: Mapped[str] = mapped_column(default="")


class FormerNames(Base):
    """What an institution or academy was called until the day before `until`; its own row says how it is called now."""

    __tablename__ = "former_names"
    place_id: Mapped[UUID] = mapped_column(primary_key=True)
    until: Mapped[date] = mapped_column(primary_key=True)
    names: Mapped[dict[str, Any]] = mapped_column(JSON)


class PlacesMerged(Fact, Base):
    """From a day on an institution, or an academy, is part of another one: what comes later counts there."""

    __tablename__ = "places_merged"
    place_id: Mapped[UUID] = mapped_column(index=True)
    into_id: Mapped[UUID] = mapped_column(index=True)
    since: Mapped[date]
    by_account: Mapped[UUID | None]


class MergerUndone(Fact, Base):
    """A merger was recorded by mistake: the two places are two again."""

    __tablename__ = "merger_undone"
    merger_id: Mapped[UUID] = mapped_column(ForeignKey("places_merged.id"), unique=True)
    by_account: Mapped[UUID | None]


class OfficerRegistered(Numbered, Base):
    """An officer exists. A later one of the same officer corrects sex, birth year or academy."""

    __tablename__ = "officer_registered"
    officer_id: Mapped[UUID] = mapped_column(index=True)
    country: Mapped[str] = mapped_column(ForeignKey("country.code"))
    academy_id: Mapped[UUID] = mapped_column(ForeignKey("academy.id"))
    sex: Mapped[str | None]  # F, M, X (other or not said); None: not stated
    birth_year: Mapped[int | None]
    is_test: Mapped[bool] = mapped_column(default=False)  # a person made for trying things out: never counts


class MatchKeyRecorded(Numbered, Base):
    """The keyed hash of an officer's service number; the latest one holds."""

    __tablename__ = "match_key_recorded"
    officer_id: Mapped[UUID] = mapped_column(index=True)
    country: Mapped[str] = mapped_column(ForeignKey("country.code"))
    match_key: Mapped[str] = mapped_column(index=True)


class PostingRecorded(Numbered, Base):
    """Where an officer serves, in which rank and on which job track, from a date on: of one date the latest holds.

    `rank` is a code of the country's pack, or the words that were typed where the country had no ranks then; `unit` is the wing
    or other part of the institution, as typed. All four are None where the posting before has ended, and no other has begun.
    """

    __tablename__ = "posting_recorded"
    officer_id: Mapped[UUID] = mapped_column(index=True)
    institution_id: Mapped[UUID | None] = mapped_column(ForeignKey("institution.id"))
    rank: Mapped[str | None]
    track: Mapped[str | None]
    unit: Mapped[str | None]
    since: Mapped[date]


class OfficersLinked(Fact, Base):
    """Two records are one person. `basis` is match-key (equal service numbers), iin (equal ones) or confirmed (by a person)."""

    __tablename__ = "officers_linked"
    one_id: Mapped[UUID] = mapped_column(index=True)
    other_id: Mapped[UUID] = mapped_column(index=True)
    basis: Mapped[str]
    by_account: Mapped[UUID | None]


class LinkUndone(Fact, Base):
    """A link was wrong: the two records are two people again."""

    __tablename__ = "link_undone"
    link_id: Mapped[UUID] = mapped_column(ForeignKey("officers_linked.id"), unique=True)
    by_account: Mapped[UUID | None]


class OfficersToldApart(Fact, Base):
    """Two records look like one person and are two, as somebody confirmed: they are not suggested again."""

    __tablename__ = "officers_told_apart"
    one_id: Mapped[UUID] = mapped_column(index=True)
    other_id: Mapped[UUID] = mapped_column(index=True)
    by_account: Mapped[UUID | None]


class TellingApartUndone(Fact, Base):
    """Somebody is no longer sure that the two are two people."""

    __tablename__ = "telling_apart_undone"
    apart_id: Mapped[UUID] = mapped_column(ForeignKey("officers_told_apart.id"), unique=True)
    by_account: Mapped[UUID | None]


class SuggestedPair(Base):
    """Two records that may be one person (rules.suggestions): working state, which `flask people suggest` makes anew."""

    __tablename__ = "suggested_pair"
    one_id: Mapped[UUID] = mapped_column(primary_key=True)
    other_id: Mapped[UUID] = mapped_column(primary_key=True)
    country: Mapped[str] = mapped_column(ForeignKey("country.code"), index=True)
    grade: Mapped[str]
    reasons: Mapped[list[str]] = mapped_column(JSON)
    weight: Mapped[float]


class SuggestedFor(Base):
    """When the suggested pairs of a country were worked out."""

    __tablename__ = "suggested_for"
    country: Mapped[str] = mapped_column(ForeignKey("country.code"), primary_key=True)
    worked_out_at: Mapped[datetime]


_LINKED = "person_id != id"


class Officer(Base):
    """Where an officer stands now: a projection of the facts above, rebuilt by `flask people rebuild`.

    `person_id` is the same for all records that are one person: count that, not `id`. The institution is what that of
    the posting has become by mergers.
    """

    __tablename__ = "officer"
    __table_args__ = (
        Index("ix_officer_country_match_key", "country", "match_key"),
        # Who has another record: few, and asked for by every count of persons.
        Index("ix_officer_linked", "person_id", sqlite_where=text(_LINKED), postgresql_where=text(_LINKED)),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(index=True)
    country: Mapped[str] = mapped_column(ForeignKey("country.code"))
    academy_id: Mapped[UUID] = mapped_column(ForeignKey("academy.id"), index=True)
    sex: Mapped[str | None]
    birth_year: Mapped[int | None]
    is_test: Mapped[bool] = mapped_column(index=True)
    match_key: Mapped[str | None]
    institution_id: Mapped[UUID | None] = mapped_column(ForeignKey("institution.id"), index=True)
    rank: Mapped[str | None]
    track: Mapped[str | None]
    unit: Mapped[str | None]


class AcademyOfficer(Base):
    """An academy may see an officer whom another academy registered: written when it enrols that officer."""

    __tablename__ = "academy_officer"
    academy_id: Mapped[UUID] = mapped_column(ForeignKey("academy.id"), primary_key=True)
    officer_id: Mapped[UUID] = mapped_column(primary_key=True, index=True)


class Identity(Base):
    """Names and numbers: the one table that tells who an officer is. Its rows can be erased without touching a fact.

    `iin` is sealed under the country's key, `iin_key` its keyed hash (service.iins): with the row, both are gone.
    """

    __tablename__ = "identity"
    officer_id: Mapped[UUID] = mapped_column(primary_key=True)
    family_name: Mapped[str]
    given_name: Mapped[str]
    patronymic: Mapped[str] = mapped_column(default="")
    service_number: Mapped[str] = mapped_column(default="")
    birth_date: Mapped[date | None]
    iin: Mapped[bytes | None]
    iin_key: Mapped[str | None] = mapped_column(index=True)
    email: Mapped[str] = mapped_column(default="")  # only where the officer wants letters
    name_key: Mapped[str] = mapped_column(_KEY, default=_name_key, index=True)  # sorted and searched by


class Account(Base):
    """How somebody signs in. Officers sign in by service number; staff by user name."""

    __tablename__ = "account"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new)
    officer_id: Mapped[UUID | None] = mapped_column(unique=True)
    user_name: Mapped[str | None] = mapped_column(unique=True)  # as normalised_user_name gives it
    display_name: Mapped[str] = mapped_column(default="")  # of staff; officers have an identity
    password_hash: Mapped[str | None]
    language: Mapped[str | None]
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]


class RoleGranted(Base):
    """A role somebody holds. Officers hold theirs by having an officer_id."""

    __tablename__ = "role_granted"
    __table_args__ = (UniqueConstraint("account_id", "role", "scope"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    role: Mapped[str]
    scope: Mapped[UUID | None]


class SignIn(Base):
    """One sign-in at one browser. `token` is the digest of what the cookie holds."""

    __tablename__ = "sign_in"
    token: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class OneTimeCode(Base):
    """A printed code that sets a password once. `code` is the digest of what is printed."""

    __tablename__ = "one_time_code"
    code: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class NamesSeen(Fact, Base):
    """Somebody looked at names: who, on which page or list, how many. Also each code handed out, each role given or taken.

    `what` is a word for the page or deed, and the id of the officer or account that it was about.
    """

    __tablename__ = "names_seen"
    account_id: Mapped[UUID] = mapped_column(index=True)
    academy_id: Mapped[UUID | None]
    what: Mapped[str]
    how_many: Mapped[int]


class OfficerList(Base):
    """A list of officers that somebody loads: until that is done, or a day has passed, the rows stand in ListedRow.

    `content` is the file until it is read. `fault` says why it cannot be read, `counts` how many rows of each verdict there are.
    """

    __tablename__ = "officer_list"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new)
    academy_id: Mapped[UUID] = mapped_column(ForeignKey("academy.id"), index=True)
    account_id: Mapped[UUID] = mapped_column(index=True)
    asked_at: Mapped[datetime] = mapped_column(index=True)
    language: Mapped[str]  # in which the changes are told
    state: Mapped[str]
    job_id: Mapped[UUID | None]
    content: Mapped[bytes | None] = mapped_column(deferred=True)
    is_workbook: Mapped[bool] = mapped_column(default=False)
    headings: Mapped[list[str]] = mapped_column(JSON, default=list)
    fault: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)


class ListedRow(Base):
    """A row of such a list. It holds names, and goes with the list."""

    __tablename__ = "listed_row"
    __table_args__ = (Index("ix_listed_row_list_id_verdict", "list_id", "verdict", "number"),)
    list_id: Mapped[UUID] = mapped_column(ForeignKey("officer_list.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)  # in the file, from 1
    cells: Mapped[list[str]] = mapped_column(JSON)
    verdict: Mapped[str]
    effect: Mapped[str]
    remarks: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    changes: Mapped[list[list[str]]] = mapped_column(JSON)
