"""Papers to be filled in by hand: what stands on them of each kind of question, and who sees their keys."""

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import pypdf
import pytest
from playwright.sync_api import Browser, Page

from elearn.courses.rules.module import Published
from elearn.foundation.db import db, transaction
from elearn.people.models import RoleGranted
from elearn.quizzes.content import questions
from elearn.quizzes.rules.kinds import KINDS
from elearn.quizzes.rules.papers import Blueprint, by_objective
from tests import factories_courses as factories
from tests.browser import sign_in
from tests.quizzes.pages import main_text
from tests.quizzes.samples import SECRETS, written
from tests.world import World

PAPER = "/catalogue/searches/quiz/paper"
# As it stands on paper: what is drawn, in brackets.
ON_PAPER = """() => {
  const main = document.querySelector("main").cloneNode(true);
  document.querySelector("main").replaceWith(main);
  for (const drawn of main.querySelectorAll("svg")) drawn.replaceWith(`[${drawn.getAttribute("aria-label")}]`);
  return main.innerText;
}"""


def publish(*kinds: str) -> Published:
    """A module of a paper with a question of each of these kinds, and as many others for the pre-test."""
    asked, words = [], {}
    for kind in kinds:
        for number in "12":
            sample = replace(written()[kind], id=f"{kind}-{number}", tags=(kind,))
            asked.append(questions.question(sample, {}))
            words[asked[-1].id] = questions.words(sample, kind, "en", {})
    draw = by_objective({"o": len(kinds)})
    papers = {"pre-test": Blueprint("pre-test", draw, 10), "final": Blueprint("final", draw, 20, 80, 2)}
    return factories.publish(asked, {"en": words, "ar": words}, revision_id="paper of " + " ".join(kinds), papers=papers)


@pytest.fixture
def page(world: World, site: str, chromium: Browser) -> Iterator[Page]:
    """Kostanay's instructor, who is about to print."""
    context = chromium.new_context(locale="en", base_url=site)
    sign_in(world, context, site, world.kostanay.instructor)
    page = context.new_page()
    page.emulate_media(media="print")
    yield page
    context.close()


def words_on(page: Page, address: str) -> str:
    page.goto(address)
    return " ".join(page.evaluate(ON_PAPER).split())


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_on_paper(page: Page, kind: str) -> None:
    publish(kind)
    print(repr(words_on(page, PAPER)))
    print(repr(words_on(page, PAPER+"/key")))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_look(page: Page) -> None:
    publish(*sorted(KINDS))
    from pathlib import Path
    for lang in ("en","ar"):
        for key in ("","/key"):
            page.goto(f"{PAPER}{key}?language={lang}")
            Path(f"/tmp/qp_{lang}{key[1:]}.pdf").write_bytes(page.pdf(prefer_css_page_size=True, format="A4"))
    page.emulate_media(media="screen")
    for w in (360,1280):
        page.set_viewport_size({"width":w,"height":900})
        page.goto(f"{PAPER}?language=ar")
        page.screenshot(path=f"/tmp/qp_screen_{w}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
