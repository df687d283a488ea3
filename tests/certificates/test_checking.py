"""The public page: what anyone may know of a certificate, and what nobody learns from it."""

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from elearn.certificates.rules import Certificate
from elearn.foundation import clock, ids
from elearn.foundation.db import db
from elearn.people.models import Identity
from tests import factories_certificates as factories
from tests.quizzes.pages import main_text
from tests.world import World

COMPARING = (
    "Is the name on the paper right? {}Name on the certificate "
    "We never show a name. Type it as it stands on the paper, and we say whether it matches. {}Compare"
)
LIMITS = (
    " It confirms that this online module was completed. It is not a qualification under rule 75 of the "
    "Nelson Mandela Rules, and it gives no authority to rate prisoners."
)
TYPE_CODE = (
    "Check a certificate Type the code that stands beside the square on the certificate. You will see for which module it was "
    "issued, when, and whether it is valid. {}Certificate code "
    "Four groups of four characters and one more. Capital or small letters, with or without hyphens. {}Check "
    "We never show whose certificate it is. If you have the paper in your hands, you can have the name on it compared."
)


@pytest.fixture
def certificate(world: World) -> Certificate:
    return factories.issue(world.kostanay)


@pytest.fixture
def anybody(world: World) -> FlaskClient:
    return world.app.test_client()


def lines(certificate: Certificate) -> str:
    return (
        "Online module Searches Study time 2 hours Revision 1 Issued in September 2026 Valid until September 2028 "
        f"Certificate code {certificate.code} Compare these lines with the paper. Where they differ, the paper was changed. "
    )


def test_a_valid_one(anybody: FlaskClient, certificate: Certificate) -> None:
    assert main_text(anybody.get(f"/check/{certificate.code}")) == (
        f"This certificate is valid {lines(certificate)}" + COMPARING.format("", "") + LIMITS
    )


@pytest.mark.parametrize(
    ("moment", "heading"),
    [
        (datetime(2028, 9, 15, 18, 59, tzinfo=UTC), "This certificate is valid"),
        (datetime(2028, 9, 15, 19, 0, tzinfo=UTC), "This certificate has expired"),  # midnight in Kostanay
    ],
)
def test_it_expires_the_day_after_the_last(
    anybody: FlaskClient, certificate: Certificate, moment: datetime, heading: str
) -> None:
    with clock.stopped_at(moment):
        assert main_text(anybody.get(f"/check/{certificate.code}")) == (
            f"{heading} {lines(certificate)}" + COMPARING.format("", "") + LIMITS
        )


def test_a_revoked_one(world: World, anybody: FlaskClient, certificate: Certificate) -> None:
    other = factories.issue(world.kostanay, 1)
    factories.revoke(certificate)
    assert main_text(anybody.get(f"/check/{certificate.code}")) == (
        "This certificate was revoked The academy has withdrawn it. It holds no longer, whatever the paper says. "
        f"{lines(certificate)}" + COMPARING.format("", "") + LIMITS
    )
    assert main_text(anybody.get(f"/check/{other.code}")).startswith("This certificate is valid ")


def test_the_module_and_the_months_are_in_the_readers_language(anybody: FlaskClient, certificate: Certificate) -> None:
    anybody.set_cookie("language", "ru")
    page = main_text(anybody.get(f"/check/{certificate.code}"))
    assert [part in page for part in ("Обыск", "сентябрь 2026 г.", "сентябрь 2028 г.")] == [True] * 3


def test_nobody_learns_who_where_or_on_which_day(world: World, anybody: FlaskClient, certificate: Certificate) -> None:
    factories.issue(world.karaganda)
    address = f"/check/{certificate.code}"
    answers = [anybody.get(address), anybody.post(address, data={"name": "Орлов Пётр"}), anybody.get("/check")]
    identities = db.session.execute(select(Identity)).scalars().all()
    secrets = {part for each in identities for part in (each.family_name, each.given_name, each.service_number)}
    secrets |= {
        "ostanay",
        "останай",
        "araganda",
        "September 15",
        "2026-09-15",
        str(certificate.id),
        str(certificate.officer_id),
    }
    found = [[secret for secret in secrets if secret in answer.get_data(as_text=True)] for answer in answers]
    assert found == [[], [], []]


def test_whoever_is_signed_in_sees_no_more(world: World, anybody: FlaskClient, certificate: Certificate) -> None:
    signed_in = world.signed_in(world.kostanay.administrator)
    pages = {main_text(browser.get(f"/check/{certificate.code}")) for browser in (anybody, signed_in)}
    assert len(pages) == 1


