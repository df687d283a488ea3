"""Rating of a case: what is written, what is complained of, what a rating scores, and what pages show."""

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, FileSystemLoader, StrictUndefined

import elearn
from elearn.foundation.manuscript.text import Manuscript
from elearn.quizzes.content.problems import QuizProblem
from elearn.quizzes.content.questions import question, words
from elearn.quizzes.content.quiz import Setting, compare, read_quiz
from elearn.quizzes.rules.kind import Finding, Question, Slot, WrittenPart, WrittenQuestion, fits
from elearn.quizzes.rules.kinds import KINDS, kind_of, rating
from elearn.quizzes.rules.marking import Key, Reviewed
from elearn.quizzes.rules.typed import FOREIGN
from elearn.quizzes.rules.words import Words

KIND = rating.KIND
CASE = """
## Case: the quiet man {#quiet-man objective=factors difficulty=3}

He came *three weeks* ago and eats alone.

= 1-5: no concern | **high** concern

| Factor | Panel |
|---|---|
| Change in contacts {#contacts} | 3–5 |
| Talk of revenge {#revenge} | 1-2 |
| Interest in shifts {#low} | 4 |

> Questions about shifts are reported the same day.
"""
TRANSLATION = """
## Случай: тихий человек {#quiet-man}

Он прибыл три недели назад.

= нет тревоги | большая тревога

| Фактор |
|---|
| Изменение контактов {#contacts} |
| Разговоры о мести {#revenge} |
| Интерес к сменам {#low} |

> Почему.
"""
ASKED = Question(
    "quiet-man",
    "rating",
    "factors",
    3,
    {"factors": ("contacts", "revenge", "low"), "scale": ("1", "2", "3", "4", "5")},
    {"ranges": {"contacts": [3, 5], "revenge": [1, 2], "low": [4, 4]}},
)


def read(text: str, source: bool = True) -> tuple[WrittenQuestion, list[tuple[int, Any]]]:
    """The one question of a quiz, and what is complained of: lines with problems."""
    manuscript = Manuscript("quiz.md", tuple(text.split("\n")))
    [written] = read_quiz(manuscript, Setting(source=source, objectives=None, media=()))
    return written, [(complaint.line, complaint.problem) for complaint in manuscript.complaints]


def written(text: str = CASE, source: bool = True) -> WrittenQuestion:
    """A question of which nothing is complained."""
    found, complaints = read(text, source)
    assert complaints == []
    return found


def test_what_is_written_becomes_plan_key_and_words() -> None:
    assert question(written(), {"ru": written(TRANSLATION, source=False)}) == ASKED
    assert KIND.slots(ASKED.plan) == (
        Slot("contacts", role="scale"),
        Slot("revenge", role="scale"),
        Slot("low", role="scale"),
    )
    assert KIND.shuffled == ()
    assert words(written(), "rating", "en", {}).parts == {
        "contacts": "Change in contacts",
        "revenge": "Talk of revenge",
        "low": "Interest in shifts",
        "=low": "no concern",
        "=high": "<strong>high</strong> concern",
    }
    assert KIND.ids(written()) == {"contacts": 10, "revenge": 11, "low": 12, "=": 6}


def test_a_translation_leaves_out_the_numbers_or_repeats_them() -> None:
    assert KIND.words(written(TRANSLATION, source=False)) == {
        "contacts": "Изменение контактов",
        "revenge": "Разговоры о мести",
        "low": "Интерес к сменам",
        "=low": "нет тревоги",
        "=high": "большая тревога",
    }
    repeated = TRANSLATION.replace("= нет", "= ١–٥: нет").replace("{#revenge} |", "{#revenge} | 9 |")
    assert KIND.words(written(repeated, source=False)) == KIND.words(written(TRANSLATION, source=False))
    assert KIND.ids(written(repeated, source=False)) == KIND.ids(written(TRANSLATION, source=False))


@pytest.mark.parametrize(
    ("was", "becomes", "complaints"),
    [
        ("", "", []),
        ("= нет тревоги | большая тревога", "", [(2, "=")]),
        ("= нет тревоги | большая тревога", "= нет тревоги", [(2, "=")]),
        ("| Разговоры о мести {#revenge} |\n", "", [(2, "revenge")]),
        ("{#low}", "{#shifts}", [(2, "low"), (12, "shifts")]),
    ],
)
def test_what_a_translation_lacks_is_named(was: str, becomes: str, complaints: list[tuple[int, str]]) -> None:
    manuscript = Manuscript("quiz.ru.md", tuple(TRANSLATION.replace(was, becomes).split("\n")))
    translated = read_quiz(manuscript, Setting(source=False, objectives=None, media=()))
    compare(manuscript, translated, [written()])
    assert [(each.line, each.values["id"]) for each in manuscript.complaints] == complaints


SCALE = "= 1-5: no concern | **high** concern"


