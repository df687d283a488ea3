"""A module to print: in every language, tagged, without a key, and whatever stands in it."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from unicodedata import normalize

import pypdf
import pytest
from flask import Flask

from elearn.app import create_app
from elearn.authoring.content import beginning
from elearn.authoring.formats import document
from elearn.authoring.formats.hypertext import tree
from elearn.courses.content.library import read_modules
from elearn.courses.content.module import Module
from elearn.foundation.locale import LANGUAGES
from elearn.foundation.markup import render
from tests import factories_content
from tests.databases import settings

NOW = datetime(2026, 9, 15, 6, 0, tzinfo=UTC)
# A sentence in each language, with letters that others lack.
SENTENCES = {
    "kk": "Қамауға алынған әр адамның құқығы — өз үйіндегідей.",
    "ru": "Обыск законен, если для него есть основание: объём — по делу.",
    "ky": "Тинтүү мыйзамдуу болушу керек, өңү-түсүнө карабастан.",
    "ar": "التفتيش قانوني إذا كان له سبب",
    "fr": "La fouille a lieu où il y a une raison : ça s’écrit, cœur léger.",
    "en": "A search is lawful when there is a reason for it.",
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """For words of the document alone: no database is asked."""
    folder = tmp_path_factory.mktemp("document")
    app = create_app(settings(f"sqlite:///{folder}/none.db", folder))
    with app.app_context():
        yield app


def module(**texts: str) -> Module:
    """The module of the factory with other texts, given as path__name, and a picture that can be seen."""
    picture = beginning.files("a", "A", "en")["media/example.png"]
    files = {f"{name.replace('__', '/')}.md": text for name, text in texts.items()}
    reading = factories_content.read({**factories_content.SEARCHES, "media/gate.png": picture, **files})
    assert reading.complaints == ()
    return reading.modules[0]


def read(data: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(data))


def words(data: bytes) -> str:
    """All words of a document, without regard to where lines end, how letters are joined, and dots of the contents."""
    said = normalize("NFKC", " ".join(page.extract_text() for page in read(data).pages))
    return " ".join(re.sub(r"(?: ?\.){5,}", " ", said).split())


def letters(text: str) -> list[str]:
    """Its letters, in any order: what runs from right to left comes out of a document in either."""
    return sorted(letter for letter in normalize("NFKC", text) if letter.isalpha())


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_language_can_be_read_back(app: Flask, language: str) -> None:
    files = beginning.files("new", "Keys", language)
    path = f"{language}/01-first-lesson.md"
    text = files[path].decode().replace("\n![", f"\n{SENTENCES[language]}\n\n![", 1).encode()
    [found] = read_modules({"new": {**files, path: text}}).modules
    data = document.pdf(found, language, 3, NOW)
    if language == "ar":
        there = letters(words(data))
        assert all(
            there.count(letter) >= letters(SENTENCES["ar"]).count(letter) for letter in set(letters(SENTENCES["ar"]))
        )
        assert any(word in words(data) or word[::-1] in words(data) for word in ("قانوني", "التفتيش"))
    else:
        assert normalize("NFKC", SENTENCES[language]) in words(data)
    root: Any = read(data).trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == (language, True)
    assert "/StructTreeRoot" in root
    assert read(data).metadata.title == "Keys"  # type: ignore[union-attr]


def test_it_holds_lessons_scenes_and_terms_but_no_question(app: Flask) -> None:
    glossary = "## Weapon {#weapon}\n\nWhat can hurt.\n"
    data = document.pdf(module(en__glossary=glossary), "en", 3, NOW)
    assert words(data) == (
        "Searches When a search is lawful. 2 hours of learning Revision 3 Not yet reviewed by an expert "
        "Contents Why we search 3 How we search 4 The parcel at the gate 5 Glossary 6 2 "
        "Why we search 10 minutes A search keeps weapons out. The tests Ask three questions. "
        "In your country Who may order a search? To be completed by a named lawyer. 3 "
        "How we search 5 minutes With respect. 4 "
        "The parcel at the gate 10 minutes Begin at 1. Choose what you would do, and go on at the number that stands there. "
        "1. A parcel arrives The dog sits down. A. Ask first → go to 2 B. Search all → go to 3 "
        "2. The answer The parcel is opened. This is a good ending. 3. A hall Two complaints. This is a poor ending. "
        "What each choice means 1 A You know your limits. 1 B One parcel is no reason. 5 "
        "Glossary Weapon What can hurt. 6"
    )
    assert [len(page.images) for page in read(data).pages] == [0, 0, 1, 0, 0, 0]
    titles: list[Any] = [each["/Title"] for each in read(data).outline if isinstance(each, dict)]
    assert titles == [
        "Why we search",
        "How we search",
        "The parcel at the gate",
        "Glossary",
    ]
    assert document.pdf(module(en__glossary=glossary), "en", 3, NOW) == data


def test_what_is_not_translated_stands_in_the_source_language(app: Flask) -> None:
    found = words(document.pdf(module(), "ru", None, NOW))
    assert "Обыск не пропускает оружие." in found
    assert "With respect." in found
    assert "1. Посылка Собака садится. A. Спросить" in found


HOSTILE = [
    '#panic("x")',
    "$a$ *b* _c_ \\ @ref <label> // comment /* x */",
    '#import "@preview/x"',
    '#read("/etc/passwd")',
    "= Heading",
    "[#sys.inputs]",
    "https://x.example ~ -- --- ...",
    "\\u{41}",
    "{{ 7 * 7 }}",
    '"quotes" and \\"more\\"',
]


def test_nothing_that_is_written_is_read_as_markup(app: Flask) -> None:
    data = document.pdf(_with(factories_content.HOW + "".join(f"\n`{each}`\n" for each in HOSTILE)), "en", None, NOW)
    found = words(data)
    for each in HOSTILE:
        assert " ".join(each.split()) in found, each


def _with(how: str) -> Module:
    return module(**{"en__02-how": how})


def test_letters_that_no_font_has_are_replaced(app: Flask) -> None:
    found = words(document.pdf(_with(factories_content.HOW + "\nA sign: 李 and ☐ and 🙂, so.\n"), "en", None, NOW))
    assert "A sign: ? and ? and ?, so." in found


def test_everything_that_markdown_makes_can_be_drawn(app: Flask) -> None:
    text = """
