"""Papers to be filled in by hand: what stands on them of each kind of question, and who sees their keys."""

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from unicodedata import normalize

import pypdf
import pytest
from playwright.sync_api import Browser, Page

from elearn.courses.rules.module import Published
from elearn.foundation.db import db, transaction
from elearn.people.models import RoleGranted
from elearn.quizzes.content import questions
from elearn.quizzes.rules.kinds import KINDS
from elearn.quizzes.rules.papers import Blueprint, by_objective
from tests import factories_courses as factories
from tests.browser import sign_in
from tests.quizzes.pages import main_text
from tests.quizzes.samples import SECRETS, written
from tests.world import World

PAPER = "/catalogue/searches/quiz/paper"
# As it stands on paper: what is drawn, in brackets.
ON_PAPER = """() => {
  const main = document.querySelector("main").cloneNode(true);
  document.querySelector("main").replaceWith(main);
  for (const drawn of main.querySelectorAll("svg")) drawn.replaceWith(`[${drawn.getAttribute("aria-label")}]`);
  return main.innerText;
}"""


def publish(*kinds: str, number: int = 1) -> Published:
    """A module of a paper with a question of each of these kinds, and as many others for the pre-test."""
    asked, words = [], {}
    for kind in kinds:
        for copy in ("first", "second"):
            sample = replace(written()[kind], id=f"{kind}-{copy}")
            asked.append(questions.question(sample, {}))
            words[asked[-1].id] = questions.words(sample, kind, "en", {})
    draw = by_objective({"o": len(kinds)})
    papers = {"pre-test": Blueprint("pre-test", draw, 10), "final": Blueprint("final", draw, 20, 80, 2)}
    revision_id = "paper of " + " ".join(kinds)
    return factories.publish(asked, {"en": words, "ar": words}, revision_id=revision_id, number=number, papers=papers)


@pytest.fixture
def page(world: World, site: str, chromium: Browser) -> Iterator[Page]:
    """Kostanay's instructor, who is about to print."""
    context = chromium.new_context(locale="en", base_url=site)
    sign_in(world, context, site, world.kostanay.instructor)
    page = context.new_page()
    page.emulate_media(media="print")
    yield page
    context.close()


def words_on(page: Page, address: str) -> str:
    page.goto(address)
    return " ".join(page.evaluate(ON_PAPER).split())


