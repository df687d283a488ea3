"""What docs/authoring.md shows is a module of which nothing is complained, in each language; all of them teach the same."""

import re
from pathlib import Path

import pytest
from flask import Flask

from config import ROOT
from elearn.courses.content import library
from elearn.courses.queries import courses, published
from elearn.courses.service import publishing
from elearn.foundation.db import transaction
from tests.factories_content import PNG

# Each with the language of its module, and the one that it is translated into.
NAMES = {
    "en": ("authoring.md", "en", "ru"),
    "ru": ("authoring.ru.md", "ru", "kk"),
    "kk": ("authoring.kk.md", "kk", "ru"),
}
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^(##+) .+ \{#([a-z-]+)\}$", re.MULTILINE)
LETTERS = re.compile(r"[^\W\d_]")


def page(language: str) -> str:
    return (ROOT / "docs" / NAMES[language][0]).read_text(encoding="utf-8")


def shown(language: str) -> list[tuple[str, str]]:
    return re.findall(r"^```\w+ (\S+)\n(.*?)^```$", page(language), re.MULTILINE | re.DOTALL)


def files(language: str) -> dict[str, str]:
    """The files that a page shows: a file may be shown in several pieces."""
    pieces = shown(language)
    return {path: "\n".join(text for each, text in pieces if each == path) for path, _text in pieces}


def examples(language: str) -> dict[str, str]:
    return {path: text for path, text in files(language).items() if not path.startswith("courses/")}


def shape(language: str) -> list[str]:
    """The sections, examples, tables and items of a page in their order, whatever its language."""
    _name, source, translated = NAMES[language]
    prose = page(language).replace(f" {source}/", " SOURCE/").replace(f" {translated}/", " TRANSLATION/")
    found = re.findall(r"^(?:##+ .+ (\{#[a-z-]+\})|```\w* ?(\S*)|\| ?(`?).*\||(- ).*)$", prose, re.MULTILINE)
    return ["".join(each) for each in found]


@pytest.mark.parametrize("language", NAMES)
def test_the_examples_are_whole(app: Flask, tmp_path: Path, language: str) -> None:
    folder = tmp_path / "modules" / "searches"
    for path, text in files(language).items():
        file = tmp_path / path if path.startswith("courses/") else folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (folder / "media").mkdir()
    (folder / "media" / "parcel.png").write_bytes(PNG)
    assert library.read_folder(tmp_path).complaints == ()
    with transaction():
        [publication] = publishing.publish(tmp_path)
    assert published.catalogue() == [publication.module]
    assert [course.modules for course in courses.catalogue()] == [("searches",)]
    assert (publication.changed, publication.module.part_ids) == (True, ("why-we-search", "scenario-gate"))
    assert publication.module.source == language


@pytest.mark.parametrize("language", NAMES)
def test_the_tree_of_files_is_that_of_the_examples(language: str) -> None:
    [tree] = re.findall(r"^```text\n(.*?)^```$", page(language), re.MULTILINE | re.DOTALL)
    assert {line.split()[0] for line in tree.splitlines()[1:]} == {*examples(language), "media/parcel.png"}


@pytest.mark.parametrize("language", NAMES)
def test_every_fenced_example_is_tried(language: str) -> None:
    assert page(language).count("\n```") == 2 * (len(shown(language)) + 1)


@pytest.mark.parametrize("language", sorted(NAMES.keys() - {"en"}))
def test_a_translation_lacks_no_section_and_no_example(language: str) -> None:
    assert shape(language) == shape("en")


@pytest.mark.parametrize("language", NAMES)
def test_every_section_has_an_id_of_its_own(language: str) -> None:
    prose = FENCED.sub("", page(language))
    ids = [found[1] for found in HEADING.findall(prose)]
    assert len(ids) == len(set(ids)) == len(re.findall("^##", prose, re.MULTILINE))


@pytest.mark.parametrize("language", sorted(NAMES.keys() - {"en"}))
def test_no_paragraph_is_left_out(language: str) -> None:
    """As many paragraphs in each section, and none that is far shorter: what was added in English is translated too."""
    for there, here in zip(sections("en"), sections(language), strict=True):
        assert len(here) == len(there), there[0]
        short = [words for words, source in zip(here, there, strict=True) if len(words) < 0.5 * len(source)]
        assert short == []


def sections(language: str) -> list[list[str]]:
    """The words of each paragraph of each section, examples and lists left out."""
    parts = re.split(r"^##+ .*$", FENCED.sub("", page(language)), flags=re.MULTILINE)
    blocks = [[block.strip() for block in part.split("\n\n")] for part in parts]
    return [["".join(LETTERS.findall(block)) for block in each if block and block[0] not in "|-#"] for each in blocks]
