"""Search: the same hits in the same order on both databases, the words marked, and nothing that is not for the reader."""

import re
from collections.abc import Mapping
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from elearn.courses.models import Passage, Progress
from elearn.courses.queries import finding
from elearn.courses.rules.finding import FOR_STAFF, MOST_PAGES, Piece, Placed, Readable, excerpt, marked
from elearn.courses.service import indexing
from elearn.foundation.db import db, transaction
from elearn.people.models import Academy, RoleGranted
from tests import factories_content
from tests import factories_courses as factories
from tests.databases import NOW
from tests.factories_content import SEARCHES
from tests.quizzes.pages import main_text
from tests.world import World

LESSON = "---\nid: how\ntitle: {title}\n---\n{text}\n"
# One lesson in each language, in forms that nobody types.
LANGUAGES = {
    "ru": LESSON.format(title="Как обыскивать", text="Личный обыск проводят сотрудники, обученные этому. Зоркие ёлки."),
    "kk": LESSON.format(title="Қалай тінтиді", text="Тінтудің себебі жазылады. Қауіпсіздіктің үш бөлігі бар."),
    "ky": LESSON.format(title="Кантип тинтет", text="Коопсуздуктун үч бөлүгү бар. Кызматкерлердин милдети."),
    "fr": LESSON.format(title="Comment fouiller", text="Les détenus ont droit à la dignité de l'homme."),
    "ar": LESSON.format(title="كيف نفتش", text="لا يجوز التفتيش إلا بسبب، والكرامة محفوظة."),
}
MODULE = dict(SEARCHES) | {f"{language}/02-how.md": text for language, text in LANGUAGES.items()}
GLOSSARY = "## Strip search {#strip-search}\n\nA search without clothes, by staff of the same sex.\n"
HEAD = "← My modules Search Look for words in the modules Search"
STAFF_HEAD = "← All modules Search Look for words in the modules Search"


def publish(texts: Mapping[str, str] = MODULE) -> str:
    """Publish the module as its authors would: the id of its revision."""
    return factories_content.publish_in_part(texts).module.revision_id


@pytest.fixture
def officer(world: World) -> FlaskClient:
    """Enrolled in the module, which is there in six languages."""
    publish()
    factories.enrol(world.kostanay)
    return world.signed_in(world.kostanay.accounts[0])


def links(page: Any) -> list[str]:
    return re.findall(r'<h2><a href="([^"]*)"', page.get_data(as_text=True))


def marks(page: Any) -> list[str]:
    return [unescape(words) for words in re.findall(r"<mark>(.*?)</mark>", page.get_data(as_text=True))]


def found(client: FlaskClient, typed: str, **more: str) -> list[str]:
    return links(client.get("/search", query_string={"q": typed, **more}))


def test_a_search(officer: FlaskClient) -> None:
    page = officer.get("/search?q=weapon")
    assert main_text(page) == (
        f"{HEAD} 1 place found · Search in all languages "
        "Why we search A search keeps weapons out. The tests Ask three questions. In your country Who may order a search? "
        "To be completed by a named lawyer. Lesson Searches"
    )
    assert links(page) == ["/modules/searches/why"]
    assert marks(page) == ["weapons"]
    assert 'value="weapon"' in page.get_data(as_text=True)


def test_before_anything_is_typed_and_what_is_no_word(officer: FlaskClient) -> None:
    said = "You find lessons, scenarios and the terms of glossaries. Every form of a word is found."
    assert main_text(officer.get("/search")) == main_text(officer.get("/search?q=+%00")) == f"{HEAD} {said}"
    assert main_text(officer.get("/search?q=a+!")) == f"{HEAD} Type a word of two letters or more."
    nothing = "Nothing was found in which all of these words stand."
    advice = "Look for fewer words, or for another word for the same thing."
    assert main_text(officer.get("/search?q=weapon+zebra")) == f"{HEAD} {nothing} {advice}"
    assert officer.get("/search?q=weapon&page=0").status_code == 404
    assert officer.get(f"/search?q=weapon&page={MOST_PAGES + 1}").status_code == 404
    assert main_text(officer.get("/search?q=weapon&page=2")).endswith("There are fewer pages than that.")