@pytest.mark.parametrize(
    ("was", "becomes", "complaints"),
    [
        (SCALE, f"{SCALE}\n= 1-3: a | b", [(7, rating.SEVERAL_SCALES)]),
        (SCALE, "= no concern | high concern", [(6, rating.BAD_SCALE)]),
        (SCALE, "= 1-5 no concern | high concern", [(6, rating.BAD_SCALE)]),
        (SCALE, "= 1-5: no concern", [(6, rating.BAD_SCALE)]),
        (SCALE, "= 1-5: no concern | some | high concern", [(6, rating.BAD_SCALE)]),
        (SCALE, "= 1-5: | high concern", [(6, rating.BAD_SCALE)]),
        (SCALE, "= 1-5: no concern |", [(6, rating.BAD_SCALE)]),
        (SCALE, "= 5-1: a | b", [(6, rating.BAD_SCALE)]),
        (SCALE, "= 4-4: a | b", [(6, rating.BAD_SCALE)]),
        (SCALE, "= 0-10: a | b", [(6, rating.BAD_SCALE)]),
        (SCALE, "= 0-9: a | b", []),
        (SCALE, "= 1 – 10 : a | b", []),
        (SCALE, "= 1-3: a | b", [(10, rating.OFF_SCALE), (12, rating.OFF_SCALE)]),
        (" {#revenge}", "", [(11, rating.NO_ID)]),
        ("| 1-2 |", "|", [(11, rating.NO_RANGE)]),
        ("| 1-2 |", "| |", [(11, rating.NO_RANGE)]),
        ("| 1-2 |", "| 2-1 |", [(11, rating.NO_RANGE)]),
        ("| 1-2 |", "| low |", [(11, rating.NO_RANGE)]),
        ("| 1-2 |", "| 1-2 | 3 |", [(11, rating.NO_RANGE)]),
        ("| 1-2 |", "| 0-2 |", [(11, rating.OFF_SCALE)]),
        ("| 1-2 |", "| 6 |", [(11, rating.OFF_SCALE)]),
        ("| Talk of revenge {#revenge} | 1-2 |\n| Interest in shifts {#low} | 4 |\n", "", [(2, rating.TOO_FEW)]),
        ("| Factor | Panel |\n|---|---|\n", "", [(8, QuizProblem.NO_TABLE_HEADINGS)]),
    ],
)
def test_every_fault_is_complained_of_in_its_line(was: str, becomes: str, complaints: list[tuple[int, Any]]) -> None:
    assert was in CASE
    assert read(CASE.replace(was, becomes))[1] == complaints


def test_faults_where_the_heading_names_the_kind() -> None:
    named = CASE.replace("difficulty=3", "difficulty=3 kind=rating")
    assert read(named.replace(SCALE, ""))[1] == [(2, rating.NO_SCALE)]
    assert read(named.replace(SCALE, f"- [x] yes {{#yes}}\n\n{SCALE}"))[1] == [(6, FOREIGN)]
    empty = WrittenQuestion("q", "Q", "", "o", 1, kind="rating", line=3)
    assert list(KIND.findings(empty)) == [Finding(3, rating.NO_SCALE), Finding(3, rating.TOO_FEW)]


def test_the_remedy_says_between_which_numbers() -> None:
    found, _complaints = read(CASE.replace("| 4 |", "| 9 |"))
    [finding] = KIND.findings(found)
    assert finding == Finding(12, rating.OFF_SCALE, {"low": 1, "high": 5})
    assert finding.fault.remedy % finding.values == (
        "Write numbers from 1 to 5, or change the scale in the line that begins with =."
    )


def test_its_shape_is_that_of_no_other_kind() -> None:
    assert kind_of(written()) == "rating"
    assert [name for name, kind in KINDS.items() if kind.is_written(written())] == ["rating"]


@pytest.mark.parametrize(
    "change",
    [
        lambda case: replace(case, sets=()),
        lambda case: replace(case, rows=(), columns=()),
        lambda case: replace(case, options=(WrittenPart("a", "A", right=True),)),
        lambda case: replace(case, steps=(WrittenPart("a", "A"),)),
        lambda case: replace(case, rows=(*case.rows, (WrittenPart("a", "A"), WrittenPart("b", "B")))),
    ],
)
def test_other_shapes_are_not_its(change: Callable[[WrittenQuestion], WrittenQuestion]) -> None:
    assert not KIND.is_written(change(written()))


@pytest.mark.parametrize(
    ("answer", "score"),
    [
        ({"contacts": ("3",), "revenge": ("2",), "low": ("4",)}, Fraction(1)),
        ({"contacts": ("5",), "revenge": ("1",), "low": ("4",)}, Fraction(1)),
        ({"contacts": ("2",), "revenge": ("2",), "low": ("4",)}, Fraction(2, 3)),
        ({"contacts": ("2",), "revenge": ("3",), "low": ("5",)}, Fraction(0)),
        ({"revenge": ("1",)}, Fraction(1, 3)),
        ({"low": ("4", "5")}, Fraction(0)),
        ({"low": ()}, Fraction(0)),
        ({"low": ("four",), "other": ("4",)}, Fraction(0)),
    ],
)
def test_the_score_is_the_share_within_the_ranges_of_the_panel(answer: Any, score: Fraction) -> None:
    assert KIND.score(ASKED, answer) == score


