"""What is read in the files of a module when nothing is wrong with them."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elearn.courses.content import rendering
from elearn.courses.content.library import read_modules
from elearn.courses.content.module import Module, digest
from elearn.courses.rules import graph
from elearn.courses.rules.module import Choice, ChoiceText, Part, Published, RenderedPage, Scenario, Scene
from elearn.foundation.manuscript.text import Manuscript, Passage, Section, headings, read, sections
from elearn.quizzes.content.questions import question, words
from elearn.quizzes.content.quiz import Setting, read_quiz
from elearn.quizzes.rules.kind import Question
from elearn.quizzes.rules.papers import Blueprint, by_objective
from elearn.quizzes.rules.seating import Draw
from elearn.quizzes.rules.words import FrozenWords
from tests import factories_content
from tests.factories_content import GATE, MODULE, PNG, QUIZ, SEARCHES, changed, in_bytes

SOURCE = Setting(source=True, objectives={"o"}, media={"a.png"})


def module(texts: dict[str, str] | None = None) -> Module:
    """The one module, of which nothing is complained."""
    reading = factories_content.read(texts or SEARCHES)
    assert reading.complaints == ()
    [found] = reading.modules
    return found


def quiz(text: str) -> tuple[list[Question], list[FrozenWords]]:
    """What a bank keeps of a quiz, of which nothing is complained."""
    manuscript = read("quiz.md", text.encode())
    written = read_quiz(manuscript, SOURCE)
    assert manuscript.complaints == []
    asked = [question(each, {}) for each in written]
    said = zip(written, asked, strict=True)
    return asked, [words(each, known.kind, "en", {"a.png": "/media/1"}) for each, known in said]


def test_a_module_becomes_rules_without_words() -> None:
    assert replace(rendering.published(module(), "r1", 3), editions={}, rendered_as=0) == Published(
        revision_id="r1",
        module_id="searches",
        number=3,
        source="en",
        titles={"en": "Searches", "ru": "Обыск"},
        summaries={"en": "When a search is lawful."},
        objectives={
            "lawful": {"en": "Say when a search is lawful."},
            "dignity": {"en": "Search without humiliating anyone."},
        },
        topics=("searches",),
        tracks=("security-officer",),
        hours=2,
        gives_certificate=True,
        valid_months=24,
        rule76=("b", "c"),
        requires=(),
        reviewers=(),
        contents=(
            Part("why", {"en": "Why we search", "ru": "Зачем обыск"}, 10, ("lawful",), ("c",)),
            Part("how", {"en": "How we search"}, 5, ("dignity",), ("b",)),
            Part("scenario-gate", {"en": "The parcel at the gate", "ru": "Посылка у ворот"}, 10, ("lawful",)),
        ),
        papers={
            "pre-test": Blueprint("pre-test", by_objective({"lawful": 1}), 10, None, 1),
            "final": Blueprint("final", by_objective({"lawful": 1, "dignity": 1}), 20, 80, 3),
        },
        scenarios={
            "scenario-gate": Scenario(
                "scenario-gate",
                (
                    Scene("parcel", (Choice("asked", 2), Choice("hall", -1))),
                    Scene("asked", ending="good"),
                    Scene("hall", ending="poor"),
                ),
            )
        },
        languages=("en", "ru"),
    )


def test_tags_are_a_set() -> None:
    def tagged(tags: str) -> Module:
        return module(changed("en/quiz.md", "{#when ", f"{{#when tags={tags} "))

    assert {each.id: each.tags for each in rendering.bank(tagged("prison-rules,law"))} == {
        "manner": (),
        "order": (),
        "when": ("law", "prison-rules"),
    }
    assert digest(tagged("prison-rules,law,law")) == digest(tagged("law,prison-rules")) != digest(module())


def test_lines_of_a_draw_become_those_of_a_blueprint() -> None:
    lines = "\n      - {objective: lawful, difficulty: 2, count: 1}\n      - {count: 1}"
    outline = MODULE.replace("draw: {lawful: 1, dignity: 1}", f"draw:{lines}")
    found = rendering.published(module(dict(SEARCHES) | {"module.md": outline}), "r1", 1)
    assert found.papers["final"].draw == (Draw(1, "lawful", difficulty=2), Draw(1))


def test_what_may_be_left_out() -> None:
    outline = MODULE.replace("certificate:\n  valid_months: 24\n", "").replace("    attempts: 3\n", "")
    outline = outline.replace("  pre-test:\n    draw: {lawful: 1}\n    minutes: 10\n", "").replace(
        "topics: [searches]\n", ""
    )
    outline = outline.replace("tracks: [security-officer]\nhours", "hours").replace(
        "reviewers: []\nto_review: []\n", ""
    )
    found = rendering.published(module(dict(SEARCHES) | {"module.md": outline}), "r1", 1)
    assert (found.gives_certificate, found.valid_months, found.topics, found.tracks, found.reviewed) == (
        False,
        None,
        (),
        (),
        False,
    )
    assert found.papers == {"final": Blueprint("final", by_objective({"lawful": 1, "dignity": 1}), 20, 80, None)}


def test_a_supervised_paper_with_a_delay_before_a_repeat() -> None:
    outline = MODULE.replace("    attempts: 3\n", "    attempts: 3\n    wait_hours: 24\n    supervised: true\n")
    found = rendering.published(module(dict(SEARCHES) | {"module.md": outline}), "r1", 1)
    assert found.papers["final"] == Blueprint("final", by_objective({"lawful": 1, "dignity": 1}), 20, 80, 3, 24, True)


def test_a_certificate_that_never_runs_out_and_a_reviewer() -> None:
    outline = MODULE.replace("certificate:\n  valid_months: 24\n", "certificate: {}\n")
    outline = outline.replace("reviewers: []", "reviewers:\n  - {name: A. Expert, post: lecturer, on: 2026-11-30}")
    found = rendering.published(module(dict(SEARCHES) | {"module.md": outline}), "r1", 1)
    assert (found.gives_certificate, found.valid_months, found.reviewed) == (True, None, True)
    assert found.reviewers == ({"name": "A. Expert", "post": "lecturer", "on": "2026-11-30"},)


def test_pages_in_their_languages() -> None:
    [(picture, address)] = rendering.addresses(module()).items()
    assert picture == "gate.png"
    why = (
        '<p>A search keeps weapons out.</p>\n<h2 id="section-tests">The tests</h2>\n<p>Ask three questions.</p>\n'
        f'<p><img alt="A gate" src="{address}"></p>\n<aside class="notice country">\n<p class="heading">In your country</p>\n'
        '<p>Who may order a search?</p>\n<p class="to-complete">To be completed by a named lawyer.</p>\n</aside>'
    )
    why_ru = '<p>Обыск не пропускает оружие.</p>\n<h2 id="section-tests">Проверки</h2>\n<p>Три вопроса.</p>'
    asked = (
        ChoiceText("Ask first", "<p>You know your limits.</p>"),
        ChoiceText("Search all", "<p>One parcel is no reason.</p>"),
    )
    asked_ru = (
        ChoiceText("Спросить", "<p>Вы знаете свои полномочия.</p>"),
        ChoiceText("Обыскать всех", "<p>Одна посылка не причина.</p>"),
    )
    gate = "scenario-gate"
    assert list(rendering.pages(module())) == [
        ("why", "", RenderedPage("Why we search", why, "en")),
        ("how", "", RenderedPage("How we search", "<p>With respect.</p>", "en")),
        (gate, "parcel", RenderedPage("A parcel arrives", "<p>The dog sits down.</p>", "en", asked)),
        (gate, "asked", RenderedPage("The answer", "<p>The parcel is opened.</p>", "en")),
        (gate, "hall", RenderedPage("A hall", "<p>Two complaints.</p>", "en")),
        ("why", "", RenderedPage("Зачем обыск", why_ru, "ru")),
        (gate, "parcel", RenderedPage("Посылка", "<p>Собака садится.</p>", "ru", asked_ru)),
    ]


def choice(
    question_id: str, kind: str, objective: str, difficulty: int, options: tuple[str, ...], right: list[str]
) -> Question:
    return Question(question_id, kind, objective, difficulty, {"options": options}, {"right": right, "partly": False})


def test_questions_and_their_words_in_their_languages() -> None:
    assert rendering.bank(module()) == [
        choice("manner", "multiple", "dignity", 3, ("respect", "private", "public"), ["private", "respect"]),
        choice("order", "single", "lawful", 1, ("law", "anybody"), ["law"]),
        choice("when", "single", "lawful", 2, ("always", "reason"), ["reason"]),
    ]
    found = rendering.words(module())
    assert {language: list(questions) for language, questions in found.items()} == {
        "en": ["manner", "order", "when"],
        "ru": ["order"],
    }
    assert found["ru"]["order"] == FrozenWords(
        stem="Кто может приказать обыск?",
        parts={"law": "Кого называет закон", "anybody": "Любой"},
        feedback={"anybody": "<p>Только тот, кого называет закон.</p>"},
        explanation="<p>Закон говорит, кто. Правило 52.</p>",
    )


RICH = """\
## What do *you* do? {#do objective=o difficulty=2}