BOX, TICKED, LINE = "[box to tick]", "[ticked]", "[line to write on]"
ORDER = (
    "Put the steps in order Write a number behind each step: 1 for what comes first, and so on. Use each number once."
)
MATCH = "What do you do first? Write behind each part the letter of what goes with it. Something may be left over."
RATE = (
    "Case: the quiet man He came three weeks ago and speaks to nobody. Tick one number for every factor. It counts when it "
    "lies within the range that the panel of experts gave. 1 no concern … 5 high concern Factor 1 2 3 4 5 Contacts"
)
# Of each kind what stands on the paper, and what stands on its key.
WHOLE = {
    "single": (
        f"Who is told first? Tick one answer. {BOX} The shift leader {BOX} Nobody",
        f"Who is told first? Tick one answer. {TICKED} The shift leader {BOX} Nobody",
    ),
    "multiple": (
        f"What goes into the report? Tick every answer that is right. There may be several. {BOX} Facts {BOX} Rumours "
        f"{BOX} The time",
        f"What goes into the report? Tick every answer that is right. There may be several. {TICKED} Facts {BOX} Rumours "
        f"{TICKED} The time",
    ),
    "true_false": (
        f"Visits may be refused as a punishment. Is this true or false? {BOX} True {BOX} False Why? Tick one reason. "
        f"{BOX} Contact with the family stays. {BOX} Visits are a reward.",
        f"Visits may be refused as a punishment. Is this true or false? {BOX} True {TICKED} False Why? Tick one reason. "
        f"{TICKED} Contact with the family stays. {BOX} Visits are a reward.",
    ),
    "matching": (
        f"{MATCH} Two groups sit apart {LINE} He stops eating {LINE} Tell the nurse Tell the shift leader Search all cells",
        f"{MATCH} Two groups sit apart B He stops eating A Tell the nurse Tell the shift leader Search all cells",
    ),
    "ordering": (
        f"{ORDER} Say who you are {LINE} Write it down {LINE} Search in private {LINE}",
        f"{ORDER} Say who you are 1 Write it down 3 Search in private 2",
    ),
    "number": (
        f"How long may it last? Write a number. {LINE} hours",
        "How long may it last? Write a number. 73916 ± 2 hours",
    ),
    "short": (
        f"Whose rules are they? Write a few words. {LINE}",
        "Whose rules are they? Write a few words. zzsecret-Mandela / zzsecret-Mandela rules",
    ),
    "gaps": (
        f"Fill in the gaps. Write the words that are missing on the lines. Search in {LINE} and with {LINE}.",
        "Fill in the gaps. Write the words that are missing on the lines. Search in zzsecret-private and with "
        "zzsecret-respect / zzsecret-dignity.",
    ),
    "rating": (
        f"{RATE} {BOX} {BOX} {BOX} {BOX} {BOX} Talk of revenge {BOX} {BOX} {BOX} {BOX} {BOX}",
        f"{RATE} {BOX} {BOX} {BOX} {TICKED} {TICKED} Talk of revenge {TICKED} {TICKED} {BOX} {BOX} {BOX}",
    ),
    "essay": (
        "Write the report. Write your answer. Somebody at your academy reads it and marks it. Not more than 150 words. What "
        f"is marked: Facts come first What is done next {LINE * 18}",
        "Write the report. Points for each criterion Criterion 0 1 2 Facts come first zzsecret-opinions zzsecret-some "
        "zzsecret-facts What is done next zzsecret-nothing zzsecret-something zzsecret-all",
    ),
}
HEAD = "Searches: Final assessment Paper 1, revision 1"
LINES = f"{HEAD} Name Date Points, of 1 1 question. You have 20 minutes. To pass: 80% of the points."
KEY = f"{HEAD} This is the key. Keep it where officers cannot read it."


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_on_paper(page: Page, kind: str) -> None:
    publish(kind)
    blank, key = WHOLE[kind]
    assert words_on(page, f"{PAPER}/key") == f"{KEY} {key} zzsecret-explanation"
    assert words_on(page, PAPER) == f"{LINES} {blank}"
    assert SECRETS.findall(page.content().encode()) == []
    page.reload()  # with what is drawn
    [sheet] = pypdf.PdfReader(BytesIO(page.pdf(format="A4"))).pages
    assert printed_words(sheet.extract_text()) == printed_words(re.sub(r"\[.*?\]", "", f"{LINES} {blank}"))


def printed_words(text: str) -> list[str]:
    """Sorted: a table is read by columns. Without letters and numbers before parts, and those of pages."""
    return sorted(re.findall(r"\w{2,}", normalize("NFKC", text)))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_paper_of_all_kinds_prints_whole_and_turns_round(page: Page) -> None:
    publish(*sorted(KINDS))
    page.goto(f"{PAPER}?paper=pre-test&number=3&language=ar")
    assert page.locator("main ol.questions").evaluate("list => getComputedStyle(list).direction") == "rtl"
    assert page.locator("html").get_attribute("lang") == "en"  # the page around it is the visitor's
    document = pypdf.PdfReader(BytesIO(page.pdf(format="A4")))
    assert [float(side) for side in document.pages[0].mediabox[2:]] == pytest.approx([595, 842], abs=1.5)
    assert SECRETS.findall(" ".join(each.extract_text() for each in document.pages).encode()) == []
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 360, "height": 800})
    page.reload()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def stems(text: str) -> list[str]:
    """The questions on a page, in their order."""
    headings = {kind: sample.heading for kind, sample in written().items()}
    found = [
        (match.start(), kind) for kind, heading in headings.items() for match in re.finditer(re.escape(heading), text)
    ]
    return [kind for _place, kind in sorted(found)]


