"""Reads of the scans that are kept of signed sheets."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select

from elearn.cohorts.models.sessions import Scan, SheetKept
from elearn.foundation.db import db
from elearn.people.models import Account


def of_session(session_id: UUID) -> list[Row[Any]]:
    """What was kept, by day and in the order of time."""
    rows = _kept().where(SheetKept.session_id == session_id)
    return list(db.session.execute(rows.order_by(SheetKept.day, SheetKept.recorded_at, SheetKept.id)))


def one(session_id: UUID, scan_id: UUID) -> Row[Any] | None:
    """What was kept as the scan of that id."""
    rows = _kept().where(SheetKept.session_id == session_id, SheetKept.scan_id == scan_id)
    return db.session.execute(rows).one_or_none()


def data(scan_id: UUID) -> bytes | None:
    """The bytes as they are now; None where they are gone."""
    return db.session.execute(select(Scan.data).where(Scan.id == scan_id)).scalar()


def _kept() -> Select[*tuple[Any, ...]]:
    return select(
        SheetKept.scan_id,
        SheetKept.day,
        SheetKept.digest,
        SheetKept.size,
        SheetKept.mime_type,
        SheetKept.recorded_at,
        Account.display_name,
    ).outerjoin(Account, Account.id == SheetKept.by_account)
