"""A glossary: read with complaints, frozen, linked where a lesson first uses a term, and shown with a way back."""

import re

import pytest
from flask.testing import FlaskClient

from elearn.courses.content.linking import Linker
from elearn.courses.content.module import digest
from elearn.courses.content.problems import GlossaryProblem, ModuleProblem
from elearn.courses.queries import published
from elearn.foundation.manuscript.complaints import Complaint, Sentences, TextProblem
from tests import factories_content
from tests import factories_courses as factories
from tests.factories_content import SEARCHES
from tests.quizzes.pages import main_text
from tests.world import World

TERMS = """\
## Weapon {#weapon}

What can hurt *somebody*.

## Lawful search {#lawful-search}

A search for which a law gives the reason.
"""
TERMS_RU = "## Оружие {#weapon}\n\nЧем можно ранить.\n"
MODULE = dict(SEARCHES) | {"en/glossary.md": TERMS, "ru/glossary.md": TERMS_RU}
WEAPON = '<a id="term-why-weapon" href="glossary?from=why#term-weapon">weapons</a>'


def publish(texts: dict[str, str]) -> str:
    return factories_content.publish_in_part(texts).module.revision_id


@pytest.fixture
def officer(world: World) -> FlaskClient:
    publish(MODULE)
    factories.enrol(world.kostanay)
    return world.signed_in(world.kostanay.accounts[0])


@pytest.mark.parametrize(
    ("path", "text", "complaints"),
    [
        ("en/glossary.md", "", [("en", 1, GlossaryProblem.NO_TERMS, {})]),
        ("en/glossary.md", "Words\n", [("en", 1, TextProblem.TEXT_BEFORE_HEADING, {}), ("en", 1, GlossaryProblem.NO_TERMS, {})]),
        ("en/glossary.md", "## Weapon {#weapon}\n", [("en", 1, GlossaryProblem.NO_EXPLANATION, {})]),
        ("en/glossary.md", "## Weapon\n\nText.\n", [("en", 1, TextProblem.NO_ID, {})]),
        ("en/glossary.md", TERMS + TERMS, [
            ("en", 8, TextProblem.DOUBLE_ID, {"id": "weapon", "first": 1}),
            ("en", 12, TextProblem.DOUBLE_ID, {"id": "lawful-search", "first": 5}),
        ]),
        ("en/glossary.md", "## A {#a}\n\nSee [b](b.md).\n", [("en", 3, TextProblem.DEAD_LINK, {"target": "b.md"})]),
        ("ru/glossary.md", TERMS_RU + "\n## Ещё {#more}\n\nЕщё.\n", [("ru", 5, ModuleProblem.NOT_IN_SOURCE, {"id": "more"})]),
    ],
)  # fmt: skip
def test_complaints_have_file_and_line(
    path: str, text: str, complaints: list[tuple[str, int, Sentences, dict[str, object]]]
) -> None:
    others = {} if path.startswith("en") else {"en/glossary.md": TERMS}
    found = factories_content.read(dict(SEARCHES) | others | {path: text}).complaints
    assert found == tuple(
        Complaint(f"searches/{language}/glossary.md", line, problem, values)
        for language, line, problem, values in complaints
    )


def test_a_translation_without_a_source_is_complained_of() -> None:
    found = factories_content.read(dict(SEARCHES) | {"ru/glossary.md": TERMS_RU}).complaints
    assert found == (Complaint("searches/ru/glossary.md", 1, ModuleProblem.NOT_IN_SOURCE, {"id": "weapon"}),)


def test_it_is_part_of_the_digest() -> None:
    def of(texts: dict[str, str]) -> str:
        return digest(factories_content.read(texts).modules[0])

    swapped = "".join(f"## {each}" for each in reversed(TERMS.split("## ")[1:]))
    assert of(dict(SEARCHES)) != of(MODULE) != of(MODULE | {"en/glossary.md": TERMS.replace("hurt", "harm")})
    assert of(MODULE) == of(MODULE | {"en/glossary.md": swapped})


def test_terms_are_links_where_a_lesson_first_uses_them(officer: FlaskClient, world: World) -> None:
    assert f"<p>A search keeps {WEAPON} out.</p>" in officer.get("/modules/searches/why").get_data(as_text=True)
    assert ">Glossary</a>" in officer.get("/modules/searches/why").get_data(as_text=True)
    assert 'href="/modules/searches/glossary">Glossary</a>' in officer.get("/modules/searches").get_data(as_text=True)
    staff = world.signed_in(world.kostanay.instructor)
    assert WEAPON in staff.get("/catalogue/searches/why").get_data(as_text=True)
    russian = world.signed_in(world.kostanay.accounts[0], "ru").get("/modules/searches/why").get_data(as_text=True)
    assert 'href="glossary?from=why#term-weapon">оружие</a>' in russian


