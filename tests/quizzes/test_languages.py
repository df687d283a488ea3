"""Every kind of question in the languages that the other tests in a browser leave out, and without JavaScript there."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page

from elearn.foundation import clock
from elearn.foundation.manuscript.text import read
from elearn.quizzes.content import questions
from elearn.quizzes.content.quiz import Setting, read_quiz
from elearn.quizzes.rules.kind import Answer, Question
from elearn.quizzes.rules.kinds import KINDS, kind_of
from elearn.quizzes.rules.papers import Blueprint, by_objective
from tests import factories_quizzes as factories
from tests.browser import sign_in
from tests.factories_quizzes import Bank
from tests.quizzes.samples import SAMPLES, as_fields, written
from tests.quizzes.test_kinds import give, right, sitting_of, submitted
from tests.world import World

# What stands before each stem; what counts in short answer and gaps, and a number as it is written there.
WORDS = {
    "ru": ("Подъём:", "правила Манделы", ("наедине", "уважением"), "73 916,5"),
    "kk": ("Қағида:", "Мандела қағидалары", ("жеке бөлмеде", "құрметпен"), "73\u00a0916"),
    "ky": ("Эрөөл:", "Манделанын эрежелери", ("өзүнчө", "урматтоо"), "73917"),
    "fr": ("À l’élève :", "les règles Mandela", ("privé", "égards"), "73\u202f915,5"),
}
PAPER = Blueprint("final", by_objective({"o": len(KINDS)}), minutes=40, pass_percent=100)


@pytest.fixture
def plain(world: World, site: str, chromium: Browser) -> Iterator[Page]:
    """Kostanay's first officer on a phone that runs no scripts."""
    context = chromium.new_context(base_url=site, java_script_enabled=False, viewport={"width": 360, "height": 800})
    sign_in(world, context, site, world.kostanay.accounts[0])
    yield context.new_page()
    context.close()


def bank_in(language: str) -> Bank:
    """A question of each kind, in English and in translation."""
    before, short, gaps, _number = WORDS[language]
    text = re.sub("^## ", f"## {before} ", SAMPLES, flags=re.MULTILINE).replace("zzsecret-Mandela |", f"{short} |")
    for english, word in zip(("[[zzsecret-private]]", "[[zzsecret-respect|"), gaps, strict=True):
        text = text.replace(english, english.replace(re.findall(r"zz[\w-]*", english)[0], word))
    manuscript = read("quiz.md", text.encode())
    translations = {kind_of(each) or "": each for each in read_quiz(manuscript, Setting(True, {"o"}, ()))}
    assert manuscript.complaints == []
    asked = [questions.question(sample, {language: translations[kind]}) for kind, sample in written().items()]
    words = {
        name: {each.id: questions.words(there[each.kind], each.kind, name, {}) for each in asked}
        for name, there in {"en": written(), language: translations}.items()
    }
    return factories.freeze(asked, words)


def typed(question: Question, language: str) -> Answer:
    """A right answer as somebody gives it who reads only this language."""
    _before, short, gaps, number = WORDS[language]
    own = {
        "short": {"words": (short,)},
        "gaps": dict(zip(question.plan.get("gaps", ()), ((word,) for word in gaps), strict=False)),
        "number": {"number": (number,)},
    }
    return own.get(question.kind) or right(Bank("", {question.id: question}))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("language", sorted(WORDS))
def test_every_kind_is_answered_and_scored(world: World, site: str, plain: Page, language: str) -> None:
    bank = bank_in(language)
    with clock.stopped_at(datetime.now(UTC)):
        attempt_id = factories.start(world.kostanay, bank, PAPER)
    plain.context.add_cookies([{"name": "language", "value": language, "url": site}])
    plain.goto(f"/attempts/{attempt_id}")
    for item in sitting_of(world, attempt_id).items:
        question = bank.questions[item.question_id]
        assert plain.locator("html").get_attribute("lang") == language
        assert plain.locator("main form [lang]").count() == 0  # nothing of the question is in another language
        assert WORDS[language][0] in plain.locator("legend").first.inner_text()
        assert plain.evaluate("document.documentElement.scrollWidth <= innerWidth")
        for name, values in as_fields(question.kind, item.layout, typed(question, language)).items():
            for value in values:
                give(plain, name, value)
        plain.locator("form[data-quiz] .actions .button[name=go]").last.click()
    plain.locator("form[action$=submit] button").click()
    plain.wait_for_url("**/result")
    assert submitted(world, attempt_id) == (10, 100, True)
