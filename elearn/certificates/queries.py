"""Reads of certificates: who may have one, who holds which, and the one with a code."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from elearn.certificates.models import CertificateIssued, CertificateRevoked
from elearn.certificates.rules import SOON, Candidate, Certificate, Which, printed_name
from elearn.cohorts.models.cohorts import CohortTakes
from elearn.courses.models import EnrolmentWithdrawn, Module, Progress
from elearn.courses.queries import published
from elearn.courses.rules.standing import OPEN, State
from elearn.foundation.db import Sorts, db, in_order, ordered
from elearn.people.models import Academy, Account, Country, Identity, Officer
from elearn.people.queries.officers import serves_at

PAGE = 50


def candidates(officer_id: UUID, module_id: str | None = None) -> list[Candidate]:
    """The officer's enrolments, in one module or in all, the latest first; not those that were withdrawn."""
    query = _candidates().where(Progress.officer_id == officer_id, Progress.state != State.WITHDRAWN.value)
    if module_id is not None:
        query = query.where(Progress.module_id == module_id)
    query = query.order_by(Progress.enrolled_on.desc(), Progress.enrolment_id.desc())
    return [_candidate(row) for row in db.session.execute(query)]


def candidate(enrolment_id: UUID) -> Candidate:
    """One enrolment."""
    return _candidate(db.session.execute(_candidates().where(Progress.enrolment_id == enrolment_id)).one())


def due(academy_code: str | None, after: UUID | None, limit: int) -> list[Candidate]:
    """Completed enrolments without any certificate, at the academies of that code or at all, in the order of their ids."""
    query = _candidates().where(
        Progress.completed_at.is_not(None), ~select(CertificateIssued.id).where(_of_enrolment()).exists()
    )
    if academy_code is not None:
        query = query.where(Academy.code == academy_code)
    if after is not None:
        query = query.where(Progress.enrolment_id > after)
    return [_candidate(row) for row in db.session.execute(query.order_by(Progress.enrolment_id).limit(limit))]


@dataclass(frozen=True)
class Expiring:
    """A certificate that runs out or has run out, and is not renewed."""

    officer_id: UUID
    module_id: str
    academy_id: UUID
    valid_until: date


_REVOKED = select(CertificateRevoked.certificate_id)


def _held_longer(mine: type[Officer]) -> Select[Any]:
    """Certificates in the same module that the same person holds for longer. `mine` is who holds the one in question."""
    longer, theirs = aliased(CertificateIssued), aliased(Officer)
    return (
        select(longer.id)
        .join(theirs, theirs.id == longer.officer_id)
        .where(
            theirs.person_id == mine.person_id,
            longer.module_id == CertificateIssued.module_id,
            longer.id.not_in(_REVOKED),
            or_(
                longer.valid_until.is_(None),
                longer.valid_until > CertificateIssued.valid_until,
                and_(longer.valid_until == CertificateIssued.valid_until, longer.id > CertificateIssued.id),
            ),
        )
    )


_HOLDER = aliased(Officer)
# Made once: that takes longer than asking it.
_IS_RENEWED = _held_longer(_HOLDER).where(_HOLDER.id == CertificateIssued.officer_id).exists()


def to_renew(country: str, first: date, last: date) -> list[Expiring]:
    """Certificates of a country whose last day lies between these, where nothing has been done about it yet.

    Left out are revoked ones, those of people who hold one that is good for longer, or were enrolled in the module again, by
    whichever record, or whose earlier enrolment was taken up again since, and of people whose name is erased or whose account is
    disabled. What an academy withdrew after that stays withdrawn.
    """
    mine, theirs = aliased(Officer), aliased(Officer)
    same_person = theirs.person_id == mine.person_id
    taken_up_since = select(EnrolmentWithdrawn.id).where(
        EnrolmentWithdrawn.enrolment_id == Progress.enrolment_id,
        EnrolmentWithdrawn.withdrawn.is_(False),
        EnrolmentWithdrawn.recorded_at > CertificateIssued.recorded_at,
    )
    enrolled_again = (
        select(Progress.enrolment_id)
        .join(theirs, theirs.id == Progress.officer_id)
        .where(
            same_person,
            Progress.module_id == CertificateIssued.module_id,
            Progress.enrolment_id != CertificateIssued.enrolment_id,
            or_(
                Progress.state.in_(OPEN),
                Progress.enrolled_on > CertificateIssued.issued_on,
                taken_up_since.correlate(Progress, CertificateIssued).exists(),
            ),
        )
    )
    query = (
        select(
            CertificateIssued.officer_id,
            CertificateIssued.module_id,
            CertificateIssued.academy_id,
            CertificateIssued.valid_until,
        )
        .join(mine, mine.id == CertificateIssued.officer_id)
        .join(Academy, Academy.id == CertificateIssued.academy_id)
        .join(Identity, Identity.officer_id == CertificateIssued.officer_id)
        .outerjoin(Account, Account.officer_id == CertificateIssued.officer_id)
        .where(
            Academy.country == country,
            CertificateIssued.valid_until.between(first, last),
            CertificateIssued.id.not_in(_REVOKED),
            Account.disabled_at.is_(None),
            ~_held_longer(mine).exists(),
            ~enrolled_again.exists(),
        )
        .order_by(CertificateIssued.valid_until, CertificateIssued.id)
    )
    return [
        Expiring(row.officer_id, row.module_id, row.academy_id, row.valid_until) for row in db.session.execute(query)
    ]


