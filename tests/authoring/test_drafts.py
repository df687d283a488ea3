"""Drafts: begun, saved without overwriting anybody, every save kept."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from elearn.authoring.content import beginning
from elearn.authoring.queries import drafts as queries
from elearn.authoring.rules.drafts import Conflict, Draft, File, Saved, Unusable
from elearn.authoring.service import drafts
from elearn.courses.content import rendering
from elearn.courses.content.library import read_modules
from elearn.courses.queries.published import NotPublished
from elearn.courses.rules.module import Published
from elearn.foundation import clock
from elearn.foundation.db import transaction
from elearn.foundation.locale import LANGUAGES
from elearn.quizzes.rules.kinds import KINDS
from tests import factories_content
from tests.databases import NOW
from tests.racing import at_once
from tests.world import World

LESSON = "en/01-first-lesson.md"


def save(path: str, text: str, base: int, by: UUID | None = None, module_id: str = "keys") -> Any:
    with transaction():
        return drafts.save_file(module_id, path, text.encode(), base, by)


def test_a_new_module_belongs_to_its_academy(world: World, keys: str) -> None:
    mine, theirs = world.kostanay.academy_id, world.karaganda.academy_id
    assert queries.draft("keys") == Draft("keys", mine, None, 5)
    assert queries.drafts(frozenset({mine})) == [Draft("keys", mine, None, 5)]
    assert queries.drafts(frozenset({theirs})) == [Draft("doors", theirs, None, 5)]
    assert [each.module_id for each in queries.drafts(None)] == ["doors", "keys"]
    assert [(each.path, each.version, each.by_account) for each in queries.listed("keys")] == [
        (path, serial, world.kostanay.instructor)
        for serial, path in enumerate(sorted(beginning.files("keys", "Keys", "en")), 1)
    ]


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_nothing_is_complained_of_a_new_module(world: World, language: str) -> None:
    with transaction():
        drafts.start_new("new", "“Keys”: a title", language, None, None)
    reading = read_modules({"new": queries.files("new")})
    assert reading.complaints == ()
    assert {question.kind for question in rendering.bank(reading.modules[0])} == {*KINDS}


def test_an_id_is_given_once(world: World, keys: str, searches: Published) -> None:
    with transaction():
        assert not drafts.start_new("keys", "Other", "en", world.karaganda.academy_id, None)
        assert not drafts.start_new("searches", "Other", "en", world.karaganda.academy_id, None)
    assert queries.draft("searches") is None
    assert queries.files("keys") == beginning.files("keys", "Keys", "en")


def test_a_published_module_is_opened_for_change_once(world: World, searches: Published) -> None:
    academy_id = world.kostanay.academy_id
    with transaction():
        assert drafts.start_from(searches.revision_id, academy_id, None)
        assert not drafts.start_from(searches.revision_id, None, None)
    assert queries.draft("searches") == Draft("searches", academy_id, searches.revision_id, 9)
    assert queries.files("searches") == factories_content.in_bytes(factories_content.SEARCHES)
    with pytest.raises(NotPublished):
        drafts.start_from("nothing", None, None)


def test_saving_names_the_version_that_was_read(world: World, keys: str) -> None:
    first, second = world.kostanay.instructor, world.kostanay.administrator
    base = {each.path: each.version for each in queries.listed("keys")}[LESSON]
    with clock.stopped_at(NOW + timedelta(minutes=1)):
        assert save(LESSON, "first", base, first) == Saved(6)
    theirs = queries.file("keys", LESSON)
    assert theirs
    assert theirs == File(LESSON, theirs.digest, 6, first, NOW + timedelta(minutes=1))
    assert save(LESSON, "second", base, second) == Conflict(theirs)
    assert queries.files("keys")[LESSON] == b"first"
    assert save(LESSON, "first", base, second) == Saved(6)  # the very same is saved already
    assert save(LESSON, "second", 6, second) == Saved(7)
    assert queries.files("keys")[LESSON] == b"second"
    assert [queries.files_at("keys", serial)[LESSON] for serial in (6, 7)] == [b"first", b"second"]
    assert queries.files_at("keys", 5) == beginning.files("keys", "Keys", "en")
    assert queries.files("doors") == beginning.files("doors", "Doors", "en")


def test_a_new_file_overwrites_none(world: World, keys: str) -> None:
    assert save("en/02-next.md", "one", 0) == Saved(6)
    assert save("en/02-next.md", "two", 0) == Conflict(queries.file("keys", "en/02-next.md"))
    assert save("en/../module.md", "x", 0) is Unusable.NAME
    assert save("en/03-long.md", "x" * 1_000_001, 0) is Unusable.TOO_LARGE


def test_a_deleted_file_is_gone_and_its_saves_stay(world: World, keys: str) -> None:
    with transaction():
        assert isinstance(drafts.delete_file("keys", LESSON, 99, None), Conflict)
        assert drafts.delete_file("keys", "module.md", 4, None) is Unusable.NEEDED
        base = {each.path: each.version for each in queries.listed("keys")}[LESSON]
        assert drafts.delete_file("keys", LESSON, base, None) == Saved(0)
        assert drafts.delete_file("keys", LESSON, 0, None) == Saved(0)
    assert queries.file("keys", LESSON) is None
    assert LESSON not in queries.files("keys")
    assert save(LESSON, "again", base) == Conflict(None)
    assert save(LESSON, "again", 0) == Saved(7)
    assert [LESSON in queries.files_at("keys", serial) for serial in (5, 6, 7)] == [True, False, True]


def test_a_renamed_file_keeps_what_it_holds(world: World, keys: str) -> None:
    base = {each.path: each.version for each in queries.listed("keys")}[LESSON]
    with transaction():
        assert drafts.rename_file("keys", LESSON, "en/quiz.md", base, None) is Unusable.THERE
        assert drafts.rename_file("keys", LESSON, "en/Quiz.md", base, None) is Unusable.NAME
        assert drafts.rename_file("keys", "module.md", "en/a.md", 4, None) is Unusable.NEEDED
        assert isinstance(drafts.rename_file("keys", LESSON, "en/a.md", 99, None), Conflict)
        assert drafts.rename_file("keys", LESSON, "en/02-first-lesson.md", base, None) == Saved(7)
    files, before = queries.files("keys"), beginning.files("keys", "Keys", "en")
    assert files == {
        **{path: before[path] for path in before if path != LESSON},
        "en/02-first-lesson.md": before[LESSON],
    }


def test_all_files_at_once(world: World, keys: str) -> None:
    files = {**beginning.files("keys", "Keys", "en"), "ru/quiz.md": b"x"}
    del files["media/example.png"]
    with transaction():
        drafts.replace_all("keys", files, None)
    assert queries.files("keys") == files
    draft = queries.draft("keys")
    assert draft
    assert draft.saves == 7


def test_of_several_who_save_at_once_one_does(world: World, keys: str) -> None:
    base = {each.path: each.version for each in queries.listed("keys")}[LESSON]
    texts = [f"number {number}" for number in range(4)]
    outcomes = at_once(world.app, *(lambda text=text: save(LESSON, text, base) for text in texts))
    assert sorted(type(each).__name__ for each in outcomes) == ["Conflict", "Conflict", "Conflict", "Saved"]
    kept = texts[outcomes.index(Saved(6))]
    assert queries.files("keys")[LESSON].decode() == kept


def test_different_files_are_saved_at_once(world: World, keys: str) -> None:
    paths = [f"en/{number:02}-more.md" for number in range(2, 6)]
    outcomes = at_once(world.app, *(lambda path=path: save(path, "text", 0) for path in paths))
    assert sorted(each.version for each in outcomes) == [6, 7, 8, 9]
    assert {each.path for each in queries.listed("keys")} >= {*paths}
