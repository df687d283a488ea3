"""Who gets a certificate, who does not, and that nobody gets two."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import Row, delete, select, update
from werkzeug.test import TestResponse

from elearn.certificates import exports, service
from elearn.certificates.models import CertificateIssued
from elearn.certificates.rules import Eligibility, Missing
from elearn.foundation import clock, ids
from elearn.foundation.db import db, transaction
from elearn.people.models import Account, Identity
from tests import factories_certificates as factories
from tests import factories_courses
from tests.quizzes.pages import main_text
from tests.world import World

ISSUE = "/modules/searches/certificate"


def issued() -> list[Row[Any]]:
    db.session.rollback()
    return list(db.session.execute(select(*CertificateIssued.__table__.c).order_by(CertificateIssued.number)))


def notices(world: World, account_id: UUID) -> list[str]:
    """What the next page says after a certificate was asked for."""
    browser = world.signed_in(account_id)
    answer = browser.post(ISSUE)
    assert (answer.status_code, answer.location) == (303, "/modules/searches")
    return said(browser.get(answer.location))


def said(page: TestResponse) -> list[str]:
    """The sentences in the notices above the heading."""
    top = page.get_data(as_text=True).split('<main id="main" tabindex="-1">')[1].split("<h1>")[0]
    return [part.split("</p>")[0] for part in top.split('role="status">')[1:]]


def test_whoever_has_completed_the_module_gets_the_certificate(world: World) -> None:
    enrolment_id = factories.complete(world.kostanay)
    browser = world.signed_in(world.kostanay.accounts[0], "kk")
    answer = browser.post(ISSUE)
    assert (answer.status_code, answer.location) == (303, "/certificates")
    [fact] = issued()
    assert ids.read_code(fact.code) == fact.code
    assert fact._asdict() == {
        "id": fact.id,
        "site": fact.site,
        "recorded_at": clock.now(),
        "officer_id": world.kostanay.officers[0],
        "enrolment_id": enrolment_id,
        "number": 1,
        "module_id": "searches",
        "revision_id": "searches-1",
        "academy_id": world.kostanay.academy_id,
        "code": fact.code,
        "issued_on": date(2026, 9, 15),
        "valid_until": date(2028, 9, 15),
        "language": "kk",
    }


def test_asking_twice_changes_nothing_and_shows_the_certificate(world: World) -> None:
    certificate = factories.issue(world.kostanay)
    answer = world.signed_in(world.kostanay.accounts[0]).post(ISSUE)
    assert (answer.status_code, answer.location) == (303, "/certificates")
    assert [fact.id for fact in issued()] == [certificate.id]


def test_nobody_gets_one_without_completing_the_module(world: World) -> None:
    factories.complete(world.karaganda)
    factories_courses.enrol(world.kostanay)
    assert notices(world, world.kostanay.accounts[0]) == [
        "For the certificate, 3 parts of the module are still to be done.",
        "For the certificate, the final assessment is still to be passed.",
    ]
    factories_courses.read(world.kostanay, "why", "how")
    assert notices(world, world.kostanay.accounts[0]) == [
        "For the certificate, 1 part of the module is still to be done.",
        "For the certificate, the final assessment is still to be passed.",
    ]
    factories_courses.read(world.kostanay, "scenario-gate")
    factories_courses.sit(world.kostanay, "final", right=False)
    assert notices(world, world.kostanay.accounts[0]) == [
        "For the certificate, the final assessment is still to be passed."
    ]
    assert issued() == []


def test_a_module_one_does_not_take_is_not_there(world: World) -> None:
    factories.complete(world.kostanay)
    assert world.signed_in(world.kostanay.accounts[1]).post(ISSUE).status_code == 404
    assert world.signed_in(world.karaganda.accounts[0]).post(ISSUE).status_code == 404
    assert world.signed_in(world.kostanay.accounts[0]).post("/modules/other/certificate").status_code == 404
    assert world.signed_in(world.kostanay.administrator).post(ISSUE).status_code == 403
    assert issued() == []


def test_a_module_may_give_no_certificate(world: World) -> None:
    factories_courses.publish(revision_id="searches-2", number=2, gives_certificate=False)
    factories.complete(world.kostanay)
    assert notices(world, world.kostanay.accounts[0]) == ["This module gives no certificate."]
    assert issued() == []


def test_the_revision_that_was_taken_is_the_one_certified(world: World) -> None:
    factories.complete(world.kostanay)
    factories_courses.publish(revision_id="searches-2", number=2, valid_months=None)
    assert factories.issue(world.kostanay, 1).valid_until is None
    world.signed_in(world.kostanay.accounts[0]).post(ISSUE)
    assert {(fact.officer_id, fact.revision_id, fact.valid_until) for fact in issued()} == {
        (world.kostanay.officers[0], "searches-1", date(2028, 9, 15)),
        (world.kostanay.officers[1], "searches-2", None),
    }


def test_the_day_is_that_of_the_academy(world: World) -> None:
    with clock.stopped_at(datetime(2026, 9, 14, 19, 30, tzinfo=UTC)):  # half past midnight on the 15th in Kostanay
        assert factories.issue(world.kostanay).issued_on == date(2026, 9, 15)


def test_a_name_that_cannot_be_printed_is_refused(world: World) -> None:
    factories.complete(world.kostanay)
    officer = Identity.officer_id == world.kostanay.officers[0]
    with transaction():
        db.session.execute(update(Identity).where(officer).values(family_name="ბერიძე", given_name="ანა"))
    assert notices(world, world.kostanay.accounts[0]) == [
        "The name has letters that cannot be printed on a certificate. "
        "Please ask the academy to write it in Latin, Cyrillic or Arabic letters."
    ]
    with transaction():
        db.session.execute(delete(Identity).where(officer))
    assert notices(world, world.kostanay.accounts[0]) == [
        "There is no name to print on the certificate. Please ask the academy to enter it."
    ]
    assert issued() == []


def test_one_that_has_run_out_is_not_issued_anew_without_taking_the_module_again(world: World) -> None:
    factories.issue(world.kostanay)
    with clock.stopped_at(clock.now() + timedelta(days=800)):
        with transaction():
            outcome = service.issue(world.kostanay.officers[0], "searches", "en", exports.prints)
        assert outcome == Eligibility((Missing.HELD,))
        assert factories.issue(world.kostanay).issued_on == date(2028, 11, 23)
    assert [fact.number for fact in issued()] == [1, 1]


def test_a_revoked_one_comes_back_only_through_the_academy(world: World) -> None:
    first = factories.issue(world.kostanay, language="ru")
    factories.revoke(first)
    assert notices(world, world.kostanay.accounts[0]) == [
        "Your certificate was revoked. Please ask your academy whether it will issue another one."
    ]
    with transaction():
        assert service.issue_due(None, exports.prints).issued == 0
    with transaction():
        second = service.issue_again(factories.found(first.id), exports.prints)
    with transaction():
        assert service.issue_again(factories.found(first.id), exports.prints) == Eligibility((Missing.HELD,))
    assert [(fact.id, fact.number, fact.language) for fact in issued()] == [(first.id, 1, "ru"), (second, 2, "ru")]


def test_two_requests_at_once_issue_one_certificate(world: World) -> None:
    for officer in range(3):
        factories.complete(world.kostanay, officer)

        def ask(officer_id: UUID = world.kostanay.officers[officer]) -> UUID | Eligibility | None:
            with transaction():
                return service.issue(officer_id, "searches", "en", exports.prints)

        outcomes = at_once(world.app, *[ask] * 4)
        got = {outcome for outcome in outcomes if isinstance(outcome, UUID)}
        assert len(got) == 1
        assert {outcome for outcome in outcomes if outcome not in got} <= {Eligibility((Missing.HELD,))}
    assert sorted(fact.officer_id for fact in issued()) == sorted(world.kostanay.officers)


def at_once(app: Flask, *actions: Callable[[], Any]) -> list[Any]:
    """What each gave, all begun at the same moment in contexts of their own."""
    ready = Barrier(len(actions))

    def run(action: Callable[[], Any]) -> Any:
        with app.app_context():
            ready.wait()
            return action()

    db.session.rollback()
    with ThreadPoolExecutor(len(actions)) as threads:
        return [each.result() for each in [threads.submit(copy_context().run, run, action) for action in actions]]


@pytest.fixture
def due(world: World) -> World:
    """Completed by two officers of Kostanay, one of them without a name, and by one of Karaganda; another has begun."""
    factories.complete(world.kostanay, 0)
    factories.complete(world.kostanay, 1)
    factories.complete(world.karaganda, 0)
    factories_courses.enrol(world.kostanay, 2)
    with transaction():
        db.session.execute(delete(Identity).where(Identity.officer_id == world.kostanay.officers[1]))
        db.session.execute(update(Account).where(Account.id == world.kostanay.accounts[0]).values(language="kk"))
    return world


def test_what_is_due_is_issued_for_one_academy_or_all(due: World) -> None:
    runner = due.app.test_cli_runner()
    answer = "Certificates issued: {}\nLeft out, because there is no name to print: 1\n" + (
        "Left out, because the name has letters that cannot be printed: 0\n"
    )
    db.session.rollback()
    assert runner.invoke(args=["certificates", "issue-due", "--academy", "kostanay"]).output == answer.format(1)
    assert [(fact.officer_id, fact.language) for fact in issued()] == [(due.kostanay.officers[0], "kk")]
    assert runner.invoke(args=["certificates", "issue-due"]).output == answer.format(1)
    assert {(fact.officer_id, fact.language) for fact in issued()} == {
        (due.kostanay.officers[0], "kk"),
        (due.karaganda.officers[0], "en"),
    }
    assert runner.invoke(args=["certificates", "issue-due"]).output == answer.format(0)


def test_what_is_due_is_issued_in_batches(due: World) -> None:
    after, batches = None, []
    while True:
        with transaction():
            batch = service.issue_due(None, exports.prints, after, limit=1)
        if batch.last is None:
            break
        after = batch.last
        batches.append(batch.issued)
    assert sorted(batches) == [0, 1, 1]
    assert len(issued()) == 2


def test_the_command_revokes_by_code(world: World) -> None:
    certificate = factories.issue(world.kostanay)
    other = factories.issue(world.karaganda)
    runner = world.app.test_cli_runner()

    def revoke(code: str) -> str:
        db.session.rollback()
        output: str = runner.invoke(args=["certificates", "revoke", code]).output
        return output

    assert revoke("7Q4M") == "Error: This is not a whole code, or a character is mistyped.\n"
    unknown = ids.new_code()
    assert revoke(unknown) == f"Error: There is no certificate {unknown}.\n"
    assert revoke(certificate.code.lower()) == f"{certificate.code} is revoked.\n"
    assert revoke(certificate.code) == f"{certificate.code} was revoked before.\n"
    assert (factories.found(certificate.id).revoked, factories.found(other.id).revoked) == (True, False)


def test_the_page_shows_what_one_holds_and_what_is_ready(world: World) -> None:
    factories.issue(world.karaganda)
    browser = world.signed_in(world.kostanay.accounts[0])
    assert main_text(browser.get("/certificates")) == (
        "Certificates You have no certificates yet. When you have completed a module that gives one, you find it here. "
        "To my modules →"
    )
    factories.complete(world.kostanay)
    ready = "Searches You have completed this module. The certificate is ready for you. Get the certificate →"
    assert main_text(browser.get("/certificates")) == f"Certificates {ready}"
    certificate = factories.fetch(world.kostanay)
    lines = (
        "Issued by Kostanay academy Date of issue September 15, 2026 Valid until September 15, 2028 Certificate code"
    )
    advice = "On a PC that others use too, print the certificate or save it to your own drive, and delete the file from this PC."
    assert main_text(browser.get("/certificates")) == (
        f"Certificates valid Searches {lines} {certificate.code} Download the certificate (PDF) {advice}"
    )
    factories.revoke(certificate)
    assert main_text(browser.get("/certificates")) == (
        f"Certificates revoked Searches {lines} {certificate.code} "
        f"Your academy has revoked this certificate. It can tell you why. {advice}"
    )


@pytest.mark.parametrize(
    ("day", "state", "advice"),
    [
        (datetime(2028, 6, 16, 6, tzinfo=UTC), "valid", ""),
        (
            datetime(2028, 6, 17, 6, tzinfo=UTC),
            "runs out soon",
            "It runs out soon. To go on holding a valid certificate, take the module once more; your academy enrols you. "
            "To the module ",
        ),
        (
            datetime(2028, 9, 15, 18, 59, tzinfo=UTC),
            "runs out soon",
            "It runs out soon. To go on holding a valid certificate, take the module once more; your academy enrols you. "
            "To the module ",
        ),
        (
            datetime(2028, 9, 15, 19, tzinfo=UTC),
            "expired",
            "It has run out. To hold a valid certificate again, take the module once more; your academy enrols you. "
            "To the module ",
        ),
    ],
)
def test_the_page_says_when_one_runs_out(world: World, day: datetime, state: str, advice: str) -> None:
    certificate = factories.issue(world.kostanay)
    with clock.stopped_at(day):
        text = main_text(world.signed_in(world.kostanay.accounts[0]).get("/certificates"))
    assert text == (
        f"Certificates {state} Searches Issued by Kostanay academy Date of issue September 15, 2026 "
        f"Valid until September 15, 2028 Certificate code {certificate.code} {advice}Download the certificate (PDF) "
        "On a PC that others use too, print the certificate or save it to your own drive, and delete the file from this PC."
    )


def test_the_page_asks_the_database_as_often_for_three_as_for_one(world: World) -> None:
    for number in range(2, 7):
        factories_courses.publish(revision_id=f"m{number}-1", module_id=f"m{number}")
    browser = world.signed_in(world.kostanay.accounts[0])

    def asked() -> int:
        browser.get("/certificates")  # so that the revisions are in memory
        return factories_courses.count_queries(lambda: browser.get("/certificates"))

    factories.issue(world.kostanay)
    factories.complete(world.kostanay, module_id="m2")
    one = asked()
    for number in (3, 4):
        factories.issue(world.kostanay, module_id=f"m{number}")
    for number in (5, 6):
        factories.complete(world.kostanay, module_id=f"m{number}")
    assert asked() == one
