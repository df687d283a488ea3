"""Publishing freezes what a module says: once, for good, whole or not at all; and what is read of it afterwards."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, event, func, select, text

from elearn.courses.content import translations
from elearn.courses.content.checks import RESERVED
from elearn.courses.content.library import read_modules
from elearn.courses.content.module import Module as WrittenModule
from elearn.courses.content.module import digest, only
from elearn.courses.models import Blob, Medium, Module, Page, Revision, RevisionPublished
from elearn.courses.queries import published, sources
from elearn.courses.queries.published import NotPublished
from elearn.courses.rules.module import ChoiceText, RenderedPage
from elearn.courses.service import publishing
from elearn.courses.service.publishing import NotWhole, Publication
from elearn.foundation.db import Base, db, transaction
from elearn.foundation.manuscript.complaints import Complaint, TextProblem
from elearn.quizzes.queries import banks
from elearn.quizzes.rules.kind import Question
from elearn.quizzes.rules.seating import Draw
from tests import factories_content
from tests.factories_content import MODULE, PNG, SEARCHES, TRANSLATED, changed, write

LACKS = {"ru": 8}
OTHER = changed("en/02-how.md", "With respect.", "With care.")


def written(texts: Mapping[str, str] | None = None) -> WrittenModule:
    [module] = factories_content.read(texts or SEARCHES).modules
    return module


def publish(texts: Mapping[str, str] | None = None) -> Publication:
    with transaction():
        return publishing.publish_module(written(texts))


def rows() -> dict[str, int]:
    """How many rows each table has."""
    count = select(func.count())
    return {
        name: db.session.execute(count.select_from(table)).scalar_one() for name, table in Base.metadata.tables.items()
    }


def test_the_first_publication(app: Flask) -> None:
    publication = publish()
    revision_id = digest(only(written(), ()))
    assert publication == Publication(published.revision(revision_id), changed=True, missing=LACKS)
    assert (publication.module.revision_id, publication.module.number) == (revision_id, 1)
    assert published.current("searches") == publication.module
    assert published.catalogue() == [publication.module]
    fact = db.session.execute(select(RevisionPublished)).scalar_one()
    assert (fact.module_id, fact.revision_id, fact.serial) == ("searches", revision_id, 1)


def test_pages_fall_back_on_the_source_language(app: Flask) -> None:
    publish(TRANSLATED)
    revision_id = publish().module.revision_id  # Russian stays, although it is not complete any more
    assert published.lesson(revision_id, "how", "ru") == RenderedPage("How we search", "<p>With respect.</p>", "en")
    assert published.lesson(revision_id, "why", "ru").language == "ru"
    assert published.lesson(revision_id, "why", "ar") == published.lesson(revision_id, "why", "en")
    assert published.scene(revision_id, "scenario-gate", "parcel", "ru") == RenderedPage(
        "Посылка",
        "<p>Собака садится.</p>",
        "ru",
        (
            ChoiceText("Спросить", "<p>Вы знаете свои полномочия.</p>"),
            ChoiceText("Обыскать всех", "<p>Одна посылка не причина.</p>"),
        ),
    )
    assert published.scene(revision_id, "scenario-gate", "hall", "ru") == RenderedPage(
        "A hall", "<p>Two complaints.</p>", "en"
    )


def test_the_bank_has_the_id_of_the_revision(app: Flask) -> None:
    revision_id = publish().module.revision_id
    assert banks.bank(revision_id)["order"] == Question(
        "order", "single", "lawful", 1, {"options": ("law", "anybody")}, {"right": ["law"], "partly": False}
    )
    assert sorted(banks.bank(revision_id)) == ["manner", "order", "when"]
    publish(TRANSLATED)
    revision_id = publish().module.revision_id
    words = banks.words(revision_id, "ru")
    assert {question: each.language for question, each in words.items()} == {
        "manner": "en",
        "order": "ru",
        "when": "en",
    }


def test_draws_and_tags_come_back_as_they_were_published(app: Flask) -> None:
    lines = "[{objective: lawful, difficulty: 2, count: 1}, {tag: law, count: 1}]"
    texts = dict(SEARCHES) | {
        "module.md": MODULE.replace("draw: {lawful: 1, dignity: 1}", f"draw: {lines}"),
        "en/quiz.md": SEARCHES["en/quiz.md"].replace("{#manner ", "{#manner tags=respect,law "),
    }
    module = publish(texts).module
    assert published.revision(module.revision_id) == module
    assert module.papers["final"].draw == (Draw(1, "lawful", difficulty=2), Draw(1, tag="law"))
    assert module.papers["pre-test"].draw == (Draw(1, "lawful"),)
    tags = {question.id: question.tags for question in banks.bank(module.revision_id).values()}
    assert tags == {"manner": ("law", "respect"), "order": (), "when": ()}


def test_pictures_have_the_address_of_their_digest(app: Flask) -> None:
    html = published.lesson(publish().module.revision_id, "why", "en").html
    [picture] = db.session.execute(select(Medium)).scalars()
    assert f'<img alt="A gate" src="/media/{picture.digest}">' in html
    assert published.medium(picture.digest) == ("image/png", PNG)


def test_what_an_expert_shall_look_at_is_kept(app: Flask) -> None:
    statement = "to_review: [{where: why, what: General knowledge.}]"
    publish(dict(SEARCHES) | {"module.md": MODULE.replace("to_review: []", statement)})
    data = db.session.execute(select(Revision.data)).scalar_one()
    assert data["to_review"] == [{"where": "why", "what": "General knowledge."}]


def test_publishing_again_writes_nothing(app: Flask) -> None:
    first, before = publish(), rows()
    assert publish() == Publication(first.module, changed=False, missing=LACKS)
    assert rows() == before


def test_a_change_is_a_new_revision_beside_the_old_one(app: Flask) -> None:
    old, new = publish().module, publish(OTHER).module
    assert (old.number, new.number) == (1, 2)
    assert published.current("searches") == new
    assert published.lesson(old.revision_id, "how", "en").html == "<p>With respect.</p>"
    assert published.lesson(new.revision_id, "how", "en").html == "<p>With care.</p>"
    assert sorted(banks.bank(old.revision_id)) == sorted(banks.bank(new.revision_id))


def test_going_back_makes_the_old_revision_current_again(app: Flask) -> None:
    first = publish().module
    publish(OTHER)
    again = publish()
    assert again == Publication(first, changed=True, missing=LACKS)
    assert published.current("searches") == first
    facts = select(RevisionPublished.serial, RevisionPublished.revision_id).order_by(RevisionPublished.serial)
    other = digest(only(written(OTHER), ()))
    assert [tuple(row) for row in db.session.execute(facts)] == [
        (1, first.revision_id),
        (2, other),
        (3, first.revision_id),
    ]
    assert db.session.execute(select(func.count()).select_from(Revision)).scalar_one() == 2


def test_ids_that_are_no_longer_there_are_named(app: Flask) -> None:
    publish()
    files = dict(SEARCHES) | {
        "module.md": MODULE.replace("[why, how, scenario-gate]", "[why, manner, scenario-gate]"),
        "en/02-manner.md": SEARCHES["en/02-how.md"].replace("id: how", "id: manner"),
        "en/quiz.md": SEARCHES["en/quiz.md"].replace("{#when ", "{#lawfulness "),
    }
    files.pop("en/02-how.md")
    assert publish(files).gone == ("how", "when")


def test_modules_stand_apart(app: Flask) -> None:
    other = dict(SEARCHES) | {"module.md": MODULE.replace("id: searches", "id: keys")}
    [keys] = read_modules({"keys": factories_content.in_bytes(other)}).modules
    searches = publish().module
    with transaction():
        module = publishing.publish_module(keys).module
    publish(OTHER)
    assert published.current("keys") == module
    assert (module.number, [each.module_id for each in published.catalogue()]) == (1, ["keys", "searches"])
    assert db.session.execute(select(func.count()).select_from(Medium)).scalar_one() == 1
    assert published.revision(searches.revision_id) == searches


def test_a_folder_of_which_something_is_complained_changes_nothing(app: Flask, tmp_path: Path) -> None:
    write(tmp_path)
    write(
        tmp_path,
        dict(SEARCHES) | {"module.md": MODULE.replace("id: searches", "id: bad"), "en/02-how.md": "x\xff"},
        "bad",
    )
    (tmp_path / "bad" / "en" / "02-how.md").write_bytes(b"\xff")
    before = rows()
    with transaction(), pytest.raises(NotWhole) as refusal:
        publishing.publish(tmp_path)
    assert refusal.value.complaints == (Complaint("bad/en/02-how.md", 1, TextProblem.NOT_UTF8),)
    assert rows() == before


def _publish_and_break_off() -> None:
    with transaction():
        publishing.publish_module(written())
        raise KeyboardInterrupt


def test_publishing_that_breaks_off_leaves_nothing(app: Flask) -> None:
    before = rows()
    with pytest.raises(KeyboardInterrupt):
        _publish_and_break_off()
    assert rows() == before
    assert published.current("searches") is None
    with pytest.raises(NotPublished):
        published.revision(digest(written()))
    assert publish().changed


def test_what_is_missing_is_looked_for_again(app: Flask) -> None:
    revision_id = digest(only(written(), ()))
    for ask in (
        lambda: published.revision(revision_id),
        lambda: published.lesson(revision_id, "why", "en"),
        lambda: published.medium("0"),
    ):
        with pytest.raises(NotPublished):
            ask()
    publish()
    assert published.lesson(revision_id, "why", "en").title == "Why we search"
    for ask in (
        lambda: published.lesson(revision_id, "when", "en"),
        lambda: published.lesson(revision_id, "scenario-gate", "en"),
        lambda: published.scene(revision_id, "why", "parcel", "en"),
        lambda: published.scene(revision_id, "scenario-gate", "hill", "en"),
    ):
        with pytest.raises(NotPublished):
            ask()


def test_a_fact_that_arrives_late_does_not_go_back(app: Flask) -> None:
    publish()
    new = publish(OTHER).module
    with transaction():
        publishing.project(
            db.session.execute(select(RevisionPublished).where(RevisionPublished.serial == 1)).scalar_one()
        )
    assert published.current("searches") == new


def test_current_revisions_are_rebuilt_from_facts(app: Flask) -> None:
    publish()
    new = publish(OTHER).module
    with transaction():
        db.session.execute(delete(Module))
        publishing.rebuild()
    assert published.catalogue() == [new]


def test_facts_of_publishing_cannot_be_changed(app: Flask) -> None:
    publish()
    with pytest.raises(Exception, match="facts are only added"):
        db.session.execute(text("UPDATE revision_published SET serial = 7"))


@pytest.mark.parametrize("modules", [1, 3])
def test_reading_what_is_in_memory(app: Flask, modules: int) -> None:
    for number in range(modules):
        name = f"module-{number}"
        files = dict(TRANSLATED) | {"module.md": TRANSLATED["module.md"].replace("id: searches", f"id: {name}")}
        [module] = read_modules({name: factories_content.in_bytes(files)}).modules
        with transaction():
            revision_id = publishing.publish_module(module).module.revision_id
        published.lesson(revision_id, "why", "ru")
    published.catalogue()
    statements: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *call: statements.append(call[2]))
    assert len(published.catalogue()) == modules
    assert len(statements) == 1
    assert published.lesson(revision_id, "why", "ru").language == "ru"
    assert published.revision(revision_id).number == 1
    assert len(statements) == 1


def test_pages_are_frozen_in_every_language(app: Flask) -> None:
    publish(TRANSLATED)
    keys = select(Page.language, Page.part_id, Page.scene_id).order_by(Page.language, Page.part_id, Page.scene_id)
    assert [tuple(row) for row in db.session.execute(keys)] == [
        ("en", "how", ""),
        ("en", "scenario-gate", "asked"),
        ("en", "scenario-gate", "hall"),
        ("en", "scenario-gate", "parcel"),
        ("en", "why", ""),
        ("ru", "how", ""),
        ("ru", "scenario-gate", "asked"),
        ("ru", "scenario-gate", "hall"),
        ("ru", "scenario-gate", "parcel"),
        ("ru", "why", ""),
    ]


def test_a_language_is_offered_when_nothing_of_it_is_missing(app: Flask) -> None:
    first = publish()
    assert (first.module.languages, first.missing) == (("en",), LACKS)
    assert first.module.contents[0].titles == {"en": "Why we search"}
    assert banks.languages(first.module.revision_id) == {"en"}
    second = publish(TRANSLATED)
    assert (second.module.languages, second.missing, second.changed) == (("en", "ru"), {}, True)
    assert banks.languages(second.module.revision_id) == {"en", "ru"}


def test_a_language_that_officers_read_stays_with_what_is_missing_in_the_source_language(app: Flask) -> None:
    publish(TRANSLATED)
    new = dict(TRANSLATED) | {
        "en/01-why.md": TRANSLATED["en/01-why.md"] + "\n## Afterwards {#after}\n\nWrite it down.\n"
    }
    publication = publish(new)
    assert (publication.module.languages, publication.missing) == (("en", "ru"), {"ru": 1})
    page = published.lesson(publication.module.revision_id, "why", "ru")
    assert page.languages == ("ru", "en")
    assert page.html.split("\n") == [
        "<p>Обыск не пропускает оружие.</p>",
        '<h2 id="section-tests">Проверки</h2>',
        "<p>Три вопроса.</p>",
        '<div lang="en" dir="ltr">',
        '<h2 id="section-after">Afterwards</h2>',
        "<p>Write it down.</p></div>",
    ]


def test_marks_of_translations_make_no_other_revision(app: Flask) -> None:
    first = publish(TRANSLATED)
    changed_files, marked = translations.with_marks(factories_content.in_bytes(TRANSLATED), "ru", lambda _pair: True)
    everything = {path: data.decode() for path, data in changed_files.items()}
    assert len(marked) == 14
    assert publish(dict(TRANSLATED) | everything) == Publication(first.module, changed=False)
    assert sources.sources(first.module.revision_id)["ru/quiz.md"] == changed_files["ru/quiz.md"]
    assert banks.written(first.module.revision_id) == {
        language: tuple(found) for language, found in written(TRANSLATED).questions.items()
    }


def test_no_part_can_take_the_address_of_another_page(app: Flask) -> None:
    there = ("/modules/<module_id>/", "/catalogue/<module_id>/")
    rules = [rule.rule.split("/") for rule in app.url_map.iter_rules() if rule.rule.startswith(there)]
    rules = [words for words in rules if words[1] == "modules" or len(words) == 4]
    assert {words[3] for words in rules if re.fullmatch(r"[a-z-]+", words[3])} == RESERVED


def test_the_files_of_a_revision_are_kept_as_they_were_written(app: Flask) -> None:
    old, new = publish().module, publish(OTHER).module
    assert sources.sources(old.revision_id) == factories_content.in_bytes(SEARCHES)
    assert sources.sources(new.revision_id) == factories_content.in_bytes(OTHER)
    before, after = sources.digests(old.revision_id), sources.digests(new.revision_id)
    assert {path for path in before if before[path] != after[path]} == {"en/02-how.md"}
    assert sources.blob(after["en/02-how.md"]) == OTHER["en/02-how.md"].encode()
    assert db.session.execute(select(func.count()).select_from(Blob)).scalar_one() == len(SEARCHES) + 2
    assert (sources.sources("nothing"), sources.blob("nothing")) == ({}, None)


def test_only_pictures_are_served(app: Flask) -> None:
    digests = sources.digests(publish().module.revision_id)
    client = app.test_client()
    assert client.get(f"/media/{digests['media/gate.png']}").data == PNG
    assert client.get(f"/media/{digests['en/quiz.md']}").status_code == 404


def test_days_to_attend_are_frozen_with_the_revision(app: Flask) -> None:
    days = changed("module.md", "hours: 2", "hours: 2\nattendance: 4")
    assert [publish(texts).module.attendance for texts in (dict(SEARCHES), days)] == [0, 4]
    assert [published.revision(found).attendance for found in published.revision_ids("searches")] == [0, 4]