def test_a_number_is_a_paper_whatever_the_language(world: World) -> None:
    publish(*sorted(KINDS))
    instructor = world.signed_in(world.kostanay.instructor)

    def on(address: str) -> list[str]:
        return stems(main_text(instructor.get(f"{PAPER}{address}")))

    seventh = on("?number=7")
    assert len(seventh) == 10
    assert on("?number=7&language=ar") == on("/key?number=7") == seventh
    assert on("?number=8") != seventh
    # Between them, pre-test and final assessment of one number ask every question once.
    assert sorted(seventh + on("?number=7&paper=pre-test")) == sorted([*KINDS, *KINDS])
    statuses = [
        instructor.get(f"{PAPER}{wrong}").status_code
        for wrong in ("?number=0", "?number=10000", "?paper=other", "?language=fr", "?language=xx", "/other")
    ]
    assert statuses == [404] * 6
    assert instructor.get("/catalogue/other/quiz/paper").status_code == 404
    # What is no number is as none.
    assert on("?number=x") == on("")


def test_a_language_without_questions_gives_way_to_the_source(world: World) -> None:
    publish("single")
    french = main_text(world.signed_in(world.kostanay.instructor, "fr").get(PAPER))
    assert "Who is told first?" in french
    assert "Name" in french


def test_who_may_print_and_who_sees_the_key(world: World) -> None:
    publish("single")
    officer, karaganda = world.signed_in(world.kostanay.accounts[0]), world.signed_in(world.karaganda.instructor)
    keys = [f"{PAPER}/key", "/catalogue/searches/quiz/analysis", "/catalogue/searches/quiz/export"]
    assert [officer.get(each).status_code for each in (PAPER, *keys)] == [403] * 4
    assert [karaganda.get(each).status_code for each in (PAPER, *keys)] == [200] * 4  # questions belong to no academy
    # An officer who also teaches sees all of it, but for the time between enrolling and passing.
    with transaction():
        account = world.kostanay.accounts[0]
        db.session.add(RoleGranted(account_id=account, role="instructor", scope=world.kostanay.academy_id))
    assert [officer.get(each).status_code for each in (PAPER, *keys)] == [200] * 4
    factories.enrol(world.kostanay)
    assert [officer.get(each).status_code for each in (PAPER, *keys)] == [200, *[403] * 3]
    assert SECRETS.findall(officer.get(PAPER).get_data()) == []
    assert [karaganda.get(each).status_code for each in keys] == [200] * 3


def test_who_has_passed_sees_the_key(world: World, searches: Published) -> None:
    assert searches.module_id == "searches"
    with transaction():
        account = world.kostanay.accounts[0]
        db.session.add(RoleGranted(account_id=account, role="instructor", scope=world.kostanay.academy_id))
    factories.enrol(world.kostanay)
    factories.read(world.kostanay, *factories.PARTS)
    teaching = world.signed_in(world.kostanay.accounts[0])
    assert teaching.get(f"{PAPER}/key").status_code == 403
    factories.sit(world.kostanay, "final", right=True)
    assert teaching.get(f"{PAPER}/key").status_code == 200


def test_queries_do_not_grow_with_questions(world: World) -> None:
    instructor = world.signed_in(world.kostanay.instructor)
    counts: list[int] = []
    for kinds in (("single",), ("single", "multiple", "short")):
        publish(*kinds, number=len(counts) + 1)
        instructor.get(f"{PAPER}/key?number=2")  # what never changes is kept in memory from now on
        counts.append(factories.count_queries(lambda: instructor.get(f"{PAPER}/key?number=2")))
    assert counts[0] == counts[1]
