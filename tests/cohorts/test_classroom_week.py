"""A week in class, in a real browser: from the new session to the officer who is counted once."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from elearn.foundation import clock
from elearn.foundation.db import db
from elearn.reports.queries import figures, programmes
from tests import factories_courses as courses
from tests import histories
from tests.browser import sign_in
from tests.factories_content import PNG
from tests.world import World


@pytest.fixture
def real_clock() -> Iterator[datetime]:
    """What stands in the database before the browser opens was done now."""
    with clock.stopped_at(moment := datetime.now(UTC)):
        yield moment


class Staff:
    """Somebody at a browser; axe finds nothing on any page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.said: list[str] = []
        page.on("console", lambda message: self.said.append(message.text) if message.type == "error" else None)

    def open(self, path: str) -> None:
        self.page.goto(path)
        self.judge()

    def press(self, words: str, role: Any = "button") -> None:
        with self.page.expect_navigation():
            self.page.get_by_role(role, name=words, exact=True).first.click()
        self.judge()

    def judge(self) -> None:
        result = Axe().run(self.page)
        assert result.violations_count == 0, f"{self.page.url}\n{result.generate_report()}"

    def fill(self, **fields: str) -> None:
        for name, value in fields.items():
            self.page.locator(f"[name={name}]").fill(value)

    def sees(self, *words: str) -> bool:
        text = self.page.locator("main").inner_text()
        return all(each in text for each in words)


def at(chromium: Browser, site: str, world: World, account_id: UUID) -> Staff:
    context = chromium.new_context(base_url=site, locale="en-GB", accept_downloads=True)
    sign_in(world, context, site, account_id)
    return Staff(context.new_page())


def trained() -> tuple[Any, Any]:
    db.session.rollback()
    programme = programmes.by_code("joint")
    assert programme
    total = figures.report_until(programme, "2027Q4", date(2027, 12, 31)).total
    return total.trained, total.participations


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # pages know nothing of databases
def test_a_classroom_week(chromium: Browser, site: str, world: World, real_clock: datetime, tmp_path: Path) -> None:
    courses.publish(attendance=4)
    histories.programme(ends_on=date(2099, 12, 31))
    for officer in (0, 1):
        courses.enrol(world.kostanay, officer)
        courses.read(world.kostanay, *courses.PARTS, officer=officer)
        courses.sit(world.kostanay, "final", right=True, officer=officer)
    last = clock.local_date(real_clock, "Asia/Almaty")
    days = [last - timedelta(days=4 - n) for n in range(5)]

    instructor = at(chromium, site, world, world.kostanay.instructor)
    page = instructor.page
    instructor.open("/sessions/new")
    page.locator("[name=module]").select_option("searches")
    instructor.fill(
        title="Searches: a week in class",
        place="Hall 2",
        trainers="B. Instructor",
        first_day=days[0].isoformat(),
        last_day=days[-1].isoformat(),
        starts_at="00:00",
        ends_at="00:01",
        seats="5",
    )
    instructor.press("Save")
    here = page.url
    instructor.fill(numbers="000001, 000002, 000003")
    instructor.press("Put on the list")
    for guest in ("Guest One", "Guest Two"):
        instructor.fill(name=guest, agency="Police")
        instructor.press("Put the guest on the list")
    assert instructor.sees("5 of 5")

    instructor.open(f"{here}/days/{days[0]}/sheet")
    codes = {row.locator("th").inner_text(): row.locator("code").inner_text() for row in page.locator("tbody tr").all()}
    assert list(codes) == ["Ермолаева Вера", "Сейтқали Айгүл", "Төлегенов Нұрлан", "Guest One", "Guest Two"]
    page.emulate_media(media="print")
    assert not page.locator("header").is_visible()
    page.emulate_media(media="screen")

    # The first day from the sheet: a typing error first, then right, then the same sheet once more.
    signed = [code.lower() for name, code in codes.items() if name != "Төлегенов Нұрлан"]
    wrong = signed[1][:-1] + ("a" if signed[1][-1] != "a" else "b")
    instructor.open(f"{here}/days/{days[0]}")
    instructor.fill(codes="\n".join([signed[0], wrong, *signed[2:]]))
    instructor.press("Mark as present")
    assert instructor.sees("Nothing of this sheet was kept", "Line 2:", "is mistyped")
    for said in ("4 persons are marked present.", "0 persons are marked present."):
        instructor.fill(codes="\n".join(signed))
        instructor.press("Mark as present")
        assert instructor.sees(said)
    # The other days by ticking. The officer without a tick was there on Friday.
    for day in days[1:]:
        instructor.open(f"{here}/days/{day}")
        for name in ("Ермолаева Вера", "Сейтқали Айгүл"):
            if (name, day) != ("Ермолаева Вера", days[4]):
                page.get_by_label(name).check()
        instructor.press("Mark this day")
    # Four of five days are enough for both: one of them was marked by mistake.
    assert trained() == (2, 2)
    instructor.open(f"{here}/days/{days[1]}")
    page.get_by_role("link", name="Correct Ермолаева Вера").click()
    page.locator("[name=reason]").select_option("somebody-else")
    instructor.press("Mark as absent")
    assert instructor.sees("Corrected.", "ticked", "corrected: It was somebody else", "Kostanay-Instructor")
    assert trained() == (1, 1)

    scan = tmp_path / "sheet.png"
    scan.write_bytes(PNG)
    instructor.open(here)
    page.locator("[name=scan]").set_input_files(scan)
    instructor.press("Keep this scan")
    assert instructor.sees("What is kept is byte for byte what came: its digest is the same.")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Save the file").click()
    assert waiting.value.path().read_bytes() == PNG
    kept = page.url

    trainee = at(chromium, site, world, world.kostanay.accounts[0])
    trainee.open("/modules/searches")
    assert trainee.sees("5 days attended", "passed")
    lacking = at(chromium, site, world, world.kostanay.accounts[1])
    lacking.open("/modules/searches")
    assert lacking.sees("3 days attended", "What is left are sessions to attend in class.")

    other = at(chromium, site, world, world.karaganda.instructor)
    other.open("/sessions")
    assert other.sees("There are no sessions yet.")
    for path in (here, kept, f"{kept}/file", f"{here}/days/{days[0]}", f"{here}/days/{days[0]}/sheet"):
        answer = other.page.request.get(path)
        assert answer.status == 404
        assert "Сейтқали" not in answer.text()
    assert [words for words in instructor.said if "422" not in words] == []  # the sheet with a typing error
    assert trainee.said == lacking.said == other.said == []
