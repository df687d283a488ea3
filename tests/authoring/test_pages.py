"""The pages of the editor without JavaScript: what they show, save and refuse, and to whom."""

import re
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import update

from elearn.authoring.queries import drafts
from elearn.authoring.rules.drafts import is_module_id
from elearn.authoring.service import drafts as service
from elearn.courses.models import Progress
from elearn.courses.rules.module import Published
from elearn.foundation.db import db, transaction
from elearn.people.models import RoleGranted
from tests import factories_courses
from tests.databases import NOW
from tests.factories_courses import count_queries
from tests.world import World

LESSON = "en/01-first-lesson.md"
HTML = {"Accept": "text/html"}
JSON = {"Accept": "application/json"}


@pytest.fixture
def author(world: World, keys: str) -> FlaskClient:
    return world.signed_in(world.kostanay.instructor)


def version(path: str, module_id: str = "keys") -> int:
    file = drafts.file(module_id, path)
    assert file
    return file.version


def text_of(path: str, module_id: str = "keys") -> str:
    return drafts.files(module_id)[path].decode()


def picture(size: tuple[int, int] = (40, 30), kind: str = "PNG", **more: Any) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "#345").save(out, kind, **more)
    return out.getvalue()


def test_another_academy_finds_nothing(world: World, keys: str) -> None:
    stranger = world.signed_in(world.karaganda.instructor)
    listed = stranger.get("/authoring").text
    assert "doors" in listed
    assert "keys" not in listed
    for address in ("", f"/edit/{LESSON}", "/media/example.png"):
        assert stranger.get(f"/authoring/keys{address}").status_code == 404
    before = drafts.files("keys")
    of_file = [f"/{verb}/{LESSON}" for verb in ("edit", "preview", "delete", "rename")]
    for address in ("/open", "/parts", "/media", "/document", *of_file):
        answer = stranger.post(f"/authoring/keys{address}", data={"text": "x", "version": version(LESSON)})
        assert answer.status_code == 404, address
    assert drafts.files("keys") == before


def test_a_new_module(world: World) -> None:
    client = world.signed_in(world.kostanay.instructor)
    academy = str(world.kostanay.academy_id)
    sent = {"name": "key-control", "language": "ru", "academy": academy, "title_ru": "Ключи", "title_en": "Keys"}
    answer = client.post("/authoring/new", data=sent)
    assert (answer.status_code, answer.location) == (303, "/authoring/key-control")
    page = client.get("/authoring/key-control").text
    assert "Nothing is wrong with this module." in page
    assert '  ru: "Ключи"\n  en: "Keys"\n' in text_of("module.md", "key-control")
    assert client.post("/authoring/new", data=sent).status_code == 422
    draft = drafts.draft("key-control")
    assert draft
    assert draft.academy_id == world.kostanay.academy_id


def test_who_gives_no_id_gets_one_after_the_title(world: World) -> None:
    client = world.signed_in(world.kostanay.instructor, "ru")
    page = client.get("/authoring/new").text
    assert '<option selected value="ru">' in page  # the reader's language is the one that is meant as a rule
    sent = {"name": "", "language": "ru", "academy": str(world.kostanay.academy_id), "title_ru": "Ключи и двери"}
    [location] = [client.post("/authoring/new", data=sent).location]
    module_id = location.removeprefix("/authoring/")
    assert drafts.draft(module_id)
    assert is_module_id(module_id)
    added = {"kind": "lesson", "part_language": "ru", "name": "", "title": "Счёт ключей"}
    assert re.fullmatch(
        rf"{location}/edit/ru/02-[a-z]+-[a-z]+\.md", client.post(f"{location}/parts", data=added).location
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "Key Control"},
        {"name": "", "title_en": "…"},
        {"title_en": ""},
        {"academy": "programme"},
        {"academy": ""},
        {"language": "xx"},
    ],
)
def test_what_a_new_module_needs(world: World, wrong: dict[str, str]) -> None:
    client = world.signed_in(world.kostanay.instructor)
    sent = {"name": "keys", "language": "en", "academy": str(world.kostanay.academy_id), "title_en": "Keys"}
    assert client.post("/authoring/new", data=sent | wrong).status_code == 422
    assert client.post("/authoring/new", data=sent | {"academy": str(world.karaganda.academy_id)}).status_code == 422
    assert drafts.drafts(None) == []


def test_only_the_programme_opens_what_belongs_to_nobody(world: World, searches: Published) -> None:
    assert world.signed_in(world.kostanay.administrator).post("/authoring/searches/open").status_code == 404
    client = world.signed_in(world.programme_administrator)
    assert "Change this module" in client.get("/authoring").text
    assert client.post("/authoring/searches/open").location == "/authoring/searches"
    assert client.post("/authoring/nothing/open").status_code == 404
    assert client.get("/authoring/searches").status_code == 200
    assert world.signed_in(world.kostanay.administrator).get("/authoring/searches").status_code == 404