One  \ntwo, **bold**, *slanted*, `code`, [a link](https://www.un.org), [a heading](#all).

## All of it {#all}

### Below {#below}

> A quotation.

1. One

    - deeper

2. Two

| A | B |
|---|---|
| c | **d** |

---

/// case | A case
Words.

- A list.
///

/// steps | Steps
1. First.
///
"""
    data = document.pdf(_with(factories_content.HOW + text), "en", None, NOW)
    found = words(data)
    for each in (
        "One two, bold, slanted, code, a link, a heading.",
        "A quotation.",
        "• deeper",
        "A B c d",
        "A case Words. • A list.",
        "1. First.",
    ):
        assert each in found, each


def test_a_page_as_a_tree() -> None:
    assert tree("<p>One <strong>two</strong>\n &lt;three&gt;</p>\n<ul>\n<li>a</li>\n</ul>") == [
        {"t": "p", "c": ["One ", {"t": "strong", "c": ["two"], "kind": ""}, " <three>"], "kind": ""},
        {"t": "ul", "c": [{"t": "li", "c": ["a"], "kind": ""}], "kind": ""},
    ]
    assert tree(render("![A gate](../media/gate.png)", media={"gate.png": "/media/1"}))[0]["c"] == [  # type: ignore[index]
        {"t": "img", "c": [], "src": "/media/1", "alt": "A gate", "kind": ""}
    ]
