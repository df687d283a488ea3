"""Looks at names, written down: who looked at officers of which academy, on which page or list."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import insert, select

from elearn.foundation import clock, facts, ids
from elearn.foundation.db import aside
from elearn.foundation.facts import Site
from elearn.people.models import NamesSeen
from elearn.people.queries import looks

OFTEN_ENOUGH = timedelta(days=1)


def note(account_id: UUID, academy_id: UUID | None, what: str, how_many: int) -> None:
    """Write a look down from a page that otherwise only reads: at most once a day for each account, academy and page.

    `what` names the page so exactly that different names are different looks: "officer" with the officer's id.
    Not to be called inside a writing transaction: there, `record` does it.
    """
    now = clock.now()
    if not how_many or looks.has_looked(account_id, academy_id, what, now - OFTEN_ENOUGH):
        return
    values = {"id": ids.new(), "account_id": account_id, "academy_id": academy_id, "what": what, "how_many": how_many}
    with aside() as connection:
        site = connection.execute(select(Site.id)).scalar_one()
        connection.execute(insert(NamesSeen).values(site=site, recorded_at=now, **values))


def record(account_id: UUID, academy_id: UUID | None, what: str, how_many: int) -> None:
    """Write a look down in the running transaction, every time: what was typed in shows other names each time."""
    if how_many:
        facts.add(NamesSeen(account_id=account_id, academy_id=academy_id, what=what, how_many=how_many))
