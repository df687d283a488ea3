"""Every kind of question from its Markdown to its result: with and without JavaScript, and nothing secret on the way."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page
from werkzeug.test import TestResponse

from elearn.foundation import clock
from elearn.foundation.db import db
from elearn.quizzes.content import questions
from elearn.quizzes.models import AttemptSubmitted
from elearn.quizzes.queries import results, sittings
from elearn.quizzes.rules.attempts import Sitting
from elearn.quizzes.rules.kind import Answer
from elearn.quizzes.rules.kinds import KINDS
from elearn.quizzes.rules.papers import Blueprint, by_objective
from tests import factories_quizzes as factories
from tests.factories_quizzes import Bank
from tests.quizzes.pages import fields, main_text
from tests.quizzes.samples import SECRETS, as_fields, written
from tests.world import World

ALONE = Blueprint("final", by_objective({"o": 1}), minutes=40, pass_percent=100, attempts=2)


def test_every_kind_has_its_sample() -> None:
    assert sorted(written()) == sorted(KINDS)


def bank_of(kind: str) -> Bank:
    sample = written()[kind]
    question = questions.question(sample, {})
    words = {language: {question.id: questions.words(sample, kind, language, {})} for language in ("en", "ar")}
    return factories.freeze([question], words)


def sitting_of(world: World, attempt_id: UUID) -> Sitting:
    db.session.rollback()
    sitting = sittings.sitting(attempt_id, world.kostanay.officers[0])
    assert sitting
    return sitting


def right(bank: Bank) -> Answer:
    """An answer that brings the point; where people mark, one that they like."""
    [question] = bank.questions.values()
    return KINDS[question.kind].right(question) or {
        "text": ("At 14:10 I saw him pass a note.\nI told the shift leader.",)
    }


def submitted(world: World, attempt_id: UUID) -> tuple[float, int | None, bool | None]:
    """What the attempt came to, once an instructor has given all points where people mark."""
    db.session.rollback()
    fact = db.session.get_one(AttemptSubmitted, attempt_id)
    instructor = world.signed_in(world.kostanay.instructor)
    for question_id in fact.to_mark:
        page = instructor.get(f"/assessment/{attempt_id}/{question_id}")
        levels = dict.fromkeys(re.findall(r'name="(level-\d)"', page.text), "2")
        assert len(levels) == 2
        marked = instructor.post(f"/assessment/{attempt_id}/{question_id}", data=fields(page) | levels)
        assert (marked.status_code, marked.location) == (303, "/assessment")
    db.session.rollback()
    last = results.scores(attempt_id).last
    return last.points, last.percent, last.passed


def secrets_in(client: FlaskClient, attempt_id: UUID, sent: Mapping[str, list[str]]) -> tuple[set[bytes], TestResponse]:
    """What of the key is in anything the server sends up to handing in; the result."""
    address = f"/attempts/{attempt_id}"
    page = client.get(address)
    hidden = fields(page)
    pairs = [[name, value] for name, values in sent.items() for value in values]
    answers = [
        page,
        client.post(address, json={"n": 1, "sequence": 1, "fields": pairs}),
        client.post(address, data={**hidden, **sent} | {"go": "overview", "sequence": "2"}),
        client.get(address),
        client.get(f"{address}/overview"),
        client.post(f"{address}/submit"),
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 303, 200, 200, 303]
    mine = {value.encode() for values in sent.values() for value in values}
    return secrets_of(*answers) - mine, client.get(f"{address}/result")


def secrets_of(*answers: TestResponse) -> set[bytes]:
    """What of the key is in every byte of these."""
    return {match for answer in answers for match in SECRETS.findall(answer.get_data() + str(answer.headers).encode())}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_right_answer_without_javascript(world: World, kind: str) -> None:
    bank = bank_of(kind)
    attempt_id = factories.start(world.kostanay, bank, ALONE)
    sent = as_fields(kind, sitting_of(world, attempt_id).items[0].layout, right(bank))
    client = world.signed_in(world.kostanay.accounts[0])
    secrets, _result = secrets_in(client, attempt_id, sent)
    assert secrets == set()
    assert submitted(world, attempt_id) == (1, 100, True)
    assert "zzsecret-explanation" in main_text(client.get(f"/attempts/{attempt_id}/result"))  # now it may be seen


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_answer_and_what_a_failed_attempt_shows(world: World, kind: str) -> None:
    bank = bank_of(kind)
    attempt_id = factories.start(world.kostanay, bank, ALONE)
    client = world.signed_in(world.kostanay.accounts[0])
    secrets, result = secrets_in(client, attempt_id, {})
    assert secrets == set()
    assert submitted(world, attempt_id) == (0, 0, False)
    assert secrets_of(result) == set()
    assert "You gave no answer." in main_text(result)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_an_answer_comes_back_on_another_pc_as_it_was_given(world: World, kind: str) -> None:
    bank = bank_of(kind)
    attempt_id = factories.start(world.kostanay, bank, ALONE)
    sent = as_fields(kind, sitting_of(world, attempt_id).items[0].layout, right(bank))
    first = world.signed_in(world.kostanay.accounts[0])
    first.post(f"/attempts/{attempt_id}", data={"n": "1", "sequence": "1", "go": "overview"} | sent)
    other = world.signed_in(world.kostanay.accounts[0]).get(f"/attempts/{attempt_id}?n=1").get_data(as_text=True)
    for name, values in sent.items():
        for value in values:
            shown = (
                rf'name="{name}"[^>]* value="{value}"[^>]* checked',
                rf'name="{name}"[^>]* value="{value}"',
                rf'<select[^>]* name="{name}".*?<option value="{value}" selected',
                rf'<textarea[^>]* name="{name}"[^>]*>\s*{re.escape(value)}</textarea>',
            )
            assert any(re.search(each, other, re.DOTALL) for each in shown), (name, value)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_right_answer_in_the_browser(world: World, site: str, page: Page, kind: str, language: str) -> None:
    bank = bank_of(kind)
    with clock.stopped_at(datetime.now(UTC)):
        attempt_id = factories.start(world.kostanay, bank, ALONE)
    sent = as_fields(kind, sitting_of(world, attempt_id).items[0].layout, right(bank))
    page.context.add_cookies([{"name": "language", "value": language, "url": site}])
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"{site}/attempts/{attempt_id}?n=1")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for name, values in sent.items():
        for value in values:
            give(page, name, value)
    page.locator("form [role=status][data-state=saved]").wait_for()
    assert (
        page.evaluate("performance.getEntriesByType('resource').filter(each => each.responseStatus >= 400).length") == 0
    )
    page.locator("form[data-quiz] .button[name=go]").last.click()
    page.locator("form[action$=submit] button").click()
    page.wait_for_url("**/result")
    assert submitted(world, attempt_id) == (1, 100, True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def give(page: Page, name: str, value: str) -> None:
    field = page.locator(f"[name={name}]").first
    if field.evaluate("field => field.tagName") == "SELECT":
        # By its place: a word would also be found as a label, and the labels of places are numbers too.
        field.select_option(index=int(value) + 1)
    elif field.get_attribute("type") in ("radio", "checkbox"):
        page.locator(f"[name={name}][value='{value}']").check()
    else:
        field.fill(value)
        field.blur()
