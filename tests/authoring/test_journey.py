"""The whole way in the browser, as people go it: a module is written, translated, approved, taken in two languages, changed."""

import re
from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import func, select

from elearn.courses.models import Enrolled, PartDone
from elearn.courses.queries import progress
from elearn.foundation.db import db, transaction
from elearn.foundation.locale import LANGUAGES
from tests.authoring.test_editor import DROP, PASTE
from tests.authoring.test_pages import picture
from tests.browser import sign_in
from tests.world import World, staff

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # the browser is the same for both

As = Callable[[UUID], Page]

OUTLINE = """\
---
id: gate
source: en
title:
  en: Work at the gate
summary:
  en: How keys and parcels pass the gate.
hours: 1
objectives:
  keys:
    en: Count keys so that none is missing.
  parcels:
    en: Open a parcel as the rules say.
contents: [first-lesson, scenario-first-case, counting]
papers:
  final:
    draw: {keys: 1, parcels: 1}
    minutes: 20
    pass: 80
---
"""
PARCELS = """\
---
id: first-lesson
title: Parcels
minutes: 5
objectives: [parcels]
---
Whatever comes in passes you first.

"""
FROM_WORD = (
    '<h1 class="MsoTitle">What a parcel may hold</h1>'
    '<p class="MsoNormal">Every parcel is <b>opened</b> before two officers.</p><img src="file:///C:/parcel.jpg">'
)
COUNTING = """\
---
id: counting
title: Counting keys
minutes: 5
objectives: [keys]
---
A key that nobody misses opens every door.

## How often {#how-often}

Keys are counted twice in every shift.
"""
QUIZ = """\
## How often are keys counted in a shift? {#counted objective=keys difficulty=1}

- [x] Twice {#twice}
- [ ] Never {#never}
  > Then nobody knows what is missing.

> House rules, part 2.

## Who opens a parcel? {#opens objective=parcels difficulty=1}

- [x] Two officers {#two}
- [ ] Whoever is free {#free}
  > Nobody sees what one does alone.

> House rules, part 3.
"""
SCENARIO = """\
---
id: scenario-first-case
title: A parcel at the gate
minutes: 5
objectives: [parcels]
---
## The dog sits down {#start}

Twelve visitors are waiting.

- [Call the shift leader](#called) +2: You know your limits.
- [Open it alone](#alone) -1: Nobody sees what you do.

## The shift leader comes {#called ending=good}

You open it together.

## A complaint {#alone ending=poor}

Something is missing, they say.
"""
IN_RUSSIAN = {
    "module.md#title": "Служба у ворот",
    "module.md#summary": "Как ключи и посылки проходят через ворота.",
    "module.md#objectives.keys": "Считать ключи так, чтобы ни один не пропал.",
    "module.md#objectives.parcels": "Вскрыть посылку, как требуют правила.",
    "01-first-lesson.md#": "# Посылки\n\nВсё, что входит, сначала проходит мимо вас.",
    "01-first-lesson.md#what-a-parcel-may": (
        "## Что может быть в посылке {#what-a-parcel-may}\n\nКаждую посылку **вскрывают** при двух сотрудниках.\n\n"
        "![Вскрытая посылка](../media/parcel.png)"
    ),
    "02-counting.md#": "# Как считают ключи\n\nКлюч, которого никто не хватился, открывает все двери.",
    "02-counting.md#how-often": "## Как часто {#how-often}\n\nКлючи считают дважды за смену.",
    "quiz.md#counted": (
        "## Как часто за смену считают ключи? {#counted}\n\n- Дважды {#twice}\n- Никогда {#never}\n"
        "  > Тогда никто не знает, чего не хватает.\n\n> Внутренний распорядок, часть 2."
    ),
    "quiz.md#opens": (
        "## Кто вскрывает посылку? {#opens}\n\n- Два сотрудника {#two}\n- Кто свободен {#free}\n"
        "  > Никто не видит, что делает один.\n\n> Внутренний распорядок, часть 3."
    ),
    "scenario-first-case.md#": "# Посылка у ворот",
    "scenario-first-case.md#start": (
        "## Собака садится {#start}\n\nЖдут двенадцать посетителей.\n\n"
        "- [Вызвать начальника смены](#called): Вы знаете свои полномочия.\n"
        "- [Вскрыть одному](#alone): Никто не видит, что вы делаете."
    ),
    "scenario-first-case.md#called": "## Приходит начальник смены {#called}\n\nВы вскрываете её вместе.",
    "scenario-first-case.md#alone": "## Жалоба {#alone}\n\nГоворят, что чего-то не хватает.",
}
RIGHT = re.compile("^(Twice|Two officers|Дважды|Два сотрудника)$")


