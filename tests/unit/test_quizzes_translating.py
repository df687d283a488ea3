"""A translated question as a whole: each kind with what only the source language says."""

import pytest

from elearn.quizzes.rules.kinds import KINDS, kind_of
from elearn.quizzes.rules.translating import translated
from tests.unit.kind_pages import read

SINGLE = """\
## Who? {#who objective=lawful difficulty=2 kind=single}

More.

- [x] The law {#law}
- [ ] Anybody {#anybody}
  > Only the law.

> Rule 52.
"""
SINGLE_RU = """\
## Кто? {#who}

Ещё.

- Любой {#anybody}
  > Только закон.
- Закон {#law}

> Правило 52.
"""
PAIRS = "## Match {#m marks=part}\n\n| A | B |\n|---|---|\n| sits {#s} | found {#f} |\n| barks {#b} | afraid {#a} |\n\n> So.\n"
PAIRS_RU = "## Пары {#m}\n\n| А | Б |\n|---|---|\n| сидит {#s} | нашла {#f} |\n| лает {#b} | боится {#a} |\n\n> Да.\n"
NUMBER = "## How long? {#n}\n\n= 1,500 ± 1 days\n\n> So.\n"
RATING = "## Rate {#r}\n\n= 1-5: no concern | high\n\n| F | P |\n|---|---|\n| A {#a} | 1-2 |\n| B {#b} | 4 |\n\n> So.\n"
RATING_RU = "## Оценка {#r}\n\n= 1-5: нет | да\n\n| Ф | П |\n|---|---|\n| А {#a} | |\n| Б {#b} | |\n\n> Да.\n"


def whole(source: str, translation: str) -> tuple[object, ...]:
    """The question in translation, and its key, in which nothing but words may differ."""
    written, there = read(source)[0], read(translation, source=False)[0]
    question = translated(written, there)
    assert (question.id, kind_of(question), question.partly) == (written.id, kind_of(written), written.partly)
    assert (question.objective, question.difficulty) == (written.objective, written.difficulty)
    findings = list(KINDS[str(kind_of(question))].findings(question))
    assert findings == []
    said = (question.heading, question.more, question.explanation)
    return (*said, KINDS[str(kind_of(question))].key(question, {}), KINDS[str(kind_of(question))].words(question))


@pytest.mark.parametrize(
    ("source", "translation", "expected"),
    [
        (
            SINGLE,
            SINGLE_RU,
            ("Кто?", "Ещё.", "Правило 52.", {"right": ["law"], "partly": False}, {"law": "Закон", "anybody": "Любой"}),
        ),
        (
            PAIRS,
            PAIRS_RU,
            (
                "Пары",
                "",
                "Да.",
                {"pairs": {"s": "f", "b": "a"}, "partly": True},
                {"s": "сидит", "f": "нашла", "b": "лает", "a": "боится"},
            ),
        ),
        (
            NUMBER.replace("1,500", "1500"),
            "## Как долго? {#n}\n\n= 15 дней\n\n> Да.\n",
            ("Как долго?", "", "Да.", {"value": "1500", "tolerance": "1"}, {"unit": "дней"}),
        ),
        (
            NUMBER.replace("1,500 ± 1 days", "3"),
            "## Как долго? {#n}\n\n> Да.\n",
            ("Как долго?", "", "Да.", {"value": "3", "tolerance": "0"}, {}),
        ),
        (
            "## Word? {#w}\n\n= need | needs {case}\n\n> So.\n",
            "## Слово? {#w}\n\n= нужда\n\n> Да.\n",
            ("Слово?", "", "Да.", {"accept": ["нужда", "need", "needs"], "exact": ["case"]}, {}),
        ),
        (
            "## True? {#t}\n\n= false\n\n> So.\n",
            "## Правда? {#t}\n\n> Да.\n",
            ("Правда?", "", "Да.", {"truth": "false", "reason": "", "partly": False}, {}),
        ),
        (
            "## Fill in {#g}\n\nKeys are [[counted]]{#c}.\n\n> So.\n",
            "## Заполните {#g}\n\nКлючи [[считают|пересчитывают]]{#c}.\n\n> Да.\n",
            (
                "Заполните",
                "Ключи [[считают|пересчитывают]]{#c}.",
                "Да.",
                {"accept": {"c": ["считают", "пересчитывают"]}, "partly": False},
                {},
            ),
        ),
        (
            RATING,
            RATING_RU,
            (
                "Оценка",
                "",
                "Да.",
                {"ranges": {"a": [1, 2], "b": [4, 4]}},
                {"a": "А", "b": "Б", "=low": "нет", "=high": "да"},
            ),
        ),
    ],
    ids=["single", "matching", "number", "plain number", "short", "true-false", "gaps", "rating"],
)
def test_a_question_in_translation(source: str, translation: str, expected: tuple[object, ...]) -> None:
    assert whole(source, translation) == expected
