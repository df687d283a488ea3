"""Institutions and academies that get another name or become part of another one, from a day on."""

from collections.abc import Mapping
from datetime import date
from enum import Enum
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from elearn.foundation import facts
from elearn.foundation.db import db
from elearn.people.models import Academy, FormerNames, Institution, MergerUndone, PlacesMerged
from elearn.people.queries import mergers
from elearn.people.service.links import one_at_a_time


class Done(Enum):
    """What came of it."""

    DONE = "done"
    TOO_EARLY = "too-early"  # the name before it is younger
    OTHER_COUNTRY = "other-country"
    ENDED = "ended"  # the place is part of another one already, or the other one is
    ALREADY = "already"


def rename(place: Institution | Academy, names: Mapping[str, str], since: date) -> Done:
    """From the day on the place has these names; what is about earlier days shows those that it had."""
    latest = select(func.max(FormerNames.until)).where(FormerNames.place_id == place.id)
    before = db.session.execute(latest).scalar()
    if before and since <= before:
        return Done.TOO_EARLY
    db.session.add(FormerNames(place_id=place.id, until=since, names=place.names))
    place.names = dict(names)
    return Done.DONE


def merge(place: Institution | Academy, into_id: UUID, since: date, by_account: UUID) -> Done:
    """From the day on the place is part of another one; what was before stays where it was."""
    one_at_a_time(place.country)
    into = find_place(into_id)
    if into is None or type(into) is not type(place) or into.country != place.country:
        return Done.OTHER_COUNTRY
    standing = mergers.all_standing()
    if into_id == place.id or standing.have_ended(place.id) or standing.have_ended(into_id):
        return Done.ENDED
    facts.add(PlacesMerged(place_id=place.id, into_id=into_id, since=since, by_account=by_account))
    return Done.DONE


def undo(merger: PlacesMerged, by_account: UUID) -> Done:
    """The merger was recorded by mistake."""
    try:
        with db.session.begin_nested():
            facts.add(MergerUndone(merger_id=merger.id, by_account=by_account))
    except IntegrityError:
        return Done.ALREADY
    return Done.DONE


def find_place(place_id: UUID) -> Institution | Academy | None:
    """The institution or academy of that id."""
    return db.session.get(Institution, place_id) or db.session.get(Academy, place_id)


def find_merger(merger_id: UUID) -> PlacesMerged | None:
    """The merger of that id."""
    return db.session.get(PlacesMerged, merger_id)
