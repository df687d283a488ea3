"""Histories of officers, told by facts: for tests that are about what follows from them."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from elearn.certificates.models import CertificateIssued
from elearn.courses.models import Enrolled, Module, PartDone, Revision
from elearn.courses.queries.published import ADAPTER
from elearn.courses.rules.module import Part
from elearn.foundation import clock, facts, ids
from elearn.foundation.db import db, transaction
from elearn.quizzes.models import AttemptGranted, AttemptSubmitted
from elearn.quizzes.rules.papers import Blueprint, by_objective
from elearn.reports import service as reports
from elearn.reports.models import Programme
from tests.factories_courses import SEARCHES
from tests.world import Place


def published(module_id: str, title: str) -> str:
    """A module of one lesson and a final assessment, as if it had been published: its revision id."""
    module = replace(
        SEARCHES,
        revision_id=f"{module_id}-1",
        module_id=module_id,
        titles={"en": title},
        contents=(Part("lesson", {"en": "The lesson"}, 10),),
        papers={
            "pre-test": Blueprint("pre-test", by_objective({"lawful": 1}), 10),
            "final": Blueprint("final", by_objective({"lawful": 1}), 20, 80, 3),
        },
        scenarios={},
    )
    data = ADAPTER.dump_python(module, mode="json", exclude={"revision_id", "number"})
    with transaction():
        db.session.add(Revision(id=module.revision_id, module_id=module_id, number=1, data=data))
        db.session.flush()
        db.session.add(Module(id=module_id, revision_id=module.revision_id))
    return module.revision_id


def programme(code: str = "joint", **more: object) -> UUID:
    """A programme for Kazakhstan from 2026 on that has approved the module "searches": its id."""
    with transaction():
        programme_id = reports.add_programme(
            code, {"en": "Joint programme"}, ["KZ"], date(2026, 1, 1), date(2027, 12, 31)
        )
        for name, value in more.items():
            setattr(db.session.get_one(Programme, programme_id), name, value)
        reports.approve(programme_id, "searches", date(2026, 1, 1), None)
    return programme_id


def at_noon(day: date) -> datetime:
    """Noon in Almaty, which is 7:00 UTC."""
    return datetime.combine(day, time(7), UTC)


def enrolled(
    place: Place, officer_id: UUID, module_id: str = "searches", on: date = date(2026, 2, 1), **more: object
) -> UUID:
    """The officer is enrolled at the academy: the enrolment's id."""
    with clock.stopped_at(at_noon(on)), transaction():
        return facts.add(
            Enrolled(officer_id=officer_id, module_id=module_id, academy_id=place.academy_id, enrolled_on=on, **more)
        ).id


def sat(
    enrolment_id: UUID,
    officer_id: UUID,
    paper: str,
    number: int,
    percent: int,
    at: datetime,
    module_id: str = "searches",
) -> None:
    """A paper was handed in."""
    with clock.stopped_at(at), transaction():
        facts.add(
            AttemptSubmitted(
                id=ids.new(),
                officer_id=officer_id,
                enrolment_id=enrolment_id,
                module_id=module_id,
                bank_id=f"{module_id}-1",
                paper=paper,
                number=number,
                answered=100,
                points=percent,
                out_of=100,
                percent=percent,
                passed=percent >= 80 if paper == "final" else None,
                scores={},
                started_at=at - timedelta(minutes=10),
                submitted_at=at,
            )
        )


def granted(enrolment_id: UUID, officer_id: UUID, number: int, by_account: UUID) -> None:
    """One more attempt at the final assessment, the so many-th."""
    with transaction():
        facts.add(
            AttemptGranted(
                officer_id=officer_id,
                enrolment_id=enrolment_id,
                paper="final",
                number=number,
                reason="power",
                by_account=by_account,
            )
        )


def completed(
    place: Place,
    officer_id: UUID,
    module_id: str = "searches",
    on: date = date(2026, 3, 1),
    *,
    pre: int | None = None,
    post: int = 90,
) -> UUID:
    """The officer takes the module and completes it on a day: the enrolment's id. A `post` under 80 is followed by a pass."""
    enrolment_id = enrolled(place, officer_id, module_id, on - timedelta(days=7))
    noon = at_noon(on)
    if pre is not None:
        sat(enrolment_id, officer_id, "pre-test", 1, pre, noon - timedelta(days=2), module_id)
    with clock.stopped_at(noon - timedelta(days=1)), transaction():
        facts.add(
            PartDone(
                officer_id=officer_id,
                enrolment_id=enrolment_id,
                revision_id=f"{module_id}-1",
                part_id="lesson",
                language="en",
            )
        )
    sat(enrolment_id, officer_id, "final", 1, post, noon, module_id)
    if post < 80:
        sat(enrolment_id, officer_id, "final", 2, 85, noon + timedelta(hours=1), module_id)
    return enrolment_id


def certified(place: Place, officer_id: UUID, enrolment_id: UUID, on: date, until: date | None, code: str) -> UUID:
    """A certificate was issued: its id."""
    with clock.stopped_at(at_noon(on)), transaction():
        return facts.add(
            CertificateIssued(
                officer_id=officer_id,
                enrolment_id=enrolment_id,
                number=1,
                module_id="searches",
                revision_id="searches-1",
                academy_id=place.academy_id,
                code=code,
                issued_on=on,
                valid_until=until,
                language="en",
            )
        ).id
