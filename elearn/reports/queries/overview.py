"""The overview of an academy: in which state its enrolments are, and a page of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, case, false, func, or_, select

from elearn.courses.models import Progress
from elearn.courses.rules.standing import State
from elearn.foundation.db import db
from elearn.people.models import Identity, Officer
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


@dataclass(frozen=True)
class Chosen:
    """Which enrolments of an academy the overview lists. `search` is how a name begins, or a service number."""

    academy_id: UUID
    today: date
    module_id: str | None = None
    state: State | None = None
    search: str = ""
    keys: tuple[str, ...] = ()  # the match keys that the search has as a service number

    def conditions(self) -> list[ColumnElement[bool]]:
        """The choice as conditions on Progress, Officer and Identity."""
        found = [Progress.academy_id == self.academy_id, _is_counted()]
        if self.module_id:
            found.append(Progress.module_id == self.module_id)
        if self.state:
            found.append(_state(self.today) == self.state.value)
        if self.search:
            key = name_key(self.search)
            begins = Identity.name_key.startswith(key, autoescape=True) if key else false()
            numbered = select(Officer.id).where(Officer.match_key.in_(self.keys))
            found.append(or_(begins, Progress.officer_id.in_(numbered)))
        return found


def page_of(chosen: Chosen, page: int, counts: Mapping[tuple[str, State], int]) -> tuple[int, list[Row[Any]]]:
    """How many enrolments were chosen, and one page of them with names, sorted by name. `counts` is what states() gave."""
    query = (
        select(
            Progress.enrolment_id,
            Progress.officer_id,
            Identity.family_name,
            Identity.given_name,
            Identity.service_number,
            Progress.module_id,
            Progress.enrolled_on,
            Progress.due_on,
            Progress.best_percent,
            Progress.finals,
            Progress.completed_at,
            _state(chosen.today).label("state"),
        )
        .outerjoin(Identity, Identity.officer_id == Progress.officer_id)
        .where(*chosen.conditions())
        .order_by(Identity.name_key, Progress.officer_id, Progress.module_id, Progress.enrolment_id)
    )
    if chosen.search:
        number = db.session.execute(select(func.count()).select_from(query.order_by(None).subquery())).scalar_one()
    else:
        number = sum(
            n
            for (module_id, state), n in counts.items()
            if chosen.module_id in (None, module_id) and chosen.state in (None, state)
        )
    return number, list(db.session.execute(query.limit(PAGE).offset((page - 1) * PAGE)))
