"""The pages of translations: states, one block saved, nobody overwritten, PO files; the other academy sees none of it."""

import io
import re

import polib
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from elearn.authoring.queries import translating
from elearn.authoring.queries.drafts import file as file_of
from elearn.authoring.service import drafts
from elearn.courses.content import translations
from elearn.courses.content.translations import Pair
from elearn.courses.rules.translating import State
from elearn.foundation.db import db, transaction
from tests.factories_content import TRANSLATED, in_bytes
from tests.factories_courses import count_queries
from tests.quizzes.pages import main_text
from tests.world import World

FILES = {**in_bytes(TRANSLATED), **translations.with_marks(in_bytes(TRANSLATED), "ru", lambda _pair: True)[0]}
PAGE = "/authoring/searches/translations"


@pytest.fixture
def instructor(world: World) -> FlaskClient:
    """Of Kostanay, to which the module belongs; Karaganda has one in work, too."""
    with transaction():
        assert drafts.start_with("searches", FILES, world.kostanay.academy_id, world.kostanay.instructor)
        assert drafts.start_new("doors", "Doors", "en", world.karaganda.academy_id, world.karaganda.instructor)
    return world.signed_in(world.kostanay.instructor)


def edit(path: str, old: str, new: str) -> None:
    """Somebody else saves a file of the draft."""
    with transaction():
        data, version = translating.texts("searches")[path], file_of("searches", path)
        assert old in data.decode()
        assert version
        drafts.save_file("searches", path, data.decode().replace(old, new).encode(), version.version, None)


def pair(key: str, language: str = "ru") -> Pair:
    db.session.rollback()
    return next(each for each in translations.pairs(translating.texts("searches"), language) if each.key == key)


def fields(page: str, key: str) -> dict[str, str]:
    """The hidden fields of the form of a block."""
    [form] = [each for each in re.findall(r"<form.*?</form>", page, re.DOTALL) if f'value="{key}"' in each]
    return dict(re.findall(r'type="hidden" name="(key|origin|base)" value="([^"]*)"', form))


def send(client: FlaskClient, key: str, words: str, language: str = "ru", **more: str) -> TestResponse:
    address = f"{PAGE}/{language}"
    number = (
        1
        + next(
            n for n, each in enumerate(translations.pairs(translating.texts("searches"), language)) if each.key == key
        )
        // 10
    )
    page = client.get(f"{address}?page={number}").get_data(as_text=True)
    return client.post(address, data=fields(page, key) | {"words": words} | more)


def test_how_the_languages_stand(instructor: FlaskClient) -> None:
    edit("en/01-why.md", "Ask three", "Ask four")
    assert main_text(instructor.get(PAGE)) == (
        "Authoring · searches Translations The module is written in English. A language is offered to officers when nothing "
        "of it is missing; one that they have already stays. Languages Language Done The source changed Not compared Missing "
        "Қазақша 0 0 0 14 Русский complete 13 1 0 0 Кыргызча 0 0 0 14 العربية 0 0 0 14 Français 0 0 0 14"
    )


def test_what_changed_in_the_source_is_shown_and_exactly_its_translation_is_stale(instructor: FlaskClient) -> None:
    edit("en/01-why.md", "Ask three", "Ask four")
    page = instructor.get(f"{PAGE}/ru?show=stale")
    text = main_text(page)
    assert "All (14) missing (0) the source changed (1) not compared with the source (0) done (13)" in text
    assert (
        "01-why.md#tests the source changed What changed in the source ## The tests {#tests} Ask three four questions."
        in text
    )
    assert page.get_data(as_text=True).count('name="words"') == 1
    assert "Ask <del>three</del><ins>four</ins> questions." in " ".join(page.get_data(as_text=True).split())


def test_saving_a_block(instructor: FlaskClient) -> None:
    edit("en/01-why.md", "Ask three", "Ask four")
    before = translating.texts("searches")
    answer = send(instructor, "01-why.md#tests", "## Проверки {#tests}\r\n\r\nЧетыре вопроса.\r\n")
    assert (answer.status_code, answer.location) == (303, f"{PAGE}/ru#block-01-why-md-tests")
    found = pair("01-why.md#tests")
    assert (found.state, found.translation and found.translation.text) == (
        State.DONE,
        "## Проверки {#tests}\n\nЧетыре вопроса.",
    )
    after = translating.texts("searches")
    assert {path for path in after if after[path] != before.get(path)} == {"ru/01-why.md"}
    assert after["ru/01-why.md"].decode() == before["ru/01-why.md"].decode().replace("Три", "Четыре").replace(
        before["ru/01-why.md"].decode().split("#tests from=")[1][:8], found.origin
    )


