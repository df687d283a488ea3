"""A list that was looked at is recorded, in one transaction: all of it or nothing."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, update

from elearn.foundation import clock, facts, ids
from elearn.foundation.db import db
from elearn.foundation.facts import Fact
from elearn.people.models import (
    Account,
    Identity,
    ListedRow,
    MatchKeyRecorded,
    OfficerList,
    OfficerRegistered,
    PostingRecorded,
)
from elearn.people.queries import lists
from elearn.people.queries.rows import AnyRow
from elearn.people.rules.lists.judging import Judged, Verdict
from elearn.people.rules.lists.rows import Posting, Wanted
from elearn.people.rules.lists.states import ListState
from elearn.people.rules.officers import name_key
from elearn.people.service import links

_AT_ONCE = 500


def record(found: AnyRow, country: str, judged: Sequence[Judged]) -> None:
    """Write down what every row wants. The caller has made sure that none is wrong, and that others wait."""
    new = [(ids.new(), row.match_key, row.wanted) for row in judged if row.effect is Verdict.NEW and row.wanted]
    changed = [row for row in judged if row.effect is Verdict.CHANGED]
    taken = _in_use(country, [match_key for _id, match_key, _wanted in new])
    facts.add_first(_of_new(found.academy_id, country, new))
    facts.add_many(_of_changed(found.academy_id, country, changed))
    for officer_id, match_key, _wanted in new:
        if match_key in taken:
            links.link_equal_numbers(officer_id, country, match_key)
    _describe_new(new)
    _describe_changed(changed)
    done = {"state": ListState.DONE, "content": None, "counts": dict(Counter(str(row.effect) for row in judged))}
    db.session.execute(delete(ListedRow).where(ListedRow.list_id == found.id))
    db.session.execute(update(OfficerList).where(OfficerList.id == found.id).values(**done))


New = tuple[UUID, str, Wanted]  # officer, match key


def _in_use(country: str, match_keys: list[str]) -> set[str]:
    """The keys that somebody has already, at whichever academy."""
    used: set[str] = set()
    for start in range(0, len(match_keys), _AT_ONCE):
        used |= lists.keys_in_use(country, match_keys[start : start + _AT_ONCE])
    return used


def _of_new(academy_id: UUID, country: str, new: Sequence[New]) -> facts.Rows:
    registered, keys, posted = [], [], []
    for officer_id, match_key, wanted in new:
        registered.append(_registered(officer_id, academy_id, country, wanted))
        keys.append({"officer_id": officer_id, "country": country, "match_key": match_key})
        if wanted.posting:
            posted.append(_posted(officer_id, wanted.posting))
    return {OfficerRegistered: registered, MatchKeyRecorded: keys, PostingRecorded: posted}


def _of_changed(academy_id: UUID, country: str, changed: Sequence[Judged]) -> Iterator[Fact]:
    for row in changed:
        if row.known and row.wanted:
            old, who = row.known.who, row.wanted.who
            if (old.sex, old.birth_year) != (who.sex, who.birth_year):
                keeper, is_test = row.known.academy_id or academy_id, row.known.is_test
                yield OfficerRegistered(
                    **_registered(row.known.officer_id, keeper, country, row.wanted, is_test=is_test)
                )
            if row.wanted.posting:
                yield PostingRecorded(**_posted(row.known.officer_id, row.wanted.posting))


def _registered(
    officer_id: UUID, academy_id: UUID, country: str, wanted: Wanted, *, is_test: bool = False
) -> dict[str, Any]:
    return {
        "officer_id": officer_id,
        "country": country,
        "academy_id": academy_id,
        "sex": wanted.who.sex,
        "birth_year": wanted.who.birth_year,
        "is_test": is_test,
    }


def _posted(officer_id: UUID, posting: Posting) -> dict[str, Any]:
    return {"officer_id": officer_id, **posting._asdict()}


def _describe_new(new: Sequence[New]) -> None:
    if new:
        now = clock.now()
        identities = [_identity(officer_id, wanted) for officer_id, _key, wanted in new]
        accounts = [{"officer_id": officer_id, "created_at": now} for officer_id, _key, _wanted in new]
        db.session.execute(insert(Identity.__table__), identities)  # type: ignore[arg-type]
        db.session.execute(insert(Account.__table__), accounts)  # type: ignore[arg-type]


def _describe_changed(changed: Sequence[Judged]) -> None:
    said = [_identity(row.known.officer_id, row.wanted) for row in changed if row.known and row.wanted]
    if said:
        db.session.execute(update(Identity), said)


def _identity(officer_id: UUID, wanted: Wanted) -> dict[str, Any]:
    who = wanted.who
    return {
        "officer_id": officer_id,
        "family_name": who.family_name,
        "given_name": who.given_name,
        "patronymic": who.patronymic,
        "service_number": who.service_number,
        "birth_date": wanted.birth_date,
        "name_key": name_key(who.family_name, who.given_name, who.patronymic),
    }
