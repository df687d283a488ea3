"""Answers that cannot be sent, in a real browser: kept there sealed, shown, sent later, saved as a file, and nobody else's."""

import json
import os
import re
import signal
from contextlib import suppress
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Dialog, Error, Page, Route, expect
from sqlalchemy import update

from elearn.foundation import clock
from elearn.foundation.db import db, transaction
from elearn.people.models import SignIn
from elearn.quizzes.service import attempting, rescuing
from tests.browser import sign_in
from tests.chromium import FLAGS, executable
from tests.quizzes.sitting import choose, expect_status, kept, on_server, saved, start
from tests.world import World

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # the browser is the same for both

HERE = r"Kept on this computer only, \d\d:\d\d: no connection\. It is sent when the connection is back\.$"


def chosen(page: Page) -> list[int]:
    """The marks that are set on the page."""
    marks: list[int] = page.locator("[name=answer-0]").evaluate_all(
        "fields => fields.flatMap((field, mark) => field.checked ? [mark] : [])"
    )
    return marks


def expect_nothing_kept(page: Page) -> None:
    for _ in range(50):
        if not kept(page):
            return
        page.wait_for_timeout(50)
    raise AssertionError(kept(page))


def refuse_saves(route: Route) -> None:
    if route.request.method == "POST":
        route.abort()
    else:
        route.continue_()


def warnings_of(page: Page) -> list[str]:
    """What the browser asks from now on before it leaves the page; one stays."""
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    return asked


def closed_and_plugged_in(page: Page) -> Page:
    """Another tab, with network again; the one that was without is closed."""
    context = page.context
    with page.expect_event("crash"), suppress(Error):
        page.goto(
            "chrome://crash"
        )  # what is closed or left has the network again for a moment, and may send what it kept
    page.close()
    context.set_offline(False)
    return context.new_page()


@pytest.fixture
def attempt_id(world: World) -> UUID:
    return start(world)


def test_each_state_of_an_answer_stands_on_its_page(world: World, site: str, page: Page, attempt_id: UUID) -> None:
    page.goto(f"{site}/attempts/{attempt_id}?n=1")
    expect_status(page, "No answer yet$")
    expect(page.locator("[data-count] p")).to_have_text("Answered: 0 of 4")
    choose(page, 2)
    expect_status(page, r"Saved on the server \d\d:\d\d$")
    expect(page.locator("[data-count] p")).to_have_text("Answered: 1 of 4")
    page.context.set_offline(True)
    choose(page, 1)
    expect_status(page, HERE)
    expect(page.locator(".map [aria-current]")).to_have_text("1↑, answered")
    page.context.set_offline(False)
    expect_status(page, r"Saved on the server \d\d:\d\d$")
    expect(page.locator(".map [aria-current]")).to_have_text("1, answered")
    expect_nothing_kept(page)
    assert saved(world, attempt_id, 1) == 1


def test_a_page_loaded_again_shows_the_answer_that_was_kept_and_sends_it(
    world: World, site: str, page: Page, attempt_id: UUID
) -> None:
    page.goto(f"{site}/attempts/{attempt_id}?n=2")
    choose(page, 0)
    expect_status(page, "Saved on the server")
    page.route(re.compile("/attempts/"), refuse_saves)
    choose(page, 3)
    expect_status(page, HERE)
    warnings = warnings_of(page)
    page.reload()
    assert warnings == []
    expect_status(page, HERE)  # still no way for it
    assert chosen(page) == [3]
    assert saved(world, attempt_id, 2) == 0
    choose(page, 1)  # the sequence goes on above the kept one
    expect_status(page, HERE)
    assert page.locator("[name=sequence]").input_value() == "4"
    page.unroute_all()
    page.goto(f"{site}/attempts/{attempt_id}?n=4")  # any page of the attempt sends it
    expect(page.locator("[data-told] p")).to_have_text(
        re.compile(r"^Question 2, kept on this computer: Saved on the server \d\d:\d\d$")
    )
    expect(page.locator('.map [data-n="2"]')).to_have_text("2, answered")
    expect_nothing_kept(page)
    assert saved(world, attempt_id, 2) == 1


