"""Officers who have completed a module, and certificates, by the real services."""

from uuid import UUID

from elearn.certificates import exports, queries, service
from elearn.certificates.rules import Certificate
from elearn.foundation.db import db, transaction
from tests import factories_courses as courses
from tests.world import Place


def complete(place: Place, officer: int = 0, module_id: str = "searches") -> UUID:
    """The enrolment of an officer who has done every part and passed the final assessment."""
    enrolment_id = courses.enrol(place, officer, module_id)
    courses.read(place, *courses.PARTS, officer=officer, module_id=module_id)
    courses.sit(place, "final", right=True, officer=officer, module_id=module_id)
    return enrolment_id


def issue(place: Place, officer: int = 0, module_id: str = "searches", language: str = "en") -> Certificate:
    """A certificate of an officer who has completed the module just now."""
    complete(place, officer, module_id)
    return fetch(place, officer, module_id, language)


def fetch(place: Place, officer: int = 0, module_id: str = "searches", language: str = "en") -> Certificate:
    """The certificate that is ready for an officer."""
    with transaction():
        certificate_id = service.issue(place.officers[officer], module_id, language, exports.prints)
    assert isinstance(certificate_id, UUID)
    return found(certificate_id)


def revoke(certificate: Certificate) -> None:
    """The certificate holds no longer."""
    with transaction():
        service.revoke(certificate.id, None)


def found(certificate_id: UUID) -> Certificate:
    """The certificate as it stands now."""
    db.session.rollback()
    certificate = queries.by_id(certificate_id)
    assert certificate
    return certificate
