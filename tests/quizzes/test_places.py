"""An attempt is open in one browser at a time: what the other one is told, and that nothing it sends is thrown away."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from elearn.foundation import clock, ids
from elearn.foundation.db import db, transaction
from elearn.quizzes.models import Attempt, AttemptUnlocked
from elearn.quizzes.queries import sittings
from elearn.quizzes.rules.attempts import Acceptance, Receipt
from elearn.quizzes.service import attempting, granting
from tests import factories_quizzes as factories
from tests.browser import sign_in
from tests.databases import NOW
from tests.factories_quizzes import FINAL, Bank
from tests.quizzes.pages import main_text
from tests.quizzes.test_attempts import kept_late
from tests.quizzes.test_pages import save
from tests.racing import at_once
from tests.world import World

SUPERVISED = replace(FINAL, supervised=True)
ELSEWHERE = (
    "This attempt is open at another computer Gate and keys: Final assessment It is open in one place at a time. "
    "Everything that was saved there is kept. {}"
)
GO_ON = ELSEWHERE.format("If you go on here, the other computer takes no more answers to it. Go on here →")
LOCKED = ELSEWHERE.format(
    "Your instructor can unlock it, so that you go on here. Say this code: {} It is unlocked: go on here →"
)
FROM_ELSEWHERE = (
    "This attempt goes on at another computer. Your last answer here is kept for your instructor, but does not count."
)


@pytest.fixture
def bank(world: World) -> Bank:
    bank = factories.freeze(factories.questions())
    factories.start(world.karaganda, bank)  # a stranger's, which stays as it is
    return bank


@pytest.fixture
def first(world: World) -> FlaskClient:
    """The browser in which Kostanay's first officer begins."""
    return known(world)


@pytest.fixture
def second(world: World) -> FlaskClient:
    """Another browser of the same officer."""
    return known(world)


def known(world: World) -> FlaskClient:
    """A browser of Kostanay's first officer that has been here before."""
    client = world.signed_in(world.kostanay.accounts[0])
    client.set_cookie("place", ids.secret_token())
    return client


def place_of(attempt_id: UUID) -> str | None:
    db.session.rollback()
    return db.session.execute(select(Attempt.place).where(Attempt.id == attempt_id)).scalar_one()


def questions(world: World, attempt_id: UUID) -> list[str]:
    sitting = sittings.sitting(attempt_id, world.kostanay.officers[0])
    assert sitting
    return [item.question_id for item in sitting.items]


def test_the_cookie_is_the_browsers_own(bank: Bank, world: World) -> None:
    attempt_id, first = factories.start(world.kostanay, bank), world.signed_in(world.kostanay.accounts[0])
    header = next(
        line for line in first.get(f"/attempts/{attempt_id}").headers.getlist("Set-Cookie") if "place=" in line
    )
    attributes = [part.split("=")[0].strip() for part in header.split(";")]
    assert sorted(attributes) == ["Expires", "HttpOnly", "Max-Age", "Path", "SameSite", "place"]
    cookie = first.get_cookie("place")
    assert cookie
    save(first, attempt_id, 1, 1, 0)
    assert place_of(attempt_id) == ids.digest(cookie.value)
    assert "place=" not in str(first.get(f"/attempts/{attempt_id}").headers)


def test_signing_in_again_at_the_same_computer_goes_on_at_once(world: World, first: FlaskClient, bank: Bank) -> None:
    attempt_id = factories.start(world.kostanay, bank, SUPERVISED)
    save(first, attempt_id, 1, 1, 0)
    cookie = first.get_cookie("place")
    again = world.signed_in(world.kostanay.accounts[0])
    assert cookie
    again.set_cookie("place", cookie.value)
    assert main_text(again.get(f"/attempts/{attempt_id}?n=1")).startswith(
        "Gate and keys: Final assessment Question 1 of 4"
    )
    assert save(again, attempt_id, 1, 2, 1) == {"state": "saved", "at": "11:00", "left": 2400}


