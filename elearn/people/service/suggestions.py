"""Who may be registered twice: worked out for few officers when asked, for many in the background; decided by people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from sqlalchemy import delete, insert
from sqlalchemy.exc import IntegrityError

from elearn.foundation import clock, facts, jobs
from elearn.foundation.db import db
from elearn.people.models import OfficersToldApart, SuggestedFor, SuggestedPair, TellingApartUndone
from elearn.people.queries import suggestions as read
from elearn.people.queries.officers import Academies
from elearn.people.queries.rows import AnyRow
from elearn.people.rules import duplicates
from elearn.people.rules.suggestions import Reason, Suggestion, undecided

MOST_AT_ONCE = 2_000  # officers compared while somebody waits: a third of a second
OLDEST, SOON = timedelta(days=1), timedelta(hours=1)
SUGGEST = "people.suggest"


@dataclass(frozen=True)
class Open:
    """The pairs about which nobody has decided, the surest first, and since when they are known; None: from now.

    `never` when there are too many officers to compare at once, and that was not done in the background yet.
    """

    pairs: list[Suggestion]
    worked_out_at: datetime | None = None
    never: bool = False


def undecided_pairs(academies: Academies) -> Open:
    """Who may be one person, among the officers whom these academies see: of others nothing is told."""
    if read.how_many(academies) <= MOST_AT_ONCE:
        rows = read.compared(academies)
        person = {row.id: row.person_id for row in rows}
        return Open(undecided(_suggest(rows), person, read.apart()))
    when = read.worked_out_at()
    return Open(still_open(read.stored(academies)), when, never=when is None)


def _suggest(rows: Sequence[AnyRow]) -> list[Suggestion]:
    """Within each country, the surest first."""
    by_country = groupby(sorted(rows, key=lambda row: row.country), key=lambda row: row.country)
    found = [each for _country, here in by_country for each in duplicates.suggest([read.record(row) for row in here])]
    return sorted(found, key=lambda suggestion: -suggestion.weight)


def reasons(one_id: UUID, other_id: UUID) -> tuple[Reason, ...]:
    """What speaks for and against two records being one person."""
    one, other = read.compared_one(one_id), read.compared_one(other_id)
    return duplicates.reasons(one, other) if one and other else ()


def work_out(country: str) -> list[Suggestion]:
    """The pairs of a whole country. It takes ten seconds for 50,000 officers: not to be called while others wait to write."""
    return _suggest(read.compared(None, country))


def keep(country: str, found: Sequence[Suggestion]) -> int:
    """Keep the pairs of a country for those who see both of a pair; how many are not decided yet."""
    db.session.execute(delete(SuggestedPair).where(SuggestedPair.country == country))
    db.session.execute(delete(SuggestedFor).where(SuggestedFor.country == country))
    db.session.add(SuggestedFor(country=country, worked_out_at=clock.now()))
    if found:
        db.session.execute(insert(SuggestedPair), [_stored(country, each) for each in found])
    return len(still_open(found))


def still_open(found: Sequence[Suggestion]) -> list[Suggestion]:
    """Those about which nobody has decided, the surest first."""
    person = read.people({each for pair in found for each in (pair.one, pair.other)})  # type: ignore[misc]
    return undecided(found, person, read.apart())


def ask_where_due() -> None:
    """Have the pairs worked out of countries with many officers: every day, and soon after officers were registered."""
    if read.how_many(None) > MOST_AT_ONCE:
        for country in read.not_worked_out_since(clock.now() - OLDEST, clock.now() - SOON):
            jobs.ask_once(SUGGEST, {"country": country})


def _stored(country: str, pair: Suggestion) -> dict[str, object]:
    return {
        "country": country,
        "one_id": pair.one,
        "other_id": pair.other,
        "grade": pair.grade.value,
        "reasons": [reason.value for reason in pair.reasons],
        "weight": pair.weight,
    }


def tell_apart(one_id: UUID, other_id: UUID, by_account: UUID) -> None:
    """The two are two people, as somebody confirmed. A second time changes nothing."""
    if not read.are_apart(one_id, other_id):
        facts.add(OfficersToldApart(one_id=one_id, other_id=other_id, by_account=by_account))


def take_back(apart_id: UUID, by_account: UUID) -> bool:
    """They may be one person after all: False when somebody said so already."""
    try:
        with db.session.begin_nested():
            facts.add(TellingApartUndone(apart_id=apart_id, by_account=by_account))
    except IntegrityError:
        return False
    return True
