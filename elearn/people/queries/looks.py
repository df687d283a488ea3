"""Who looked at names: whether a look is written down already, and all of them for whoever audits the site."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from elearn.foundation.db import db
from elearn.people.models import Academy, Account, NamesSeen
from elearn.people.queries.rows import AnyRow


def has_looked(account_id: UUID, academy_id: UUID | None, what: str, since: datetime) -> bool:
    """Whether it is written down already that an account looked at such names after a moment."""
    found = select(NamesSeen.id).where(
        NamesSeen.account_id == account_id,
        NamesSeen.academy_id.is_not_distinct_from(academy_id),
        NamesSeen.what == what,
        NamesSeen.recorded_at > since,
    )
    return db.session.execute(found.limit(1)).first() is not None


def recorded(since: datetime | None) -> list[AnyRow]:
    """Everything that was written down, from a moment on or ever, the earliest first."""
    found = (
        select(
            NamesSeen.recorded_at,
            NamesSeen.account_id,
            Account.user_name,
            Academy.code.label("academy"),
            NamesSeen.what,
            NamesSeen.how_many,
        )
        .outerjoin(Account, Account.id == NamesSeen.account_id)
        .outerjoin(Academy, Academy.id == NamesSeen.academy_id)
        .order_by(NamesSeen.recorded_at, NamesSeen.id)
    )
    return list(db.session.execute(found.where(NamesSeen.recorded_at >= since) if since else found))
