"""Rules of drafts: to whom a module belongs, and what its files may be called."""

from uuid import UUID

import pytest

from elearn.authoring.rules.drafts import MOST_FILES, Unusable, is_module_id, may_write, unusable

KOSTANAY, KARAGANDA = UUID(int=1), UUID(int=2)


def test_an_academy_writes_its_own_modules_the_programme_all() -> None:
    owners = (KOSTANAY, KARAGANDA, None)
    assert [may_write(frozenset({KOSTANAY}), owner) for owner in owners] == [True, False, False]
    assert [may_write(frozenset(), owner) for owner in owners] == [False, False, False]
    assert [may_write(None, owner) for owner in owners] == [True, True, True]


@pytest.mark.parametrize(
    "path", ["module.md", "en/01-why.md", "ru/quiz.md", "en/scenario-gate.md", "media/gate.png", "media/a-1.webp"]
)
def test_files_of_a_module(path: str) -> None:
    assert unusable(path, 10, 300, 0) is None


@pytest.mark.parametrize(
    "path",
    [
        "", "/module.md", "../module.md", "en/../module.md", "en/.hidden.md", "en/a/b.md", "en\\a.md", "en/a.md\n",
        "en/a.html", "EN/a.md", "media/A.png", "media/a", "media/a.png/b.png", "media/..png", "en/a\x00.md", "notes.md",
        "en/" + "a" * 100 + ".md", "en/é.md",
    ],
)  # fmt: skip
def test_what_is_no_file_of_a_module(path: str) -> None:
    assert unusable(path, 10, 300, 0) is Unusable.NAME


def test_sizes_and_numbers() -> None:
    assert unusable("media/a.png", 300, 300, 0) is None
    assert unusable("media/a.png", 301, 300, 0) is Unusable.TOO_LARGE
    assert unusable("en/a.md", 1_000_000, 300, MOST_FILES - 1) is None
    assert unusable("en/a.md", 1_000_001, 300, 0) is Unusable.TOO_LARGE
    assert unusable("en/a.md", 1, 300, MOST_FILES) is Unusable.TOO_MANY


def test_ids_of_modules() -> None:
    assert [is_module_id(words) for words in ("searches", "a-1", "A", "a b", "", "-a", "a" * 61)] == [True, True] + [
        False
    ] * 5
