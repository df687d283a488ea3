"""Programs that may fetch completions."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, or_, select

from elearn.foundation.db import db
from elearn.people.models import Academy
from elearn.reports.models import ApiClient, Programme


def listed(academy_ids: Collection[UUID] | None, programme_ids: Collection[UUID] | None) -> list[Row[Any]]:
    """The clients of these academies and programmes, of all for None, with their names; those revoked come last."""
    at_academy = ApiClient.academy_id.is_not(None) if academy_ids is None else ApiClient.academy_id.in_(academy_ids)
    of_programme = (
        ApiClient.programme_id.is_not(None) if programme_ids is None else ApiClient.programme_id.in_(programme_ids)
    )
    return list(
        db.session.execute(
            select(*ApiClient.__table__.c, Academy.names.label("academy"), Programme.names.label("programme"))
            .outerjoin(Academy, Academy.id == ApiClient.academy_id)
            .outerjoin(Programme, Programme.id == ApiClient.programme_id)
            .where(or_(at_academy, of_programme))
            .order_by(ApiClient.revoked_at.is_not(None), ApiClient.made_at, ApiClient.id)
        )
    )


def behind(digest: str, today: date) -> Row[Any] | None:
    """The client whose token has this digest, unless it was revoked or its time is over."""
    holds = ApiClient.revoked_at.is_(None) & (ApiClient.works_until >= today) & (ApiClient.digest == digest)
    return db.session.execute(select(*ApiClient.__table__.c).where(holds)).one_or_none()
