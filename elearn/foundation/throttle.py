"""Attempts counted in a table, so that a restart or a second process forgives nothing."""

from datetime import UTC, datetime, timedelta

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
    # A window that begins so far ahead was noted while the clock was fast: nobody waits for that.
    over = (Throttle.since <= now - per) | (Throttle.since >= now + per)
    counted = insert(Throttle).values(key=_key(action, subject), since=now, count=1)
    counted = counted.on_conflict_do_update(
        index_elements=["key"],
        set_={"count": case((over, 1), else_=Throttle.count + 1), "since": case((over, now), else_=Throttle.since)},
    ).returning(Throttle.count)
    with aside() as connection:
        tries: int = connection.execute(counted).scalar_one()
    return tries <= limit


def exhausted(action: str, subject: str, limit: int, per: timedelta) -> bool:
    """Whether the limit is reached, without counting a try: for actions of which only failures count."""
    since, tries = _counted(_key(action, subject))
    return abs(since - clock.now()) < per and tries >= limit


def forgive(action: str, subject: str) -> None:
    """Forget the tries: after a success, an honest person starts afresh."""
    key = _key(action, subject)
    if _counted(key) != _NEVER:
        with aside() as connection:
            connection.execute(delete(Throttle).where(Throttle.key == key))


_NEVER = (datetime.min.replace(tzinfo=UTC), 0)


def _counted(key: str) -> tuple[datetime, int]:
    """Since when how many, read on a connection of its own: the session may still see what was when the request began."""
    with db.engine.connect() as connection:
        row = connection.execute(select(Throttle.since, Throttle.count).where(Throttle.key == key)).one_or_none()
    return (row[0], row[1]) if row else _NEVER


def _key(action: str, subject: str) -> str:
    return ids.digest(f"{action}:{subject}")