def test_saving_by_form_and_by_script(author: FlaskClient) -> None:
    text = text_of(LESSON) + "\nMore.\n"
    base = version(LESSON)
    sent = {"text": text.replace("\n", "\r\n"), "version": base}
    answer = author.post(f"/authoring/keys/edit/{LESSON}", data=sent)
    assert (answer.status_code, answer.location) == (303, f"/authoring/keys/edit/{LESSON}")
    assert text_of(LESSON) == text
    sent = {"text": text + "Again.\n", "version": version(LESSON)}
    answer = author.post(f"/authoring/keys/edit/{LESSON}", data=sent, headers=JSON)
    assert answer.json == {"state": "saved", "version": 7}
    answer = author.post(f"/authoring/keys/edit/{LESSON}", data={"text": "x", "version": base}, headers=JSON)
    assert answer.json == {"state": "conflict"}
    answer = author.post(f"/authoring/keys/edit/{LESSON}", data={"text": "x" * 1_000_001, "version": 7}, headers=JSON)
    assert answer.json == {"state": "refused", "words": "This file is too large."}
    assert author.post("/authoring/keys/edit/en/../a.md", data={"text": "x", "version": 0}).status_code == 404
    assert author.get("/authoring/keys/edit/media/example.png").status_code == 404


def test_two_authors(world: World, author: FlaskClient) -> None:
    other = world.signed_in(world.kostanay.administrator)
    text, base = text_of(LESSON), version(LESSON)
    theirs = text.replace("## A heading", "## Another heading")
    other.post(f"/authoring/keys/edit/{LESSON}", data={"text": theirs, "version": base})
    mine = text + "\nMore from me.\n"
    answer = author.post(f"/authoring/keys/edit/{LESSON}", data={"text": mine, "version": base}, headers=HTML)
    assert answer.status_code == 409
    assert "Kostanay-Admin saved it while you were writing" in answer.text
    assert "Both changes fit together" in answer.text
    assert theirs + "\nMore from me.\n</textarea>" in answer.text.replace("&gt;", ">").replace("&#39;", "'")
    assert text_of(LESSON) == theirs
    # Whoever takes the own version then, does it knowingly.
    author.post(f"/authoring/keys/edit/{LESSON}", data={"text": mine, "version": version(LESSON)})
    assert text_of(LESSON) == mine


def test_the_same_lines_changed_by_two(world: World, author: FlaskClient) -> None:
    text, base = text_of(LESSON), version(LESSON)
    one, two = (text.replace("## A heading", f"## {words}") for words in ("One", "Two"))
    author.post(f"/authoring/keys/edit/{LESSON}", data={"text": one, "version": base})
    answer = author.post(f"/authoring/keys/edit/{LESSON}", data={"text": two, "version": base}, headers=HTML)
    assert answer.status_code == 409
    assert "Both of you changed the same lines." in answer.text
    assert "<del>One</del>" in answer.text
    assert "<ins>Two</ins>" in answer.text


def test_a_preview_saves_nothing(author: FlaskClient) -> None:
    before = drafts.files("keys")
    text = "---\nid: first-lesson\ntitle: Keys\nminutes: 5\n---\n## Whose keys\n\n**Whose?** <b>\n"
    answer = author.post(f"/authoring/keys/preview/{LESSON}", data={"text": text, "version": 1})
    assert "<strong>Whose?</strong> &lt;b&gt;" in answer.text
    assert "This heading has no id." in answer.text
    assert 'data-becomes="## Whose keys {#whose-keys}"' in answer.text
    part = author.post(f"/authoring/keys/preview/{LESSON}?part=1", data={"text": text})
    assert "<html" not in part.text
    assert part.text in answer.text
    fixed = author.post(f"/authoring/keys/preview/{LESSON}", data={"text": text, "version": 1, "fix": "0"})
    assert "## Whose keys {#whose-keys}" in fixed.text
    assert "This heading has no id." not in fixed.text
    assert drafts.files("keys") == before


@pytest.mark.parametrize("path", ["module.md", LESSON, "en/quiz.md", "en/scenario-first-case.md"])
def test_every_file_of_a_new_module_is_shown(author: FlaskClient, path: str) -> None:
    page = author.get(f"/authoring/keys/edit/{path}").text
    assert "Nothing is wrong in this file." in page
    assert "Nothing can be shown yet." not in page
    assert "This question is not finished." not in page


