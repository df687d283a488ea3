"""The overview of an academy: in which state its enrolments are, and a page of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, case, false, func, or_, select

from elearn.courses.models import Progress
from elearn.courses.queries import published
from elearn.courses.queries.stuck import is_stuck
from elearn.courses.rules.standing import State, Stuck
from elearn.foundation import clock
from elearn.foundation.db import Sorts, db, in_order, ordered
from elearn.people.models import Identity, Institution, Officer
from elearn.people.queries.officers import serves_at
from elearn.people.queries.rows import AnyRow, by_name
from elearn.people.rules.officers import name_key

PAGE = 50


def _not_a_test() -> ColumnElement[bool]:
    """People made for trying things out are few: leaving them out costs less than asking of everyone."""
    return Progress.officer_id.not_in(select(Officer.id).where(Officer.is_test))


def _is_counted() -> ColumnElement[bool]:
    return and_(Progress.state != State.WITHDRAWN.value, _not_a_test())


def _state(today: date) -> ColumnElement[str]:
    """The state that lists show: the stored one, or late."""
    open_states = (State.NOT_STARTED.value, State.STARTED.value)
    return case(
        (and_(Progress.state.in_(open_states), Progress.due_on < today), State.LATE.value), else_=Progress.state
    )


def states(academy_id: UUID, today: date) -> dict[tuple[str, State], int]:
    """How many enrolments of the academy stand in each state: by (module id, state). Test people are left out."""
    state = _state(today).label("state")
    rows = db.session.execute(
        select(Progress.module_id, state, func.count())
        .where(Progress.academy_id == academy_id, _is_counted())
        .group_by(Progress.module_id, state)
    )
    return {(module_id, State(state)): number for module_id, state, number in rows}


def by_institution(academy_id: UUID, today: date) -> dict[tuple[UUID | None, State], int]:
    """The same by (institution where the officer serves now, state); no institution before the first posting."""
    state = _state(today).label("state")
    rows = db.session.execute(
        select(Officer.institution_id, state, func.count())
        .select_from(Progress)
        .join(Officer, Officer.id == Progress.officer_id)
        .where(Progress.academy_id == academy_id, Progress.state != State.WITHDRAWN.value, Officer.is_test.is_(False))
        .group_by(Officer.institution_id, state)
    )
    return {(place, State(state)): number for place, state, number in rows}


def institution_names(institution_ids: Collection[UUID]) -> dict[UUID, Mapping[str, str]]:
    """What these institutions are called."""
    rows = db.session.execute(select(Institution.id, Institution.names).where(Institution.id.in_(institution_ids)))
    return {row.id: row.names for row in rows}


def institutions(academy_id: UUID) -> list[AnyRow]:
    """Id and names of the institutions whose officers are enrolled at the academy, by name."""
    enrolled = select(Progress.officer_id).where(Progress.academy_id == academy_id, _is_counted())
    served = select(Officer.institution_id).where(Officer.id.in_(enrolled))
    query = select(Institution.id, Institution.names).where(Institution.id.in_(served))
    return by_name(db.session.execute(query))


# How the list may be sorted: by the columns that its page shows. Names settle what is equal.
_SORTS: Sorts = {
    "name": [Identity.name_key],
    "module": lambda: [in_order(Progress.module_id, published.by_title())],
    "state": [],  # as the day makes it
    "due": [Progress.due_on],
    "active": [Progress.active_at],
    "attempts": [Progress.finals],
    "score": [Progress.best_percent],
}
SORTS = tuple(_SORTS)


@dataclass(frozen=True)
class Chosen:
    """Which enrolments of an academy the overview lists, and in which order: a sort, or "-" and a sort for the other way round.

    `state` may be Stuck.IDLE, which is a part of those who have begun. `search` is how a name begins, or a service number.
    """

    academy_id: UUID
    today: date
    module_id: str | None = None
    state: State | Stuck | None = None
    institution_id: UUID | Literal["none"] | None = None
    search: str = ""
    keys: tuple[str, ...] = ()  # the match keys that the search has as a service number
    sort: str = "name"

    def conditions(self) -> list[ColumnElement[bool]]:
        """The choice as conditions on Progress, Officer and Identity."""
        found = [Progress.academy_id == self.academy_id, _is_counted()]
        if self.module_id:
            found.append(Progress.module_id == self.module_id)
        if isinstance(self.state, Stuck):
            found.append(is_stuck(self.state, clock.now()))
        elif self.state:
            found.append(_state(self.today) == self.state.value)
        if self.institution_id:
            serving = select(Officer.id).where(serves_at(self.institution_id))
            found.append(Progress.officer_id.in_(serving))
        if self.search:
            key = name_key(self.search)
            begins = Identity.name_key.startswith(key, autoescape=True) if key else false()
            numbered = select(Officer.id).where(Officer.match_key.in_(self.keys))
            found.append(or_(begins, Progress.officer_id.in_(numbered)))
        return found

    @property
    def is_narrow(self) -> bool:
        """Whether it is a part of the academy's enrolments."""
        return bool(self.module_id or self.state or self.institution_id or self.search)

    def order(self, state: ColumnElement[str]) -> list[Any]:
        """By what to sort."""
        names = (Identity.name_key, Progress.officer_id, Progress.module_id, Progress.enrolment_id)
        # Nearly every list is sorted by name, and a sort that says nothing of NULL can stop at the end of a page.
        return list(names) if self.sort == "name" else [*ordered({**_SORTS, "state": [state]}, self.sort), *names]


def _listed(chosen: Chosen) -> Select[*tuple[Any, ...]]:
    state = _state(chosen.today)
    return (
        select(
            Progress.enrolment_id,
            Progress.officer_id,
            Identity.family_name,
            Identity.given_name,
            Identity.service_number,
            Progress.module_id,
            Progress.enrolled_on,
            Progress.due_on,
            Progress.active_at,
            Progress.best_percent,
            Progress.finals,
            Progress.completed_at,
            state.label("state"),
        )
        .outerjoin(Identity, Identity.officer_id == Progress.officer_id)
        .where(*chosen.conditions())
        .order_by(*chosen.order(state))
    )


def page_of(chosen: Chosen, page: int, counts: Mapping[tuple[str, State], int]) -> tuple[int, list[Row[Any]]]:
    """How many enrolments were chosen, and one page of them with names. `counts` is what states() gave."""
    query = _listed(chosen)
    if chosen.search or chosen.institution_id or isinstance(chosen.state, Stuck):
        number = db.session.execute(select(func.count()).select_from(query.order_by(None).subquery())).scalar_one()
    else:
        number = sum(
            n
            for (module_id, state), n in counts.items()
            if chosen.module_id in (None, module_id) and chosen.state in (None, state)
        )
    return number, list(db.session.execute(query.limit(PAGE).offset((page - 1) * PAGE)))


def all_of(chosen: Chosen, most: int) -> list[Row[Any]]:
    """All enrolments that were chosen, as their pages list them; so many at the most."""
    return list(db.session.execute(_listed(chosen).limit(most)))
