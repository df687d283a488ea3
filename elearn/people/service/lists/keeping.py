"""Lists as they come and go: sent, corrected, let in, forgotten. The work itself is done in the background."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update

from elearn.foundation import clock, ids, jobs
from elearn.foundation.db import db
from elearn.people.models import ListedRow, OfficerList
from elearn.people.queries import lists
from elearn.people.rules.lists.judging import Verdict
from elearn.people.rules.lists.states import ListState

KEPT_FOR = timedelta(days=1)
CHECK, LOAD = "people.check-list", "people.load-list"


def take(academy_id: UUID, account_id: UUID, language: str, data: bytes) -> UUID:
    """A list that somebody sent, to be checked. Returns its id."""
    list_id = ids.new()
    columns = {"academy_id": academy_id, "account_id": account_id, "asked_at": clock.now(), "language": language}
    db.session.add(OfficerList(id=list_id, state=ListState.CHECKING, content=data, **columns))
    db.session.flush()
    _ask(CHECK, list_id, account_id)
    return list_id


def take_corrected(list_id: UUID, account_id: UUID, data: bytes) -> bool:
    """Rows of the list that were corrected, to be checked with the others. False when the list is at something else."""
    return _moved(list_id, account_id, ListState.CHECKING, CHECK, content=data)


def let_in(list_id: UUID, account_id: UUID, *, doubts_looked_at: bool) -> bool:
    """Have the list loaded. False when it has wrong rows, doubtful ones that nobody looked at, or is at something else."""
    counts = db.session.execute(select(OfficerList.counts).where(OfficerList.id == list_id)).scalar_one()
    if counts.get(Verdict.WRONG) or (counts.get(Verdict.DOUBTFUL) and not doubts_looked_at):
        return False
    return _moved(list_id, account_id, ListState.LOADING, LOAD)


def _moved(list_id: UUID, account_id: UUID, state: ListState, kind: str, **columns: Any) -> bool:
    checked = (OfficerList.id == list_id, OfficerList.state == ListState.CHECKED)
    columns |= {"state": state, "account_id": account_id, "fault": None}
    moved = db.session.execute(update(OfficerList).where(*checked).values(**columns))
    if moved.rowcount:  # type: ignore[attr-defined]
        _ask(kind, list_id, account_id)
        return True
    return False


def _ask(kind: str, list_id: UUID, account_id: UUID) -> None:
    found = OfficerList.id == list_id
    academy_id = db.session.execute(select(OfficerList.academy_id).where(found)).scalar_one()
    job_id = jobs.ask(kind, {"list_id": str(list_id)}, by_account=account_id, academy_id=academy_id)
    db.session.execute(update(OfficerList).where(found).values(job_id=job_id))


def throw_away(list_id: UUID) -> bool:
    """Throw the list away, with all names in it; False when it was loaded before that could be done."""
    was_loaded = lists.hold(list_id) == ListState.DONE
    forget(list_id)
    return not was_loaded


def forget(list_id: UUID) -> None:
    """The same, whatever it is at."""
    db.session.execute(delete(ListedRow).where(ListedRow.list_id == list_id))
    db.session.execute(delete(OfficerList).where(OfficerList.id == list_id))


def forget_names() -> None:
    """Throw away all lists that are not loaded yet, when who somebody is was erased.

    In which of them the name stands cannot be known, and all can be sent again.
    """
    waiting = select(OfficerList.id).where(OfficerList.state != ListState.DONE).with_for_update()
    for list_id in db.session.execute(waiting).scalars().all():
        forget(list_id)


def forget_old() -> None:
    """Throw away what was sent more than a day ago."""
    old = select(OfficerList.id).where(OfficerList.asked_at < clock.now() - KEPT_FOR)
    for list_id in db.session.execute(old).scalars().all():
        forget(list_id)