def test_a_browser_without_the_cookie_goes_on_too(world: World, first: FlaskClient, bank: Bank) -> None:
    attempt_id = factories.start(world.kostanay, bank)
    forgetful = world.signed_in(world.kostanay.accounts[0])
    for sequence in (1, 2):
        assert save(forgetful, attempt_id, 1, sequence, 0) == {"state": "saved", "at": "11:00", "left": 2400}
        forgetful.delete_cookie("place")
    assert place_of(attempt_id) is None
    first.get(f"/attempts/{attempt_id}")
    save(first, attempt_id, 2, 1, 0)
    assert main_text(forgetful.get(f"/attempts/{attempt_id}")) == GO_ON
    forgetful.delete_cookie("place")
    forgetful.post(f"/attempts/{attempt_id}/place")
    forgetful.delete_cookie("place")
    assert save(forgetful, attempt_id, 1, 3, 1) == {"state": "saved", "at": "11:00", "left": 2400}


def test_going_on_at_another_computer(world: World, first: FlaskClient, second: FlaskClient, bank: Bank) -> None:
    attempt_id = factories.start(world.kostanay, bank)
    one, two, *_ = questions(world, attempt_id)
    save(first, attempt_id, 1, 1, 0)
    kept = sittings.answers(attempt_id)
    for page in ("", "/overview"):
        assert main_text(second.get(f"/attempts/{attempt_id}{page}")) == GO_ON
    assert save(second, attempt_id, 2, 1, 3) == {"state": "elsewhere", "at": "11:00", "left": 2400}
    assert [late[0] for late in kept_late(attempt_id)] == [two]
    assert second.post(f"/attempts/{attempt_id}/submit").location == f"/attempts/{attempt_id}"
    assert sittings.answers(attempt_id) == kept
    assert second.post(f"/attempts/{attempt_id}/place").location == f"/attempts/{attempt_id}"
    assert main_text(second.get(f"/attempts/{attempt_id}")).startswith(
        "Gate and keys: Final assessment Question 2 of 4"
    )
    assert save(second, attempt_id, 1, 2, 1) == {"state": "saved", "at": "11:00", "left": 2400}
    assert save(first, attempt_id, 1, 3, 2) == {"state": "elsewhere", "at": "11:00", "left": 2400}
    sent = {"n": 1, "sequence": 4, "answer-0": 3, "go": "2"}
    answer = first.post(f"/attempts/{attempt_id}", data=sent, follow_redirects=True)
    assert main_text(answer) == f"{FROM_ELSEWHERE} {GO_ON}"
    assert {(question, sequence) for question, sequence, _answer in kept_late(attempt_id)} == {
        (one, 3),
        (one, 4),
        (two, 1),
    }
    assert sittings.answers(attempt_id)[one].sequence == 2


def test_what_the_browser_before_still_holds_takes_the_place_of_nothing_given_after_it(
    world: World, first: FlaskClient, second: FlaskClient, bank: Bank
) -> None:
    """Its sequences may be higher: it went on counting while it was cut off. What was not answered here since is taken."""
    attempt_id = factories.start(world.kostanay, bank)
    save(first, attempt_id, 1, 1, 0)
    second.post(f"/attempts/{attempt_id}/place")
    page = second.get(f"/attempts/{attempt_id}?n=1").get_data(as_text=True)
    assert 'name="sequence" value="1000001"' in page
    assert save(second, attempt_id, 1, 1_000_001, 1) == {"state": "saved", "at": "11:00", "left": 2400}
    first.post(f"/attempts/{attempt_id}/place")  # goes on there, with what it held
    assert save(first, attempt_id, 1, 5, 2) == {"state": "stale", "at": "11:00", "left": 2400}
    assert save(first, attempt_id, 2, 5, 0) == {"state": "saved", "at": "11:00", "left": 2400}
    page = first.get(f"/attempts/{attempt_id}?n=1").get_data(as_text=True)
    assert 'name="sequence" value="2000001"' in page