@pytest.mark.parametrize(
    ("language", "typed", "seen"),
    [
        ("ru", "ОБЫСКИ сотрудник", ["обыск", "сотрудники"]),
        ("ru", "елка", ["ёлки"]),
        ("kk", "тінту", ["Тінтудің"]),
        ("kk", "кауипсиздик", ["Қауіпсіздіктің"]),
        ("ky", "коопсуздук", ["Коопсуздуктун"]),
        ("fr", "détenu", ["détenus"]),
        ("fr", "homme", ["homme"]),
        ("ar", "تفتيش", ["التفتيش"]),
        ("ar", "الكرامه", ["والكرامة"]),
        ("en", "respected", ["respect"]),
    ],
)
def test_every_form_is_found_in_six_languages(
    officer: FlaskClient, world: World, language: str, typed: str, seen: list[str]
) -> None:
    client = world.signed_in(world.kostanay.accounts[0], language)
    page = client.get("/search", query_string={"q": typed})
    assert (links(page), marks(page)) == (["/modules/searches/how"], seen)


def test_the_readers_language_first_then_all(officer: FlaskClient) -> None:
    page = officer.get("/search?q=обыск")
    assert main_text(page).startswith(
        f"{HEAD} Nothing was found in English. This was found in other languages. 2 places found"
    )
    assert ' lang="ru" dir="ltr"' in page.get_data(as_text=True)
    arabic = officer.get("/search?q=تفتيش&everywhere=1")
    assert '<p lang="ar" dir="rtl">' in arabic.get_data(as_text=True)
    assert "1 place found · Search in English only" in main_text(arabic)


def test_titles_count_most_then_how_often(officer: FlaskClient) -> None:
    both = ["/modules/searches/why", "/modules/searches/how"]
    assert found(officer, "search") == both  # in both titles, and twice in one text
    assert found(officer, "search we") == both


def test_only_what_the_officer_may_read(officer: FlaskClient, world: World) -> None:
    other = world.signed_in(world.karaganda.accounts[0])
    assert found(other, "weapon") == ["/modules/searches"]  # may be chosen: leads to the offer
    assert "you may choose this module" in main_text(other.get("/search?q=weapon"))
    with transaction():
        db.session.execute(update(Academy).values(own_choice=False))
    assert found(other, "weapon") == []
    assert found(officer, "weapon") == ["/modules/searches/why"]


def test_who_began_searches_what_was_begun(officer: FlaskClient, world: World) -> None:
    first = publish()
    factories.read(world.kostanay, "why")
    publish(MODULE | {"en/01-why.md": MODULE["en/01-why.md"].replace("weapons", "phones")})
    assert found(officer, "weapon") == ["/modules/searches/why"]
    assert found(officer, "phone") == []
    other = world.signed_in(world.karaganda.accounts[0])
    assert (found(other, "weapon"), found(other, "phone")) == ([], ["/modules/searches"])
    with transaction():
        indexing.rebuild()
    assert found(officer, "weapon") == ["/modules/searches/why"]
    rows = db.session.execute(select(Passage.kind).where(Passage.revision_id == first, Passage.language == "en"))
    assert sorted(rows.scalars()) == ["lesson"] * 2 + ["question"] * 3 + ["scenario"] + ["scene"] * 3


def test_scenes_and_questions_are_for_staff(officer: FlaskClient, world: World) -> None:
    assert found(officer, "parcel") == ["/modules/searches/scenario-gate"]
    assert main_text(officer.get("/search?q=parcel")).endswith("The parcel at the gate Scenario Searches")
    staff = world.signed_in(world.kostanay.instructor)
    page = staff.get("/search/catalogue?q=parcel")
    scenario = "/catalogue/searches/scenario-gate"
    assert links(page) == [scenario] * 3
    question = staff.get("/search/catalogue?q=humiliates")
    assert links(question) == ["/catalogue/searches/quiz/analysis"]
    assert main_text(question) == (
        f"{STAFF_HEAD} 1 place found · Search in all languages Question "
        "How do you search? With respect In private In front of all That humiliates . Dignity is kept. Rule 50. "
        "Question Searches"
    )
    assert officer.get("/search/catalogue?q=parcel").status_code == 403
    assert staff.get("/search?q=parcel").status_code == 403


def test_who_teaches_and_has_still_to_pass_finds_no_question(officer: FlaskClient, world: World) -> None:
    with transaction():
        grant = {"account_id": world.kostanay.accounts[0], "role": "instructor", "scope": world.kostanay.academy_id}
        db.session.add(RoleGranted(**grant))
    teaching = world.signed_in(world.kostanay.accounts[0])
    for everywhere in ({}, {"everywhere": "1"}):
        assert links(teaching.get("/search/catalogue", query_string={"q": "humiliates", **everywhere})) == []
    assert links(teaching.get("/search/catalogue?q=weapon"))[0] == "/catalogue/searches/why"
    with transaction():
        db.session.execute(update(Progress).values(passed_at=NOW))
    assert links(teaching.get("/search/catalogue?q=humiliates")) == ["/catalogue/searches/quiz/analysis"]


SECRETS = ("zzsecret", "zzsecret*", '"zzsecret"', "stems:zzsecret", "zzsecret & !weapon", "zzsecret' OR '1'='1")


