"""GIFT: every construct read exactly, every fault with its line and column, hostile files, and what is written read again."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import count
from time import process_time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from elearn.foundation import markup
from elearn.foundation.manuscript.text import read as read_text
from elearn.quizzes.content.quiz import Setting, read_quiz
from elearn.quizzes.content.writing import quiz_text
from elearn.quizzes.formats import gift, gift_answers, gift_syntax, gift_texts, gift_writing
from elearn.quizzes.formats.carrying import NO_RUBRIC, PICTURES, TANGLED, UNFINISHED
from elearn.quizzes.formats.exchange import NOT_TEXT, TOO_LARGE, TOO_MANY, Imported, NotCarried, Refused
from elearn.quizzes.formats.hypertext import from_plain, in_one_line, line_of
from elearn.quizzes.rules.kind import Fault, WrittenPart, WrittenQuestion
from elearn.quizzes.rules.kinds import KINDS, kind_of

Part = WrittenPart


def question(ident: str, heading: str, **further: object) -> WrittenQuestion:
    given_values = {"more": "", "objective": "", "difficulty": 0} | further
    return WrittenQuestion(id=ident, heading=heading, **given_values)  # type: ignore[arg-type]


def read(text: str) -> Imported:
    return gift.read(text.encode())


def one(text: str) -> WrittenQuestion:
    """The only question of a text, of which nothing is lost."""
    imported = read(text)
    assert imported.left_out == ()
    [found] = imported.questions
    return found


FILE = """\
\ufeff// A comment, then a category.
$CATEGORY: $course$/top/Searches

// [id:Order of a search] [tag:objective-lawful] [tag:difficulty-2] [tag:old]
::Who orders it?::Who may order
a search?{
\t=Whom the law names # Rule 52.
\t~Anybody
\t// ~Nobody
\t~[html]<b>Nobody</b>#[plain]Wrong: 2 * 3
\t####The law says who.
}

::colours::[markdown]Which are **warm**?\\n\\nTwo are.\\n\\n- Look\\: well {
~%50%red
~%-50%blue # No.
~%50%yellow }

Grant is {~buried =entombed ~living} in Grant\\'s tomb.

