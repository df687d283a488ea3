"""A clerk gets an Excel list, in a real browser: five errors, three who are registered already, and nobody counted twice."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import python_calamine
from playwright.sync_api import Browser
from sqlalchemy import select

from elearn.foundation import clock, jobs
from elearn.foundation.db import db, transaction
from elearn.foundation.sheets import writing
from elearn.people.models import Identity
from elearn.people.rules.lists import saying
from elearn.reports.queries import figures, programmes
from tests import histories
from tests.cohorts.test_classroom_week import at
from tests.world import World, officer

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
PLACE = "Institution of kostanay"
ROWS = [
    # five errors
    ["", "Асқаров", "Болат", "", "М", "1985-02-03", PLACE, "", "сержант", "Психолог", ""],
    ["000901", "Асқарова", "Сәуле", "", "Ж", "31.31.1985", PLACE, "", "сержант", "Психолог", ""],
    ["000902", "Ли", "Анна", "", "Ж", "1987", "Учреждение 99", "", "сержант", "Психолог", ""],
    ["000903", "Ким", "Олег", "", "М", "1979", PLACE, "", "сержант", "лётчик", ""],
    ["000904", "Цой", "Вера", "", "Ж", "1991", PLACE, "", "сержант", "Психолог", "2099-01-01"],
    # three who are registered: in Russian letters, in Kazakh letters, in Latin letters
    ["000911", "Сейткали", "Айгуль", "", "Ж", "1990", PLACE, "", "сержант", "Психолог", ""],
    ["000912", "Жұмабаев", "Ерболат", "", "М", "1986-07-23", PLACE, "", "сержант", "Психолог", ""],
    ["000913", "Yermolaeva", "Vera", "", "F", "1990", PLACE, "", "сержант", "Психолог", ""],
    # and two who are new
    ["000921", "Дюсенова", "Сания", "Ерланқызы", "Ж", "1991-03-25", PLACE, "", "лейтенант", "Психолог", "2026-03-01"],
    ["000922", "Нургалиев", "Тимур", "", "М", "1982", PLACE, "", "капитан", "Теолог", ""],
]


@pytest.fixture
def real_clock() -> Iterator[datetime]:
    with clock.stopped_at(moment := datetime.now(UTC)):
        yield moment


def trained() -> tuple[int | None, int | None]:
    """How many officers count as trained, and how many completions there are."""
    db.session.rollback()
    programme = programmes.by_code("joint")
    assert programme
    total = figures.report_until(programme, "2026Q4", date(2026, 12, 31)).total
    return total.trained, total.participations


def with_number(number: str) -> UUID:
    db.session.rollback()
    return db.session.execute(select(Identity.officer_id).where(Identity.service_number == number)).scalar_one()


def work() -> None:
    """What was asked for in the browser is done in the background."""
    assert jobs.run_next()


def workbook(rows: list[list[str]], headings: list[str]) -> Any:
    return {"name": "officers.xlsx", "mimeType": writing.XLSX, "buffer": writing.xlsx_bytes(headings, rows)}


def test_a_clerk_loads_a_list(chromium: Browser, site: str, world: World, real_clock: datetime) -> None:
    assert real_clock
    histories.published("searches", "Searches")
    histories.programme()
    place = world.kostanay
    with transaction():
        third, _account = officer(
            world.app, place.academy_id, place.institution_id, "Жумабаев", "Ерболат", "M", "000010"
        )
        db.session.get_one(Identity, third).birth_date = date(1986, 7, 23)
    registered = [place.officers[0], third, place.officers[1]]  # in the order of the three rows above
    for officer_id in registered:
        histories.completed(place, officer_id, on=date(2026, 3, 1))
    assert trained() == (3, 3)

    clerk = at(chromium, site, world, place.administrator)
    page = clerk.page
    clerk.open("/officers/lists")
    page.locator("input[type=file]").set_input_files(workbook(ROWS, saying.headings("ru")))
    clerk.press("Look at the list")
    here = page.url
    assert clerk.sees("It waits for its turn.")
    work()
    page.get_by_role("link", name="Wrong (5)").wait_for()  # the page finds out by itself
    clerk.judge()
    assert clerk.sees("Wrong (5)", "Doubtful (3)", "New (2)")
    for row, column in (
        (2, "Service number: This must be filled in."),
        (3, "Year or date of birth: “31.31.1985” is not the birth date"),
        (4, "Institution: “Учреждение 99” is not known here."),
        (5, "Job: “лётчик” is no job that is known here."),
        (6, "Serves there since: This day has not come yet."),
    ):
        assert column in page.locator("tbody tr", has=page.get_by_role("cell", name=str(row), exact=True)).inner_text()
    assert clerk.sees("Nothing can be loaded while 5 rows are wrong: a list is loaded whole or not at all.")
    clerk.press("Doubtful (3)", "link")
    assert clerk.sees(
        "This may be Сейтқали Айгүл, who is registered with the number 000001.",
        "This may be Жумабаев Ерболат, who is registered with the number 000010.",
        "This may be Ермолаева Вера, who is registered with the number 000002.",
    )

    # the second academy sees nothing of it
    stranger = at(chromium, site, world, world.karaganda.administrator)
    answer = stranger.page.goto(here)
    assert answer
    assert answer.status == 404
    stranger.open("/officers/lists")
    assert not stranger.sees("waits for you")

    with page.expect_download() as download:
        page.get_by_role("link", name="Download the wrong and doubtful rows").click()
    content = Path(download.value.path()).read_bytes()
    table = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    heads, *wrong = [[str(cell) for cell in row] for row in table]
    assert [row[0] for row in wrong] == ["2", "3", "4", "5", "6", "7", "8", "9"]
    for row, place_of, right in ((0, 1, "000900"), (1, 6, "1985"), (2, 7, PLACE), (3, 10, "Теолог"), (4, 11, "")):
        wrong[row][place_of] = right
    page.locator("input[type=file]").set_input_files(workbook(wrong, heads))
    clerk.press("Send the corrected rows")
    work()
    page.get_by_role("link", name="New (7)").wait_for()
    assert clerk.sees("Doubtful (3)")
    page.get_by_label("I have looked at the doubtful rows").check()
    clerk.press("Load the whole list")
    work()
    page.get_by_text("The list is loaded").wait_for()
    clerk.judge()
    assert clerk.sees("10 officers are new. 0 officers were changed. 0 rows changed nothing.")

    # the three are decided side by side, and one decision is undone
    again = [with_number(number) for number in ("000911", "000912", "000913")]
    for officer_id in again:
        histories.completed(place, officer_id, on=date(2026, 4, 1))
    assert trained() == (6, 6)
    stranger.open("/officers/links/suggested")
    assert stranger.sees("No two of your records look like one person.")
    for still in (5, 4, 3):
        clerk.open("/officers/links/suggested")
        assert page.get_by_role("link", name="Compare", exact=True).count() == still - 2
        clerk.press("Compare", "link")
        assert clerk.sees("Are these the same person?", "What the two have in common")
        clerk.press("Yes, link them")
        assert trained() == (still, 6)
    clerk.open("/officers/links/suggested")
    assert clerk.sees("No two of your records look like one person.")
    clerk.open("/officers/links")
    clerk.press("Undo")
    assert trained() == (4, 6)
    clerk.open("/officers/links/suggested")
    assert page.get_by_role("link", name="Compare", exact=True).count() == 1
    stranger.open("/officers")
    assert stranger.page.locator("tbody tr").count() == 3
    assert (clerk.said, [words for words in stranger.said if "404" not in words]) == ([], [])