def secret(text: str) -> dict[str, str]:
    """The module with a mark in every place that is not told beforehand."""
    quiz = re.sub(r"(?m)^(## |- \[.\] |  > |> )(.*)$", r"\1zzsecret \2", MODULE["en/quiz.md"])
    gate = MODULE["en/scenario-gate.md"].replace("## ", "## Zzsecret ").replace("The dog", "Zzsecret. The dog")
    return MODULE | {"en/quiz.md": quiz, "en/scenario-gate.md": gate.replace("You know", f"{text} You know")}


def test_no_byte_of_a_question_or_a_scene_reaches_an_officer(world: World) -> None:
    publish(secret("zzsecret"))
    factories.enrol(world.kostanay)
    words = (
        "law",
        "names",
        "anybody",
        "search",
        "parcel",
        "dog",
        "reason",
        "rule",
        "limits",
        "humiliates",
        "only",
        "order",
    )
    for place in (world.kostanay, world.karaganda):
        for language in ("en", "ru"):
            client = world.signed_in(place.accounts[0], language)
            for each in words:
                for more in ({}, {"everywhere": "1"}):
                    answer = client.get("/search", query_string={"q": each, **more})
                    assert (answer.status_code, b"zzsecret" in answer.get_data().lower()) == (200, False), each
            for each in (*SECRETS, *(f"law {secret}" for secret in SECRETS)):
                answer = client.get("/search", query_string={"q": each, "everywhere": "1"})
                assert (answer.status_code, links(answer)) == (200, []), each
    staff = world.signed_in(world.kostanay.instructor)
    assert "zzsecret" in main_text(staff.get("/search/catalogue?q=law"))  # the search would find something


def test_what_was_typed_and_what_is_found_cannot_become_markup(world: World) -> None:
    text = "Say `<script>alert(1)</script>` & *search* it."
    publish(MODULE | {"en/02-how.md": MODULE["en/02-how.md"].replace("With respect.", text)})
    factories.enrol(world.kostanay)
    officer = world.signed_in(world.kostanay.accounts[0])
    page = officer.get("/search", query_string={"q": "alert"}).get_data(as_text=True)
    assert "<p>Say &lt;script&gt;<mark>alert</mark>(1)&lt;/script&gt; &amp; search it.</p>" in page
    assert "<script>alert" not in officer.get("/search?q=<script>alert(1)</script>").get_data(as_text=True)


def test_pages_and_queries(world: World) -> None:
    publish()
    factories.enrol(world.kostanay)
    officer = world.signed_in(world.kostanay.accounts[0])
    for number in range(12):
        factories.publish(module_id=f"m{number:02}", revision_id=f"m{number:02}-1", titles={"en": f"M{number}"})
    officer.get("/search?q=text")
    first, second = officer.get("/search?q=text"), officer.get("/search?q=text&page=2")
    assert links(first) == [f"/modules/m{number:02}" for number in range(5) for _lesson in range(2)]
    assert len(links(second)) == 10
    assert main_text(first).startswith(
        f"{HEAD} 24 places found · Search in all languages Why we search Text of why in en."
    )
    assert main_text(first).endswith("Page 1 of 3 Next →")
    assert 'href="/search?q=text&amp;page=2"' in first.get_data(as_text=True)
    one = factories.count_queries(lambda: officer.get("/search?q=weapon"))
    assert factories.count_queries(lambda: officer.get("/search?q=text")) == one


def test_nothing_to_search() -> None:
    assert excerpt("", (), {"x"}) == marked("", (), {"x"}) == ()


def test_an_excerpt_stands_around_the_first_hit() -> None:
    text = "one " * 100 + "needle " + "two " * 100
    words = tuple(Placed(word[0], word.start(), word.end()) for word in re.finditer(r"\w+", text))
    pieces = excerpt(text, words, {"needle"})
    assert [piece.words for piece in pieces if piece.found] == ["needle"]
    assert "".join(piece.words for piece in pieces) == "… " + "one " * 20 + "needle " + "two " * 52 + "two" + " …"
    assert excerpt("all of it", (Placed("all", 0, 3),), ()) == (Piece("all of it", False),)


def test_the_answer_is_the_same_whatever_is_readable(world: World) -> None:
    revision_id = publish()
    nothing = finding.search(Readable({}, FOR_STAFF), "search", "en", True, 1)
    assert (nothing.hits, nothing.how_many, nothing.last) == ((), 0, 1)
    [hit] = finding.search(Readable({revision_id: True}, FOR_STAFF), "weapon", "en", False, 1).hits
    assert replace(hit, title=(), excerpt=()).part_id == "why"