def test_what_is_stored_is_sealed_and_gone_after_handing_in(
    world: World, site: str, page: Page, attempt_id: UUID
) -> None:
    sitting, _answers = on_server(world, attempt_id)
    page.goto(f"{site}/attempts/{attempt_id}?n=1")
    page.context.set_offline(True)
    choose(page, 1)
    expect_status(page, HERE)
    (record,) = kept(page)
    assert (record["attempt"], record["names"]) == (str(attempt_id), ["attempt", "nonce", "sealed"])
    stored = json.dumps(
        [page.evaluate("Object.entries(localStorage)"), page.evaluate("Object.entries(sessionStorage)")]
    )
    assert stored == "[[], []]"
    sealed = bytes(record["sealed"])  # type: ignore[call-overload]
    key = rescuing.attempt_key(world.app.config["SECRET_KEY"], attempt_id)
    for words in (b"answer-0", b"sequence", b"fields", sitting.items[0].question_id.encode(), key):
        assert words not in sealed
    page.context.set_offline(False)
    expect_status(page, "Saved on the server")
    page.goto(f"{site}/attempts/{attempt_id}/overview")
    page.get_by_role("button", name="Hand in").click()
    page.wait_for_url("**/result")
    assert kept(page) == []


def test_handing_in_sends_first_what_is_only_here(world: World, site: str, page: Page, attempt_id: UUID) -> None:
    page.goto(f"{site}/attempts/{attempt_id}?n=1")
    page.route(re.compile(r"/attempts/[^/]*$"), refuse_saves)
    choose(page, 1)
    expect_status(page, HERE)
    page.goto(f"{site}/attempts/{attempt_id}/overview")
    expect(page.locator("[data-line=waiting]")).to_have_text(
        "On this computer only, not on the server yet (marked ↑): question 1"
    )
    expect(page.locator("[data-numbers] .lead")).to_have_text("4 questions have no answer yet.")
    expect(page.locator('.map [data-n="1"]')).to_have_text("1↑")
    page.get_by_role("button", name="Hand in").click()
    expect_status(page, "No connection")
    page.unroute_all()
    page.wait_for_url("**/result", timeout=20_000)
    assert saved(world, attempt_id, 1) == 1
    sitting, answers = on_server(world, attempt_id)
    assert (sitting.is_open, len(answers)) == (False, 1)


def test_the_page_before_handing_in_counts_anew(world: World, site: str, page: Page, attempt_id: UUID) -> None:
    page.goto(f"{site}/attempts/{attempt_id}?n=1")
    page.context.set_offline(True)
    choose(page, 1)
    expect_status(page, HERE)
    page = closed_and_plugged_in(page)
    page.goto(f"{site}/attempts/{attempt_id}/overview")
    expect(page.locator("[data-numbers] .lead")).to_have_text("3 questions have no answer yet.")
    assert saved(world, attempt_id, 1) == 1


def test_what_comes_too_late_is_said_and_kept_by_the_server(
    world: World, site: str, page: Page, attempt_id: UUID
) -> None:
    page.goto(f"{site}/attempts/{attempt_id}?n=1")
    page.context.set_offline(True)
    choose(page, 1)
    expect_status(page, HERE)
    with clock.stopped_at(clock.now()), transaction():
        attempting.submit(attempt_id, world.kostanay.officers[0])
    page = closed_and_plugged_in(page)
    page.goto(f"{site}/attempts/{attempt_id}")
    page.wait_for_url("**/result")
    expect(page.locator("[data-told] p")).to_have_text(
        "Question 1, kept on this computer: This attempt was handed in before, so this answer does not count."
    )
    expect_nothing_kept(page)


