"""Modules taken along and brought back: what pages say before anything is saved, who may do it, and what is saved then."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import gettext as _
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from elearn.authoring.content import identity
from elearn.authoring.formats import zips
from elearn.authoring.models.drafts import Save
from elearn.authoring.queries import drafts as queries
from elearn.authoring.rules.packages import Change, Doing, Origin
from elearn.authoring.service import drafts
from elearn.courses.models import Blob
from elearn.courses.queries import progress, published
from elearn.courses.rules.module import Published
from elearn.courses.service import publishing
from elearn.foundation.db import db, transaction
from elearn.people.models import RoleGranted
from tests import factories_content, factories_courses
from tests.authoring.zips import ATTACKS, FILES, plain, zipped
from tests.quizzes.pages import fields, main_text
from tests.world import World

PAGE = "/authoring/searches/package"


@pytest.fixture
def draft(world: World, searches: Published) -> str:
    """The module of the factory, published, and in work at Kostanay."""
    with transaction():
        assert drafts.start_from(searches.revision_id, world.kostanay.academy_id, None)
    return "searches"


@pytest.fixture
def author(world: World) -> FlaskClient:
    return world.signed_in(world.kostanay.instructor)


def bring(client: FlaskClient, data: bytes, page: str = PAGE) -> TestResponse:
    # By hand: the library puts a large body into a file that nobody closes.
    head = '--part\r\nContent-Disposition: form-data; name="file"; filename="module.zip"\r\n\r\n'
    body = head.encode() + data + b"\r\n--part--\r\n"
    return client.post(page, data=body, content_type="multipart/form-data; boundary=part")


def saves() -> tuple[int, int]:
    """How many saves there are, and how many files are kept anywhere."""
    db.session.rollback()
    counts = (db.session.execute(select(func.count()).select_from(table)).scalar_one() for table in (Save, Blob))
    first, second = counts
    return first, second


def test_what_is_taken_along_is_what_there_is(world: World, draft: str, author: FlaskClient) -> None:
    answer = author.get(f"{PAGE}.zip")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="searches.zip"'
    assert answer.data == plain()
    assert "All files are the same as those of the draft: there is nothing to save." in main_text(
        bring(author, plain())
    )


def test_changes_are_seen_before_they_are_saved(world: World, draft: str, author: FlaskClient) -> None:
    before = saves()
    files = {path: data for path, data in FILES.items() if path != "ru/quiz.md"}
    files |= {
        "en/glossary.md": b"## Search {#search}\n\nTo look.\n",
        "en/02-how.md": FILES["en/02-how.md"] + b"\nMore.\n",
    }
    page = bring(author, zipped(files=files))
    assert main_text(page) == (
        "Look before you save Nothing is saved yet. What would change en/02-how.md changed en/glossary.md new "
        "ru/quiz.md deleted 7 files stay as they are. Save Cancel"
    )
    assert saves() == before
    saved = author.post(f"{PAGE}/save", data=fields(page))
    assert (saved.status_code, saved.location) == (303, PAGE)
    db.session.rollback()
    assert queries.files("searches") == files
    assert saves()[0] == before[0] + 3
    assert queries.files_at("searches", 9) == FILES  # the state before
    by = db.session.execute(select(Save.by_account).order_by(Save.serial.desc()).limit(3)).scalars().all()
    assert by == [world.kostanay.instructor] * 3


def test_who_was_overtaken_looks_again(world: World, draft: str, author: FlaskClient) -> None:
    page = bring(author, zipped(files=FILES | {"en/02-how.md": FILES["en/02-how.md"] + b"\nMine.\n"}))
    with transaction():
        base = queries.file("searches", "en/01-why.md")
        assert base
        drafts.save_file("searches", "en/01-why.md", b"theirs", base.version, world.kostanay.administrator)
    again = author.post(f"{PAGE}/save", data=fields(page))
    assert "Somebody has saved in this draft meanwhile. Nothing of yours was saved" in main_text(again)
    assert "en/01-why.md changed en/02-how.md changed" in main_text(again)
    db.session.rollback()
    assert queries.files("searches")["en/02-how.md"] == FILES["en/02-how.md"]
    assert author.post(f"{PAGE}/save", data=fields(again)).status_code == 303
    db.session.rollback()
    assert queries.files("searches")["en/01-why.md"] == FILES["en/01-why.md"]


def test_no_attack_saves_anything_and_each_is_told_why(
    world: World, draft: str, author: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    before, lying_about = saves(), sorted(path.name for path in tmp_path.iterdir())
    for name, data, said in ATTACKS:
        page = bring(author, data)
        words = main_text(page)
        if page.status_code == 413:  # the request itself is too large
            assert name == "large zip", name
            continue
        assert "Nothing is saved: " in words, name
        assert "Save Cancel" not in words, name
        for file, problem in said:
            assert (file or "") in words, name
            assert _(problem.what).split("%")[0].split("“")[0] in words, name
    assert saves() == before
    assert list(Path().iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir() if not path.name.startswith("elearn.db-")) == [
        each for each in lying_about if not each.startswith("elearn.db-")
    ]


@pytest.mark.parametrize("sent", ["", "no bytes", "UEsFBg=="])
def test_what_is_saved_is_looked_at_once_more(draft: str, author: FlaskClient, sent: str) -> None:
    before = saves()
    assert "Nothing is saved: 1 thing is wrong" in main_text(
        author.post(f"{PAGE}/save", data={"zip": sent, "saves": "9"})
    )
    assert saves() == before


def test_without_a_file_the_page_says_so(draft: str, author: FlaskClient) -> None:
    for page in (PAGE, "/packages"):
        assert "Zip file Please choose a file." in main_text(author.post(page, data={}))


def test_a_new_module_is_begun_from_a_zip(world: World, keys: str, author: FlaskClient) -> None:
    assert "Bring a module" in main_text(author.get("/packages"))
    page = bring(author, plain(), "/packages")
    words = main_text(page)
    assert words.startswith(
        "Look before you save Nothing is saved yet. A new draft: searches , Searches What would change"
    )
    assert words.endswith("ru/scenario-gate.md new Belongs to Kostanay academy Begin this draft Cancel")
    db.session.rollback()
    assert queries.draft("searches") is None
    theirs = {**fields(page), "academy": str(world.karaganda.academy_id)}
    assert "Please choose one." in main_text(author.post("/packages/save", data=theirs))
    mine = {**fields(page), "academy": str(world.kostanay.academy_id)}
    saved = author.post("/packages/save", data=mine)
    assert (saved.status_code, saved.location) == (303, PAGE)
    db.session.rollback()
    found = queries.draft("searches")
    assert found
    assert (found.academy_id, found.origin, queries.files("searches")) == (world.kostanay.academy_id, None, FILES)
    taken = main_text(author.post("/packages/save", data=mine))
    assert "There is a module “searches” already." in taken
    assert "There is a module “searches” already." in main_text(bring(author, plain(), "/packages"))


def test_a_module_in_work_may_be_unfinished(draft: str, author: FlaskClient) -> None:
    unfinished = zipped(files=FILES | {"en/02-how.md": b"---\nid: how\ntitle: How\n---\nMore to come.\n"})
    words = main_text(bring(author, unfinished))
    assert "To be put right before it can be published" in words
    assert "The entry “minutes” is missing. Add it." in words
    assert words.endswith("Save Cancel")


def test_only_who_may_write_a_draft_takes_it_along(world: World, draft: str) -> None:
    stranger = world.signed_in(world.karaganda.instructor)
    for path in (PAGE, f"{PAGE}.zip", f"{PAGE}.pdf"):
        assert stranger.get(path).status_code == 404
    for path in (PAGE, f"{PAGE}/save", f"{PAGE}/scorm"):
        assert stranger.post(path, data={}).status_code == 404
    assert world.signed_in(world.programme_administrator).get(f"{PAGE}.zip").data == plain()


def publish(texts: dict[str, str | bytes]) -> Published:
    [module] = factories_content.read(texts).modules
    with transaction():
        return publishing.publish_module(module).module


def newer_searches() -> Published:
    return publish({**factories_content.SEARCHES, "en/02-how.md": factories_content.HOW + "\nSlowly.\n"})


def test_each_revision_is_taken_along_as_it_was(world: World, searches: Published, author: FlaskClient) -> None:
    newer_searches()
    first, second = (author.get(f"/catalogue/searches/package.zip?revision={number}").data for number in (1, 2))
    assert first == plain()
    assert ZipFile(BytesIO(second)).read("searches/en/02-how.md").endswith(b"\nSlowly.\n")
    assert author.get("/catalogue/searches/package.zip").data == second
    assert author.get("/catalogue/searches/package.zip?revision=3").status_code == 404
    assert author.get("/catalogue/nothing/package.zip").status_code == 404


def learner(world: World) -> FlaskClient:
    """An instructor of Kostanay who is an officer too, and takes the module."""
    account = world.kostanay.accounts[0]
    with transaction():
        db.session.add(RoleGranted(account_id=account, role="instructor", scope=world.kostanay.academy_id))
    factories_courses.enrol(world.kostanay)
    return world.signed_in(account)


def test_who_has_still_to_pass_takes_no_keys_along(world: World, searches: Published) -> None:
    client = learner(world)
    page = main_text(client.get("/catalogue/searches/package"))
    assert "You are enrolled in this module." in page
    assert "Who may order a search?" not in page
    assert client.get("/catalogue/searches/package.zip").status_code == 403
    assert client.post("/catalogue/searches/package/scorm", data={"language": "en"}).status_code == 403
    form = {"module_id": "mine", "academy": str(world.kostanay.academy_id)}
    assert client.post("/catalogue/searches/package/copy", data=form).status_code == 403


def copy(world: World, client: FlaskClient, module_id: str, academy_id: object) -> TestResponse:
    return client.post("/catalogue/searches/package/copy", data={"module_id": module_id, "academy": str(academy_id)})


def test_a_copy_belongs_to_its_academy_and_says_where_it_comes_from(
    world: World, draft: str, searches: Published
) -> None:
    client = world.signed_in(world.karaganda.instructor)
    assert "Please choose one." in main_text(copy(world, client, "our-searches", world.kostanay.academy_id))
    assert "Use lower-case Latin letters" in main_text(copy(world, client, "Our searches", world.karaganda.academy_id))
    assert "There is a module of this id already" in main_text(
        copy(world, client, "searches", world.karaganda.academy_id)
    )
    made = copy(world, client, "our-searches", world.karaganda.academy_id)
    assert (made.status_code, made.location) == (303, "/authoring/our-searches/package")
    db.session.rollback()
    found, files = queries.draft("our-searches"), queries.files("our-searches")
    assert found
    assert (found.academy_id, found.origin) == (world.karaganda.academy_id, None)
    said = identity.identity(files)
    assert (said.module_id, said.origin) == (
        "our-searches",
        Origin("searches", searches.revision_id, "http://localhost"),
    )
    others = {path: data for path, data in FILES.items() if path != "module.md"}
    assert {path: data for path, data in files.items() if path != "module.md"} == others
    kostanay = world.signed_in(world.kostanay.instructor)
    assert kostanay.get("/authoring/our-searches/package").status_code == 404
    assert "This is a copy of searches , revision 1." in main_text(client.get("/authoring/our-searches/package"))
    assert "The original has no newer revision." in main_text(client.get("/authoring/our-searches/package"))
    newer_searches()
    words = main_text(client.get("/authoring/our-searches/package"))
    assert "The original has a newer revision: 2" in words
    assert "Nothing changes here unless you change it. en/02-how.md changed The folder" in words


def test_a_copy_of_another_site_only_says_so(world: World, keys: str, author: FlaskClient) -> None:
    away = identity.copied(FILES, "searches", Origin("searches", "0" * 64, "https://training.example"))
    assert away
    page = bring(author, zips.write("searches", away), "/packages")
    author.post("/packages/save", data={**fields(page), "academy": str(world.kostanay.academy_id)})
    words = main_text(author.get(PAGE))
    assert "This is a copy of searches from the site https://training.example ." in words
    assert "newer" not in words


def test_officers_of_a_module_and_of_its_copy_are_never_mixed(world: World, searches: Published) -> None:
    client = world.signed_in(world.karaganda.instructor)
    copy(world, client, "our-searches", world.karaganda.academy_id)
    with transaction():
        module = publishing_of("our-searches")
    factories_courses.enrol(world.kostanay)
    officer = world.kostanay.officers[0]
    assert module.revision_id != searches.revision_id
    assert progress.of_module(officer, "our-searches") is None
    mine = progress.of_module(officer, "searches")
    assert mine
    assert (mine.module_id, mine.revision_id) == ("searches", searches.revision_id)
    assert [each.module_id for each in published.catalogue()] == ["our-searches", "searches"]


def publishing_of(module_id: str) -> Published:
    from elearn.authoring.service.packages import whole  # noqa: PLC0415

    module = whole(module_id, queries.files(module_id))
    assert module
    return publishing.publish_module(module).module


def test_a_copy_of_a_copy_names_the_nearer_one() -> None:
    first = identity.copied(FILES, "one", Origin("searches", "1", "here"))
    assert first
    second = identity.copied(first, "two", Origin("one", "2", "there"))
    assert second
    assert second["module.md"].count(b"origin:") == 1
    assert identity.identity(second).origin == Origin("one", "2", "there")
    block = b"id: one\norigin:\n  module: searches\n  revision: abc\n  site: here\nsource: en"
    third = {**FILES, "module.md": FILES["module.md"].replace(b"id: searches\nsource: en", block)}
    assert identity.copied(third, "two", Origin("one", "2", "there")) == second
    assert identity.copied({"module.md": b"no front matter"}, "two", Origin("one", "2", "x")) is None
    assert identity.copied({"module.md": b"---\n{id: one, source: en}\n---\n"}, "two", Origin("one", "2", "x")) is None


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """The terminal speaks English."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def run(app: Flask, *words: object) -> tuple[int, list[str]]:
    result = app.test_cli_runner().invoke(args=["content", *map(str, words)])
    return result.exit_code, result.output.splitlines()