def _of_enrolment() -> Any:
    return CertificateIssued.enrolment_id == Progress.enrolment_id


def _candidates() -> Select[Any]:
    issued = select(func.count()).select_from(CertificateIssued).where(_of_enrolment())
    revoked = issued.join(CertificateRevoked, CertificateRevoked.certificate_id == CertificateIssued.id)
    return (
        select(
            Progress.enrolment_id,
            Progress.officer_id,
            Progress.module_id,
            Progress.academy_id,
            # Who has not begun would get the current revision, as the pages show it.
            func.coalesce(Progress.revision_id, Module.revision_id).label("revision_id"),
            Progress.enrolled_on,
            Progress.done,
            Progress.passed_at,
            Progress.attended,
            func.coalesce(Account.language, Progress.language, "en").label("language"),
            Country.time_zone,
            Identity.family_name,
            Identity.given_name,
            Identity.patronymic,
            issued.scalar_subquery().label("issued"),
            revoked.scalar_subquery().label("revoked"),
        )
        .join(Module, Module.id == Progress.module_id)
        .join(Academy, Academy.id == Progress.academy_id)
        .join(Country, Country.code == Academy.country)
        .outerjoin(Identity, Identity.officer_id == Progress.officer_id)
        .outerjoin(Account, Account.officer_id == Progress.officer_id)
    )


def _candidate(row: Row[Any]) -> Candidate:
    return Candidate(
        enrolment_id=row.enrolment_id,
        officer_id=row.officer_id,
        module_id=row.module_id,
        academy_id=row.academy_id,
        revision_id=row.revision_id,
        time_zone=row.time_zone,
        enrolled_on=row.enrolled_on,
        done=frozenset(row.done),
        passed=row.passed_at is not None,
        attended=row.attended,
        name=_name(row),
        language=row.language,
        issued=row.issued,
        revoked=row.revoked,
    )


def _name(row: Row[Any]) -> str:
    return printed_name(part for part in (row.family_name, row.given_name, row.patronymic) if part)


def held(officer_id: UUID) -> list[Certificate]:
    """The officer's certificates, the latest first."""
    return _found(_certificates().where(CertificateIssued.officer_id == officer_id))


def by_id(certificate_id: UUID) -> Certificate | None:
    """The certificate of that id."""
    return next(iter(_found(_certificates().where(CertificateIssued.id == certificate_id))), None)


def by_code(code: str) -> Certificate | None:
    """The certificate of a code as printed."""
    return next(iter(_found(_certificates().where(CertificateIssued.code == code))), None)


def standing(enrolment_id: UUID) -> UUID:
    """The certificate of the enrolment that is not revoked; there is one."""
    query = (
        select(CertificateIssued.id)
        .outerjoin(CertificateRevoked, CertificateRevoked.certificate_id == CertificateIssued.id)
        .where(CertificateIssued.enrolment_id == enrolment_id, CertificateRevoked.certificate_id.is_(None))
    )
    return db.session.execute(query).scalar_one()


# How the list may be sorted.
_LISTED: Sorts = {
    "name": [Identity.name_key],
    "module": lambda: [in_order(CertificateIssued.module_id, published.by_title())],
    "issued": [CertificateIssued.issued_on],
    "until": [CertificateIssued.valid_until],
}
SORTS = tuple(_LISTED)