@pytest.mark.parametrize("text", ["", "\n", "---\n", "x", "---\nid: [\n---\n", "---\nid: a\n---\n" + "[" * 200])
@pytest.mark.parametrize("path", ["module.md", LESSON, "en/quiz.md", "en/scenario-first-case.md"])
def test_unfinished_files_are_shown_as_far_as_they_go(author: FlaskClient, path: str, text: str) -> None:
    answer = author.post(f"/authoring/keys/preview/{path}", data={"text": text, "version": 1})
    assert answer.status_code == 200


def test_adding_deleting_and_renaming(author: FlaskClient) -> None:
    added = {"kind": "lesson", "part_language": "en", "name": "second", "title": "A: second"}
    answer = author.post("/authoring/keys/parts", data=added)
    assert answer.location == "/authoring/keys/edit/en/02-second.md"
    assert "contents: [first-lesson, scenario-first-case, second]" in text_of("module.md")
    assert text_of("en/02-second.md").startswith('---\nid: second\ntitle: "A: second"\n')
    assert "Nothing is wrong with this module." in author.get("/authoring/keys").text
    for wrong in ({"name": "A second"}, {"title": ""}, {"name": "", "title": "…"}):
        assert author.post("/authoring/keys/parts", data=added | wrong).status_code == 422
    for kind, path in (("quiz", "ru/quiz.md"), ("scenario", "ru/scenario-first-case.md")):
        sent = {"kind": kind, "part_language": "ru", "name": "first-case", "title": "Случай"}
        assert author.post("/authoring/keys/parts", data=sent).location == f"/authoring/keys/edit/{path}"
    sent = {"new_path": "en/03-second.md", "version": str(version("en/02-second.md"))}
    author.post("/authoring/keys/rename/en/02-second.md", data=sent)
    assert "en/03-second.md" in drafts.files("keys")
    author.post("/authoring/keys/delete/en/03-second.md", data={"version": version("en/03-second.md")})
    assert "en/03-second.md" not in drafts.files("keys")


def test_a_picture_is_drawn_anew(author: FlaskClient) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Secret camera"
    data = picture((3000, 2000), "JPEG", exif=exif)
    assert b"Secret camera" in data
    sent = {"file": (BytesIO(data), "My Gate.JPG"), "shows": "A [gate]"}
    answer = author.post("/authoring/keys/media", data=sent, headers=JSON)
    assert answer.json == {"markdown": "![A (gate)](../media/my-gate.png)", "words": ""}
    kept = drafts.files("keys")["media/my-gate.png"]
    assert Image.open(BytesIO(kept)).size == (1600, 1067)
    assert b"Secret" not in kept
    served = author.get("/authoring/keys/media/my-gate.png")
    assert (served.mimetype, served.data) == ("image/png", kept)


@pytest.mark.parametrize(
    ("data", "shows", "words"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "A", "Lessons cannot show this"),
        (b"", "A", "Lessons cannot show this"),
        (picture()[:60], "A", "This file is damaged."),
        (picture(), " ", "Say what the picture shows"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "A", ""),
    ],
)
def test_pictures_that_are_refused(author: FlaskClient, data: bytes, shows: str, words: str) -> None:
    before = drafts.files("keys")
    sent = {"file": (BytesIO(data), "a.png"), "shows": shows}
    answer = author.post("/authoring/keys/media", data=sent, headers=JSON)
    assert answer.json
    assert answer.json["markdown"] == ""
    assert answer.json["words"].startswith(words)
    assert drafts.files("keys") == before


@pytest.mark.parametrize("files", [1, 4])
def test_the_page_of_a_module_asks_as_often_whatever_is_in_it(author: FlaskClient, files: int) -> None:
    for number in range(files):
        sent = {"kind": "lesson", "part_language": "en", "name": f"l-{number}", "title": "L"}
        author.post("/authoring/keys/parts", data=sent)
    author.get("/authoring/keys")
    assert count_queries(lambda: author.get("/authoring/keys")) == 8


def test_who_has_still_to_pass_a_module_sees_none_of_its_keys_in_the_draft(world: World, searches: Published) -> None:
    account = world.kostanay.accounts[0]
    with transaction():
        service.start_from(searches.revision_id, world.kostanay.academy_id, world.kostanay.instructor)
        db.session.add(RoleGranted(account_id=account, role="instructor", scope=world.kostanay.academy_id))
    teaching, path = world.signed_in(account), "/authoring/searches"
    pages = (path, f"{path}/edit/en/quiz.md", f"{path}/history", f"{path}/publish")
    assert [teaching.get(each).status_code for each in pages] == [200] * 4
    factories_courses.enrol(world.kostanay)
    assert [teaching.get(each).status_code for each in pages] == [403] * 4
    assert teaching.post(f"{path}/preview/en/quiz.md", data={"text": "x"}).status_code == 403
    with transaction():
        db.session.execute(update(Progress).values(passed_at=NOW))
    assert [teaching.get(each).status_code for each in pages] == [200] * 4
