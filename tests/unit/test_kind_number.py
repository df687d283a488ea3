"""Numbers: how they are written by instructors, typed by officers, and scored."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.foundation.manuscript.text import Manuscript
from elearn.quizzes.content.quiz import Setting, compare, read_quiz
from elearn.quizzes.rules.kind import Fault, Question, Slot, WrittenPart, WrittenQuestion, fits
from elearn.quizzes.rules.kinds import KINDS, kind_of
from elearn.quizzes.rules.kinds.number import (
    AMBIGUOUS,
    KIND,
    NO_NUMBER,
    NO_TOLERANCE,
    NOT_ONE,
    SEVERAL,
    read_numbers,
)
from elearn.quizzes.rules.typed import FOREIGN

SOURCE = """\
## How many days in a row may solitary confinement last at most? {#days objective=order difficulty=2}

= 15 ± 0 days

> Rule 44: more than 15 days in a row is prolonged."""


def read(text: str, source: bool = True) -> tuple[Manuscript, WrittenQuestion]:
    manuscript = Manuscript("quiz.md", tuple(text.split("\n")))
    [question] = read_quiz(manuscript, Setting(source=source, objectives=None, media=()))
    return manuscript, question


def written(*lines: str, options: tuple[WrittenPart, ...] = (), more: str = "") -> WrittenQuestion:
    sets = tuple(WrittenPart("", words, line=3 + number) for number, words in enumerate(lines))
    return WrittenQuestion("days", "How many days?", more, "order", 2, options=options, sets=sets, line=1)


def asked(value: str, tolerance: str = "0") -> Question:
    return Question("days", "number", "order", 2, {}, {"value": value, "tolerance": tolerance})


def score(question: Question, typed: str) -> Fraction:
    return KIND.score(question, {"number": (typed,)})


def test_a_number_as_it_is_written() -> None:
    manuscript, question = read(SOURCE)
    assert manuscript.complaints == []
    assert kind_of(question) == "number"
    assert KIND.plan(question) == {}
    assert KIND.key(question, {}) == {"value": "15", "tolerance": "0"}
    assert KIND.words(question) == {"unit": "days"}
    assert KIND.ids(question) == {"unit": 3}
    assert KIND.more(question) == ""
    assert KIND.slots({}) == (Slot("number", longest=40),)


@pytest.mark.parametrize(
    ("line", "value", "tolerance", "unit"),
    [
        ("15", "15", "0", ""),
        ("15.", "15", "0", ""),
        ("15 days", "15", "0", "days"),
        ("15 ± 1 days", "15", "1", "days"),
        ("15±1days", "15", "1", "days"),
        ("15 +- 1", "15", "1", ""),
        ("15 +/- 1 days a year", "15", "1", "days a year"),
        ("15 +− 0,5 суток", "15", "0.5", "суток"),
        ("-5 ± 2.5 °C", "-5", "2.5", "°C"),
        ("−5", "-5", "0", ""),
        ("– 5", "-5", "0", ""),
        ("1 500 ± 1 000 prisoners", "1500", "1000", "prisoners"),
        ("1’500.25", "1500.25", "0", ""),
        ("0.125", "0.125", "0", ""),
        ("1.5000", "1.5000", "0", ""),
        ("6 ± 0 m²", "6", "0", "m²"),
        ("6 м2", "6", "0", "м2"),
        ("80%", "80", "0", "%"),
        ("١٥ ± ١ يومًا", "15", "1", "يومًا"),
        ("\u200f۱۵٫۵", "15.5", "0", ""),
    ],
)
def test_what_a_line_may_say(line: str, value: str, tolerance: str, unit: str) -> None:
    question = written(line)
    assert KIND.is_written(question)
    assert list(KIND.findings(question)) == []
    assert KIND.key(question, {}) == {"value": value, "tolerance": tolerance}
    assert KIND.words(question) == ({"unit": unit} if unit else {})
    assert KIND.ids(question) == ({"unit": 3} if unit else {})


@pytest.mark.parametrize(
    ("lines", "faults"),
    [
        ([], [(1, NO_NUMBER, {})]),
        (["fifteen days"], [(3, NO_NUMBER, {})]),
        ([""], [(3, NO_NUMBER, {})]),
        (["15 16"], [(3, NO_NUMBER, {})]),
        (["1" * 41], [(3, NO_NUMBER, {})]),
        (["15 ± days"], [(3, NO_TOLERANCE, {})]),
        (["15 ± -1 days"], [(3, NO_TOLERANCE, {})]),
        (["15 +- -1 days"], [(3, NO_TOLERANCE, {})]),
        (["1,500 people"], [(3, AMBIGUOUS, {"small": "1.500", "large": "1500"})]),
        (["-1.500"], [(3, AMBIGUOUS, {"small": "-1.500", "large": "-1500"})]),
        (["3000 ± 1,500"], [(3, AMBIGUOUS, {"small": "1.500", "large": "1500"})]),
        (["15 or 16 days"], [(3, NOT_ONE, {})]),
        (["15-16"], [(3, NOT_ONE, {})]),
        (["15 ± 1 ± 2"], [(3, NOT_ONE, {})]),
        (["15½"], [(3, NOT_ONE, {})]),
        (["15 | fifteen"], [(3, NOT_ONE, {})]),
        (["15 {case}"], [(3, NOT_ONE, {})]),
        (["15 days", "16 days", "fifteen"], [(4, SEVERAL, {}), (5, SEVERAL, {})]),
    ],
)
def test_what_a_line_may_not_say(lines: list[str], faults: list[tuple[int, Fault, dict[str, object]]]) -> None:
    found = list(KIND.findings(written(*lines)))
    assert [(finding.line, finding.fault, dict(finding.values)) for finding in found] == faults
    for finding in found:
        assert finding.fault.what % finding.values
        assert finding.fault.remedy % finding.values


def test_what_does_not_belong_to_a_number() -> None:
    options = (WrittenPart("a", "A", line=7), WrittenPart("b", "B", line=8))
    question = written("15", options=options)
    assert [(finding.line, finding.fault) for finding in KIND.findings(question)] == [(7, FOREIGN)]
    assert not KIND.is_written(question)
    assert not KIND.is_written(written("15", more="The [[22]]{#hours} hours"))


def test_its_shape_is_its_own() -> None:
    for line in ("15 days", "-15", "– 15", "١٥", "15 | fifteen"):
        assert [name for name, kind in KINDS.items() if kind.is_written(written(line))] == ["number"]
    assert [name for name, kind in KINDS.items() if kind.is_written(written("fifteen", "15"))] == ["number"]
    for line in ("about 15", "-", "", "- days", "Rule 44"):
        assert not KIND.is_written(written(line))


def test_the_complaint_names_the_line() -> None:
    manuscript, _question = read(SOURCE.replace("15 ± 0 days", "1,500 days"))
    assert [(complaint.line, complaint.problem) for complaint in manuscript.complaints] == [(3, AMBIGUOUS)]


@pytest.mark.parametrize(
    ("line", "unit"),
    [("= дней", "дней"), ("= 15 ± 0 дней", "дней"), ("= 99 дней", "дней"), ("= ± дней", "дней"), ("= м2", "м2")],
)
def test_a_translation_says_the_unit(line: str, unit: str) -> None:
    _manuscript, source = read(SOURCE)
    manuscript, translation = read(f"## Сколько дней? {{#days}}\n\n{line}\n\n> Правило 44.", source=False)
    compare(manuscript, [translation], [source])
    assert manuscript.complaints == []
    assert KIND.words(translation) == {"unit": unit}
    assert KIND.key(source, {"ru": translation}) == {"value": "15", "tolerance": "0"}


@pytest.mark.parametrize("line", ["", "= 15\n"])
def test_a_translation_without_the_unit_is_complained_of(line: str) -> None:
    _manuscript, source = read(SOURCE)
    manuscript, translation = read(f"## Сколько дней? {{#days}}\n\n{line}\n> Правило 44.", source=False)
    assert (KIND.words(translation), KIND.ids(translation)) == ({}, {})
    compare(manuscript, [translation], [source])
    [complaint] = manuscript.complaints
    assert (complaint.line, complaint.values) == (1, {"id": "unit"})


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("15", ["15"]),
        (" 15 ", ["15"]),
        ("015", ["15"]),
        ("+15", ["15"]),
        ("15 days", ["15"]),
        ("15days.", ["15"]),
        ("15.", ["15"]),
        ("15 суток, не больше", ["15"]),
        ("١٥ يومًا", ["15"]),
        ("\u200f۱۵\u200f", ["15"]),
        ("-5", ["-5"]),
        ("− 5", ["-5"]),
        ("–5,5", ["-11/2"]),
        ("\u061c-٥", ["-5"]),
        ("1 500", ["1500"]),
        ("1\u00a0500", ["1500"]),
        ("1\u2009500\u202f000", ["1500000"]),
        ("1'500", ["1500"]),
        ("1’500’000", ["1500000"]),
        ("١٬٥٠٠", ["1500"]),
        ("١٬٥٠٠٫٥", ["3001/2"]),
        ("1500.5", ["3001/2"]),
        ("1.500,5", ["3001/2"]),
        ("1,500.5", ["3001/2"]),
        ("1 500,250", ["6001/4"]),
        ("1,500,000", ["1500000"]),
        ("1.500.000", ["1500000"]),
        ("1,500", ["3/2", "1500"]),
        ("1.500", ["3/2", "1500"]),
        ("0,500", ["1/2"]),
        ("1500,500", ["3001/2"]),
        ("1,5000", ["3/2"]),
        ("6 m2", ["6"]),
        ("6 м²", ["6"]),
        ("٦ م2", ["6"]),
        ("9" * 40, ["9" * 40]),
    ],
)
def test_numbers_that_officers_type(typed: str, numbers: list[str]) -> None:
    assert read_numbers(typed) == tuple(map(Fraction, numbers))


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "days", "-", "fifteen", "about 15", "no 15", "> 15", "15-20", "15 – 20", "15 or 16", "15, 16", "15 16",
        "1 50", "1 5000", "0 500", "1,50,000", "1,500,00", "1,500'000", "1.5.2", "1..5", "15 days 3 hours", "15:30", "1/2",
        "15½", "½", "1e3", "1e-3", "5²", "22 Ⅻ", "m2", "9" * 41, "15" + " " * 39, "१५", "１５", "inf", "nan", "0x10",
    ],
)  # fmt: skip
def test_what_is_no_number(typed: str) -> None:
    assert read_numbers(typed) == ()
    assert score(asked("15", "1000000"), typed) == 0


@pytest.mark.parametrize(
    ("value", "tolerance", "typed", "expected"),
    [
        ("15", "0", "15 days", 1),
        ("15", "0", "15,0", 1),
        ("15", "0", "15.0000000001", 0),
        ("15", "0", "-15", 0),
        ("15", "1", "14", 1),
        ("15", "1", "16", 1),
        ("15", "1", "16.01", 0),
        ("0.3", "0.1", "0.2", 1),  # 0.30000000000000004 - 0.1 to a float
        ("0.3", "0.1", "0.4", 1),
        ("-5", "2.5", "-7,5", 1),
        ("-5", "2.5", "-7.51", 0),
        ("1500", "0", "1,500", 1),
        ("1.5", "0", "1,500", 1),
        ("2", "0.5", "1.500", 1),
        ("1000", "10", "1,500", 0),
    ],
)
def test_what_lies_near_enough_counts(value: str, tolerance: str, typed: str, expected: int) -> None:
    assert score(asked(value, tolerance), typed) == expected


def test_answers_that_lack_the_slot_bring_nothing() -> None:
    assert KIND.score(asked("15"), {}) == KIND.score(asked("15"), {"number": ()}) == 0


@given(st.decimals(-(10**9), 10**9, places=6), st.decimals(0, 1000, places=3), st.integers(-2, 2))
def test_every_number_is_read_back_exactly(value: object, tolerance: object, times: int) -> None:
    question = asked(f"{value:f}", f"{tolerance:f}")
    assert KIND.score(question, KIND.right(question)) == 1
    assert fits(KIND.slots({}), {}, KIND.right(question))
    typed = Fraction(f"{value:f}") + times * Fraction(f"{tolerance:f}")
    written_out = f"{typed.numerator * 10**6 // typed.denominator:+08d}"
    assert score(question, f"{written_out[:-6]}.{written_out[-6:]}") == int(abs(times) <= 1 or tolerance == 0)


@given(st.from_regex(r"[-+−0-9٠-٩ ,.٫٬'±a-z|{}\u200f]{0,45}", fullmatch=True) | st.text())
def test_whatever_is_written_or_typed_is_read(text: str) -> None:
    assert len(read_numbers(text)) <= 2
    assert score(asked("15", "0.5"), text) in (0, 1)
    question = written(text)
    if not list(KIND.findings(question)):
        asks = Question("days", "number", "order", 2, KIND.plan(question), KIND.key(question, {}))
        assert KIND.score(asks, KIND.right(asks)) == 1
        assert fits(KIND.slots(asks.plan), asks.plan, KIND.right(asks))
    assert set(KIND.words(question)) == set(KIND.ids(question)) <= {"unit"}