@pytest.mark.usefixtures("english")
def test_the_command_line_takes_along_and_brings(app: Flask, world: World, searches: Published, tmp_path: Path) -> None:
    folder, packed = tmp_path / "searches", tmp_path / "searches.zip"
    assert run(app, "export", "searches", folder) == (0, [f"9 files are in {folder}."])
    assert run(app, "export", "searches", packed) == (0, [f"9 files are in {packed}."])
    assert packed.read_bytes() == plain()
    assert run(app, "check", folder)[0] == 0
    assert run(app, "export", "searches", packed) == (1, [f"{packed} is there already. Name a file that is not."])
    assert run(app, "export", "doors", tmp_path / "x") == (1, ["There is no published module “doors”."])
    assert run(app, "export", "doors", tmp_path / "x", "--draft") == (1, ["There is no draft of the module “doors”."])
    taken = "module.md:1: There is a module “searches” already. "
    code, [said, count] = run(app, "import", packed)
    assert (code, said.startswith(taken), count) == (1, True, "1 complaint.")
    with transaction():
        drafts.start_from(searches.revision_id, world.kostanay.academy_id, None)
    (folder / "en" / "02-how.md").write_bytes(FILES["en/02-how.md"] + b"\nMore.\n")
    news = ["searches: changes to a draft.", "en/02-how.md: changed"]
    assert run(app, "import", folder) == (0, [*news, "Nothing is saved. With --save, it is."])
    assert run(app, "import", folder, "--save") == (0, [*news, "Saved as a draft."])
    db.session.rollback()
    assert queries.files("searches")["en/02-how.md"].endswith(b"\nMore.\n")
    assert run(app, "export", "searches", tmp_path / "draft.zip", "--draft") == (
        0,
        [f"9 files are in {tmp_path}/draft.zip."],
    )


