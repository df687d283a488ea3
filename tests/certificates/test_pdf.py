"""The PDF: what stands on it in each language, who may open it, and that it never prints a name it cannot print."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import pypdf
import pytest
from flask import url_for
from sqlalchemy import delete, select, update

from elearn.certificates.rules import Certificate
from elearn.certificates.views.words import sheet
from elearn.courses.rules.attending import Means, Meeting, Seen
from elearn.courses.service import attendance
from elearn.foundation import clock
from elearn.foundation.db import db, transaction
from elearn.foundation.locale import LANGUAGES, Text
from elearn.people.models import Identity, NamesSeen
from tests import factories_certificates as factories
from tests import factories_courses
from tests.certificates.papers import read_code, text, words_of
from tests.certificates.test_issuing import said
from tests.world import NAMES, World

TITLES = {
    "en": "Searches",
    "ru": "Обыск",
    "kk": "Тінту",
    "ky": "Тинтүү",
    "fr": "La fouille",
    "ar": "التفتيش",
}


def test_it_says_what_was_completed_and_what_that_is_not(world: World) -> None:
    certificate = factories.issue(world.kostanay)
    answer = world.signed_in(world.kostanay.accounts[0]).get(f"/certificates/{certificate.id}.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Content-Disposition"] == f"attachment; filename=certificate-{certificate.code}.pdf"
    assert text(answer.data) == (
        "Kostanay academy Certificate This certifies that Сейтқали Айгүл completed the online module Searches "
        "Study time 2 hours Revision 1 Date of issue September 15, 2026 Valid until September 15, 2028 "
        f"Certificate code {certificate.code} "
        "Anyone can check this certificate by the square code, or by its code at this address: http://localhost/check "
        "This certificate confirms the online module only. It is not a qualification under rule 75 of the "
        "Nelson Mandela Rules, and it gives no authority to rate prisoners."
    )
    assert read_code(answer.data) == f"http://localhost/check/{certificate.code}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_in_the_language_of_the_certificate(world: World, language: str) -> None:
    factories_courses.publish(revision_id="searches-2", number=2, titles=TITLES, valid_months=None)
    certificate = factories.issue(world.kostanay, 1, language=language)
    browser = world.signed_in(world.kostanay.accounts[1], "fr" if language != "fr" else "en")
    document = browser.get(f"/certificates/{certificate.id}.pdf").data
    with world.app.test_request_context("/"):
        printed = sheet(certificate)
        assert read_code(document) == url_for("certificates.check", code=certificate.code, _external=True)
    assert printed.module == Text(TITLES[language], language)
    assert printed.name == "Ермолаева Вера"
    assert_can_be_kept_and_read_aloud(document, certificate, f"{printed.title}: {printed.module}")
    found = text(document)
    if language != "ar":
        assert found == words_of(printed)
    else:  # joined letters come out of a PDF in the order of their shapes: only what stands in one piece is compared
        assert [part in found for part in (TITLES["ar"], certificate.code, printed.site, printed.name)] == [True] * 4


def assert_can_be_kept_and_read_aloud(document: bytes, certificate: Certificate, title: str) -> None:
    """PDF/A-3a and PDF/UA-1, with a language and a title, and no name in what describes the file."""
    reader = pypdf.PdfReader(BytesIO(document))
    catalogue: Any = reader.trailer["/Root"]
    about = catalogue["/Metadata"].get_data().decode()
    assert catalogue["/Lang"] == certificate.language
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert catalogue["/ViewerPreferences"]["/Direction"] == ("/R2L" if certificate.language == "ar" else "/L2R")
    assert reader.metadata
    assert (reader.metadata.title, reader.metadata.creation_date) == (title, certificate.issued_at)
    standards = ("<pdfaid:part>3<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<")
    assert [mark in about for mark in standards] == [True] * 3
    assert [name for name in certificate.name.split() if name in about] == []


@pytest.fixture
def certificate(world: World) -> Certificate:
    return factories.issue(world.kostanay)


def looks() -> list[tuple[object, ...]]:
    db.session.rollback()
    columns = (NamesSeen.account_id, NamesSeen.academy_id, NamesSeen.what, NamesSeen.how_many)
    return [tuple(row) for row in db.session.execute(select(*columns).order_by(NamesSeen.recorded_at))]


def test_who_may_open_it(world: World, certificate: Certificate) -> None:
    here, there, address = world.kostanay, world.karaganda, f"/certificates/{certificate.id}.pdf"
    allowed = {here.accounts[0]: 200, here.administrator: 200, here.instructor: 200}
    refused = (here.accounts[1], there.accounts[0], there.administrator, there.instructor)
    allowed |= dict.fromkeys((*refused, world.programme_administrator, world.monitor), 404)
    assert {account: world.signed_in(account).get(address).status_code for account in allowed} == allowed
    anybody = world.app.test_client().get(address)
    assert (anybody.status_code, anybody.location) == (303, f"/sign-in?next={address}")
    for account in refused:
        page = world.signed_in(account).get(address).get_data(as_text=True)
        assert [name for name in NAMES[0][:2] if name in page] == []


def test_looks_of_others_are_written_down(world: World, certificate: Certificate) -> None:
    here, address = world.kostanay, f"/certificates/{certificate.id}.pdf"
    for account in (here.accounts[0], here.administrator, here.administrator, world.karaganda.administrator):
        world.signed_in(account).get(address)
    assert looks() == [(here.administrator, here.academy_id, f"certificate {certificate.id}", 1)]


def test_one_that_was_revoked_is_not_printed_any_more(world: World, certificate: Certificate) -> None:
    factories.revoke(certificate)
    assert world.signed_in(world.kostanay.accounts[0]).get(f"/certificates/{certificate.id}.pdf").status_code == 404


def test_one_that_has_run_out_still_is(world: World, certificate: Certificate) -> None:
    with clock.stopped_at(clock.now() + timedelta(days=800)):
        answer = world.signed_in(world.kostanay.accounts[0]).get(f"/certificates/{certificate.id}.pdf")
    assert "Valid until September 15, 2028" in text(answer.data)


def test_a_corrected_name_is_printed_and_one_that_cannot_be_is_said(world: World, certificate: Certificate) -> None:
    address, owner = f"/certificates/{certificate.id}.pdf", Identity.officer_id == certificate.officer_id
    browser = world.signed_in(world.kostanay.accounts[0])

    def renamed(family_name: str) -> None:
        with transaction():
            db.session.execute(update(Identity).where(owner).values(family_name=family_name))

    renamed("Сейтқалиева")
    assert "Сейтқалиева Айгүл" in text(browser.get(address).data)
    renamed("ბერიძე")
    answer = browser.get(address)
    assert (answer.status_code, answer.location) == (302, "/certificates")
    assert said(browser.get(answer.location)) == [
        "The name has letters that cannot be printed on a certificate. "
        "Please ask the academy to write it in Latin, Cyrillic or Arabic letters."
    ]
    with transaction():
        db.session.execute(delete(Identity).where(owner))
    assert (answer := world.signed_in(world.kostanay.administrator).get(address)).location == "/", answer


def test_it_says_that_a_module_was_taken_online_and_in_class(world: World) -> None:
    factories_courses.publish(revision_id="searches-2", number=2, attendance=1)
    factories.complete(world.kostanay)
    meeting = Meeting(UUID(int=1), world.kostanay.academy_id, "searches", date(2026, 9, 14), clock.now())
    with transaction():
        attendance.mark(meeting, [Seen(world.kostanay.officers[0], True, 1, Means.TICKED)], world.kostanay.instructor)
    certificate = factories.fetch(world.kostanay)
    with world.app.test_request_context("/"):
        printed = sheet(certificate)
    assert (printed.deed, printed.limits.split(".")[0]) == (
        "completed, online and in class, the module",
        "This certificate confirms this module only",
    )
    page = world.app.test_client().get(f"/check/{certificate.code}").text
    assert "Module, online and in class" in page
    assert "online module" not in page