@pytest.fixture
def opened(world: World, site: str, chromium: Browser) -> Iterator[As]:
    """Opens the site as somebody, each in a browser of its own; what its console complains of fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_as(account: UUID) -> Page:
        context = chromium.new_context(locale="en", base_url=site)
        contexts.append(context)
        sign_in(world, context, site, account)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/")
        return page

    yield open_as
    for context in contexts:
        context.close()
    assert complaints == []


def press(page: Page, name: str, role: str = "button") -> None:
    with page.expect_navigation():
        page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]


def speak(page: Page, language: str) -> None:
    page.locator(".who details summary").first.click()
    press(page, LANGUAGES[language])


def rewrite(page: Page, words: str) -> None:
    """Type a new text over the one that is there."""
    page.get_by_label("Text of the file").focus()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(words)
    is_saved(page)


def is_saved(page: Page) -> None:
    expect(page.locator(".editor .saved")).to_have_text(re.compile(r"^Saved \d\d:\d\d$"))


def to_module(page: Page) -> None:
    press(page, "gate", "link")


def begin(page: Page) -> None:
    press(page, "Authoring", "link")
    press(page, "New module", "link")
    page.get_by_label("Id of the module").fill("gate")
    page.get_by_label("Language in which").select_option("en")
    page.get_by_label("Title: English").fill("Work at the gate")
    press(page, "Begin")
    expect(page.get_by_text("Nothing is wrong with this module.")).to_be_visible()


def write_lessons(page: Page) -> None:
    """The second one by its form; the first one pasted from Word, with a picture, and what is complained of put right."""
    page.get_by_label("Title", exact=True).fill("Counting keys")
    page.get_by_label("Id", exact=True).fill("counting")
    press(page, "Add")
    rewrite(page, COUNTING)
    to_module(page)
    press(page, "01-first-lesson.md", "link")
    rewrite(page, PARCELS)
    page.keyboard.press("Control+End")
    page.evaluate(PASTE, FROM_WORD)
    expect(page.get_by_role("alert")).to_contain_text("Pictures: add them with the button for pictures. (1)")
    page.keyboard.press("Control+End")
    page.evaluate(DROP, [".paper", list(picture()), "parcel.png"])
    page.get_by_role("textbox", name="What does the picture show?").fill("An open parcel")
    page.get_by_role("dialog").get_by_role("button", name="Add the picture").click()
    expect(page.locator(".preview").get_by_role("img", name="An open parcel")).to_be_visible()
    complaint = page.locator(".complaints li", has_text="This heading has no id.")
    complaint.get_by_role("button", name="Put this right").click()
    expect(complaint).to_have_count(0)
    is_saved(page)
    to_module(page)


def write_the_rest(page: Page) -> None:
    for name, words in (("quiz.md", QUIZ), ("scenario-first-case.md", SCENARIO), ("module.md", OUTLINE)):
        press(page, name, "link")
        rewrite(page, words)
        to_module(page)
    expect(page.get_by_text("No lesson shows this file.")).to_be_visible()
    example = page.locator(".tree li li", has_text="example.png")
    example.get_by_text("More").click()
    with page.expect_navigation():
        example.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("Nothing is wrong with this module.")).to_be_visible()


def translate(page: Page) -> None:
    press(page, "Translations", "link")
    press(page, "Русский", "link")
    press(page, "missing", "link")
    while page.get_by_role("heading", level=2).locator("bdi").count():
        key = page.locator("h2 bdi").first.inner_text()
        page.locator("[name=words]").first.fill(IN_RUSSIAN[key])
        with page.expect_navigation():
            page.locator("form:has([name=words]) button").first.click()
    expect(page.get_by_role("link", name="done")).to_have_text(f"done ({len(IN_RUSSIAN)})")
    to_translations(page)
    to_module(page)


def to_translations(page: Page) -> None:
    press(page, "Translations", "link")


def approve(page: Page) -> None:
    """As a second person: after a look at a lesson as officers will see it."""
    press(page, "Authoring", "link")
    press(page, "proposed for publication", "link")
    press(page, "en/01-first-lesson.md", "link")
    expect(page.locator(".preview strong")).to_have_text("opened")
    expect(page.locator(".preview").get_by_role("img", name="An open parcel")).to_be_visible()
    page.go_back()
    press(page, "Approve and publish")
    expect(page.get_by_role("status")).to_have_text("Published as revision 1.")


def take(page: Page) -> None:
    """The first lesson and the second question in English, all else in Russian."""
    press(page, "My modules", "link")
    press(page, "Work at the gate", "link")
    press(page, "Take this module")
    press(page, "Start", "link")
    expect(page.locator("h1")).to_have_text("Parcels")
    press(page, "Done")
    speak(page, "ru")
    expect(page.locator("h1")).to_have_text("Посылка у ворот")
    press(page, "Вызвать начальника смены")
    expect(page.locator("main")).to_contain_text("Вы вскрываете её вместе.")
    with page.expect_navigation():
        page.locator("[rel=next]").click()
    expect(page.locator("h1")).to_have_text("Как считают ключи")
    press(page, "Готово")
    press(page, "Начать итоговый тест")
    answer(page, "Сохранено")
    speak(page, "en")
    press(page, "Next")
    answer(page, "Saved on the server")
    press(page, "Check and hand in")
    press(page, "Hand in")
    expect(page.locator("h1")).to_have_text("You have passed")


def answer(page: Page, saved: str) -> None:
    page.locator(".options label").get_by_text(RIGHT).click()
    expect(page.locator(".saved")).to_contain_text(saved, timeout=20_000)


def one_record(world: World) -> None:
    db.session.rollback()
    officer_id = world.kostanay.officers[0]
    done = db.session.execute(select(PartDone.part_id, PartDone.language).where(PartDone.officer_id == officer_id))
    assert {tuple(row) for row in done} == {("first-lesson", "en"), ("scenario-first-case", "ru"), ("counting", "ru")}
    assert db.session.execute(select(func.count()).select_from(Enrolled)).scalar_one() == 1
    record = progress.of_module(officer_id, "gate")
    assert record
    assert record.done == {"first-lesson", "scenario-first-case", "counting"}
    assert record.best_percent == 100


def change_a_sentence(page: Page) -> None:
    press(page, "02-counting.md", "link")
    page.get_by_label("Text of the file").focus()
    page.keyboard.press("Control+End")
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    page.keyboard.type(" and once at night.")
    is_saved(page)
    to_module(page)


def test_from_an_empty_page_to_one_record_and_one_stale_translation(world: World, opened: As) -> None:
    with transaction():
        second = staff("second-instructor", "instructor", world.kostanay.academy_id)
    page = opened(world.kostanay.instructor)
    begin(page)
    write_lessons(page)
    write_the_rest(page)
    translate(page)
    press(page, "Publish", "link")
    press(page, "Propose for publication")
    expect(page.get_by_text("Somebody else must approve what you proposed.")).to_be_visible()
    to_module(page)
    approve(opened(second))
    take(opened(world.kostanay.accounts[0]))
    one_record(world)
    change_a_sentence(page)
    to_translations(page)
    russian = page.locator("tr", has_text="Русский")
    assert russian.locator("td").all_inner_texts() == [str(len(IN_RUSSIAN) - 1), "1", "0", "0"]
    press(page, "Русский", "link")
    press(page, "the source changed", "link")
    assert page.locator("h2 bdi").all_inner_texts() == ["02-counting.md#how-often"]
    expect(page.locator("ins")).to_have_text(" and once at night")
