"""Where officers stand according to the facts about them: what the projection holds, in one query."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Subquery, func, select
from sqlalchemy.orm import InstrumentedAttribute

from elearn.people.models import MatchKeyRecorded, OfficerRegistered, PostingRecorded

Recorded = type[OfficerRegistered] | type[MatchKeyRecorded] | type[PostingRecorded]


def of_officers(officer_ids: Collection[UUID] | Select[UUID] | None = None) -> Select[Any]:
    """Of each officer the latest registration, match key and posting; of all officers when none are named.

    Depends on the facts alone, not on the order in which they arrived: what was recorded last holds, of postings the
    one with the latest date. Last is what has the highest number, whatever the clock said. Equal ones, of two sites, are told
    apart by time and id, so that every machine gives the same answer.
    """
    registered = _latest(OfficerRegistered, officer_ids)
    key = _latest(MatchKeyRecorded, officer_ids)
    posting = _latest(PostingRecorded, officer_ids, PostingRecorded.since)
    return (
        select(
            registered.c.officer_id.label("id"),
            registered.c.country,
            registered.c.academy_id,
            registered.c.sex,
            registered.c.birth_year,
            registered.c.is_test,
            key.c.match_key,
            posting.c.institution_id,
            posting.c.rank,
            posting.c.track,
            posting.c.unit,
        )
        .outerjoin(key, (key.c.officer_id == registered.c.officer_id) & (key.c.place == 1))
        .outerjoin(posting, (posting.c.officer_id == registered.c.officer_id) & (posting.c.place == 1))
        .where(registered.c.place == 1)
    )


def _latest(
    facts: Recorded, officer_ids: Collection[UUID] | Select[UUID] | None, *first: InstrumentedAttribute[Any]
) -> Subquery:
    order = [column.desc() for column in (*first, facts.number, facts.recorded_at, facts.id)]
    place = func.row_number().over(partition_by=facts.officer_id, order_by=order).label("place")
    ranked = select(*facts.__table__.c, place)
    if officer_ids is not None:
        ranked = ranked.where(facts.officer_id.in_(officer_ids))
    return ranked.subquery()