def test_right_is_the_middle_of_each_range() -> None:
    right = KIND.right(ASKED)
    assert right == {"contacts": ("4",), "revenge": ("1",), "low": ("4",)}
    assert KIND.score(ASKED, right) == 1
    assert fits(KIND.slots(ASKED.plan), ASKED.plan, right)
    panel = KIND.panel(ASKED)
    assert panel.keys() == right.keys()
    assert {factor: (str((low + high) // 2),) for factor, (low, high) in panel.items()} == right


RATINGS = st.one_of(st.sampled_from(ASKED.plan["scale"]), st.text(max_size=3))


@given(st.dictionaries(st.sampled_from([*ASKED.plan["factors"], "x"]), st.lists(RATINGS, max_size=3).map(tuple)))
def test_a_score_is_never_beyond_0_and_1(answer: dict[str, tuple[str, ...]]) -> None:
    assert 0 <= KIND.score(ASKED, answer) <= 1


@given(st.integers(0, 12), st.integers(0, 12), st.integers(0, 12), st.integers(0, 12))
def test_what_has_no_fault_has_an_answer_that_is_right(first: int, last: int, low: int, high: int) -> None:
    case = CASE.replace("= 1-5", f"= {first}-{last}")
    found, complaints = read(re.sub(r"\| (3–5|1-2|4) \|", f"| {low}-{high} |", case))
    faulty = not (first <= low <= high <= last and 2 <= last - first + 1 <= 10)
    assert bool(complaints) == faulty
    if not faulty:
        asked = question(found, {})
        assert KIND.score(asked, KIND.right(asked)) == 1
        assert fits(KIND.slots(asked.plan), asked.plan, KIND.right(asked))


@given(st.text(alphabet=" =|-–:159{}#a\\\n٣", max_size=80))
def test_no_text_raises(text: str) -> None:
    found, _complaints = read(CASE.replace(SCALE, text.replace("#", "")))
    for name in ("findings", "plan", "words", "ids"):
        list(getattr(KIND, name)(found))
    rating.read_scale(text)
    rating.read_range((WrittenPart("a", "A"), WrittenPart("", text)))


@pytest.fixture(scope="module")
def page() -> Any:
    """The two macros of the template, in English."""
    folders = [Path(elearn.__file__).parent / feature / "templates" for feature in ("quizzes", "foundation")]
    pages = Environment(loader=FileSystemLoader(folders), undefined=StrictUndefined, autoescape=True)
    pages.globals |= {
        "_": lambda sentence, **values: sentence % values,
        "current_language": lambda: "en",
        "direction": lambda language: "rtl" if language == "ar" else "ltr",
    }
    return pages.get_template("quizzes/kinds/rating.html").module


def tidy(html: str) -> str:
    """What the page says, without line ends and double spaces."""
    return " ".join(html.split())


WORDS = Words("The quiet man", KIND.words(written()), "en")


def test_the_page_asks_by_places_and_tells_no_id_and_no_range(page: Any) -> None:
    html = tidy(page.ask(KIND.slots(ASKED.plan), ASKED.plan, WORDS, {"revenge": ("2",)}))
    for slot in range(3):
        for place in range(5):
            checked = " checked" if (slot, place) == (1, 1) else ""
            field = f'<input type="radio" name="answer-{slot}" value="{place}"{checked}> {place + 1}</label>'
            assert html.count(field) == 1
    assert html.count("<input") == 15
    assert html.count(" checked") == 1
    assert "<strong>1</strong> no concern … <strong>5</strong> **high** concern" in html
    assert not any(factor in html.replace("Talk of revenge", "") for factor in ("revenge", '"low', '"contacts'))


def test_a_translated_page_marks_the_words_that_are_in_another_language(page: Any) -> None:
    html = page.ask(KIND.slots(ASKED.plan), ASKED.plan, replace(WORDS, language="ar"), {})
    assert html.count(' lang="ar" dir="rtl"') == 5  # the stem, the ends, three factors


def test_the_review_shows_ranges_only_with_the_key(page: Any) -> None:
    answer = {"contacts": ("4",), "revenge": ("3",)}
    key = Key(ASKED.key, KIND.right(ASKED), float(KIND.score(ASKED, answer)), {}, "")
    seen = tidy(page.review(Reviewed("rating", WORDS, ASKED.plan, answer, key)))
    assert 'Your rating: 4 <br> Panel: 3 to 5 <span class="tag ok">right</span> </span>' in seen
    assert "Your rating: 3 <br> Panel: 1 to 2 </span>" in seen
    assert "not rated <br> Panel: 4 </span>" in seen
    secret = tidy(page.review(Reviewed("rating", WORDS, ASKED.plan, answer)))
    assert [secret.count(words) for words in ("Your rating: 4", "Your rating: 3", "not rated")] == [1, 1, 1]
    assert "Panel" not in secret
    assert "right" not in secret
    assert tidy(page.review(Reviewed("rating", WORDS, ASKED.plan, {}))) == ""
