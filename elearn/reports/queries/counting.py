"""What the projection reads: whom a fact touches, their completions and certificates, and what is stored of them."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from elearn.certificates.models import CertificateIssued, CertificateRevoked
from elearn.courses.models import Attended, PartDone, Progress, Revision, RevisionPublished
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
from elearn.quizzes.models import AttemptScored, AttemptSubmitted
from elearn.reports.models import Counted, ModuleApproved
from elearn.reports.rules import Cell, Completion, Holding, Tally, posting_on, quarter


def touched_by(fact: Fact) -> list[UUID]:
    """Records of officers whose counting a fact may change; empty for facts that change none."""
    match fact:
        case PartDone() | AttemptSubmitted() | AttemptScored():
            done = select(Progress.officer_id).where(
                Progress.enrolment_id == fact.enrolment_id, Progress.completed_at.is_not(None)
            )
            return list(db.session.execute(done).scalars())
        case PlacesMerged():
            return _concerned(fact.place_id)
        case MergerUndone():
            return _concerned(db.session.get_one(PlacesMerged, fact.merger_id).place_id)
        case Attended() | RevisionPublished():
            return _completed_otherwise(fact)
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
    return []


def _concerned(place_id: UUID) -> list[UUID]:
    """Who completed something at the academy, or was posted to the institution or what became part of it."""
    parts = mergers.all_standing().parts(place_id)
    posted = select(PostingRecorded.officer_id).where(PostingRecorded.institution_id.in_(parts))
    found = select(Progress.officer_id).where(Progress.completed_at.is_not(None)).distinct()
    found = found.where(or_(Progress.academy_id.in_(parts), Progress.officer_id.in_(posted)))
    return list(db.session.execute(found).scalars())


def _completed_otherwise(fact: Attended | RevisionPublished) -> list[UUID]:
    """Whom something completes, or no longer, that the officer did not do in the module."""
    if isinstance(fact, Attended):
        return _completed_or_counted(fact.officer_id, fact.module_id)
    return _completed_in(fact)


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


def _completed_or_counted(officer_id: UUID, module_id: str | None) -> list[UUID]:
    """The officer, where the module is completed now, or was until a correction took that back."""
    same = Progress.officer_id == officer_id, Progress.module_id == module_id
    counted = select(Counted.enrolment_id).where(Counted.enrolment_id == Progress.enrolment_id).exists()
    query = select(Progress.officer_id).where(*same, or_(Progress.completed_at.is_not(None), counted))
    return list(db.session.execute(query.distinct()).scalars())


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


def _sexes(officer_ids: Collection[UUID]) -> dict[UUID, str]:
    """By person: the one sex counted, that of the first record that states one; empty when none does."""
    rows = db.session.execute(
        select(Officer.person_id, Officer.sex).where(Officer.id.in_(officer_ids)).order_by(Officer.id)
    )
    stated: dict[UUID, str] = {}
    for person_id, sex in rows:
        stated[person_id] = stated.get(person_id) or sex or ""
    return stated


def completions(officer_ids: Collection[UUID]) -> list[Completion]:
    """Completed enrolments of these records, with the local day and the posting of that day. Test people have none."""
    sexes, postings, standing = _sexes(officer_ids), _postings(officer_ids), mergers.all_standing()
    rows = db.session.execute(
        select(Progress, Progress.completed_at, Officer.person_id, Officer.country, Country.time_zone)
        .join(Officer, Officer.id == Progress.officer_id)
        .join(Country, Country.code == Officer.country)
        .where(Progress.officer_id.in_(officer_ids), Progress.completed_at.is_not(None), Officer.is_test.is_(False))
    )
    found = []
    for progress, completed_at, person_id, country, time_zone in rows:
        day = clock.local_date(completed_at, time_zone)  # type: ignore[arg-type]  # the query asks for those only
        posting = posting_on(postings.get(progress.officer_id, ()), day)
        found.append(
            Completion(
                enrolment_id=progress.enrolment_id,
                person_id=person_id,
                country=country,
                module_id=progress.module_id,
                academy_id=standing.on(progress.academy_id, day),
                sex=sexes[person_id],
                track=posting.track if posting else None,
                on=day,
                pre=progress.pre_percent,
                post=progress.post_percent,
                rank=_rank(country, posting),
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


def _rank(country: str, posting: PostingRecorded | None) -> str:
    return f"{country}:{posting.rank}" if posting else ""


def completed_as(officer_ids: Collection[UUID]) -> list[dict[str, object]]:
    """Rows of CompletedAs for these records."""
    sexes, postings, standing = _sexes(officer_ids), _postings(officer_ids), mergers.all_standing()
    certificates = _latest_certificates(officer_ids)
    rows = db.session.execute(
        select(Progress, Officer.person_id, Officer.country, Country.time_zone, Revision.number)
        .join(Officer, Officer.id == Progress.officer_id)
        .join(Academy, Academy.id == Progress.academy_id)
        .join(Country, Country.code == Academy.country)
        .outerjoin(Revision, Revision.id == Progress.revision_id)
        .where(Progress.officer_id.in_(officer_ids), Progress.completed_at.is_not(None), Officer.is_test.is_(False))
    )
    found = []
    for progress, person_id, country, time_zone, revision in rows:
        day = clock.local_date(progress.completed_at, time_zone)  # type: ignore[arg-type]  # the query asks for those
        posting = posting_on(postings.get(progress.officer_id, ()), day)
        code, valid_until, revoked = certificates.get(progress.enrolment_id, (None, None, False))
        found.append(
            {
                "enrolment_id": progress.enrolment_id,
                "officer_id": progress.officer_id,
                "person_id": person_id,
                "sex": sexes[person_id],
                "module_id": progress.module_id,
                "revision": revision,
                "enrolled_at": progress.academy_id,
                "academy_id": standing.on(progress.academy_id, day),
                "institution_id": standing.on(posting.institution_id, day) if posting else None,
                "country": country,
                "rank": posting.rank if posting else "",
                "track": posting.track if posting else "",
                "enrolled_on": progress.enrolled_on,
                "started_on": progress.started_at and clock.local_date(progress.started_at, time_zone),
                "completed_on": day,
                "percent": progress.best_percent,
                "attempts": progress.finals,
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


def holdings(officer_ids: Collection[UUID]) -> list[Holding]:
    """The certificates of these records as days on which they are valid. Test people have none."""
    sexes, postings, standing = _sexes(officer_ids), _postings(officer_ids), mergers.all_standing()
    rows = db.session.execute(
        select(
            CertificateIssued,
            CertificateRevoked.recorded_at,
            Officer.person_id,
            Officer.country,
            Country.time_zone,
        )
        .join(Officer, Officer.id == CertificateIssued.officer_id)
        .join(Country, Country.code == Officer.country)
        .outerjoin(CertificateRevoked, CertificateRevoked.certificate_id == CertificateIssued.id)
        .where(CertificateIssued.officer_id.in_(officer_ids), Officer.is_test.is_(False))
    )
    found = []
    for certificate, revoked_at, person_id, country, time_zone in rows:
        last_day = certificate.valid_until or date.max
        if revoked_at:
            last_day = min(last_day, clock.local_date(revoked_at, time_zone) - timedelta(days=1))
        found.append(
            Holding(
                person_id=person_id,
                country=country,
                module_id=certificate.module_id,
                academy_id=standing.on(certificate.academy_id, certificate.issued_on),
                sex=sexes[person_id],
                first_day=certificate.issued_on,
                last_day=last_day,
                rank=_rank(country, posting_on(postings.get(certificate.officer_id, ()), certificate.issued_on)),
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
        key = row.programme_id, Cell(row.academy_id, row.sex, quarter(row.completed_on), row.rank)
        one = Tally(
            row.first, row.first_here, row.matched, row.matched_here, row.improved, row.improved_here, participations=1
        )
        found[key] = found.get(key, Tally()) + one
    return found