::Q 1:: 42 is the answer.{TRUE####Adams}
::
Q\u00e91:: Fish fly.{ f#Some do.}

Two plus {=two =2#Yes =%100%\\{two\\} is it} is four.

[html]<p>When was <i>Grant</i> born?</p><p>Say the year.</p>{#1822:5}

What is between 1 and 2? {#1..2}

What is pi? {#=%100%3.142:0.0005#Well done ~#No}

::Animals::[plain]What <b>eats</b> what?\\nThink.{
=cat -> cat food
=[html]<em>dog</em> -> dog\\=food
= -> hay
}

// [tag:marks-all]
Both?{~%50%a ~%50%b ~%-100%c}
"""

CHOICE = (Part("a", "buried", False), Part("b", "entombed", True), Part("c", "living", False))
QUESTIONS = (
    question(
        "order-of-a-search",
        "Who may order a search?",
        objective="lawful",
        difficulty=2,
        tags=("old",),
        options=(
            Part("a", "Whom the law names", True, "Rule 52."),
            Part("b", "Anybody", False),
            Part("c", "**Nobody**", False, "Wrong: 2 \\* 3"),
        ),
        explanation="The law says who.",
    ),
    question(
        "colours",
        "Which are **warm**?",
        more="Two are.\n\n- Look: well",
        options=(Part("a", "red", True), Part("b", "blue", False, "No."), Part("c", "yellow", True)),
        partly=True,
    ),
    question("question-3", "Grant is _____ in Grant\\\\'s tomb.", options=CHOICE),
    question("question-5", "Two plus _____ is four.", sets=(Part("", "two | 2 | {two} is it"),), explanation="Yes"),
    question("question-6", "When was *Grant* born?", more="Say the year.", sets=(Part("", "1822 ± 5"),)),
    question("question-7", "What is between 1 and 2?", sets=(Part("", "1.5 ± 0.5"),)),
    question("question-8", "What is pi?", sets=(Part("", "3.1420 ± 0.0005"),)),
    question(
        "animals",
        "What &lt;b>eats&lt;/b> what?",
        more="Think.",
        columns=("", ""),
        rows=(
            (Part("a", "cat"), Part("b", "cat food")),
            (Part("c", "*dog*"), Part("d", "dog=food")),
            (Part("", ""), Part("e", "hay")),
        ),
        partly=True,
    ),
    question("question-10", "Both?", options=(Part("a", "a", True), Part("b", "b", True), Part("c", "c", False))),
)


def test_a_file_with_everything() -> None:
    imported = read(FILE)
    assert imported.questions == QUESTIONS
    said = [(each.line, each.name, each.fault, dict(each.values)) for each in imported.left_out]
    assert said == [
        (23, "Q 1", gift_syntax.SECOND_BRACES, {"column": 16}),
        (25, "Two plus", gift_answers.EXPLANATION, {}),
        (31, "What is pi?", gift_answers.FEEDBACK, {"feedback": "Well done"}),
        (31, "What is pi?", gift_answers.FEEDBACK, {"feedback": "No"}),
    ]
    assert [kind_of(each) for each in imported.questions] == [
        "single", "multiple", "single", "short", "number", "number", "number", "matching", "multiple",
    ]  # fmt: skip


def test_where_everything_stands() -> None:
    order, _colours, grant, *_others, animals, _both = read(FILE).questions
    assert (order.line, [part.line for part in order.parts]) == (5, [7, 8, 10])
    assert (grant.line, [part.line for part in grant.parts]) == (19, [19, 19, 19])
    assert (animals.line, [part.line for part in animals.parts]) == (33, [34, 34, 35, 35, 36, 36])


def test_true_or_false() -> None:
    assert one("::Q 1:: 42 is the answer.{TRUE####Adams}") == question(
        "q-1", "42 is the answer.", sets=(Part("", "true"),), explanation="Adams"
    )
    assert one("Fish fly.{ f}").sets == (Part("", "false"),)
    assert read("Fish fly.{F#Some do.}").questions[0].explanation == "Some do."


@pytest.mark.parametrize(
    ("text", "heading", "more"),
    [
        ("a \\~\\=\\#\\{\\}\\: \\\\n \\q{T}", "a ~=#\\{}: \\\\n \\\\q", ""),
        ("1 * 2 _a_ [b](c) <i> &amp; {T}", "1 \\* 2 \\_a\\_ \\[b\\](c) *&*", ""),
        ("a\\nb\\n\\nc{T}", "a", "b\n\nc"),
        ("a<br>b\\nc &lt; d{T}", "a b c < d", ""),
        ("<p>a</p>\\n<p>&lt;b&gt; &amp; c</p>{T}", "a", "&lt;b> & c"),
        ("[html]<p class\\=\"x\">a &lt; b\\n c</p>{T}", "a < b c", ""),
        ("[plain]a &lt; <b>{T}", "a &amp;lt; &lt;b>", ""),
        ("[markdown]*a*\n  b\\n\\n1. c  \\n&lt;{T}", "*a* b", "1. c  \n&lt;"),
        ("[markdown]= a\\n \\n= b\\n## c\\n### d\\n- [x] e\\n- f \\{\\#g\\}{T}",
         "= a", "&#61; b\n### c\n### d\n- \\[x] e\n- f &#123;#g}"),
        ("[markdown]# a | b{T}", "a | b", ""),
        ("<h2>a | b</h2><h2>c</h2>{T}", "a | b", "### c"),
        ("[unknown] a{T}", "\\[unknown\\] a", ""),
        ("a\\n{T}\\nb", "a", "\\_____\n\nb"),
        ("[html]a {T} b", "a _____ b", ""),
    ],
)  # fmt: skip
def test_texts_in_every_format(text: str, heading: str, more: str) -> None:
    found = read(text).questions[0]
    assert (found.heading, found.more) == (heading, more)


@pytest.mark.parametrize(
    ("text", "ident"),
    [
        ("::What's new?::q{T}", "what-s-new"),
        ("::Вопрос 5::q{T}", "question-1"),
        ("// [id:A 7]\n::name::q{T}", "a-7"),
        ("// [id:Ж][tag:difficulty-9] [tag:objective-Ж]\n::name::q{T}", "name"),
        ("q{T}", "question-1"),
        (f"::{'a ' * 90}::q{{T}}", "-".join("a" * 30)),
    ],
)
def test_ids(text: str, ident: str) -> None:
    assert one(text) == question(ident, "q", sets=(Part("", "true"),))


def test_an_id_is_given_once() -> None:
    text = "::question 3::q{T}\n\n::a::q{T}\n\nq{T}\n\n::A::q{T}"
    assert [each.id for each in read(text).questions] == ["question-3", "a", "question-3-2", "a-2"]


@pytest.mark.parametrize(
    ("answers", "kind", "sets"),
    [
        ("=2 =two", "short", "2 | two"),
        ("=true", "short", "true"),
        ("=%0%*#No", "", ""),
        ("=a\\\\*b", "", "a*b"),
        ("=[html]a<b", "", "a<b"),
        ("#-3", "", "-3"),
        ("#.5:.25", "", "0.5 ± 0.25"),
        ("#1.500", "", "1.5000"),
        ("#3:0", "", "3"),
        ("#=%100%7", "", "7"),
        ("#=7 =%0%8", "", "7"),
    ],
)
def test_what_is_typed(answers: str, kind: str, sets: str) -> None:
    text = f"q{{{answers}}}" if sets else f"q{{=a {answers}}}"
    found = read(text).questions[0]
    assert (found.kind, [part.words for part in found.sets]) == (kind, [sets or "a"])
    assert not any(KINDS[kind_of(found) or ""].findings(found))


@pytest.mark.parametrize(
    ("answers", "rights", "kind", "partly", "noted"),
    [
        ("=a ~b", [True, False], "", False, False),
        ("=a ~%-25%b", [True, False], "", False, True),
        ("~a ~b", [False, False], "", False, False),
        ("~%100%a ~%-100%b", [True, False], "multiple", True, False),
        ("~%33.333%a ~%33.333%b ~%33.334%c ~%-33%d", [True, True, True, False], "", True, False),
        ("~%50%a ~%50%b ~c", [True, True, False], "", True, True),
        ("~%50%a ~%50%b", [True, True], "", True, False),
    ],
)
def test_points(answers: str, rights: list[bool], kind: str, partly: bool, noted: bool) -> None:
    imported = read(f"q{{{answers}}}")
    [found] = imported.questions
    assert [part.right for part in found.options] == rights
    assert (found.kind, found.partly) == (kind, partly)
    assert [each.fault for each in imported.left_out] == [gift_answers.OTHER_POINTS] * noted


FAULTS: list[tuple[str, Fault, int, int]] = [
    ("::a b{T}", gift_syntax.NO_END_OF_TITLE, 1, 1),
    ("a {\n=b", gift_syntax.NO_CLOSING, 1, 3),
    ("a { =b {", gift_syntax.NO_CLOSING, 1, 3),
    ("// x\na }", gift_syntax.NO_OPENING, 2, 3),
    ("a } {T}", gift_syntax.NO_OPENING, 1, 3),
    ("a {T} }", gift_syntax.NO_OPENING, 1, 7),
    ("a {T}\nb {F}", gift_syntax.SECOND_BRACES, 2, 3),
    ("a {b {T}}", gift_syntax.SECOND_BRACES, 1, 6),
    ("::a:: b", gift_syntax.NO_ANSWERS, 1, 7),
    ("a {b}", gift_syntax.NO_SIGN, 1, 4),
    ("a {\n  b =c ~d}", gift_syntax.NO_SIGN, 2, 3),
    ("a {>3 ALL\nb\nc}", gift_syntax.NO_SIGN, 1, 4),
    ("a {=%0%b}", gift_syntax.NO_SIGN, 1, 4),
    ("a {####b}", NO_RUBRIC, 1, 1),
    ("a { }", NO_RUBRIC, 1, 1),
    ("{T}", gift.NO_TEXT, 1, 1),
    ("[html]<p></p>{T}", gift.NO_TEXT, 1, 1),
    ("a {=b ~#c}", gift_answers.NO_WORDS, 1, 7),
    ("a {=b\n\t~}", gift_answers.NO_WORDS, 2, 2),
    ("a {=#b}", gift_answers.NO_WORDS, 1, 4),
    ("a {=b -> =c -> d}", gift_answers.NO_WORDS, 1, 4),
    ("a {=<img src\\=b> -> c =d -> e}", gift_answers.NO_WORDS, 1, 4),
    ("a {=b -> c =d}", gift_answers.NO_ARROW, 1, 12),
    ("a {#}", gift_answers.NO_NUMBER, 1, 4),
    ("a {#b}", gift_answers.NO_NUMBER, 1, 5),
    ("a {#3,5}", gift_answers.NO_NUMBER, 1, 5),
    ("a {#3:}", gift_answers.NO_NUMBER, 1, 5),
    ("a {#3:-1}", gift_answers.NO_NUMBER, 1, 5),
    ("a {#4..3}", gift_answers.NO_NUMBER, 1, 5),
    ("a {#=٣}", gift_answers.NO_NUMBER, 1, 5),
    ("a {#=3 =4}", gift_answers.SEVERAL_NUMBERS, 1, 1),
    ("a {#=%50%3}", gift_answers.PART_POINTS, 1, 1),
    ("a {=b =%50%c}", gift_answers.PART_POINTS, 1, 7),
    ("a {=b ~%50%c}", gift_answers.PART_POINTS, 1, 1),
    ("a {~%100%b ~%100%c}", gift_answers.PART_POINTS, 1, 1),
    ("a {=b =c ~d}", gift_answers.SEVERAL_RIGHT, 1, 1),
    ("a {=b*}", gift_answers.WILDCARD, 1, 4),
    ("a {=b|c}", gift_answers.SIGNS, 1, 4),
    ("a {=b \\{case\\}}", gift_answers.SIGNS, 1, 4),
    ("a {~b" + "=c" * 100 + "}", TANGLED, 1, 4),
    ("a {=" + "b" * 6_000 + "}", TANGLED, 1, 1),
    ("a {~c =" + "b" * 3_000 + "}", TANGLED, 1, 7),
    ("[markdown]" + "> " * 9 + "a{T}", TANGLED, 1, 1),
    ("[html]" + "<b><i>" * 200 + "a{T}", TANGLED, 1, 1),
    ("a" * 100_000 + "{T}", TANGLED, 1, 1),
]


@pytest.mark.parametrize(("text", "fault", "line", "column"), FAULTS)
def test_what_is_left_out_and_the_rest_is_read(text: str, fault: Fault, line: int, column: int) -> None:
    imported = read(f"one{{T}}\n\n{text}\n\ntwo{{F}}")
    assert [(each.id, each.heading) for each in imported.questions] == [("question-1", "one"), ("question-3", "two")]
    [left_out] = imported.left_out
    assert (left_out.fault, left_out.line - 2, left_out.values["column"]) == (fault, line, column)
    assert left_out.fault.what % left_out.values
    assert left_out.fault.remedy % left_out.values


@pytest.mark.parametrize(
    "text", ['a<img src\\="b.png">{T}', "[markdown]a![b](c.png){T#<video>}", "a{T####@@PLUGINFILE@@/b}"]
)
def test_pictures_are_missed(text: str) -> None:
    imported = read(text)
    assert imported.questions[0].heading in ("a", "ab")
    assert gift.PICTURES in [each.fault for each in imported.left_out]


def test_feedback_that_has_no_place() -> None:
    imported = read("q{T#no#yes####because}\n\nq{=a#good}")
    assert [each.explanation for each in imported.questions] == ["because", "good"]
    assert [(each.line, each.fault, each.values) for each in imported.left_out] == [
        (1, gift_answers.FEEDBACK, {"feedback": "no"}),
        (1, gift_answers.FEEDBACK, {"feedback": "yes"}),
        (3, gift_answers.EXPLANATION, {}),
    ]


@pytest.mark.parametrize(
    ("data", "fault", "line"),
    [
        (b"{" * 10_000_001, TOO_LARGE, 1),
        (b"q{T}\n\n\xff", NOT_TEXT, 3),
        ("вопрос{T}".encode("koi8-r"), NOT_TEXT, 1),
        ("q{T}".encode("utf-32-be"), NOT_TEXT, 1),
        (b"{\n\n" * 6_000, TOO_MANY, 10_001),
        (b"\n" * 4_999_999, gift_syntax.TOO_MANY_LINES, 500_001),
    ],
    ids=["large", "byte", "encoding", "utf-16", "questions", "lines"],
)
def test_files_that_are_refused(data: bytes, fault: Fault, line: int) -> None:
    with pytest.raises(Refused) as refused:
        gift.read(data)
    assert (refused.value.fault, refused.value.line) == (fault, line)
    assert fault.what % refused.value.values


def test_html_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gift_texts, "MOST_HTML", 100)
    paragraphs = "[html]<p>q</p>{" + "~<p>a &amp; b</p>" * 90 + "=<p>c</p>}\n\n"  # these cost nothing
    bold = "q{" + "~<b>a</b>" * 10 + "=c}\n\n"  # 10 times two tags, and 8 for each text
    assert len(read(paragraphs + bold).questions) == 2
    with pytest.raises(Refused) as refused:
        read(paragraphs + bold + paragraphs + "<i>a</i> b{T}")
    assert refused.value.fault == gift_texts.TOO_MUCH_HTML


def test_a_file_in_utf_16_is_read() -> None:
    assert gift.read("вопрос{T}".encode("utf-16")).questions[0].heading == "вопрос"


@pytest.mark.slow
@pytest.mark.parametrize("sign", ["{", "}", "[", "~", "=", "#", "\\", "::", "<b>", "&amp;", "*"])
def test_ten_megabytes_of_signs_are_read_at_once(sign: str) -> None:
    data = (sign * (9_999_000 // len(sign))).encode()
    start = process_time()
    imported = gift.read(data)
    assert process_time() - start < 5  # quadratic work would take minutes
    assert imported.questions == ()
    assert {each.fault for each in imported.left_out} <= {TANGLED}


PIECES = [
    "::", "{", "}", "{T}", "=", "~", "#", "####", "->", "%50%", "%-100%", "%", "\\", "\\n", "\\{", "\\}", "\\~", "\\\\",
    "[html]", "[moodle]", "[plain]", "[markdown]", "[", "](", "![", "<b>", "</b>", "<p>", "<!--", "-->", "<script>", "<",
    "&amp;", "&", "<img alt='x'>", "<table><tr><td>", "<li>", "//", "$CATEGORY:", "[id:a]", "[tag:objective-b]", "\n",
    "\n\n", " ", "..", ":", "3", "1.500", "-", "*", "_", "`", "> ", "- [x] ", "1. ", "= ", "## ", "| a {\\#b\\} |", "|",
    "///", "word", "true", "ж", "\u202e", "\ufdd0", "\ue000", "\ufffc", "\x1c", "\u2028", "\xa0",
]  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=40).map("".join))
def test_whatever_is_read_can_be_written_as_quiz_md_and_as_gift(text: str) -> None:
    imported = outcome(text.encode("utf-8", "surrogatepass"))
    if isinstance(imported, Fault):
        assert imported == NOT_TEXT
        return
    for left_out in imported.left_out:
        assert left_out.fault.what % left_out.values
        assert 1 <= left_out.line <= text.count("\n") + text.count("\r") + 1
    manuscript = read_text("quiz.md", quiz_text(imported.questions).encode())
    again = read_quiz(manuscript, Setting(True, None, ()))
    assert [bare(each) for each in again] == [bare(each) for each in imported.questions]
    written = gift.write(imported.questions)
    assert len(gift.read(written.data).questions) + len(unwritten(written.left_out)) == len(imported.questions)


def bare(written: WrittenQuestion) -> WrittenQuestion:
    """Without spaces at the ends of lines, which quiz.md drops in quotes."""

    def stripped(text: str) -> str:
        return "\n".join(line.rstrip() for line in text.split("\n"))

    options = tuple(replace(part, feedback=stripped(part.feedback)) for part in written.options)
    return replace(written, more=stripped(written.more), explanation=stripped(written.explanation), options=options)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    assert isinstance(outcome(data), Imported | Fault)


def outcome(data: bytes) -> Imported | Fault:
    """What a file brings, or why it is refused."""
    try:
        return gift.read(data)
    except Refused as refused:
        return refused.fault


# --- writing -----------------------------------------------------------------------------------------------------

ORDER = question(
    "order",
    "Who: may {order} it?",
    more="[html] is a ~ sign\n\n- a\\b",
    objective="lawful",
    difficulty=2,
    options=(
        Part("law", "[markdown] 50% = all", True, "Rule #52"),
        Part("anybody", "%5% of us", False, "No.\n\n- Really"),
    ),
    explanation="The law.",
)
MULTIPLE = replace(
    ORDER,
    id="three",
    objective="",
    difficulty=0,
    explanation="",
    options=tuple(Part(each, each, each != "d", "no" * (each == "d")) for each in "abcd"),
)
TRUE = question("true", "It is.", sets=(Part("", "true"),), explanation="Because")
PAIRS = question(
    "pairs",
    "Match",
    columns=("See", "Do"),
    rows=((Part("a", "**x**"), Part("b", "*y*")), (Part("c", "-"), Part("d", "->")), (Part("", ""), Part("e", "z"))),
)
SHORT = question("short", "Which?", sets=(Part("", "[plain] a | 2* {case}"), Part("", "%7% c")), kind="short")
DAYS = question("days", "How long?", sets=(Part("", "−1,5 ± 0.25 days"),), explanation="")

WRITTEN = """\
// [id:order] [tag:objective-lawful] [tag:difficulty-2]
::order::[markdown]Who\\: may \\{order\\} it?\\n\\n[html] is a \\~ sign\\n\\n- a\\\\b {
\t=[markdown][markdown] 50% \\= all#Rule \\#52
\t~%0%%5% of us#No.\\n\\n- Really
\t####The law.
}

// [id:three] [tag:marks-all]
::three::[markdown]Who\\: may \\{order\\} it?\\n\\n[html] is a \\~ sign\\n\\n- a\\\\b {
\t~%33.33333%a
\t~%33.33333%b
\t~%33.33333%c
\t~%-100%d#no
}

// [id:true]
::true::[markdown]It is. {TRUE
\t####Because
}

// [id:pairs] [tag:marks-all]
::pairs::[markdown]Match {
\t=**x** -> y
\t=- -> ->
\t= -> z
}

// [id:short]
::short::[markdown]Which? {
\t=[plain][plain] a
\t=2\\\\*
\t=%100%%7% c
}

// [id:days]
::days::[markdown]How long? {#-1.5:0.25
}
"""


def test_a_file_as_it_is_written() -> None:
    written = gift.write([ORDER, MULTIPLE, TRUE, PAIRS, SHORT, DAYS])
    assert written.data.decode() == WRITTEN
    assert written.left_out == (
        NotCarried(2, "Who: may {order} it?", gift_writing.POINTS),
        NotCarried(4, "Match", gift_writing.POINTS),
        NotCarried(5, "Which?", gift_writing.SPELLING),
        NotCarried(6, "How long?", gift_writing.UNIT, {"unit": "days"}),
    )
    imported = gift.read(written.data)
    assert imported.left_out == ()
    assert [each.id for each in imported.questions] == ["order", "three", "true", "pairs", "short", "days"]
    assert [part.words for part in imported.questions[4].sets] == ["[plain] a | 2* | %7% c"]
    assert [part.words for part in imported.questions[5].sets] == ["-1.5 ± 0.25"]


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        (question("a", "Order", steps=tuple(Part(each, each) for each in "abc")), gift_writing.OTHER_KIND),
        (question("a", "Fill in", more="a [[b]]{#c}"), gift_writing.OTHER_KIND),
        (question("a", "What?"), UNFINISHED),
        (replace(ORDER, heading=""), UNFINISHED),
        (replace(ORDER, options=ORDER.options[:1]), UNFINISHED),
        (replace(MULTIPLE, kind="single", partly=True), UNFINISHED),
        (replace(ORDER, options=(*ORDER.options, Part("c", "![](a.png)", False))), UNFINISHED),
        (replace(PAIRS, rows=PAIRS.rows[:1]), UNFINISHED),
        (replace(PAIRS, rows=(*PAIRS.rows, (Part("f", "a->b"), Part("g", "c")))), gift_writing.ARROW),
        (question("a", "Which?", sets=(Part("", "a -> b"),)), gift_writing.ARROW),
    ],
)
def test_what_cannot_be_written(written: WrittenQuestion, fault: Fault) -> None:
    exported = gift.write([TRUE, written])
    assert exported.data == gift.write([TRUE]).data
    assert exported.left_out == (NotCarried(2, written.heading or written.id, fault),)


@pytest.mark.parametrize(
    ("written", "fault", "line"),
    [
        (replace(TRUE, options=ORDER.options), gift_writing.REASONS, "::true::[markdown]It is. {TRUE"),
        (replace(TRUE, more="![A gate](../media/gate.png)"), PICTURES,
         "::true::[markdown]It is.\\n\\nA gate {TRUE"),
    ],
)  # fmt: skip
def test_what_is_written_in_part(written: WrittenQuestion, fault: Fault, line: str) -> None:
    exported = gift.write([written])
    assert exported.data.decode().split("\n")[1] == line
    assert [(each.line, each.fault) for each in exported.left_out] == [(1, fault)]


def test_nothing_is_written_of_nothing() -> None:
    assert gift.write([]).data == b""
    assert gift.write([replace(TRUE, id="")]).data.startswith(b"[markdown]It is. {TRUE")


def unwritten(left_out: tuple[NotCarried, ...]) -> list[NotCarried]:
    """Those that stand for a whole question."""
    whole = (gift_writing.OTHER_KIND, UNFINISHED, gift_writing.ARROW)
    return [each for each in left_out if each.fault in whole]


# --- write, then read --------------------------------------------------------------------------------------------

SIGNS = "ab \\~=#{}:%[]()*_`-+.>|<&;/!'\"1n\tжё؟"
texts = st.text(st.sampled_from(SIGNS), max_size=12) | st.text(
    st.characters(exclude_categories=("C", "Z"), exclude_characters="\ufffc\ufffd"), max_size=6
)
lines = texts.map(in_one_line).filter(lambda text: text and "![" not in text)
blocks = st.lists(st.lists(lines, min_size=1, max_size=2).map("\n".join), max_size=2).map("\n\n".join)
stems = blocks.filter(lambda text: gift_texts.stem(f"a\n\n{text}", "markdown") == ("a", text))
plain = texts.map(lambda text: line_of(from_plain(text))).filter(bool)
ids = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)
numbers = st.decimals(-(10**6), 10**6, places=2).map(lambda number: f"{number + 0:f}")


def rendered(text: str) -> str:
    """The words without what does not matter when words are compared."""
    return " ".join(text.casefold().split())


@st.composite
def questions(draw: st.DrawFn) -> WrittenQuestion:
    written = question(
        draw(ids),
        draw(lines.filter(lambda text: not text.startswith("#"))),
        more=draw(stems),
        objective=draw(ids | st.just("")),
        difficulty=draw(st.integers(0, 3)),
        tags=tuple(
            sorted(draw(st.sets(ids.filter(lambda tag: not tag.startswith(("objective-", "difficulty-"))), max_size=2)))
        ),
        explanation=draw(blocks),
    )
    kind = draw(st.sampled_from(["single", "multiple", "true_false", "number", "short", "matching"]))
    written = draw(FILLED[kind](written))
    if kind_of(written) != kind:
        written = replace(written, kind=kind)
    assume(not any(KINDS[kind].findings(written)) and (kind != "single" or sum(map(is_right, written.options)) == 1))
    return written


def is_right(option: WrittenPart) -> bool:
    return bool(option.right)


@st.composite
def with_options(draw: st.DrawFn, written: WrittenQuestion) -> WrittenQuestion:
    words = draw(st.lists(lines, min_size=2, max_size=6))
    rights = draw(
        st.permutations([True, False, *draw(st.lists(st.booleans(), min_size=4, max_size=4))[: len(words) - 2]])
    )
    options = tuple(
        Part(ident, text, right, draw(blocks.filter(bool)))
        for ident, text, right in zip("abcdef", words, rights, strict=False)
    )
    return replace(written, options=options, partly=sum(rights) > 1 and draw(st.booleans()))


@st.composite
def with_pairs(draw: st.DrawFn, written: WrittenQuestion) -> WrittenQuestion:
    left = draw(st.lists(lines.filter(lambda text: "->" not in text), min_size=2, max_size=4, unique_by=rendered))
    right = draw(st.lists(plain, min_size=len(left), max_size=5, unique_by=rendered))
    cells = letters()
    rows = [
        (Part(next(cells), here) if here else Part("", ""), Part(next(cells), there))
        for here, there in zip([*left, *[""] * len(right)], right, strict=False)
    ]
    return replace(written, columns=("", ""), rows=tuple(rows), partly=draw(st.booleans()))


def letters() -> Iterator[str]:
    return (chr(ord("a") + number) for number in count())


Filler = Callable[[WrittenQuestion], st.SearchStrategy[WrittenQuestion]]


def with_set(values: st.SearchStrategy[str]) -> Filler:
    return lambda written: values.map(lambda words: replace(written, sets=(Part("", words),)))


def tolerated(number: str, tolerance: str) -> str:
    return f"{number} ± {tolerance}" if Decimal(tolerance) else number


FILLED: dict[str, Filler] = {
    "single": with_options,
    "multiple": with_options,
    "matching": with_pairs,
    "true_false": with_set(st.sampled_from(["true", "false"])),
    "number": with_set(st.builds(tolerated, numbers, numbers.map(lambda number: number.lstrip("-")))),
    "short": with_set(
        st.lists(
            lines.filter(lambda text: not set("|{}") & set(text) and "->" not in text),
            min_size=1, max_size=3, unique_by=lambda words: words,
        ).map(" | ".join)
    ),
}  # fmt: skip


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.lists(questions(), max_size=3, unique_by=lambda written: written.id))
def test_what_is_written_is_read_again(written: list[WrittenQuestion]) -> None:
    exported = gift.write(written)
    assert {each.fault for each in exported.left_out} <= {gift_writing.POINTS}
    assert gift.read(exported.data) == Imported(tuple(written))


@given(texts)
def test_right_cells_are_shown_as_they_were(text: str) -> None:
    assert markup.plain(line_of(from_plain(text))) == in_one_line(text)
