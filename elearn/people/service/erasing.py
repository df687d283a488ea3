"""Erasing who an officer is: name and number go, everything that was recorded stays."""

from uuid import UUID

from sqlalchemy import delete, select

from elearn.foundation import jobs
from elearn.foundation.db import db
from elearn.people.models import Account, Identity
from elearn.people.service import staff
from elearn.people.service.lists import keeping


def erase_identity(officer_id: UUID) -> bool:
    """Delete the officer's name and number and close the account, for good. False when there was no name any more.

    Files with names that were made in the background go too, and lists that are not loaded yet.
    """
    gone = delete(Identity).where(Identity.officer_id == officer_id).returning(Identity.officer_id)
    erased = db.session.execute(gone).first() is not None
    account_id = db.session.execute(select(Account.id).where(Account.officer_id == officer_id)).scalar()
    if account_id:
        staff.disable(account_id)
    if erased:
        jobs.forget_names()
        keeping.forget_names()
    return erased
