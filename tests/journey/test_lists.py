"""The clerk's list: five planted errors and three duplicates, corrected in the file that comes back, and loaded."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sqlalchemy import select

from elearn.foundation.db import db
from elearn.foundation.sheets import reading, writing
from elearn.people.models import Identity, Officer
from elearn.people.rules.lists import columns
from tests.journey.conftest import Site, context
from tests.journey.officer import Officer as Visitor

HEADINGS = ["Таб. №", "Ф.И.О.", "Пол", "Дата рождения", "Учреждение", "Звание", "Должность", "Примечание"]
ROWS = [
    ["000700", "Дюсенова Сания Ерланқызы", "ж", "25.03.1991", "kostanay-1", "лейтенант", "Психолог", ""],
    ["000701", "Асқаров Болат Серікұлы", "м", "1.02.1985", "kostanay-1", "сержант", "режим", "в отпуске"],
    # five errors
    ["", "Оспанов Ерлан Маратұлы", "м", "1988", "kostanay-1", "сержант", "режим", ""],
    ["000703", "Громов Пётр Иванович", "мж", "1979", "kostanay-1", "майор", "режим", ""],
    ["000704", "Зайцева Вера Петровна", "ж", "30.02.1990", "kostanay-1", "майор", "Психолог", ""],
    ["000705", "Есімов Қанат Ерланұлы", "м", "1990", "ЕЦ-166/99", "майор", "режим", ""],
    ["000706", "Фомин Олег Петрович", "м", "1990", "kostanay-1", "", "режим", ""],
    # three duplicates: of an officer, of a row, and of a row in other letters
    ["000800", "Seitkali Aigul", "ж", "1990", "kostanay-1", "сержант", "режим", ""],
    ["000701", "Асқаров Болат Серікұлы", "м", "1.02.1985", "kostanay-1", "сержант", "режим", "в отпуске"],
    ["000802", "Dyussenova Saniya Yerlankyzy", "ж", "25.03.1991", "kostanay-1", "лейтенант", "Психолог", ""],
]


@pytest.mark.parametrize("javascript", [True, False])
def test_a_clerk_loads_a_list(chromium: Browser, site: Site, tmp_path: Path, javascript: bool) -> None:
    page = context(chromium, site, java_script_enabled=javascript).new_page()
    clerk = Visitor(page, site, javascript=javascript)
    clerk.sign_in("kostanay-admin")
    clerk.open("/officers")
    clerk.press("Lists in and out", role="link")
    page.locator("input[type=file]").set_input_files(_file(tmp_path / "list.xlsx", HEADINGS, ROWS))
    clerk.press("Look at the list")
    _wait(clerk, "Wrong (5)")
    tabs = page.locator("nav.tabs").inner_text().split()
    assert tabs == ["Wrong", "(5)", "Doubtful", "(3)", "New", "(2)"]
    assert "These columns are not read: Примечание." in page.content()

    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download the wrong and doubtful rows").click()
    sheet = reading.read(waiting.value.path().read_bytes(), columns.fitness)
    rows = {row[0]: row for row in sheet.rows[1:]}
    assert sorted(rows, key=int) == ["4", "5", "6", "7", "8", "9", "10", "11"]
    rows["4"][1] = "000702"
    rows["5"][3], rows["6"][4], rows["7"][5], rows["8"][6] = "м", "28.02.1990", "kostanay-1", "капитан"
    rows["9"][1] = "000001"  # she is registered: the number says so
    rows["10"][1:] = rows["11"][1:] = [""] * 9
    page.locator("input[type=file]").set_input_files(
        _file(tmp_path / "corrected.xlsx", sheet.rows[0], list(rows.values()))
    )
    clerk.press("Send the corrected rows")
    _wait(clerk, "New (7)")
    assert "Wrong" not in page.locator("nav.tabs").inner_text()
    if page.locator("input[name=looked_at]").count():
        page.locator("input[name=looked_at]").check()
    clerk.press("Load the whole list")
    _wait(clerk, "The list is loaded")
    clerk.judge()
    with site.app.app_context():
        mine = select(Identity.service_number).join(Officer, Officer.id == Identity.officer_id)
        found = db.session.execute(mine.where(Officer.academy_id == site.world.kostanay.academy_id)).scalars()
        assert sorted(found) == ["000001", "000002", "000003", *(f"00070{n}" for n in range(7))]
        db.session.remove()
    assert clerk.said == []


def _file(path: Path, headings: list[str], rows: list[list[str]]) -> Path:
    path.write_bytes(writing.xlsx_bytes(headings, rows))
    return path


def _wait(clerk: Visitor, words: str) -> None:
    """Until the page says so: by itself, or without JavaScript by looking again."""
    said = clerk.page.get_by_text(words).first
    if clerk.javascript:
        said.wait_for()
        return
    for _look in range(200):
        if said.count():
            return
        clerk.page.wait_for_timeout(200)
        clerk.page.get_by_role("link", name="Look again").click()
        clerk.page.wait_for_load_state()
    raise AssertionError(clerk.page.content())