@pytest.mark.usefixtures("english")
def test_the_command_line_begins_a_draft(app: Flask, world: World, tmp_path: Path) -> None:
    packed = tmp_path / "module.zip"
    packed.write_bytes(plain())
    assert run(app, "import", packed, "--academy", "nowhere") == (1, ["There is no academy of the code “nowhere”."])
    code, lines = run(app, "import", packed, "--academy", "kostanay", "--save")
    assert (code, lines[0], lines[-1], len(lines)) == (0, "searches: a new draft.", "Saved as a draft.", 11)
    db.session.rollback()
    found = queries.draft("searches")
    assert found
    assert (found.academy_id, queries.files("searches")) == (world.kostanay.academy_id, FILES)
    packed.write_bytes(zipped(("../evil.md", b"")))
    code, lines = run(app, "import", packed)
    assert (code, lines[0][:50], lines[1]) == (1, "../evil.md:1: This name leads out of the folder. M", "1 complaint.")


def test_changes_by_their_digests() -> None:
    from elearn.authoring.rules.packages import changes  # noqa: PLC0415

    assert changes({"a": "1", "b": "2", "c": "3"}, {"a": "1", "b": "9", "d": "4"}) == [
        Change("b", Doing.CHANGED),
        Change("c", Doing.DELETED),
        Change("d", Doing.NEW),
    ]


