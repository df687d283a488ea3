"""Taking the questions of a module to other systems: as they were when it was published, in each language."""

import re
import zipfile
from dataclasses import replace
from html import unescape
from io import BytesIO

import pytest
from flask.testing import FlaskClient

from elearn.courses.queries import published
from elearn.courses.service import taking
from elearn.quizzes.content.writing import quiz_text
from elearn.quizzes.formats.carrying import letters
from elearn.quizzes.formats.registry import FORMATS
from elearn.quizzes.queries import banks
from elearn.quizzes.rules.kind import WrittenPart, WrittenQuestion
from tests.factories_content import QUIZ, SEARCHES, changed, publish_in_part, read
from tests.factories_courses import count_queries, publish
from tests.quizzes.pages import main_text
from tests.world import World

PAGE = "/catalogue/searches/quiz/export"
NOT_HERE = "This question is not translated into this language. Take it along in another language."


def publish_as(texts: dict[str, str] | None = None) -> tuple[WrittenQuestion, ...]:
    """The module with these texts, published: its questions in the source language."""
    [module] = (read(texts) if texts else read()).modules
    publish_in_part(texts or SEARCHES)
    return module.questions["en"]


@pytest.fixture
def instructor(world: World) -> FlaskClient:
    publish_as()
    return world.signed_in(world.kostanay.instructor)


def cards(client: FlaskClient, address: str = PAGE) -> dict[str, str]:
    """What the page says of each format."""
    body = client.get(address).get_data(as_text=True)
    found = re.findall(r'<section class="card">\s*<h2[^>]*>(.*?)</h2>(.*?)</section>', body, re.DOTALL)
    return {name: " ".join(unescape(re.sub(r"<[^>]*>", " ", words)).split()) for name, words in found}


POINTS = (
    "In the other system, this question gives points for a part of the answer. "
    "Set it there, where all or nothing is possible."
)
SINGLE = "Aiken has questions with one right option, and no others. Hand it over in another format, such as GIFT or Moodle XML."
FEEDBACK = (
    "Explanation and feedback of this question are not in the file: Aiken has no place for them. Hand it over in another "
    "format, such as GIFT or Moodle XML."
)


def test_what_goes_along_and_what_does_not(instructor: FlaskClient) -> None:
    same = "1 question goes along all the same How do you search?"
    assert cards(instructor) == {
        "GIFT": f"All 3 questions go along. {POINTS} {same} Download as GIFT",
        "Aiken": f"2 of 3 questions go along. {SINGLE} 1 question stays behind How do you search? {FEEDBACK} 2 questions go "
        "along all the same Who may order a search? When is it lawful? Download as Aiken",
        "Moodle XML": f"All 3 questions go along. {POINTS} {same} Download as Moodle XML",
        "QTI 3.0": "All 3 questions go along. Download as QTI 3.0",
    }


def test_a_translation_lacks_questions(instructor: FlaskClient) -> None:
    behind = f"{NOT_HERE} 2 questions stay behind How do you search? When is it lawful?"
    found = cards(instructor, f"{PAGE}?language=ru")
    assert found["GIFT"] == f"1 of 3 questions goes along. {behind} Download as GIFT"
    assert found["QTI 3.0"] == f"1 of 3 questions goes along. {behind} Download as QTI 3.0"
    page = instructor.get(f"{PAGE}?language=ru").get_data(as_text=True)
    assert re.findall(r'href="[^"]*export/([^"]*)"', page) == ["ru/gift", "ru/aiken", "ru/moodle-xml", "ru/qti"]
    assert '<option value="ru" selected' in page
    # Nobody is asked for a language that is not there.
    assert cards(instructor, f"{PAGE}?language=kk") == cards(instructor)


def download(client: FlaskClient, language: str, form: str) -> bytes:
    answer = client.get(f"{PAGE}/{language}/{form}")
    assert answer.status_code == 200
    ending = FORMATS[form].endings[0]
    assert answer.headers["Content-Disposition"] == f"attachment; filename=searches-{language}{ending}"
    assert answer.headers["Cache-Control"] == "no-store"
    return bytes(answer.data)


