"""A module on another learning platform: played to its end in Chromium, and what the platform is told."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from flask import Flask
from playwright.sync_api import Browser, FrameLocator

from elearn.app import create_app
from elearn.authoring.content import beginning
from elearn.authoring.formats import scorm
from elearn.courses.content import rendering
from elearn.courses.content.library import read_modules
from elearn.courses.content.module import Module
from elearn.quizzes.rules.kinds import KINDS
from elearn.quizzes.rules.kinds.number import read_numbers
from elearn.quizzes.rules.spelling import plain_words
from tests import factories_content
from tests.authoring import platforms
from tests.authoring.platforms import Platform
from tests.databases import settings

_CP = "{http://www.imsproject.org/xsd/imscp_rootv1p1p2}"
_ADL = "{http://www.adlnet.org/xsd/adlcp_rootv1p2}"
TOLD = "() => window.TOLD"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """For the words on buttons alone: no database is asked."""
    folder = tmp_path_factory.mktemp("scorm")
    app = create_app(settings(f"sqlite:///{folder}/none.db", folder))
    with app.app_context():
        yield app


def searches() -> Module:
    glossary = {"en/glossary.md": "## Weapon {#weapon}\n\nWhat can hurt.\n"}
    [module] = factories_content.read({**factories_content.SEARCHES, **glossary}).modules
    return module


def of_all_kinds(language: str = "en") -> Module:
    [module] = read_modules({"new": beginning.files("new", "Keys", language)}).modules
    return module


def go_through(frame: FrameLocator, good: bool = True) -> None:
    """Both lessons and the scenario, to the questions."""
    frame.get_by_role("button", name="Next").click()
    frame.get_by_role("button", name="Next").click()
    frame.get_by_role("button", name="Ask first" if good else "Search all").click()
    frame.get_by_role("button", name="Next").click()


def answer(frame: FrameLocator) -> None:
    frame.get_by_label("Whom the law names").check()
    frame.get_by_label("With respect").check()
    frame.get_by_label("In private").check()


def without_faults(platform: Platform) -> dict[str, str]:
    """What the strict platform has kept, when nothing was wrong with any call."""
    told = platform.page.evaluate(TOLD)
    assert told["faults"] == []
    assert platform.errors == []
    assert [path for path in platform.asked if path and not path.startswith("module/")] == []
    kept: dict[str, str] = told["committed"]
    return kept


def test_the_manifest_has_what_the_schema_asks_for(app: Flask) -> None:
    package = ZipFile(BytesIO(scorm.package(searches(), "en", ["order"])))
    root = ElementTree.fromstring(package.read("imsmanifest.xml"))  # noqa: S314 - we wrote it
    assert (root.tag, set(root.attrib), [each.tag for each in root]) == (
        f"{_CP}manifest", {"identifier", "version"}, [f"{_CP}metadata", f"{_CP}organizations", f"{_CP}resources"],
    )  # fmt: skip
    assert [(each.tag, each.text) for each in root[0]] == [
        (f"{_CP}schema", "ADL SCORM"),
        (f"{_CP}schemaversion", "1.2"),
    ]
    [course] = root[1]
    assert root[1].attrib == {"default": course.attrib["identifier"]}
    title, item = course
    assert (title.tag, title.text, item.tag) == (f"{_CP}title", "Searches", f"{_CP}item")
    assert [(each.tag, each.text) for each in item] == [(f"{_CP}title", "Searches"), (f"{_ADL}masteryscore", "80")]
    [page] = root[2]
    assert item.attrib["identifierref"] == page.attrib["identifier"]
    assert page.attrib == {"identifier": "page", "type": "webcontent", "href": "index.html", f"{_ADL}scormtype": "sco"}
    identifiers = [each.attrib["identifier"] for each in root.iter() if "identifier" in each.attrib]
    assert len(identifiers) == len({*identifiers})
    assert all(re.fullmatch(r"[A-Za-z_][\w.-]*", each) for each in identifiers)
    listed = [each.attrib["href"] for each in page]
    assert sorted([*listed, "imsmanifest.xml"]) == sorted(package.namelist())
    assert "media/gate.png" in listed


def test_a_package_holds_the_questions_that_were_named_and_no_others(app: Flask) -> None:
    module = searches()
    content = ZipFile(BytesIO(scorm.package(module, "en", ["order", "nothing"]))).read("content.js").decode()
    said = json.loads(content.removeprefix("window.MODULE = ").removesuffix(";\n"))
    assert [each["id"] for each in said["questions"]] == ["order"]
    assert "When is it lawful?" not in content
    assert scorm.package(module, "en", ["order"]) == scorm.package(module, "en", ["order"])
    bank = rendering.bank(of_all_kinds())
    assert {each.kind for each in bank} - {each.kind for each in scorm.carried(of_all_kinds())} == {"essay", "rating"}


def test_score_and_completion_are_reported(app: Flask, chromium: Browser) -> None:
    with platforms.strict(chromium, scorm.package(searches(), "en", ["order", "manner"])) as platform:
        frame = platform.open()
        assert without_faults(platform)["cmi.core.lesson_status"] == "incomplete"
        frame.get_by_role("button", name="Questions").click()
        assert "These questions open when all lessons and scenarios are done." in frame.locator("main").inner_text()
        frame.get_by_role("button", name="Why we search").click()
        go_through(frame)
        answer(frame)
        frame.get_by_role("button", name="Hand in").click()
        assert "You have passed with 100%; 80% are needed." in frame.locator("main").inner_text()
        platform.leave()
        kept = without_faults(platform)
        assert platform.page.evaluate(TOLD)["calls"][-1] == "LMSFinish"
    wanted = {
        "cmi.core.lesson_status": "passed",
        "cmi.core.score.raw": "100",
        "cmi.core.score.min": "0",
        "cmi.core.score.max": "100",
    }
    assert {name: kept[name] for name in wanted} == wanted
    assert (kept["cmi.core.exit"], kept["cmi.core.lesson_location"]) == ("suspend", "questions")
    assert re.fullmatch(r"0000:00:\d\d", kept["cmi.core.session_time"])


def test_who_comes_back_goes_on_where_it_was(app: Flask, chromium: Browser) -> None:
    package = scorm.package(searches(), "en", ["order", "manner"])
    with platforms.strict(chromium, package) as platform:
        frame = platform.open()
        go_through(frame)
        frame.get_by_label("Anybody").check()
        platform.leave()
        kept = without_faults(platform)
    kept = {name: value for name, value in kept.items() if name not in ("cmi.core.session_time", "cmi.core.exit")}
    with platforms.strict(chromium, package, kept) as platform:
        frame = platform.open()
        assert frame.get_by_label("Anybody").is_checked()
        frame.get_by_role("button", name="Hand in").click()
        assert "Questions without an answer: 1." in frame.locator("main").inner_text()
        frame.get_by_role("button", name="Hand in").click()
        words = frame.locator("main").inner_text()
        assert "You have 0%; 80% are needed to pass." in words
        assert "Only whom the law names." in words
        assert without_faults(platform)["cmi.core.lesson_status"] == "failed"
        frame.get_by_role("button", name="Try again").click()
        answer(frame)
        frame.get_by_role("button", name="Hand in").click()
        frame.get_by_role("button", name="Try again").click()
        frame.get_by_role("button", name="Hand in").click()
        frame.get_by_role("button", name="Hand in").click()
        kept = without_faults(platform)
    assert (kept["cmi.core.lesson_status"], kept["cmi.core.score.raw"]) == ("passed", "100")  # the best one counts


def test_without_questions_reading_all_of_it_completes_it(app: Flask, chromium: Browser) -> None:
    with platforms.strict(chromium, scorm.package(searches(), "en", [])) as platform:
        frame = platform.open()
        assert frame.get_by_role("button", name="Questions").count() == 0
        frame.get_by_role("link", name="weapons").click()
        assert "What can hurt." in frame.locator("main").inner_text()
        frame.get_by_role("button", name="Back").click()
        go_through(frame, good=False)
        assert "This is a poor ending." in frame.locator("main").inner_text()
        assert "One parcel is no reason." in frame.locator("main").inner_text()
        kept = without_faults(platform)
    assert (kept["cmi.core.lesson_status"], kept["cmi.core.score.raw"]) == ("completed", "")
    assert len(kept["cmi.suspend_data"]) <= 4096


def test_it_runs_in_scorm_again(app: Flask, chromium: Browser) -> None:
    with platforms.again(chromium, scorm.package(searches(), "en", ["order", "manner"])) as platform:
        frame = platform.open()
        go_through(frame)
        answer(frame)
        frame.get_by_role("button", name="Hand in").click()
        platform.leave()
        core = json.loads(platform.page.evaluate("() => JSON.stringify(window.API.cmi)"))["core"]
        assert platform.page.evaluate("() => window.API.LMSGetLastError()") in ("0", 0)
        assert platform.errors == []
    assert core["lesson_status"] == "passed"
    assert {name: str(core["score"][name]) for name in ("raw", "min", "max")} == {
        "raw": "100",
        "min": "0",
        "max": "100",
    }


def test_without_a_platform_it_can_be_read(app: Flask, chromium: Browser) -> None:
    with platforms.strict(chromium, scorm.package(searches(), "ru", ["order"])) as platform:
        platform._api = ""
        frame = platform.open()
        assert "Обыск не пропускает оружие." in frame.locator("main").inner_text()
        assert frame.locator("html").get_attribute("lang") == "ru"
        assert platform.errors == []


WORDS = [
    "Mandela Rules",
    "  mandela   RULES. ",
    "Règle",
    "Ёлка",
    "елка",
    "“quotes” – dash",
    "الأمن",
    "أَمْن",
    "ﬁn",
    "Straße",
    "İ",
    "қазақ",
    "м²",
    "naïve",
    "œuvre",
    "й",
    "и\u0301",
    "12٣",
    "a\u200bb",
    "",
    " . ",
]
NUMBERS = [
    "15",
    " 15 days",
    "1,500",
    "1 500",
    "1.500,25",
    "1'500",
    "-3",
    "−3,5",
    "+4",
    "15-20",
    "٣٫٥",
    "3 m2",
    "007",
    "1.2.3",
    "1,234,567",
    "many",
    "",
    "5 or 6",
    "0.5",
    "12 м²",
    "1 50",
]


def test_words_and_numbers_are_compared_as_the_site_does(app: Flask, chromium: Browser) -> None:
    with platforms.strict(chromium, scorm.package(searches(), "en", [])) as platform:
        platform.open().get_by_role("button", name="Next").wait_for()
        frame = platform.page.frames[1]
        for exact in ([], ["case"], ["accents"], ["yo"], ["case", "accents", "yo"]):
            plain = frame.evaluate(
                "([words, exact]) => words.map(each => SPELLING.plainWords(each, exact))", [WORDS, exact]
            )
            assert plain == [plain_words(each, exact) for each in WORDS]
        read = frame.evaluate("numbers => numbers.map(SPELLING.numbersIn)", NUMBERS)
        assert read == [[float(number) for number in read_numbers(each)] for each in NUMBERS]


def test_every_kind_is_scored_as_the_site_does(app: Flask, chromium: Browser) -> None:
    module = of_all_kinds()
    asked = scorm.carried(module)
    assert {each.kind for each in asked} == {*scorm.CARRIED}
    package = scorm.package(module, "en", [each.id for each in asked])
    with platforms.strict(chromium, package) as platform:
        platform.open().get_by_role("button", name="Next").wait_for()
        frame = platform.page.frames[1]
        score = "([id, answer]) => SPELLING.score(MODULE.questions.find(each => each.id === id), answer)"
        for question in asked:
            kind = KINDS[question.kind]
            right = {slot: [*given] for slot, given in kind.right(question).items()}
            some = dict([*right.items()][:1])
            slot = kind.slots(question.plan)[0]
            wrong = {slot.id: [question.plan[slot.role][-1]] if slot.role else ["999"]}
            for given in (right, some, wrong):
                expected = kind.score(question, {each: tuple(values) for each, values in given.items()})
                assert expected is not None
                assert abs(frame.evaluate(score, [question.id, given]) - float(expected)) < 1e-9, (question.id, given)


def test_all_kinds_can_be_answered(app: Flask, chromium: Browser) -> None:
    module = of_all_kinds("ar")
    package = scorm.package(module, "ar", [each.id for each in scorm.carried(module)])
    with platforms.strict(chromium, package) as platform:
        frame = platform.open()
        assert frame.locator("html").get_attribute("dir") == "rtl"
        frame.locator("main .button").click()
        frame.locator(".choices button").first.click()
        frame.locator("main .button").click()
        right = {each.id: KINDS[each.kind].right(each) for each in scorm.carried(module)}
        for question_id, answers in right.items():
            for slot, given in answers.items():
                fields = frame.locator(f'[data-question="{question_id}"] [data-slot="{slot}"]')
                if fields.first.evaluate("field => field.tagName") == "SELECT":
                    fields.first.select_option(given[0])
                elif fields.first.get_attribute("type") == "text":
                    fields.first.fill(given[0])
                else:
                    for part in given:
                        frame.locator(f'[data-question="{question_id}"] [data-slot="{slot}"][value="{part}"]').check()
        frame.locator("main .button").click()
        frame.locator("main [role=status]").wait_for()
        kept = without_faults(platform)
    assert (kept["cmi.core.lesson_status"], kept["cmi.core.score.raw"]) == ("passed", "100")


def test_what_is_kept_never_outgrows_its_place(app: Flask, chromium: Browser) -> None:
    module = of_all_kinds()
    many = tuple(
        replace(each, id=f"q{number}-{each.id}") for number in range(60) for each in module.questions["en"] if each.sets
    )
    large = replace(module, questions={"en": tuple(each for each in many if "number" in each.id)})
    names = [each.id for each in rendering.bank(large)]
    with platforms.strict(chromium, scorm.package(large, "en", names)) as platform:
        frame = platform.open()
        frame.get_by_role("button", name="Next").click()
        frame.locator(".choices button").first.click()
        frame.get_by_role("button", name="Next").click()
        for field in frame.locator("[data-slot]").all():
            field.fill("9" * 90)
        frame.get_by_role("button", name="Keys").or_(frame.locator("nav button").first).first.click()
        kept = without_faults(platform)
    assert len(kept["cmi.suspend_data"]) <= 4096
    assert json.loads(kept["cmi.suspend_data"])["done"] == {"first-lesson": 1, "scenario-first-case": 1}