def test_a_document_and_a_platform_package_of_what_is_published(
    world: World, searches: Published, author: FlaskClient
) -> None:
    page = main_text(author.get("/catalogue/searches/package"))
    assert (
        "How do you search? Multiple choice Who may order a search? Single choice When is it lawful? Single choice"
        in page
    )
    document = author.get("/catalogue/searches/package.pdf?language=ru")
    assert (document.status_code, document.mimetype, document.data[:5]) == (200, "application/pdf", b"%PDF-")
    assert document.headers["Content-Disposition"] == 'attachment; filename="searches-ru.pdf"'
    assert author.get("/catalogue/searches/package.pdf?language=kk").status_code == 404
    assert author.get("/catalogue/nothing/package.pdf").status_code == 404
    sent = {"language": "ru", "questions": ["order", "when"]}
    package = author.post("/catalogue/searches/package/scorm", data=sent)
    assert package.headers["Content-Disposition"] == 'attachment; filename="searches-ru-scorm.zip"'
    content = ZipFile(BytesIO(package.data)).read("content.js")
    assert [id_ in content for id_ in (b'"order"', b'"when"', b'"manner"')] == [True, True, False]
    # Who is enrolled may read, and print what can be read.
    assert learner(world).get("/catalogue/searches/package.pdf").status_code == 200


