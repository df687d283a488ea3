"""The certificates of an academy: its administrators find, revoke and reissue them, and nobody else."""

from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from elearn.certificates.models import CertificateIssued, CertificateRevoked
from elearn.certificates.rules import Certificate
from elearn.foundation import facts, ids
from elearn.foundation.db import db, transaction
from elearn.people.models import Identity, NamesSeen, RoleGranted
from tests import factories_certificates as factories
from tests import factories_courses
from tests.quizzes.pages import main_text
from tests.world import World

LIST = "/certificates/academy"
FILTERS = (
    "Certificate code State All valid runs out within 90 days, not renewed expired revoked "
    "Institution All Institution of kostanay No institution yet "
    "Sorted by Name Name ↓ Module Module ↓ Date of issue Date of issue ↓ Valid until Valid until ↓ Show "
)
TAKE = "Take this list as an Excel file Take this list as a CSV file "


def headings(number: int) -> str:
    words = "1 certificate. Its code leads to" if number == 1 else f"{number} certificates. A code leads to"
    return f"{words} the PDF. Name Module Date of issue ↓ Valid until Certificate code State Change "


def row(certificate: Certificate, state: str = "valid", change: str = " Revoke", name: str = "") -> str:
    return f"{name or certificate.name} Searches Sep 15, 2026 Sep 15, 2028 {certificate.code} {state}{change} "


@pytest.fixture
def certificates(world: World) -> list[Certificate]:
    """Two of Kostanay; a third of Karaganda, which must not be seen there. In the order of their codes, as pages show them."""
    factories.issue(world.karaganda)
    return sorted((factories.issue(world.kostanay, officer) for officer in range(2)), key=lambda each: each.code)


@pytest.fixture
def browser(world: World) -> FlaskClient:
    return world.signed_in(world.kostanay.administrator)


def recorded() -> tuple[int, list[tuple[UUID, UUID | None]]]:
    """How many were issued; what was revoked, by whom."""
    db.session.rollback()
    issued = db.session.execute(select(CertificateIssued.id)).all()
    revoked = db.session.execute(select(CertificateRevoked.certificate_id, CertificateRevoked.by_account))
    return len(issued), [(each.certificate_id, each.by_account) for each in revoked]


def test_the_list_is_that_of_ones_own_academy(browser: FlaskClient, certificates: list[Certificate]) -> None:
    assert f"{main_text(browser.get(LIST))} " == (
        f"Certificates issued Kostanay academy {FILTERS}{headings(2)}" + "".join(map(row, certificates)) + TAKE
    )


def test_an_empty_list_says_so(world: World, browser: FlaskClient) -> None:
    factories.issue(world.karaganda)
    assert main_text(browser.get(LIST)) == (
        f"Certificates issued Kostanay academy {FILTERS}"
        "No certificates yet. Officers get one when they have completed a module that gives it."
    )


def test_one_is_found_by_its_code(world: World, browser: FlaskClient, certificates: list[Certificate]) -> None:
    def found(code: str) -> str:
        return f"{main_text(browser.get(LIST, query_string={'code': code}))} "

    top = f"Certificates issued Kostanay academy {{}}{FILTERS.replace('code ', 'code {}')}Show all "
    assert found(certificates[1].code.lower()) == f"{top.format('', '')}{headings(1)}{row(certificates[1])}{TAKE}"
    elsewhere = db.session.execute(
        select(CertificateIssued.code).where(CertificateIssued.academy_id == world.karaganda.academy_id)
    ).scalar_one()
    nothing = top.format("", "") + "No certificate of this academy has this code. "
    assert found(elsewhere) == found(ids.new_code()) == nothing
    wrong = "This is not a whole code, or a character is mistyped. Please compare it with the certificate once more. "
    assert found("7Q4M") == (
        top.format(f"Please look at this form again Certificate code {wrong}", wrong)
        + "No certificate of this academy has this code. "
    )


def test_other_academies_are_not_there(world: World, certificates: list[Certificate]) -> None:
    certificate, there = certificates[0], world.karaganda
    stranger = world.signed_in(there.administrator)
    assert [
        stranger.get(f"/certificates/{certificate.id}/revoke").status_code,
        stranger.post(f"/certificates/{certificate.id}/revoke").status_code,
        stranger.post(f"/certificates/{certificate.id}/again").status_code,
        stranger.get(LIST, query_string={"academy": str(world.kostanay.academy_id)}).status_code,
    ] == [404] * 4
    for account in (
        world.kostanay.accounts[0],
        world.kostanay.instructor,
        world.monitor,
        world.programme_administrator,
    ):
        visitor = world.signed_in(account)
        assert [
            visitor.get(LIST).status_code,
            visitor.get(f"/certificates/{certificate.id}/revoke").status_code,
            visitor.post(f"/certificates/{certificate.id}/revoke").status_code,
            visitor.post(f"/certificates/{certificate.id}/again").status_code,
        ] == [403] * 4
    assert recorded() == (3, [])