def _lettered(options: tuple[WrittenPart, ...]) -> tuple[WrittenPart, ...]:
    return tuple(replace(option, id=letter) for option, letter in zip(options, letters(), strict=False))


@pytest.mark.parametrize("form", ["gift", "moodle-xml"])
def test_what_is_taken_can_be_brought_again(instructor: FlaskClient, form: str) -> None:
    reader = FORMATS[form].read
    assert reader
    again = reader(download(instructor, "en", form))
    asked = publish_as()
    # Ids of options have no place there; the texts, what is right, the objective and the difficulty do.
    assert [replace(each, options=_lettered(each.options)) for each in asked] == [*again.questions]


def test_a_file_in_another_language(instructor: FlaskClient) -> None:
    assert download(instructor, "ru", "aiken").decode() == (
        "Кто может приказать обыск?\nA) Кого называет закон\nB) Любой\nANSWER: A\n"
    )
    with zipfile.ZipFile(BytesIO(download(instructor, "ru", "qti"))) as package:
        assert package.namelist() == ["imsmanifest.xml", "items/order.xml"]
        assert 'xml:lang="ru"' in package.read("items/order.xml").decode()


def test_the_questions_are_those_of_the_revision(instructor: FlaskClient) -> None:
    """Whatever became of the folder: here it never was. A new revision has its own."""
    before, first = download(instructor, "en", "gift"), published.current("searches")
    publish_as(changed("en/quiz.md", "Who may order a search?", "Who orders a search?"))
    assert download(instructor, "en", "gift") == before.replace(b"Who may order a search?", b"Who orders a search?")
    assert first
    assert taking.take(taking.asked(first, "en"), "en", FORMATS["gift"]).data == before


def test_what_is_kept_is_what_was_written(world: World) -> None:
    assert world
    asked = publish_as()
    current = published.current("searches")
    assert current
    kept = banks.written(current.revision_id)
    assert (kept["en"], [*kept]) == (asked, ["en", "ru"])
    assert quiz_text(sorted(kept["en"], key=lambda each: QUIZ.index(each.heading))) == QUIZ


def test_a_revision_without_its_source(world: World) -> None:
    publish()
    client = world.signed_in(world.kostanay.instructor)
    assert main_text(client.get(PAGE)).endswith(
        "No questions are kept of this revision in the form in which they were written."
    )
    assert client.get(f"{PAGE}/en/gift").status_code == 404


def test_keys_go_to_who_may_see_them_only(instructor: FlaskClient, world: World) -> None:
    paths = [PAGE, *[f"{PAGE}/en/{form}" for form in FORMATS]]
    for account in (*world.kostanay.accounts, *world.karaganda.accounts, world.monitor):
        client = world.signed_in(account)
        assert [client.get(path).status_code for path in paths] == [403] * 5
    there = (world.karaganda.instructor, world.kostanay.administrator, world.programme_administrator)
    for account in there:
        client = world.signed_in(account)
        assert [client.get(path).status_code for path in paths] == [200] * 5
    assert [instructor.get(f"{PAGE}/{path}").status_code for path in ("en/word", "kk/gift", "xx/gift")] == [404] * 3


def test_as_many_queries_for_many_questions(instructor: FlaskClient) -> None:
    def of_page() -> int:
        instructor.get(PAGE)
        return count_queries(lambda: instructor.get(PAGE))

    few = of_page()
    added = "\n".join(QUIZ.split("\n\n## ")[0].replace("#order", f"#order-{number}") + "\n" for number in range(9))
    publish_as(changed("en/quiz.md", "", f"{QUIZ}\n{added}"))
    assert of_page() == few


def test_the_page_of_the_module_leads_there(instructor: FlaskClient) -> None:
    body = instructor.get("/catalogue/searches").get_data(as_text=True)
    assert f'href="{PAGE}"' in body
    assert 'href="/catalogue/searches/quiz/import"' in body