def test_a_document_and_a_platform_package_of_a_draft(world: World, keys: str, author: FlaskClient) -> None:
    page = main_text(author.get("/authoring/keys/package"))
    assert "2 questions stay here" in page
    assert author.get("/authoring/keys/package.pdf").data[:5] == b"%PDF-"
    package = author.post("/authoring/keys/package/scorm", data={"language": "en", "questions": ["gaps", "essay"]})
    content = ZipFile(BytesIO(package.data)).read("content.js")
    assert [b'"id": "gaps"' in content, b'"id": "essay"' in content] == [True, False]
    with transaction():
        base = queries.file("keys", "en/quiz.md")
        assert base
        drafts.save_file("keys", "en/quiz.md", b"## Unfinished", base.version, None)
    assert "when nothing is complained of it any more" in main_text(author.get("/authoring/keys/package"))
    assert author.get("/authoring/keys/package.pdf").status_code == 404
    assert author.post("/authoring/keys/package/scorm").status_code == 404


def test_pages_lead_to_packages(world: World, searches: Published) -> None:
    client = world.signed_in(world.programme_administrator)
    assert b'href="/catalogue/searches/package"' in client.get("/catalogue/searches").data
    assert b'href="/packages"' in client.get("/catalogue").data
    assert "Belongs to The programme Karaganda training centre" in main_text(client.get("/catalogue/searches/package"))
