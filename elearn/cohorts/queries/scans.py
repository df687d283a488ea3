"""Reads of the scans that are kept of signed sheets."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import aliased

from elearn.cohorts.models.sessions import Scan, ScanDeleted, SheetKept
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
    deleting = aliased(Account)
    return (
        select(
            SheetKept.scan_id,
            SheetKept.day,
            SheetKept.digest,
            SheetKept.size,
            SheetKept.mime_type,
            SheetKept.recorded_at,
            Account.display_name,
            ScanDeleted.reason,
            ScanDeleted.recorded_at.label("deleted_at"),
            deleting.display_name.label("deleted_by"),
        )
        .outerjoin_from(SheetKept, Account, Account.id == SheetKept.by_account)
        .outerjoin(ScanDeleted, ScanDeleted.scan_id == SheetKept.scan_id)
        .outerjoin(deleting, deleting.id == ScanDeleted.by_account)
    )
