"""What is done with certificates: issuing one, issuing all that are due, revoking, and comparing a name."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from elearn.certificates import queries, rules
from elearn.certificates.models import CertificateIssued, CertificateRevoked
from elearn.certificates.rules import Candidate, Certificate, Eligibility, Missing
from elearn.courses.queries import published
from elearn.courses.rules.validity import valid_until
from elearn.courses.service import enrolment
from elearn.foundation import clock, facts, ids
from elearn.foundation.db import db
from elearn.people.queries import mergers, places

# Whether a name can be printed. The fonts know; what typesets stands above this room, so it is passed in (exports.prints).
Prints = Callable[[str], bool]


def issue(officer_id: UUID, module_id: str, language: str, prints: Prints) -> UUID | Eligibility | None:
    """The certificate the officer gets for the module, or what is missing; None for somebody who does not take it.

    Of several enrolments the one counts that is ready; when none is, the latest says what is missing.
    """
    candidates = queries.candidates(officer_id, module_id)
    judged = [(candidate, eligibility(candidate, prints)) for candidate in candidates]
    for candidate, verdict in judged:
        if verdict:
            return _issue(candidate, language)
    return judged[0][1] if judged else None


def eligibility(candidate: Candidate, prints: Prints, *, again: bool = False) -> Eligibility:
    """Whether the certificate may be issued for the enrolment, as the revision says that the officer took."""
    module = published.revision(candidate.revision_id)
    return rules.eligibility(
        candidate,
        gives_certificate=module.gives_certificate,
        contents=module.part_ids,
        attendance=module.attendance,
        prints=prints(candidate.name),
        again=again,
    )


def ready(officer_id: UUID) -> list[Candidate]:
    """The enrolments for which the officer may fetch a certificate now. Whether the name prints is seen when fetching."""
    return [each for each in queries.candidates(officer_id) if eligibility(each, lambda _name: True)]


def issue_again(certificate: Certificate, prints: Prints) -> UUID | Eligibility:
    """Another certificate in place of a revoked one, in the same language, or what is missing."""
    candidate = queries.candidate(certificate.enrolment_id)
    verdict = eligibility(candidate, prints, again=True)
    return _issue(candidate, certificate.language) if verdict else verdict


@dataclass(frozen=True)
class Batch:
    """What became of some completed enrolments; `last` is where to go on, None when there are no more."""

    issued: int
    refused: Counter[Missing]
    last: UUID | None


def issue_due(academy_code: str | None, prints: Prints, after: UUID | None = None, limit: int = 100) -> Batch:
    """Issue what is due for the completed enrolments after one, at the academies of that code or at all, so many at once."""
    candidates = queries.due(academy_code, after, limit)
    issued, refused = 0, Counter[Missing]()
    for candidate in candidates:
        verdict = eligibility(candidate, prints)
        if verdict:
            _issue(candidate, candidate.language)
            issued += 1
        refused.update(verdict.missing)
    return Batch(issued, refused, candidates[-1].enrolment_id if candidates else None)


def enrol_again() -> int:
    """Enrol everybody again whose certificate runs out soon or has run out, due by its last day; how many enrolments.

    Doing it twice changes nothing: who is enrolled again is left out.
    """
    count = 0
    for country in places.countries():
        today = clock.today(country.time_zone)
        for each in queries.to_renew(country.code, today - rules.RENEWED_FOR, today + rules.SOON):
            module = published.current(each.module_id)
            if module and module.gives_certificate:
                due_on = rules.renewal_due(each.valid_until, today)
                academy_id = mergers.successor(each.academy_id)
                count += len(
                    enrolment.enrol([each.officer_id], each.module_id, academy_id, due_on, False, by_account=None)
                )
    return count


def _issue(candidate: Candidate, language: str) -> UUID:
    """Write the certificate down; when another process was first, its certificate is the one."""
    today = clock.today(candidate.time_zone)
    fact = CertificateIssued(
        officer_id=candidate.officer_id,
        enrolment_id=candidate.enrolment_id,
        number=candidate.issued + 1,
        module_id=candidate.module_id,
        revision_id=candidate.revision_id,
        academy_id=candidate.academy_id,
        code=ids.new_code(),
        issued_on=today,
        valid_until=valid_until(today, published.revision(candidate.revision_id).valid_months),
        language=language,
    )
    try:
        with db.session.begin_nested():
            return facts.add(fact).id
    except IntegrityError:
        return queries.standing(candidate.enrolment_id)


def revoke(certificate_id: UUID, by_account: UUID | None) -> bool:
    """Revoke the certificate; False when it was revoked before."""
    try:
        with db.session.begin_nested():
            facts.add(CertificateRevoked(certificate_id=certificate_id, by_account=by_account))
    except IntegrityError:
        return False
    return True