def test_the_page_of_the_glossary(officer: FlaskClient, world: World) -> None:
    words = (
        "Searches {lesson}Glossary Lawful search A search for which a law gives the reason. "
        "Weapon What can hurt somebody ."
    )
    alone, back = words.format(lesson=""), words.format(lesson="· Why we search ") + " ← Back to the lesson"
    assert main_text(officer.get("/modules/searches/glossary")) == alone
    assert main_text(officer.get("/modules/searches/glossary?from=scenario-gate")) == alone
    page = officer.get("/modules/searches/glossary?from=why")
    assert main_text(page) == back
    body = page.get_data(as_text=True)
    assert re.findall(r'<section id="([^"]*)"', body) == ["term-lawful-search", "term-weapon"]
    assert 'href="/modules/searches/why#term-why-weapon"' in body
    assert main_text(officer.get("/modules/searches/glossary?from=%22%3E")) == alone
    staff = world.signed_in(world.kostanay.instructor)
    assert main_text(staff.get("/catalogue/searches/glossary?from=why")) == back
    russian = world.signed_in(world.kostanay.accounts[0], "ru").get("/modules/searches/glossary").get_data(as_text=True)
    assert russian.index("Оружие") < russian.index('<h2 lang="en" dir="ltr">Lawful search</h2>')


def test_nobody_reads_the_glossary_of_a_module_that_is_not_theirs(officer: FlaskClient, world: World) -> None:
    assert world.signed_in(world.karaganda.accounts[0]).get("/modules/searches/glossary").status_code == 404
    factories.publish(module_id="bare", revision_id="bare-1")
    staff = world.signed_in(world.kostanay.instructor)
    assert [staff.get(f"/catalogue/{name}/glossary").status_code for name in ("bare", "none")] == [404, 404]
    assert "Glossary" not in main_text(staff.get("/catalogue/bare"))


def test_a_term_is_found_by_search(officer: FlaskClient) -> None:
    page = officer.get("/search?q=hurt")
    assert '<h2><a href="/modules/searches/glossary#term-weapon">Weapon</a></h2>' in page.get_data(as_text=True)
    assert main_text(page).endswith("Weapon What can hurt somebody. Glossary Searches")


def test_frozen_words_fall_back_on_the_source(officer: FlaskClient) -> None:
    [first, second] = published.glossary(publish(MODULE), "kk")
    assert (first.words, first.language, second.html) == (
        "Lawful search", "en", "<p>What can hurt <em>somebody</em>.</p>",
    )  # fmt: skip


def link(term: str, words: str) -> str:
    return f'<a id="term-p-{term}" href="glossary?from=p#term-{term}">{words}</a>'


@pytest.mark.parametrize(
    ("html", "linked"),
    [
        ("<p>Tortures, torture.</p>", f"<p>{link('torture', 'Tortures')}, torture.</p>"),
        ('<h2 id="x">Torture</h2><p>none</p>', '<h2 id="x">Torture</h2><p>none</p>'),
        (
            '<p class="heading">Torture</p><p>Torture</p>',
            f'<p class="heading">Torture</p><p>{link("torture", "Torture")}</p>',
        ),
        ('<a href="#torture">torture</a> torture', f'<a href="#torture">torture</a> {link("torture", "torture")}'),
        ("<code>torture</code>", "<code>torture</code>"),
        ('<img src="/m" alt="torture > security">', '<img src="/m" alt="torture > security">'),
        ("dynamic security", link("dynamic", "dynamic security")),
        ("dynamic\nsecurity", link("dynamic", "dynamic\nsecurity")),
        ("dynamic. Security", f"dynamic. {link('security', 'Security')}"),
        ("dynamic &amp; security", f"dynamic &amp; {link('security', 'security')}"),
        ("insecurity &security;", "insecurity &security;"),
        ("<strong>dynamic</strong> security", f"<strong>dynamic</strong> {link('security', 'security')}"),
    ],
)
def test_where_terms_are_linked(html: str, linked: str) -> None:
    terms = {
        "torture": "Torture",
        "security": "Security",
        "dynamic": "Dynamic security",
        "none": "–",
        "again": "tortured",
    }
    assert Linker(terms, "en").linked(html, "p") == linked
    assert Linker({}, "en").linked(html, "p") == html