def test_the_code_may_be_typed_as_people_type(anybody: FlaskClient, certificate: Certificate) -> None:
    assert main_text(anybody.get("/check")) == TYPE_CODE.format("", "")
    typed = certificate.code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    answer = anybody.get("/check", query_string={"code": f" {typed} "})
    assert (answer.status_code, answer.location) == (302, f"/check/{certificate.code}")
    assert main_text(anybody.get(f"/check/{typed}")).startswith("This certificate is valid ")


@pytest.mark.parametrize("typed", ["7Q4M-2XKD-9TRA-5B0C-H", "7Q4M", "Сейтқали", "x" * 41])
def test_a_mistyped_code_is_said_to_be_so(anybody: FlaskClient, typed: str) -> None:
    sentence = (
        "This is not a whole code, or a character is mistyped. Please compare it with the certificate once more."
        if len(typed) <= 40
        else "Please use at most 40 characters. "
        "This is not a whole code, or a character is mistyped. Please compare it with the certificate once more."
    )
    first = sentence.split(". ")[0] + "." if len(typed) > 40 else sentence
    page = main_text(anybody.get("/check", query_string={"code": typed}))
    assert page == TYPE_CODE.format(f"Please look at this form again Certificate code {first} ", f"{sentence} "), page
    assert main_text(anybody.get(f"/check/{typed}")) == (
        "404 This code is mistyped A character is wrong or missing. Please compare the code with the certificate once more. "
        "Certificate code Check"
    )


def test_a_code_that_was_never_issued(anybody: FlaskClient, certificate: Certificate) -> None:
    assert certificate
    assert main_text(anybody.get(f"/check/{ids.new_code()}")) == (
        "404 There is no certificate with this code If the code on the paper is the very same, this certificate was not "
        "issued here. Please ask the academy named on it. Certificate code Check"
    )


def test_codes_cannot_be_tried_out(anybody: FlaskClient, certificate: Certificate) -> None:
    answers = [anybody.get(f"/check/{ids.new_code()}").status_code for _ in range(300)]
    assert answers == [404] * 60 + [429] * 240
    assert main_text(anybody.get(f"/check/{certificate.code}")).startswith("429 Too many tries ")
    elsewhere = anybody.get(f"/check/{certificate.code}", environ_base={"REMOTE_ADDR": "10.0.0.7"})
    assert elsewhere.status_code == 200
    with clock.stopped_at(clock.now() + timedelta(minutes=1)):
        assert anybody.get(f"/check/{certificate.code}").status_code == 200


def test_the_name_on_the_paper_is_compared(anybody: FlaskClient, certificate: Certificate) -> None:
    def compared(name: str) -> str:
        return main_text(anybody.post(f"/check/{certificate.code}", data={"name": name}))

    page = f"This certificate is valid {lines(certificate)}" + COMPARING + LIMITS
    right = page.format("The name matches: this certificate was issued to a person of that name. ", "")
    wrong = page.format(
        "The name does not match. Please type the whole name as it stands on the paper, in the same letters and the same order. ",
        "",
    )
    assert compared("Сейтқали Айгүл") == right
    assert compared(" сейтқали  АЙГҮЛ") == right
    assert compared("Айгүл Сейтқали") == wrong
    assert compared("Орлов Пётр") == wrong
    assert compared("") == page.format("", "Please fill this in. ")


def test_names_cannot_be_tried_out(world: World, anybody: FlaskClient, certificate: Certificate) -> None:
    other = factories.issue(world.kostanay, 1)

    def tried(code: str, name: str) -> int:
        return anybody.post(f"/check/{code}", data={"name": name}).status_code

    assert [tried(certificate.code, f"Name {n}") for n in range(6)] == [200] * 5 + [429]
    assert (
        tried(certificate.code.lower(), "Сейтқали Айгүл") == 429
    )  # not even the right one, however the code is written
    assert tried(other.code, "Ермолаева Вера") == 200
    with clock.stopped_at(clock.now() + timedelta(minutes=15)):
        assert tried(certificate.code, "Сейтқали Айгүл") == 200


def test_no_name_of_an_unknown_certificate_is_compared(anybody: FlaskClient) -> None:
    assert anybody.post(f"/check/{ids.new_code()}", data={"name": "Орлов Пётр"}).status_code == 404
