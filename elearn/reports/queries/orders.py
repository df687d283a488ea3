"""Lists that are made every month by themselves."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from elearn.foundation.db import db
from elearn.reports.models import MonthlyOrder

_STANDING = MonthlyOrder.stopped_at.is_(None)


def of(account_id: UUID) -> list[Row[Any]]:
    """The standing orders of an account, the oldest first."""
    chosen = select(*MonthlyOrder.__table__.c).where(_STANDING, MonthlyOrder.account_id == account_id)
    return list(db.session.execute(chosen.order_by(MonthlyOrder.made_at, MonthlyOrder.id)))


def standing() -> list[Row[Any]]:
    """All standing orders, the oldest first."""
    return list(db.session.execute(select(*MonthlyOrder.__table__.c).where(_STANDING).order_by(MonthlyOrder.made_at)))