def test_a_language_begins(instructor: FlaskClient) -> None:
    early = send(instructor, "01-why.md#tests", "## اختبارات {#tests}\n\nثلاثة", "ar")
    assert early.status_code == 422
    assert "Translate its title and introduction first." in main_text(early)
    assert send(instructor, "01-why.md#", "# لماذا\n\nالسلاح", "ar").status_code == 303
    assert send(instructor, "01-why.md#tests", "## اختبارات\n\nثلاثة", "ar").status_code == 303
    assert send(instructor, "module.md#title", "تفتيش", "ar").status_code == 303
    lesson = translating.texts("searches")["ar/01-why.md"].decode()
    assert lesson == (
        f'---\nid: why\ntitle: لماذا\nfrom: "{pair("01-why.md#", "ar").origin}"\n---\nالسلاح\n\n'
        f"## اختبارات {{#tests from={pair('01-why.md#tests', 'ar').origin}}}\n\nثلاثة\n"
    )
    assert 'dir="rtl"' in instructor.get(f"{PAGE}/ar").get_data(as_text=True)


def test_two_people_at_one_block(instructor: FlaskClient) -> None:
    page = instructor.get(f"{PAGE}/ru").get_data(as_text=True)
    mine = fields(page, "01-why.md#tests") | {"words": "## Моё\n\nМоё."}
    other = fields(page, "01-why.md#") | {"words": "# Другое\n\nДругое."}
    edit("ru/01-why.md", "Три вопроса", "Их вопросы")
    assert instructor.post(f"{PAGE}/ru", data=other).status_code == 303  # another block of the same file
    answer = instructor.post(f"{PAGE}/ru", data=mine)
    assert answer.status_code == 409
    assert "somebody else translated this meanwhile" in main_text(answer)
    assert "Их вопросы" in translating.texts("searches")["ru/01-why.md"].decode()
    again = fields(answer.get_data(as_text=True), "01-why.md#tests") | {"words": "## Моё\n\nМоё."}
    assert instructor.post(f"{PAGE}/ru", data=again).status_code == 303
    assert "Моё." in translating.texts("searches")["ru/01-why.md"].decode()
    assert "Другое." in translating.texts("searches")["ru/01-why.md"].decode()


def test_what_the_source_said_when_it_was_read_counts(instructor: FlaskClient) -> None:
    page = instructor.get(f"{PAGE}/ru").get_data(as_text=True)
    mine = fields(page, "01-why.md#tests") | {"words": "## Три\n\nТри."}
    edit("en/01-why.md", "Ask three", "Ask four")
    assert instructor.post(f"{PAGE}/ru", data=mine).status_code == 303
    assert pair("01-why.md#tests").state is State.STALE


def test_to_translators_and_back(instructor: FlaskClient) -> None:
    edit("en/01-why.md", "Ask three", "Ask four")
    answer = instructor.get(f"{PAGE}/ru/po")
    assert answer.headers["Content-Disposition"] == "attachment; filename=searches-ru.po"
    po = polib.pofile(answer.get_data(as_text=True))
    [stale] = [entry for entry in po if entry.fuzzy]
    assert "Ask three questions." in str(stale.previous_msgid)
    stale.flags, stale.msgstr = [], "## Проверки {#tests}\n\nЧетыре вопроса."
    po[0].msgctxt = "quiz.md#gone"
    before = translating.texts("searches")
    page = instructor.post(f"{PAGE}/ru/po", data={"file": (io.BytesIO(str(po).encode()), "a.po")})
    assert "The module has no “quiz.md#gone”." in main_text(page)
    assert main_text(page).endswith(" Take 1 block Leave all as it is")
    assert translating.texts("searches") == before
    seen = re.findall(r'name="seen" value="([^"]*)"', page.get_data(as_text=True))[0]
    sent = {"text": str(po).replace("\n", "\r\n"), "seen": seen}
    assert instructor.post(f"{PAGE}/ru/po/take", data=sent | {"seen": "00000000"}).status_code == 303
    assert translating.texts("searches") == before
    assert instructor.post(f"{PAGE}/ru/po/take", data=sent).status_code == 303
    assert pair("01-why.md#tests").state is State.DONE


def test_of_other_academies_nothing_is_there(instructor: FlaskClient, world: World) -> None:
    other = world.signed_in(world.karaganda.instructor)
    data = {"key": "01-why.md#tests", "origin": "12345678", "base": "", "words": "x", "text": "x", "seen": ""}
    for client, module in ((other, "searches"), (instructor, "doors"), (instructor, "nothing")):
        address = f"/authoring/{module}/translations"
        for found in (
            client.get(address),
            client.get(f"{address}/ru"),
            client.post(f"{address}/ru", data=data),
            client.get(f"{address}/ru/po"),
            client.post(f"{address}/ru/po"),
            client.post(f"{address}/ru/po/take", data=data),
        ):
            assert found.status_code == 404
    assert [instructor.get(f"{PAGE}/{language}").status_code for language in ("en", "xx")] == [404, 404]
    assert instructor.post(f"{PAGE}/ru", data=data | {"origin": "x"}).status_code == 400


def test_queries_do_not_grow_with_blocks(instructor: FlaskClient) -> None:
    few = count_queries(lambda: instructor.get(f"{PAGE}/ru?page=2"))
    assert count_queries(lambda: instructor.get(f"{PAGE}/ru")) == few