def test_what_was_saved_already_is_saved_wherever_it_comes_from(
    world: World, first: FlaskClient, second: FlaskClient, bank: Bank
) -> None:
    attempt_id = factories.start(world.kostanay, bank)
    save(first, attempt_id, 1, 1, 0)
    second.post(f"/attempts/{attempt_id}/place")
    assert save(first, attempt_id, 1, 1, 0) == {"state": "saved", "at": "11:00", "left": 2400}
    assert kept_late(attempt_id) == []


def test_a_supervised_attempt_waits_for_the_instructor(
    world: World, first: FlaskClient, second: FlaskClient, bank: Bank
) -> None:
    attempt_id = factories.start(world.kostanay, bank, SUPERVISED)
    save(first, attempt_id, 1, 1, 0)
    locked = LOCKED.format(ids.short(attempt_id))
    assert main_text(second.get(f"/attempts/{attempt_id}")) == locked
    second.post(f"/attempts/{attempt_id}/place")
    assert main_text(second.get(f"/attempts/{attempt_id}")) == locked
    seen = place_of(attempt_id)
    assert seen
    instructor = world.kostanay.instructor
    with transaction():
        assert granting.unlock(attempt_id, seen, instructor)
        assert not granting.unlock(attempt_id, seen, instructor)
    assert main_text(second.get(f"/attempts/{attempt_id}")).startswith(
        "Gate and keys: Final assessment Question 2 of 4"
    )
    assert save(second, attempt_id, 2, 1, 0) == {"state": "saved", "at": "11:00", "left": 2400}
    assert save(first, attempt_id, 2, 2, 1) == {"state": "elsewhere", "at": "11:00", "left": 2400}
    with transaction():
        assert not granting.unlock(attempt_id, seen, instructor)  # the other click of a double one, much later
    facts = db.session.execute(select(AttemptUnlocked)).scalars()
    assert [(fact.attempt_id, fact.officer_id, fact.by_account) for fact in facts] == [
        (attempt_id, world.kostanay.officers[0], instructor)
    ]


def test_when_the_time_is_up_it_is_handed_in_anywhere(world: World, first: FlaskClient, bank: Bank) -> None:
    attempt_id = factories.start(world.kostanay, bank, SUPERVISED)
    save(first, attempt_id, 1, 1, 0)
    with clock.stopped_at(NOW + timedelta(minutes=41)):
        elsewhere = world.signed_in(world.kostanay.accounts[0])
        assert main_text(elsewhere.get(f"/attempts/{attempt_id}/overview")).startswith("The time is up")
        assert elsewhere.post(f"/attempts/{attempt_id}/submit").location == f"/attempts/{attempt_id}/result"
    assert not granting.unlock(attempt_id, place_of(attempt_id) or "", world.kostanay.instructor)


def test_nobody_takes_over_what_is_somebody_elses(world: World, first: FlaskClient, bank: Bank) -> None:
    attempt_id = factories.start(world.kostanay, bank)
    save(first, attempt_id, 1, 1, 0)
    before = place_of(attempt_id)
    for account in (world.kostanay.accounts[1], world.karaganda.accounts[0]):
        other = world.signed_in(account)
        answer = other.post(f"/attempts/{attempt_id}/place")
        assert (answer.status_code, main_text(answer)) == (404, main_text(other.post(f"/attempts/{ids.new()}/place")))
    assert place_of(attempt_id) == before