def test_revoking_takes_two_steps(world: World, browser: FlaskClient, certificates: list[Certificate]) -> None:
    certificate, other = certificates
    address = f"/certificates/{certificate.id}/revoke"
    about = (
        f"Name {certificate.name} Module Searches Issued by Kostanay academy Date of issue September 15, 2026 "
        f"Valid until September 15, 2028 Certificate code {certificate.code} "
    )
    assert main_text(browser.get(address)) == (
        f"Revoke this certificate? valid {about}"
        "Whoever checks it will read from now on that it was revoked, and it no longer counts. "
        "This cannot be undone; you can issue another one. Revoke it Leave it as it is"
    )
    assert recorded() == (3, [])
    for _ in range(2):  # the second time changes nothing
        answer = browser.post(address)
        assert (answer.status_code, answer.location) == (303, f"{LIST}?academy={world.kostanay.academy_id}")
    assert recorded() == (3, [(certificate.id, world.kostanay.administrator)])
    rows = row(certificate, "revoked", " Issue again") + row(other)
    said = f"Certificate {certificate.code} is revoked. "
    assert f"{main_text(browser.get(LIST))} " == (
        f"{said * 2}Certificates issued Kostanay academy {FILTERS}{headings(2)}{rows}{TAKE}"
    )
    assert main_text(browser.get(address)) == (
        f"Issue this certificate again? revoked {about}"
        "The officer gets another certificate for the same completed module, with a new code and today's date. "
        "The revoked one stays revoked. Issue it again Leave it as it is"
    )


def test_a_revoked_one_is_issued_again_once(
    world: World, browser: FlaskClient, certificates: list[Certificate]
) -> None:
    certificate, other = certificates
    assert browser.post(f"/certificates/{other.id}/again").status_code == 303
    assert recorded() == (3, [])  # it stands
    factories.revoke(certificate)
    for _ in range(2):
        browser.post(f"/certificates/{certificate.id}/again")
    assert recorded() == (4, [(certificate.id, None)])
    new = factories.found(
        db.session.execute(select(CertificateIssued.id).where(CertificateIssued.number == 2)).scalar_one()
    )
    rows = {certificate.code: row(certificate, "revoked", ""), other.code: row(other), new.code: row(new)}
    held = "There is a certificate for this already. "
    assert f"{main_text(browser.get(LIST))} " == (
        f"{held}A new certificate is issued in place of {certificate.code}. {held}"
        f"Certificates issued Kostanay academy {FILTERS}{headings(3)}"
        + "".join(rows[code] for code in sorted(rows))
        + TAKE
    )
    assert main_text(browser.get(f"/certificates/{certificate.id}/revoke")).endswith(
        f"Certificate code {certificate.code} Another certificate was issued in its place."
    )


def test_erased_names_leave_the_certificates(browser: FlaskClient, certificates: list[Certificate]) -> None:
    with transaction():
        db.session.execute(delete(Identity).where(Identity.officer_id == certificates[0].officer_id))
    assert row(certificates[0], name="name erased") in f"{main_text(browser.get(LIST))} "


def test_looks_at_names_are_written_down(world: World, browser: FlaskClient, certificates: list[Certificate]) -> None:
    for address in (LIST, LIST, f"/certificates/{certificates[0].id}/revoke"):
        browser.get(address)
    db.session.rollback()
    columns = (NamesSeen.account_id, NamesSeen.academy_id, NamesSeen.what, NamesSeen.how_many)
    who = (world.kostanay.administrator, world.kostanay.academy_id)
    assert [tuple(each) for each in db.session.execute(select(*columns).order_by(NamesSeen.what))] == [
        (*who, f"certificate {certificates[0].id}", 1),
        (*who, "certificates", 2),
    ]


def test_who_manages_two_academies_chooses(world: World, browser: FlaskClient, certificates: list[Certificate]) -> None:
    assert certificates
    with transaction():
        scope = world.karaganda.academy_id
        account = world.kostanay.administrator
        db.session.add(RoleGranted(account_id=account, role="academy-administrator", scope=scope))
    page = main_text(browser.get(LIST, query_string={"academy": str(world.kostanay.academy_id)}))
    assert page.startswith(f"Certificates issued Karaganda training centre Kostanay academy {FILTERS}")
    assert [each.code in page for each in certificates] == [True, True]
    page = main_text(browser.get(LIST, query_string={"academy": str(world.karaganda.academy_id)}))
    assert [each.code in page for each in certificates] == [False, False]


def test_the_list_asks_the_database_as_often_for_three_as_for_one(world: World, browser: FlaskClient) -> None:
    factories.issue(world.kostanay)
    browser.get(LIST)  # so that the look is written down and the revision in memory
    one = factories_courses.count_queries(lambda: browser.get(LIST))
    factories.issue(world.kostanay, 1)
    factories.issue(world.kostanay, 2)
    assert factories_courses.count_queries(lambda: browser.get(LIST)) == one


def test_long_lists_are_turned_over_by_fifty(world: World, browser: FlaskClient) -> None:
    factories.issue(world.kostanay)
    row = db.session.execute(select(*CertificateIssued.__table__.c)).one()._asdict()
    with transaction():
        facts.add_all(
            CertificateIssued(**row | {"id": ids.new(), "number": number, "code": ids.new_code()})
            for number in range(2, 52)
        )
    one, two = (main_text(browser.get(LIST, query_string={"page": page})) for page in (1, 2))
    assert (one.count("Sep 15, 2026"), two.count("Sep 15, 2026")) == (50, 1)
    assert one.endswith("Page 1 of 2 Next →")
    assert two.endswith("← Previous Page 2 of 2")
    assert browser.get(LIST, query_string={"page": 3}).status_code == 404
