"""Attempts counted in a table, so that a restart or a second process forgives nothing."""

from datetime import datetime, timedelta

from sqlalchemy import case, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from elearn.foundation import clock, ids
from elearn.foundation.db import Base, aside, db, insert


class Throttle(Base):
    """How often something was tried since a moment. The subject (an address, a name) is kept as a digest."""

    __tablename__ = "throttle"
    key: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[datetime]
    count: Mapped[int]


def spend(action: str, subject: str, limit: int, per: timedelta) -> bool:
    """Count one more try of the action; False when that is more than the limit in the running window."""
    now = clock.now()
    over = Throttle.since <= now - per
    counted = insert(Throttle).values(key=ids.digest(f"{action}:{subject}"), since=now, count=1)
    counted = counted.on_conflict_do_update(
        index_elements=["key"],
        set_={"count": case((over, 1), else_=Throttle.count + 1), "since": case((over, now), else_=Throttle.since)},
    ).returning(Throttle.count)
    with aside() as connection:
        tries: int = connection.execute(counted).scalar_one()
    return tries <= limit


def exhausted(action: str, subject: str, limit: int, per: timedelta) -> bool:
    """Whether the limit is reached, without counting a try: for actions of which only failures count.

    Asks on a connection of its own, because the session may still see the state before it waited.
    """
    key = ids.digest(f"{action}:{subject}")
    with db.engine.connect() as connection:
        counted = connection.execute(
            select(Throttle.count).where(Throttle.key == key, Throttle.since > clock.now() - per)
        ).scalar()
    return (counted or 0) >= limit


def forgive(action: str, subject: str) -> None:
    """Forget the tries: after a success, an honest person starts afresh."""
    key = ids.digest(f"{action}:{subject}")
    if db.session.execute(select(Throttle.key).where(Throttle.key == key)).first():
        with aside() as connection:
            connection.execute(delete(Throttle).where(Throttle.key == key))