def test_the_sign_in_ends_and_comes_back_without_leaving_the_page(
    world: World, site: str, page: Page, attempt_id: UUID
) -> None:
    page.goto(f"{site}/attempts/{attempt_id}?n=3")
    end_sign_ins()
    choose(page, 3)
    expect_status(page, r"Kept on this computer only, \d\d:\d\d: please sign in again\. Then it is sent\.$")
    with page.context.expect_page() as other:
        page.get_by_role("link", name="Sign in again in another tab").click()
    expect(other.value).to_have_url(re.compile(r"/sign-in\?next="))
    sign_in(world, page.context, site, world.kostanay.accounts[0])
    page.evaluate("dispatchEvent(new Event('focus'))")  # one comes back to this tab
    expect_status(page, "Saved on the server")
    expect(page.get_by_role("link", name="Sign in again in another tab")).to_be_hidden()
    assert chosen(page) == [3]
    assert saved(world, attempt_id, 3) == 3


def end_sign_ins() -> None:
    with transaction():
        db.session.execute(update(SignIn).values(ended_at=clock.now()))


def test_two_officers_at_one_computer(world: World, site: str, page: Page, attempt_id: UUID) -> None:
    theirs = start(world, officer=1)
    page.goto(f"{site}/attempts/{attempt_id}?n=1")
    page.context.set_offline(True)
    choose(page, 2)
    expect_status(page, HERE)
    page = closed_and_plugged_in(page)
    mine = kept_of(page, site)
    assert [record["attempt"] for record in mine] == [str(attempt_id)]

    page.context.clear_cookies()
    sign_in(world, page.context, site, world.kostanay.accounts[1])
    page.goto(f"{site}/attempts/{theirs}?n=1")
    choose(page, 0)
    expect_status(page, "Saved on the server")
    assert page.goto(f"{site}/attempts/{attempt_id}?n=1").status == 404  # type: ignore[union-attr]
    page.goto(f"{site}/attempts/{theirs}/overview")
    page.get_by_role("button", name="Hand in").click()
    page.wait_for_url("**/result")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("status")).to_have_text("You are signed out.")
    assert kept(page) == mine
    assert (saved(world, attempt_id, 1), saved(world, theirs, 1, officer=1)) == (None, 0)

    sign_in(world, page.context, site, world.kostanay.accounts[0])
    page.goto(f"{site}/attempts/{attempt_id}?n=1")
    expect_status(page, "Saved on the server")
    assert chosen(page) == [2]
    assert saved(world, attempt_id, 1) == 2
    expect_nothing_kept(page)


def kept_of(page: Page, site: str) -> list[dict[str, object]]:
    """What is kept, asked from a page that does nothing with it."""
    page.goto(f"{site}/privacy")
    return kept(page)


def test_with_another_key_what_is_kept_stays_untouched_and_it_is_said(
    world: World, site: str, page: Page, attempt_id: UUID
) -> None:
    page.goto(f"{site}/attempts/{attempt_id}?n=1")
    page.context.set_offline(True)
    choose(page, 2)
    expect_status(page, HERE)
    before = kept(page)
    page = closed_and_plugged_in(page)
    secret = world.app.config["SECRET_KEY"]
    world.app.config["SECRET_KEY"] = "f" * 64
    sign_in(world, page.context, site, world.kostanay.accounts[0])
    page.goto(f"{site}/attempts/{attempt_id}?n=1")
    expect(page.locator("[data-line=unopened]")).to_be_visible()
    expect_status(page, "No answer yet$")
    assert kept(page) == before
    world.app.config["SECRET_KEY"] = secret
    sign_in(world, page.context, site, world.kostanay.accounts[0])
    page.reload()
    expect_status(page, "Saved on the server")
    assert saved(world, attempt_id, 1) == 2


