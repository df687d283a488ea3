"""Lists that are being loaded, and the officers as lists know them."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from elearn.foundation.db import db
from elearn.people.models import Identity, ListedRow, Officer, OfficerList, PostingRecorded
from elearn.people.queries import mergers
from elearn.people.queries.officers import Academies, is_visible
from elearn.people.queries.rows import AnyRow
from elearn.people.rules.lists.judging import Verdict
from elearn.people.rules.lists.rows import Known, Posting
from elearn.people.rules.officers import Identified, Sex

_SHOWN = [column for column in OfficerList.__table__.c if column.key != "content"]


def one(list_id: UUID, academies: Academies) -> AnyRow | None:
    """The list, when it is of one of the academies."""
    wanted = select(*_SHOWN).where(OfficerList.id == list_id)
    return db.session.execute(_among(wanted, academies)).one_or_none()


def hold(list_id: UUID) -> str | None:
    """What the list is at, kept so until the transaction ends; None when it was thrown away."""
    return db.session.execute(select(OfficerList.state).where(OfficerList.id == list_id).with_for_update()).scalar()


def latest(academies: Academies, at_most: int = 20) -> list[AnyRow]:
    """The lists of the academies, the latest first."""
    wanted = select(*_SHOWN).order_by(OfficerList.asked_at.desc(), OfficerList.id).limit(at_most)
    return list(db.session.execute(_among(wanted, academies)))


def _among(wanted: Any, academies: Academies) -> Any:
    return wanted if academies is None else wanted.where(OfficerList.academy_id.in_(academies))


def content(list_id: UUID) -> bytes | None:
    """The file that was sent, while it was not read."""
    return db.session.execute(select(OfficerList.content).where(OfficerList.id == list_id)).scalar()


def page_of(list_id: UUID, verdict: Verdict, page: int, per_page: int) -> list[AnyRow]:
    """One page of the rows with this verdict, in the order of the file."""
    wanted = select(*ListedRow.__table__.c).where(ListedRow.list_id == list_id, ListedRow.verdict == verdict)
    return list(db.session.execute(wanted.order_by(ListedRow.number).limit(per_page).offset((page - 1) * per_page)))


def rows(list_id: UUID, *verdicts: Verdict, at_once: int = 2_000) -> Iterator[AnyRow]:
    """All rows, or those with these verdicts, in the order of the file."""
    last = 0
    wanted = select(*ListedRow.__table__.c).where(ListedRow.list_id == list_id).order_by(ListedRow.number)
    if verdicts:
        wanted = wanted.where(ListedRow.verdict.in_(verdicts))
    while found := list(db.session.execute(wanted.where(ListedRow.number > last).limit(at_once))):
        yield from found
        last = found[-1].number


def known(academy_id: UUID, *, only_own: bool = False) -> dict[str, list[Known]]:
    """The officers whom the academy and what became part of it see, by match key; or those whom it registered itself.

    The end of a posting stands in no list. A posting to a place that is part of another one now is known as one there too: a
    list that names the other place, with the day of then, says nothing new of it.
    """
    standing = mergers.all_standing()
    run_here = frozenset(standing.parts(academy_id))
    visible = Officer.academy_id == academy_id if only_own else is_visible(run_here)
    postings: dict[UUID, list[Posting]] = {}
    columns = [getattr(PostingRecorded, name) for name in Posting._fields]
    recorded = select(PostingRecorded.officer_id, *columns).join(Officer, Officer.id == PostingRecorded.officer_id)
    recorded = recorded.where(visible, PostingRecorded.institution_id.is_not(None))
    order = (PostingRecorded.since, PostingRecorded.number, PostingRecorded.recorded_at, PostingRecorded.id)
    for officer_id, institution_id, *rest in db.session.execute(recorded.order_by(*order)):
        both = dict.fromkeys((standing.on(institution_id, date.max), institution_id))
        postings.setdefault(officer_id, []).extend(Posting(each, *rest) for each in both)
    found: dict[str, list[Known]] = {}
    described = (
        select(
            Officer.id,
            Officer.academy_id,
            Officer.match_key,
            Officer.sex,
            Officer.birth_year,
            Officer.institution_id,
            Officer.rank,
            Officer.track,
            Officer.unit,
            Officer.is_test,
            Identity.family_name,
            Identity.given_name,
            Identity.patronymic,
            Identity.service_number,
            Identity.birth_date,
        )
        .outerjoin(Identity, Identity.officer_id == Officer.id)
        .where(visible, Officer.match_key.is_not(None))
        .order_by(Identity.name_key.nulls_last(), Officer.id)
    )
    for row in db.session.execute(described):
        names = (row.family_name or "", row.given_name or "", row.patronymic or "", row.service_number or "")
        who = Identified(*names, Sex(row.sex) if row.sex else None, row.birth_year)
        place = (row.birth_date, row.institution_id, row.rank, row.track, row.unit)
        held = tuple(postings.get(row.id, ()))
        keeper = (row.is_test, row.academy_id)
        officer = Known(row.id, row.academy_id in run_here, who, *place, held, *keeper)
        found.setdefault(row.match_key, []).append(officer)
    return found


def keys_in_use(country: str, match_keys: list[str]) -> set[str]:
    """Those of the match keys that some officer of the country has, wherever registered."""
    used = select(Officer.match_key).where(Officer.country == country, Officer.match_key.in_(match_keys))
    return {key for key in db.session.execute(used).scalars() if key}