The report says:

> Two men at one table.

- seat 1
- seat 2

![A table](../media/a.png)

* [X] Write
  down what
  you saw {#write}

  > Right: facts first.
+ [х] 1. Tell the shift leader {#tell}
- [ ] See [the form](https://example.org/form) {#form}
  > No.
  >
  > Not on the
    internet.
- [] Nothing {#nothing}
    > Somebody may be hurt.

> Facts first.
>
> Rule 76.
"""


def test_a_question_with_everything_in_it() -> None:
    assert quiz(RICH) == (
        [choice("do", "multiple", "o", 2, ("write", "tell", "form", "nothing"), ["tell", "write"])],
        [
            FrozenWords(
                stem=(
                    "<p>What do <em>you</em> do?</p>\n<p>The report says:</p>\n<blockquote>\n<p>Two men at one table.</p>\n"
                    '</blockquote>\n<ul>\n<li>seat 1</li>\n<li>seat 2</li>\n</ul>\n<p><img alt="A table" src="/media/1"></p>'
                ),
                parts={
                    "write": "Write down what you saw",
                    "tell": "1. Tell the shift leader",
                    "form": 'See <a href="https://example.org/form" rel="noopener noreferrer">the form</a>',
                    "nothing": "Nothing",
                },
                feedback={
                    "write": "<p>Right: facts first.</p>",
                    "form": "<p>No.</p>\n<p>Not on the\ninternet.</p>",
                    "nothing": "<p>Somebody may be hurt.</p>",
                },
                explanation="<p>Facts first.</p>\n<p>Rule 76.</p>",
            )
        ],
    )


def test_choices_over_several_lines_with_all_signs_or_none() -> None:
    text = GATE.replace(
        "- [Ask first](#asked) +2: You know your limits.",
        "* [Ask the *shift\n  leader*](#asked) −2: You know\n  your [limits](https://example.org).\n\n- [Wait](#asked)",
    ).replace(" -1: One", " 1: One")
    files = {path: words for path, words in SEARCHES.items() if path != "ru/scenario-gate.md"}
    found = module(files | {"en/scenario-gate.md": text})
    assert found.scenarios["scenario-gate"].scenes[0].choices == (
        Choice("asked", -2),
        Choice("asked", 0),
        Choice("hall", 1),
    )
    [page] = [page for _, scene, page in rendering.pages(found) if scene == "parcel"]
    limits = '<a href="https://example.org" rel="noopener noreferrer">limits</a>'
    assert page.choices == (
        ChoiceText("Ask the shift leader", f"<p>You know your {limits}.</p>"),
        ChoiceText("Wait", ""),
        ChoiceText("Search all", "<p>One parcel is no reason.</p>"),
    )


def test_what_stands_between_code_signs_or_after_a_backslash_is_not_judged() -> None:
    module(
        changed(
            "en/02-how.md", "With respect.", "Write `<b>` and `[x](y)` or \\<b> and \\[x](y); 3 < 4; <https://x.org>."
        )
    )


def test_headings_and_sections() -> None:
    manuscript = Manuscript("a.md", ("", "## One ##", "words", "### Two", "##Three {#x}"))
    assert [(heading.line, heading.level, heading.words) for heading in headings(manuscript.whole)] == [
        (2, 2, "One"),
        (4, 3, "Two"),
        (5, 2, "Three {#x}"),
    ]
    one, three = (heading for heading in headings(manuscript.whole) if heading.level == 2)
    assert sections(manuscript, manuscript.whole) == [
        Section(one, Passage(3, ("words", "### Two"))),
        Section(three, Passage(6, ())),
    ]
    assert manuscript.complaints == []


def test_moving_things_about_is_the_same_revision() -> None:
    files = dict(SEARCHES)
    why, minutes = files.pop("en/01-why.md"), "minutes: 10\n"
    files["en/07-why.md"] = why.replace(minutes, "").replace("title:", f"{minutes}title:")
    files["en/quiz.md"] = "\n## ".join(["", *reversed(QUIZ.removeprefix("## ").split("\n## "))])
    assert digest(module(files)) == digest(module())


def test_every_change_of_content_is_another_revision() -> None:
    changes = [
        ("en/02-how.md", "With respect.", "With  respect!"),
        ("en/02-how.md", "minutes: 5", "minutes: 6"),
        ("ru/quiz.md", "Любой", "Всякий"),
        ("en/quiz.md", "- [ ] Anybody", "- [x] Anybody {#all}\n- [ ] Anybody"),
        ("en/quiz.md", "Rule 52.", "Rule 50."),
        ("en/scenario-gate.md", "+2", "+1"),
        ("module.md", "[why, how", "[how, why"),
        ("module.md", "pass: 80", "pass: 70"),
    ]
    digests = {digest(module()), digest(module_with_picture(PNG + b" "))}
    for path, old, new in changes:
        files = changed(path, old, new)
        files.pop("ru/quiz.md") if path == "en/quiz.md" else None
        digests.add(digest(module(files)))
    assert len(digests) == len(changes) + 2


def module_with_picture(data: bytes) -> Module:
    [found] = factories_content.read({**SEARCHES, "media/gate.png": data}).modules
    return found


@pytest.mark.slow
@settings(deadline=None, max_examples=36)
@given(st.permutations(QUIZ.removeprefix("## ").split("\n## ")), st.permutations(["why", "how", "scenario-gate"]))
def test_no_order_changes_what_ids_mean(questions: list[str], contents: list[str]) -> None:
    files = dict(SEARCHES) | {
        "en/quiz.md": "".join(f"## {each}\n" for each in questions),
        "module.md": MODULE.replace("[why, how, scenario-gate]", f"[{', '.join(contents)}]"),
    }
    found = module(files)
    assert rendering.bank(found) == rendering.bank(module())
    assert rendering.words(found) == rendering.words(module())
    assert set(rendering.pages(found)) == set(rendering.pages(module()))
    assert [part.id for part in found.parts] == contents


def test_ways_through_a_scenario() -> None:
    def scene(id_: str, *targets: str, ending: str | None = None) -> Scene:
        return Scene(id_, tuple(Choice(target, 0) for target in targets), ending)

    scenes = [scene("a", "b", "c"), scene("b", "a", "d"), scene("c", "c"), scene("d", ending="good"), scene("e", "d")]
    assert graph.unreachable(scenes) == {"e"}
    assert graph.without_ending(scenes) == {"c"}


def test_the_neighbours_of_a_module_may_be_required() -> None:
    files = in_bytes(changed("module.md", "requires: []", "requires: [first-aid]"))
    reading = read_modules({"searches": files}, neighbours={"first-aid"})
    assert [each.said.requires for each in reading.modules] == [("first-aid",)]
