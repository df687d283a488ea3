"""What the projection reads: whom a fact touches, their completions and certificates, and what is stored of them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select

from elearn.certificates.models import CertificateIssued, CertificateRevoked
from elearn.courses.models import Progress, Revision, RevisionPublished
from elearn.courses.queries.facts import moves
from elearn.courses.rules.tally import UnderWay
from elearn.foundation import clock
from elearn.foundation.db import db
from elearn.foundation.facts import Fact
from elearn.people.models import (
    Academy,
    Country,
    LinkUndone,
    MergerUndone,
    Officer,
    OfficerRegistered,
    OfficersLinked,
    PlacesMerged,
    PostingRecorded,
)
from elearn.people.queries import mergers
from elearn.people.rules.mergers import Mergers
from elearn.reports.models import CompletedAs, Counted, ModuleApproved
from elearn.reports.rules import PARTS, Cell, Completion, Holding, Profile, Tally, age, cells, mode, posting_on

_ATTENDANCE = func.coalesce(Revision.data["attendance"].as_integer(), 0).label("attendance")  # days in class asked for


def touched_by(fact: Fact) -> list[UUID]:
    """Records of officers whose counting a fact may change; empty for facts that change none."""
    match fact:
        case PlacesMerged():
            return _concerned(fact.place_id)
        case MergerUndone():
            return _concerned(db.session.get_one(PlacesMerged, fact.merger_id).place_id)
        case RevisionPublished():
            return _completed_in(fact)
        case CertificateIssued() | OfficerRegistered() | PostingRecorded():
            return [fact.officer_id]
        case CertificateRevoked():
            return [db.session.get_one(CertificateIssued, fact.certificate_id).officer_id]
        case OfficersLinked():
            return [fact.one_id, fact.other_id]
        case LinkUndone():
            link = db.session.get_one(OfficersLinked, fact.link_id)
            return [link.one_id, link.other_id]
        case ModuleApproved():
            return people_with_completions(fact.module_id)
    return _completed_or_counted(moves(fact))


def _concerned(place_id: UUID) -> list[UUID]:
    """Who completed something at the academy, or was posted to the institution or what became part of it."""
    parts = mergers.all_standing().parts(place_id)
    posted = select(PostingRecorded.officer_id).where(PostingRecorded.institution_id.in_(parts))
    found = select(Progress.officer_id).where(Progress.completed_at.is_not(None)).distinct()
    found = found.where(or_(Progress.academy_id.in_(parts), Progress.officer_id.in_(posted)))
    return list(db.session.execute(found).scalars())


def _completed_in(fact: RevisionPublished) -> list[UUID]:
    """Whom a publication took along and made complete: the new revision may ask for less."""
    if fact.under_way != UnderWay.AGAIN:
        return []
    query = select(Progress.officer_id).where(
        Progress.module_id == fact.module_id,
        Progress.revision_id == fact.revision_id,
        Progress.completed_at.is_not(None),
    )
    return list(db.session.execute(query.distinct()).scalars())


def _completed_or_counted(enrolment_ids: Collection[UUID]) -> list[UUID]:
    """Whose enrolments these are, where they are completed now, or were until a correction took that back."""
    if not enrolment_ids:
        return []
    counted = select(CompletedAs.enrolment_id).where(CompletedAs.enrolment_id == Progress.enrolment_id).exists()
    query = select(Progress.officer_id).where(Progress.enrolment_id.in_(enrolment_ids))
    return list(db.session.execute(query.where(or_(Progress.completed_at.is_not(None), counted)).distinct()).scalars())


def people_with_completions(module_id: str | None = None) -> list[UUID]:
    """Records of officers who completed the module, or any module."""
    query = select(Progress.officer_id).where(Progress.completed_at.is_not(None)).distinct()
    return list(db.session.execute(query.where(Progress.module_id == module_id) if module_id else query).scalars())


def linked_with(officer_ids: Iterable[UUID]) -> list[UUID]:
    """All records of the people whom these records belong to now, these included.

    Held until the transaction ends, so that two counts of one person wait for each other.
    """
    people = select(Officer.person_id).where(Officer.id.in_(list(officer_ids)))
    records = select(Officer.id).where(Officer.person_id.in_(people)).order_by(Officer.id).with_for_update()
    return list(db.session.execute(records).scalars())


@dataclass(frozen=True)
class Known:
    """What is known of some records, each day of which may be asked for."""

    sexes: Mapping[UUID, str]  # by person: the one sex counted; empty when none is stated
    born: Mapping[UUID, int | None]  # by person: the one year of birth counted
    postings: Mapping[UUID, list[tuple[date, PostingRecorded]]]
    standing: Mergers

    def posting(self, officer_id: UUID, day: date) -> PostingRecorded | None:
        """Where the officer served on a day; None also from the end of a posting on."""
        found = posting_on(self.postings.get(officer_id, ()), day)
        return found if found and found.institution_id else None

    def profile(self, row: Any, day: date) -> Profile:
        """What the officer of a row was on a day, and how the module of the row is taken."""
        posting = self.posting(row.officer_id, day)
        return Profile(
            rank=f"{row.country}:{posting.rank}" if posting else "",
            institution=self.standing.on(posting.institution_id, day).hex if posting and posting.institution_id else "",
            track=(posting.track or "") if posting else "",
            age=age(self.born[row.person_id], day),
            mode=mode(row.attendance),
        )


def known_of(officer_ids: Collection[UUID]) -> Known:
    """All that is known of these records: give it all records of a person."""
    first = select(OfficerRegistered.officer_id, func.min(OfficerRegistered.recorded_at).label("at"))
    first_registered = (
        first.where(OfficerRegistered.officer_id.in_(officer_ids)).group_by(OfficerRegistered.officer_id).subquery()
    )
    people = (
        select(Officer.person_id, Officer.sex, Officer.birth_year)
        .outerjoin(first_registered, first_registered.c.officer_id == Officer.id)
        .where(Officer.id.in_(officer_ids))
        .order_by(first_registered.c.at.nulls_last(), Officer.id)
    )
    sexes: dict[UUID, str] = {}
    born: dict[UUID, int | None] = {}
    # Of linked records the one that was registered first is believed, as far as it says something.
    for person_id, sex, year in db.session.execute(people):
        sexes[person_id] = sexes.get(person_id) or sex or ""
        born[person_id] = born.get(person_id) or year
    return Known(sexes, born, _postings(officer_ids), mergers.all_standing())


def completions(officer_ids: Collection[UUID], known: Known) -> list[Completion]:
    """Completed enrolments of these records, with the local day and the posting of that day. Test people have none."""
    rows = db.session.execute(
        select(
            Progress.officer_id,
            Progress.enrolment_id,
            Progress.module_id,
            Progress.academy_id,
            Progress.pre_percent,
            Progress.post_percent,
            Progress.completed_at,
            Officer.person_id,
            Officer.country,
            Country.time_zone,
            _ATTENDANCE,
        )
        .join(Officer, Officer.id == Progress.officer_id)
        .join(Country, Country.code == Officer.country)
        .outerjoin(Revision, Revision.id == Progress.revision_id)
        .where(Progress.officer_id.in_(officer_ids), Progress.completed_at.is_not(None), Officer.is_test.is_(False))
    )
    found = []
    for row in rows:
        day = clock.local_date(row.completed_at, row.time_zone)
        found.append(
            Completion(
                enrolment_id=row.enrolment_id,
                person_id=row.person_id,
                country=row.country,
                module_id=row.module_id,
                academy_id=known.standing.on(row.academy_id, day),
                sex=known.sexes[row.person_id],
                on=day,
                pre=row.pre_percent,
                post=row.post_percent,
                profile=known.profile(row, day),
            )
        )
    return found


def _postings(officer_ids: Collection[UUID]) -> dict[UUID, list[tuple[date, PostingRecorded]]]:
    rows = db.session.execute(
        select(PostingRecorded)
        .where(PostingRecorded.officer_id.in_(officer_ids))
        .order_by(PostingRecorded.since, PostingRecorded.number, PostingRecorded.recorded_at, PostingRecorded.id)
    ).scalars()
    found: dict[UUID, list[tuple[date, PostingRecorded]]] = {}
    for row in rows:
        found.setdefault(row.officer_id, []).append((row.since, row))
    return found


def completed_as(officer_ids: Collection[UUID], known: Known) -> list[dict[str, object]]:
    """Rows of CompletedAs for these records."""
    certificates = _latest_certificates(officer_ids)
    rows = db.session.execute(
        select(Progress, Officer.person_id, Officer.country, Country.time_zone, Revision.number, _ATTENDANCE)
        .join(Officer, Officer.id == Progress.officer_id)
        .join(Academy, Academy.id == Progress.academy_id)
        .join(Country, Country.code == Academy.country)
        .outerjoin(Revision, Revision.id == Progress.revision_id)
        .where(Progress.officer_id.in_(officer_ids), Progress.completed_at.is_not(None), Officer.is_test.is_(False))
    )
    found = []
    for progress, person_id, country, time_zone, revision, attendance in rows:
        day = clock.local_date(progress.completed_at, time_zone)
        posting = known.posting(progress.officer_id, day)
        code, valid_until, revoked = certificates.get(progress.enrolment_id, (None, None, False))
        found.append(
            {
                "enrolment_id": progress.enrolment_id,
                "officer_id": progress.officer_id,
                "person_id": person_id,
                "sex": known.sexes[person_id],
                "module_id": progress.module_id,
                "revision": revision,
                "enrolled_at": progress.academy_id,
                "academy_id": known.standing.on(progress.academy_id, day),
                "institution_id": known.standing.on(posting.institution_id, day)
                if posting and posting.institution_id
                else None,
                "country": country,
                "rank": posting.rank if posting else "",
                "track": posting.track if posting else "",
                "age": age(known.born[person_id], day),
                "mode": mode(attendance),
                "enrolled_on": progress.enrolled_on,
                "started_on": progress.started_at and clock.local_date(progress.started_at, time_zone),
                "completed_on": day,
                "percent": progress.best_percent,
                "attempts": progress.finals,
                "attended": progress.attended,
                "certificate": code,
                "valid_until": valid_until,
                "revoked": revoked,
            }
        )
    return found


def _latest_certificates(officer_ids: Collection[UUID]) -> dict[UUID, tuple[str, date | None, bool]]:
    """By enrolment: code, last valid day, and whether it was revoked."""
    rows = db.session.execute(
        select(
            CertificateIssued.enrolment_id,
            CertificateIssued.code,
            CertificateIssued.valid_until,
            CertificateRevoked.id.is_not(None),
        )
        .outerjoin(CertificateRevoked, CertificateRevoked.certificate_id == CertificateIssued.id)
        .where(CertificateIssued.officer_id.in_(officer_ids))
        .order_by(CertificateIssued.number)
    )
    return {enrolment_id: (code, until, revoked) for enrolment_id, code, until, revoked in rows}


def holdings(officer_ids: Collection[UUID], known: Known) -> list[Holding]:
    """The certificates of these records as days on which they are valid. Test people have none."""
    rows = db.session.execute(
        select(
            CertificateIssued.officer_id,
            CertificateIssued.module_id,
            CertificateIssued.academy_id,
            CertificateIssued.issued_on,
            CertificateIssued.valid_until,
            CertificateRevoked.recorded_at.label("revoked_at"),
            Officer.person_id,
            Officer.country,
            Country.time_zone,
            _ATTENDANCE,
        )
        .join(Officer, Officer.id == CertificateIssued.officer_id)
        .join(Country, Country.code == Officer.country)
        .outerjoin(Revision, Revision.id == CertificateIssued.revision_id)
        .outerjoin(CertificateRevoked, CertificateRevoked.certificate_id == CertificateIssued.id)
        .where(CertificateIssued.officer_id.in_(officer_ids), Officer.is_test.is_(False))
    )
    found = []
    for row in rows:
        last_day = row.valid_until or date.max
        if row.revoked_at:
            last_day = min(last_day, clock.local_date(row.revoked_at, row.time_zone) - timedelta(days=1))
        found.append(
            Holding(
                person_id=row.person_id,
                country=row.country,
                module_id=row.module_id,
                academy_id=known.standing.on(row.academy_id, row.issued_on),
                sex=known.sexes[row.person_id],
                first_day=row.issued_on,
                last_day=last_day,
                profile=known.profile(row, row.issued_on),
            )
        )
    return found


def counted_cells(person_ids: Collection[UUID]) -> dict[tuple[UUID, Cell], Tally]:
    """What the counted completions of these people add to the stored counts: by programme and cell."""
    return _in_cells(Counted.person_id.in_(person_ids))


def all_counted_cells() -> dict[tuple[UUID, Cell], Tally]:
    """What all counted completions add up to: what the stored counts must equal."""
    return _in_cells(Counted.person_id.is_not(None))


def _in_cells(where: ColumnElement[bool]) -> dict[tuple[UUID, Cell], Tally]:
    found: dict[tuple[UUID, Cell], Tally] = {}
    for row in db.session.execute(select(Counted).where(where)).scalars():
        profile = Profile(**{part: getattr(row, part) for part in PARTS})
        one = Tally(
            row.first, row.first_here, row.matched, row.matched_here, row.improved, row.improved_here, participations=1
        )
        for cell in cells(row.academy_id, row.sex, row.completed_on, profile):
            key = row.programme_id, cell
            found[key] = found.get(key, Tally()) + one
    return found