def test_taking_over_while_the_other_computer_saves(world: World, bank: Bank) -> None:
    """An answer that was acknowledged counts; one that came after the take-over is kept, and does not."""
    officer_id = world.kostanay.officers[0]
    for _ in range(30):
        attempt_id = factories.start(world.kostanay, bank, enrolment_id=ids.new(), browser="first")

        def answer() -> Receipt | bool | None:
            with transaction():
                return attempting.save_fields(attempt_id, officer_id, 1, 1, {0: ("0",)}, "first")  # noqa: B023

        def go_on() -> Receipt | bool | None:
            with transaction():
                return attempting.take_over(attempt_id, officer_id, "second")  # noqa: B023

        receipt, taken = at_once(world.app, answer, go_on)
        assert isinstance(receipt, Receipt)
        assert taken is True
        counts, late = len(sittings.answers(attempt_id)), len(kept_late(attempt_id))
        assert (receipt.acceptance, counts, late) in {(Acceptance.SAVED, 1, 0), (Acceptance.ELSEWHERE, 0, 1)}
        assert place_of(attempt_id) == "second"


def test_unlocking_while_the_other_computer_saves(world: World, bank: Bank) -> None:
    """Whoever saves first after an unlock has it; nobody's answer is lost, and two never have it both."""
    officer_id = world.kostanay.officers[0]
    for _ in range(30):
        attempt_id = factories.start(world.kostanay, bank, SUPERVISED, enrolment_id=ids.new(), browser="first")

        def answer(browser: str, number: int) -> Receipt | bool | None:
            with transaction():
                return attempting.save_fields(attempt_id, officer_id, number, 1, {0: ("0",)}, browser)  # noqa: B023

        def unlock() -> Receipt | bool | None:
            with transaction():
                return granting.unlock(attempt_id, "first", world.kostanay.instructor)  # noqa: B023

        one, _unlocked, two = at_once(world.app, lambda: answer("first", 1), unlock, lambda: answer("second", 2))
        assert isinstance(one, Receipt)
        assert isinstance(two, Receipt)
        taken = [each.acceptance for each in (one, two)]
        counts, late = set(sittings.answers(attempt_id)), {late[0] for late in kept_late(attempt_id)}
        asked = questions(world, attempt_id)
        saved = {asked[place] for place in (0, 1) if taken[place] is Acceptance.SAVED}
        assert (counts, counts | late) == (saved, set(asked[:2]))
        owner = place_of(attempt_id)
        if taken[1] is Acceptance.SAVED:
            assert owner == "second"
        assert owner in (None, "first", "second")


@pytest.fixture
def other(world: World, site: str, chromium: Browser) -> Iterator[Page]:
    """Another browser of Kostanay's first officer."""
    context = chromium.new_context(locale="en")
    sign_in(world, context, site, world.kostanay.accounts[0])
    yield context.new_page()
    context.close()


def test_in_two_browsers(world: World, site: str, page: Page, other: Page, bank: Bank) -> None:
    with clock.stopped_at(datetime.now(UTC)):
        attempt_id = factories.start(world.kostanay, bank)
    address = f"{site}/attempts/{attempt_id}"
    status = page.locator("form[data-quiz] .saved")
    page.goto(address)
    page.locator("input[type=radio]").first.check()
    expect(status).to_have_attribute("data-state", "saved")
    other.goto(address)
    expect(other.locator("h1")).to_have_text("This attempt is open at another computer")
    other.get_by_role("button", name="Go on here").click()
    expect(other.locator("h1")).to_have_text("Gate and keys: Final assessment")
    other.locator("input[type=radio]").nth(1).check()
    expect(other.locator("form[data-quiz] .saved")).to_have_attribute("data-state", "saved")
    page.locator("input[type=radio]").nth(2).check()
    expect(status).to_have_attribute("data-state", "elsewhere")
    expect(status).to_have_text(FROM_ELSEWHERE)
    page.get_by_role("button", name="Next").click()
    expect(page.locator("h1")).to_have_text("This attempt is open at another computer")
    page.get_by_role("button", name="Go on here").click()
    expect(page.locator("h1")).to_have_text("Gate and keys: Final assessment")
    assert len(sittings.answers(attempt_id)) == 2
    assert len(kept_late(attempt_id)) == 1
