"""The saves and revisions of a module."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func, select

from elearn.authoring.models.drafts import Save
from elearn.authoring.models.publishing import RevisionApproved, RevisionProposed
from elearn.authoring.queries import drafts
from elearn.authoring.rules.approving import Proposal
from elearn.authoring.rules.history import PER_PAGE, Issue, Saving, State
from elearn.courses.models import Revision, RevisionPublished
from elearn.courses.queries import sources
from elearn.courses.rules.module import Files
from elearn.foundation.db import db
from elearn.people.models import Academy, Account, Country, RoleGranted
from elearn.people.rules.roles import ALLOWS, Permission

_WRITING = [str(role) for role, allowed in ALLOWS.items() if Permission.AUTHOR in allowed]


def saves(module_id: str, path: str | None, page: int) -> tuple[list[Saving], int]:
    """One page of the saves of a draft, or of one file of it, the latest first; and how many there are."""
    of_file = (Save.module_id == module_id,) if path is None else (Save.module_id == module_id, Save.path == path)
    rows = db.session.execute(
        select(Save.serial, Save.path, Save.digest.is_(None), Save.by_account, Save.at)
        .where(*of_file)
        .order_by(Save.serial.desc())
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    )
    count = db.session.execute(select(func.count()).select_from(Save).where(*of_file)).scalar_one()
    return [Saving(*row) for row in rows], count


def issues(module_id: str) -> list[Issue]:
    """The revisions of a module, the latest first."""
    rows = db.session.execute(
        select(Revision.number, Revision.id, func.min(RevisionPublished.recorded_at))
        .join(RevisionPublished, RevisionPublished.revision_id == Revision.id)
        .where(Revision.module_id == module_id)
        .group_by(Revision.number, Revision.id)
        .order_by(Revision.number.desc())
    )
    return [Issue(*row) for row in rows]


def files(module_id: str, state: State) -> Files:
    """What the files held in that state; nothing where there was no such state."""
    if not state.is_revision:
        return drafts.files_at(module_id, state.number)
    chosen = select(Revision.id).where(Revision.module_id == module_id, Revision.number == state.number)
    revision_id = db.session.execute(chosen).scalar()
    return sources.sources(revision_id) if revision_id else {}


def proposal(module_id: str) -> Proposal | None:
    """The latest proposal for a module."""
    row = db.session.execute(
        select(
            RevisionProposed.id,
            RevisionProposed.serial,
            RevisionProposed.revision_id,
            RevisionProposed.under_way,
            RevisionProposed.by_account,
            RevisionProposed.recorded_at,
            RevisionApproved.id.is_not(None),
        )
        .outerjoin(RevisionApproved, RevisionApproved.proposal_id == RevisionProposed.id)
        .where(RevisionProposed.module_id == module_id)
        .order_by(RevisionProposed.serial.desc())
        .limit(1)
    ).one_or_none()
    return Proposal(*row) if row else None


def waiting(module_ids: Collection[str]) -> set[str]:
    """Those of the modules of which the latest proposal waits for a second person."""
    latest = (
        select(RevisionProposed.module_id, func.max(RevisionProposed.serial).label("serial"))
        .where(RevisionProposed.module_id.in_(module_ids))
        .group_by(RevisionProposed.module_id)
        .subquery()
    )
    same = (RevisionProposed.module_id == latest.c.module_id) & (RevisionProposed.serial == latest.c.serial)
    rows = (
        select(RevisionProposed.module_id)
        .join(latest, same)
        .outerjoin(RevisionApproved, RevisionApproved.proposal_id == RevisionProposed.id)
        .where(RevisionApproved.id.is_(None))
    )
    return set(db.session.execute(rows).scalars())


def time_zone(academy_id: UUID | None) -> str:
    """That of the academy's country; UTC for what belongs to the programme."""
    chosen = select(Country.time_zone).join(Academy, Academy.country == Country.code).where(Academy.id == academy_id)
    return db.session.execute(chosen).scalar() or "UTC"


def approvers(academy_id: UUID | None, proposer: UUID) -> list[str]:
    """What those are called who may approve what this person proposes at that academy; None: for the programme."""
    there = RoleGranted.scope.is_(None) | (RoleGranted.scope == academy_id)
    rows = (
        select(Account.display_name)
        .join(RoleGranted, RoleGranted.account_id == Account.id)
        .where(RoleGranted.role.in_(_WRITING), there, Account.disabled_at.is_(None), Account.id != proposer)
        .order_by(RoleGranted.scope.is_(None), Account.display_name)
    )
    return list(dict.fromkeys(db.session.execute(rows).scalars()))
