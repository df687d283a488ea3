"""The help for those who write modules: in the reader's language where it is written in that, else in English, and to whom."""

import re

import pytest
from flask import Flask

from config import ROOT
from elearn.authoring.content.guide import Example, guide
from elearn.foundation.locale import LANGUAGES
from tests.world import World

TITLES = {"en": "Writing a module", "ru": "Как написать модуль", "kk": "Модульді қалай жазу керек"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help_stands_in_the_language_of_the_reader_or_in_english(app: Flask, world: World, language: str) -> None:
    written = language if language in TITLES else "en"
    page = world.signed_in(world.kostanay.instructor, language).get("/help/authoring").text
    [heading] = re.findall("<h1>(.*?)</h1>", page)
    assert heading == TITLES[written]
    marked = f' lang="{written}" dir="ltr"' if written != language else ""
    assert f"<article{marked}>" in page
    assert page.count('<p class="notice">') == (1 if written != language else 0)


@pytest.mark.parametrize("language", TITLES)
def test_contents_lead_to_every_heading_and_every_example_is_shown(language: str) -> None:
    found = guide(ROOT / "docs", language)
    html = "".join(piece for piece in found.pieces if isinstance(piece, str))
    assert [heading.place for heading in found.headings] == re.findall(r'<h[23] id="(.*?)">', html)
    assert {*re.findall(r'href="#(.*?)"', html)} <= {heading.place for heading in found.headings}
    written = (ROOT / "docs" / ("authoring.md" if language == "en" else f"authoring.{language}.md")).read_text()
    assert written.count("\n```") == 2 * len([piece for piece in found.pieces if isinstance(piece, Example)])


def test_officers_are_not_shown_it(world: World) -> None:
    officer = world.signed_in(world.kostanay.accounts[0])
    assert officer.get("/help/authoring").status_code == 403
    assert "/help/authoring" not in officer.get("/help").text
    assert "/help/authoring" in world.signed_in(world.kostanay.instructor).get("/help").text


def test_the_editor_leads_to_the_section_about_its_file(world: World, keys: str) -> None:
    client = world.signed_in(world.kostanay.instructor)
    sections = {
        "module.md": "outline",
        "en/01-first-lesson.md": "lesson",
        "en/quiz.md": "quiz",
        "en/scenario-first-case.md": "scenario",
    }
    page = client.get("/help/authoring").text
    for path, section in sections.items():
        assert f'href="/help/authoring#section-{section}"' in client.get(f"/authoring/keys/edit/{path}").text
        assert f'id="section-{section}"' in page