@dataclass(frozen=True)
class Wish:
    """Which certificates of an academy a list shows on a day, and in which order: a sort, or "-" and a sort for the other way.

    `code` is as printed.
    """

    academy_id: UUID
    today: date
    code: str | None = None
    which: Which | None = None
    institution_id: UUID | Literal["none"] | None = None  # where the holder serves now
    cohort_id: UUID | None = None  # in which it was completed
    sort: str = "-issued"

    def conditions(self) -> list[ColumnElement[bool]]:
        """The wish as conditions on CertificateIssued."""
        here = [CertificateIssued.academy_id == self.academy_id]
        if self.code is not None:
            here.append(CertificateIssued.code == self.code)
        if self.institution_id:
            here.append(CertificateIssued.officer_id.in_(select(Officer.id).where(serves_at(self.institution_id))))
        if self.cohort_id:
            taken = select(CohortTakes.enrolment_id).where(CohortTakes.cohort_id == self.cohort_id)
            here.append(CertificateIssued.enrolment_id.in_(taken))
        ends = CertificateIssued.valid_until
        if self.which is Which.REVOKED:
            return [*here, CertificateIssued.id.in_(_REVOKED)]
        if self.which is not None:
            here.append(CertificateIssued.id.not_in(_REVOKED))
        if self.which is Which.VALID:
            here.append(or_(ends.is_(None), ends >= self.today))
        elif self.which is Which.EXPIRED:
            here.append(ends < self.today)
        elif self.which is Which.RUNNING_OUT:
            here += [ends.between(self.today, self.today + SOON), ~_IS_RENEWED]
        return here

    def order(self) -> list[Any]:
        """By what to sort."""
        return [
            *ordered(_LISTED, self.sort),
            CertificateIssued.issued_on.desc(),
            CertificateIssued.code,
        ]


def of_academy(wish: Wish, page: int, at_once: int = PAGE) -> list[Certificate]:
    """One page of the academy's certificates."""
    query = _certificates().where(*wish.conditions()).order_by(None).order_by(*wish.order())
    return _found(query.limit(at_once).offset((page - 1) * at_once))


def how_many(wish: Wish) -> int:
    """How many `of_academy` has on all its pages."""
    return db.session.execute(
        select(func.count()).select_from(CertificateIssued).where(*wish.conditions())
    ).scalar_one()


def running_out(academy_id: UUID, today: date) -> dict[UUID | None, int]:
    """How many of the academy's certificates run out soon and are not renewed, by the institution where the holder serves now."""
    query = (
        select(Officer.institution_id, func.count().label("number"))
        .select_from(CertificateIssued)
        .join(Officer, Officer.id == CertificateIssued.officer_id)
        .where(*Wish(academy_id, today, which=Which.RUNNING_OUT).conditions())
        .group_by(Officer.institution_id)
    )
    return {row.institution_id: row.number for row in db.session.execute(query)}


def running_out_in(cohort_ids: Collection[UUID], academy_id: UUID, today: date) -> dict[UUID, int]:
    """The same by the cohort in which they were completed."""
    query = (
        select(CohortTakes.cohort_id, func.count().label("number"))
        .select_from(CertificateIssued)
        .join(CohortTakes, CohortTakes.enrolment_id == CertificateIssued.enrolment_id)
        .where(CohortTakes.cohort_id.in_(cohort_ids))
        .where(*Wish(academy_id, today, which=Which.RUNNING_OUT).conditions())
        .group_by(CohortTakes.cohort_id)
    )
    return {row.cohort_id: row.number for row in db.session.execute(query)}


def _certificates() -> Select[Any]:
    newer = aliased(CertificateIssued)
    of_same = (newer.enrolment_id == CertificateIssued.enrolment_id, newer.number > CertificateIssued.number)
    return (
        select(
            *CertificateIssued.__table__.c,
            select(newer.id).where(*of_same).exists().label("is_replaced"),
            Academy.names,
            Country.time_zone,
            CertificateRevoked.certificate_id.is_not(None).label("is_revoked"),
            Progress.completed_at,
            Identity.family_name,
            Identity.given_name,
            Identity.patronymic,
        )
        .join(Academy, Academy.id == CertificateIssued.academy_id)
        .join(Country, Country.code == Academy.country)
        .outerjoin(Progress, Progress.enrolment_id == CertificateIssued.enrolment_id)
        .outerjoin(CertificateRevoked, CertificateRevoked.certificate_id == CertificateIssued.id)
        .outerjoin(Identity, Identity.officer_id == CertificateIssued.officer_id)
        .order_by(CertificateIssued.issued_on.desc(), CertificateIssued.code)
    )


def _found(query: Select[Any]) -> list[Certificate]:
    return [
        Certificate(
            id=row.id,
            code=row.code,
            officer_id=row.officer_id,
            enrolment_id=row.enrolment_id,
            module_id=row.module_id,
            revision_id=row.revision_id,
            academy_id=row.academy_id,
            academy=row.names,
            issued_at=row.recorded_at,
            issued_on=row.issued_on,
            valid_until=row.valid_until,
            language=row.language,
            time_zone=row.time_zone,
            revoked=bool(row.is_revoked),
            replaced=bool(row.is_replaced),
            doubtful=row.completed_at is None and not row.is_revoked,
            name=_name(row),
        )
        for row in db.session.execute(query)
    ]
