"""Lists that left the system: who took them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from elearn.foundation.db import db
from elearn.people.models import Academy, Account
from elearn.reports.models import ApiClient, ExportMade


def exports_since(moment: datetime | None) -> list[Row[Any]]:
    """Every export after a moment, or ever, oldest first: when, who, of which academy, with names or without, how many rows."""
    query = (
        select(
            ExportMade.recorded_at,
            Account.user_name,
            ExportMade.account_id,
            ApiClient.name.label("client"),
            Academy.code.label("academy"),
            ExportMade.named,
            ExportMade.rows,
        )
        .outerjoin(Account, Account.id == ExportMade.account_id)
        .outerjoin(ApiClient, ApiClient.id == ExportMade.client_id)
        .outerjoin(Academy, Academy.id == ExportMade.academy_id)
        .order_by(ExportMade.recorded_at, ExportMade.id)
    )
    return list(db.session.execute(query.where(ExportMade.recorded_at >= moment) if moment else query))