def test_a_rescue_file_brings_the_answers_to_staff(
    world: World, site: str, page: Page, attempt_id: UUID, tmp_path: Path
) -> None:
    page.goto(f"{site}/attempts/{attempt_id}?n=3")
    expect(page.get_by_role("button", name="Save a rescue file")).to_be_hidden()
    page.context.set_offline(True)
    choose(page, 2)
    expect_status(page, HERE)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save a rescue file").click()
    assert download.value.suggested_filename == f"elearn-rescue-{str(attempt_id)[-8:]}.json"
    file = tmp_path / "elearn-rescue.json"
    download.value.save_as(file)
    content = json.loads(file.read_text())
    assert (sorted(content), content["attempt"]) == (["answers", "attempt", "elearn-rescue"], str(attempt_id))
    assert [len(pair) for pair in content["answers"]] == [2]

    staff = page.context.browser.new_context(locale="en")  # type: ignore[union-attr]
    sign_in(world, staff, site, world.kostanay.instructor)
    desk = staff.new_page()
    desk.goto(f"{site}/assessment/rescue")
    desk.get_by_label("Rescue file").set_input_files(file)
    desk.get_by_role("button", name="Load the file").click()
    expect(desk.locator(".rows li")).to_have_text(re.compile("Question 3.*it counts", re.DOTALL))
    staff.close()
    assert saved(world, attempt_id, 3) == 2
    page.context.set_offline(False)
    expect_status(page, "Saved on the server")  # the very same answer once more
    expect_nothing_kept(page)


def test_without_a_secure_context_nothing_is_kept_and_it_is_said(
    world: World, site: str, chromium: Browser, attempt_id: UUID
) -> None:
    # A name that Chromium takes for no computer of its own: what a classroom sees that opens the site by plain http.
    port = site.rsplit(":", 1)[1]
    args = [*FLAGS, "--host-resolver-rules=MAP elearn.lan 127.0.0.1"]
    plain = chromium.browser_type.launch(executable_path=executable(), args=args)
    page = plain.new_context(locale="en").new_page()
    sign_in(world, page.context, f"http://elearn.lan:{port}", world.kostanay.accounts[0])
    page.goto(f"http://elearn.lan:{port}/attempts/{attempt_id}?n=1")
    assert page.evaluate("isSecureContext") is False
    expect(page.locator("[data-line=unkept]")).to_be_visible()
    page.context.set_offline(True)
    choose(page, 2)
    expect_status(page, "Not saved yet, and kept on this page only: no connection")
    expect(page.get_by_role("button", name="Save a rescue file")).to_be_hidden()
    assert page.evaluate("indexedDB.databases()") == []
    warnings = warnings_of(page)
    page.evaluate("location.assign('/privacy')")
    expect_status(page, "Not saved yet")  # one stayed
    assert warnings == ["beforeunload"]
    page.context.set_offline(False)
    expect_status(page, "Saved on the server")
    assert saved(world, attempt_id, 1) == 2
    plain.close()


def test_what_is_kept_outlives_the_end_of_the_browser(
    world: World, site: str, chromium: Browser, attempt_id: UUID, tmp_path: Path
) -> None:
    """Killed, as by a power cut, the moment the page says that the answer is kept."""
    profile = {"user_data_dir": tmp_path / "profile", "executable_path": executable(), "args": FLAGS, "locale": "en"}
    context = chromium.browser_type.launch_persistent_context(**profile)  # type: ignore[arg-type]
    sign_in(world, context, site, world.kostanay.accounts[0])
    page = context.new_page()
    page.goto(f"{site}/attempts/{attempt_id}?n=4")
    context.set_offline(True)
    choose(page, 1)
    expect_status(page, HERE)
    with context.expect_event("close"):
        for process in processes_of(tmp_path / "profile"):
            os.kill(process, signal.SIGKILL)
    context = chromium.browser_type.launch_persistent_context(**profile)  # type: ignore[arg-type]
    sign_in(world, context, site, world.kostanay.accounts[0])
    page = context.new_page()
    page.goto(f"{site}/attempts/{attempt_id}?n=4")
    expect_status(page, "Saved on the server")
    assert chosen(page) == [1]
    context.close()
    assert saved(world, attempt_id, 4) == 1


def processes_of(profile: Path) -> list[int]:
    """The browser that was started with this folder."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes()
        except OSError:  # it has ended
            continue
        if f"--user-data-dir={profile}".encode() in words.split(b"\0"):
            found.append(int(folder.name))
    return found
