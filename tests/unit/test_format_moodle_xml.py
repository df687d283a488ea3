"""Moodle XML: every construct read exactly, every fault with its line, hostile files, and what is written read again."""

from contextlib import suppress
from dataclasses import replace
from time import process_time
from xml.etree.ElementTree import canonicalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elearn.quizzes.formats import moodle_cloze, moodle_source, moodle_tree, moodle_writing
from elearn.quizzes.formats import moodle_faults as faults
from elearn.quizzes.formats.carrying import NO_RUBRIC, PICTURES, TANGLED, UNFINISHED, finished_kind
from elearn.quizzes.formats.exchange import NOT_TEXT, TOO_LARGE, TOO_MANY, Exported, Imported, NotCarried, Refused
from elearn.quizzes.formats.moodle_xml import read, write
from elearn.quizzes.rules.kind import Fault, WrittenPart, WrittenQuestion
from elearn.quizzes.rules.kinds import KINDS
from tests.unit.written import PARTS, questions

Part = WrittenPart


def question(ident: str, heading: str, **further: object) -> WrittenQuestion:
    values = {"more": "", "objective": "", "difficulty": 0} | further
    return WrittenQuestion(id=ident, heading=heading, **values)  # type: ignore[arg-type]


FILE = """\
\ufeff<?xml version="1.0" encoding="UTF-8"?>
<quiz>
  <question type="category"><category><text>$course$/top/Searches</text></category></question>
<!-- question: 7  -->
  <question type="multichoice">
    <name><text>Who orders it?</text></name>
    <questiontext format="html"><text><![CDATA[<p>Who may order<br>a <b>search</b>?</p>
      <ul><li>Think &lt; answer</li><li>Rule&nbsp;52</li></ul>]]></text></questiontext>
    <generalfeedback format="html"><text>&lt;p&gt;The law says who.&lt;/p&gt;</text></generalfeedback>
    <defaultgrade>1</defaultgrade><penalty>0.3</penalty><hidden>0</hidden>
    <idnumber>Order of a search</idnumber>
    <single>true</single><shuffleanswers>true</shuffleanswers><answernumbering>abc</answernumbering>
    <correctfeedback format="html"><text>Your answer is correct.</text></correctfeedback>
    <incorrectfeedback format="html"><text></text></incorrectfeedback>
    <answer fraction="100" format="html"><text><![CDATA[<p>Whom the law names</p>]]></text></answer>
    <answer fraction="0" format="html">
      <text>Anybody</text>
      <feedback format="html"><text>Rule 52 does not.</text></feedback>
    </answer>
    <answer fraction="0"><text></text></answer>
    <tags><tag><text>objective-lawful</text></tag><tag><text>difficulty-2</text></tag><tag><text>old</text></tag></tags>
  </question>
  <question type="multichoice">
    <name><text>Доклад</text></name>
    <questiontext format="markdown"><text>What goes *in*?

- Think</text></questiontext>
    <single>false</single>
    <answer fraction="50"><text>Facts</text></answer>
    <answer fraction="50"><text>Times</text></answer>
    <answer fraction="-50"><text>Rumours</text></answer>
  </question>
  <question type="multichoice">
    <name><text>all</text></name>
    <questiontext><text>Tick one.</text></questiontext>
    <single>false</single>
    <answer fraction="100.0"><text>A</text></answer>
    <answer fraction="-100"><text>B</text></answer>
    <coursetags><tag><text>marks-all</text></tag></coursetags>
  </question>
  <question type="multichoiceset">
    <name><text>all</text></name>
    <questiontext><text>Tick all.</text></questiontext>
    <answer fraction="100"><text>A</text></answer>
    <answer fraction="100"><text>B</text></answer>
    <answer fraction="0"><text>C</text></answer>
  </question>
  <question type="truefalse">
    <name><text>Visits</text></name>
    <questiontext format="plain_text"><text>Visits &lt;may&gt; be refused.
As a punishment.</text></questiontext>
    <answer fraction="0"><text>true</text><feedback><text>They stay a right.</text></feedback></answer>
    <answer fraction="100"><text>false</text><feedback><text></text></feedback></answer>
  </question>
  <question type="truefalse">
    <name><text>Старый</text></name>
    <questiontext><text>In old files, the first is true.</text></questiontext>
    <answer fraction="100"><text>Верно</text></answer>
    <answer fraction="0"><text>Неверно</text></answer>
  </question>
  <question type="shortanswer">
    <name><text>Rules</text></name>
    <questiontext format="moodle_auto_format"><text>Whose rules?

Say it
in words.</text></questiontext>
    <usecase>1</usecase>
    <answer fraction="100"><text>Mandela  rules</text></answer>
    <answer fraction="100"><text>2 \\* 3</text></answer>
    <answer fraction="0"><text>*</text></answer>
  </question>
  <question type="shortanswer">
    <name><text>22</text></name>
    <questiontext><text>How many hours?</text></questiontext>
    <answer fraction="100"><text>22</text></answer>
  </question>
  <question type="numerical">
    <name><text>Days</text></name>
    <questiontext><text>How long?</text></questiontext>
    <answer fraction="100"><text>15</text><tolerance>1.50</tolerance></answer>
    <answer fraction="0"><text>*</text></answer>
    <units><unit><multiplier>1</multiplier><unit_name>days</unit_name></unit></units>
    <unitgradingtype>0</unitgradingtype>
  </question>
  <question type="numerical">
    <name><text>Pi</text></name>
    <questiontext><text>What is it?</text></questiontext>
    <answer fraction="100">3.142<tolerance>0</tolerance></answer>
  </question>
  <question type="numerical">
    <name><text>Light</text></name>
    <questiontext><text>How fast?</text></questiontext>
    <answer fraction="100"><text>-3e8</text></answer>
  </question>
  <question type="matching">
    <name><text>First</text></name>
    <questiontext><text>What do you do first?</text></questiontext>
    <subquestion><text><![CDATA[<p>He <em>stops</em> eating</p>]]></text><answer><text>Tell the nurse *</text></answer>
    </subquestion>
    <subquestion><text>Two groups sit apart</text><answer><text>Tell the leader</text></answer></subquestion>
    <subquestion><text></text><answer><text>Search all cells</text></answer></subquestion>
  </question>
  <question type="ddmatch">
    <name><text>Drag</text></name>
    <questiontext><text>Drag them.</text></questiontext>
    <subquestion><text>A</text><answer format="html"><text><![CDATA[<b>B</b>]]></text></answer></subquestion>
    <subquestion><text>C</text><answer format="html"><text>D</text></answer></subquestion>
  </question>
  <question type="ordering">
    <name><text>Steps</text></name>
    <questiontext><text>Put them in order.</text></questiontext>
    <selecttype>ALL</selecttype><gradingtype>RELATIVE_ALL_PREVIOUS_AND_NEXT</gradingtype>
    <answer fraction="1.0000000" format="html"><text>Say who you are</text></answer>
    <answer fraction="2.0000000" format="html"><text>Search in private</text></answer>
    <answer fraction="3.0000000" format="html"><text>Write it down</text></answer>
  </question>
  <question type="cloze">
    <name><text>Gaps [in a text]</text></name>
    <questiontext format="html"><text><![CDATA[<p>Search in {1:SHORTANSWER:=private~%100%secret~%0%*} and</p>
<p>with {:SA:=re\\}spect &lt;&#35;&gt;}.</p>]]></text></questiontext>
  </question>
</quiz>
"""

READ = (
    question(
        "order-of-a-search",
        "Who may order a **search**?",
        more="- Think < answer\n- Rule 52",
        objective="lawful",
        difficulty=2,
        tags=("old",),
        options=(
            Part("a", "Whom the law names", True, line=17),
            Part("b", "Anybody", False, "Rule 52 does not.", line=18),
        ),
        explanation="The law says who.",
    ),
    question(
        "question-2",
        "What goes *in*?",
        more="- Think",
        options=(Part("a", "Facts", True), Part("b", "Times", True), Part("c", "Rumours", False)),
        partly=True,
    ),
    question("all", "Tick one.", options=(Part("a", "A", True), Part("b", "B", False)), kind="multiple"),
    question("all-2", "Tick all.", options=(Part("a", "A", True), Part("b", "B", True), Part("c", "C", False))),
    question(
        "visits",
        "Visits &lt;may> be refused. As a punishment.",
        sets=(Part("", "false"),),
        explanation="They stay a right.",
    ),
    question("question-6", "In old files, the first is true.", sets=(Part("", "true"),)),
    question(
        "rules",
        "Whose rules?",
        more="Say it  \nin words.",
        sets=(Part("", "Mandela rules | 2 * 3 {case}"),),
    ),
    question("22", "How many hours?", sets=(Part("", "22"),), kind="short"),
    question("days", "How long?", sets=(Part("", "15 ± 1.5 days"),)),
    question("pi", "What is it?", sets=(Part("", "3.1420"),)),
    question("light", "How fast?", sets=(Part("", "-300000000"),)),
    question(
        "first",
        "What do you do first?",
        columns=("", ""),
        rows=(
            (Part("a", "He *stops* eating"), Part("b", "Tell the nurse \\*")),
            (Part("c", "Two groups sit apart"), Part("d", "Tell the leader")),
            (Part("", ""), Part("e", "Search all cells")),
        ),
        partly=True,
    ),
    question(
        "drag",
        "Drag them.",
        columns=("", ""),
        rows=((Part("a", "A"), Part("b", "**B**")), (Part("c", "C"), Part("d", "D"))),
        partly=True,
    ),
    question(
        "steps",
        "Put them in order.",
        steps=(Part("a", "Say who you are"), Part("b", "Search in private"), Part("c", "Write it down")),
        partly=True,
    ),
    question(
        "gaps-in-a-text",
        "Gaps \\[in a text\\]",
        more="Search in [[private|secret]]{#a} and\n\nwith [[re}spect <#>]]{#b}.",
        partly=True,
    ),
)


def test_a_file_with_everything() -> None:
    imported = read(FILE.encode())
    assert imported.questions == READ
    assert imported.left_out == (NotCarried(48, "Visits", faults.EXPLANATION),)


def test_lines_are_those_of_the_file() -> None:
    first, *_, gaps = read(FILE.encode()).questions
    assert (first.line, [option.line for option in first.options], gaps.line) == (5, [15, 16], 117)


def test_what_is_read_is_finished() -> None:
    """Nothing but feedback is missing."""
    assert [finished_kind(each) for each in READ] == [
        "single", "multiple", "multiple", "multiple", "true_false", "true_false", "short", "short", "number", "number",
        "number", "matching", "matching", "ordering", "gaps",
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_line_ends_and_encodings(encoding: str) -> None:
    text = FILE.lstrip("\ufeff").replace("\n", "\r\n").replace("UTF-8", "windows-1251")
    assert read(text.encode(encoding)).questions == READ


def quiz(*questions: str) -> bytes:
    """A file whose first question begins in line 2."""
    return "\n".join(["<quiz>", *questions, "</quiz>"]).encode()


def xml(kind: str, inside: str, text: str = "What?") -> str:
    return f"""<question type="{kind}"><name><text>N</text></name>
<questiontext format="html"><text>{text}</text></questiontext>
{inside}</question>"""


def answers(*each: tuple[str, str]) -> str:
    return "".join(f'<answer fraction="{share}"><text>{words}</text></answer>\n' for share, words in each)


def left_out(file: bytes) -> list[tuple[int, str, Fault, dict[str, object]]]:
    return [(each.line, each.name, each.fault, dict(each.values)) for each in read(file).left_out]


MULTI, PICTURE = "<single>false</single>", "&lt;img src='@@PLUGINFILE@@/a.png' alt='A'&gt;"
NUMBER = '<answer fraction="100"><text>%s</text><tolerance>%s</tolerance></answer>'
UNKNOWN = "gapfill"


@pytest.mark.parametrize(
    ("body", "fault", "values"),
    [
        (xml("essay", ""), NO_RUBRIC, {}),
        (xml("description", ""), faults.DESCRIPTION, {}),
        (xml("calculated", ""), faults.CALCULATED, {}),
        (xml("calculatedsimple", ""), faults.CALCULATED, {}),
        (xml("calculatedmulti", ""), faults.CALCULATED, {}),
        (xml("random", ""), faults.AT_RANDOM, {}),
        (xml("randomsamatch", ""), faults.AT_RANDOM, {}),
        (xml(UNKNOWN, ""), faults.UNKNOWN_KIND, {"kind": UNKNOWN}),
        (xml("", ""), faults.UNKNOWN_KIND, {"kind": ""}),
        (xml("multichoice", answers(("100", "A"), ("50", "B"))), faults.PART_POINTS, {}),
        (xml("multichoice", answers(("100", "A"), ("100", "B"))), faults.SEVERAL_RIGHT, {}),
        (xml("multichoice", MULTI + answers(("70", "A"), ("30", "B"))), faults.PART_POINTS, {}),
        (xml("multichoice", MULTI + answers(("100", "A"), ("100", "B"))), faults.PART_POINTS, {}),
        (xml("multichoice", answers(("100", PICTURE))), faults.ONLY_PICTURE, {}),
        (xml("multichoice", answers(("much", "A"))), faults.NO_NUMBER, {"answer": "much"}),
        (xml("multichoice", answers(("1e999", "A"))), faults.NO_NUMBER, {"answer": "1e999"}),
        (xml("multichoice", answers(("100", "<p>A</p>"))), faults.BARE_HTML, {}),
        (xml("multichoice", answers(("100", "[" * 50_001))), TANGLED, {}),
        (xml("multichoice", answers(("100", "&lt;div&gt;" * 200))), TANGLED, {}),
        (xml("multichoice", answers(("100", "&lt;b&gt;" * 200))), TANGLED, {}),
        (xml("multichoice", answers(("100", "&lt;i&gt;a&lt;/i&gt;b" * 2_100))), TANGLED, {}),
        (xml("truefalse", answers(("0", "true"), ("0", "false"))), faults.NO_ANSWER, {}),
        (xml("shortanswer", answers(("0", "A"))), faults.NO_ANSWER, {}),
        (xml("shortanswer", answers(("100", "A"), ("50", "B"))), faults.PART_POINTS, {}),
        (xml("shortanswer", answers(("100", "A*"))), faults.WILDCARD, {"answer": "A*"}),
        (xml("shortanswer", answers(("100", "A|B"))), faults.SIGNS, {"answer": "A|B"}),
        (xml("shortanswer", answers(("100", "{A}"))), faults.SIGNS, {"answer": "{A}"}),
        (xml("numerical", ""), faults.NO_ANSWER, {}),
        (xml("numerical", answers(("100", "*"))), faults.NO_NUMBER, {"answer": "*"}),
        (xml("numerical", NUMBER % ("1", "near")), faults.NO_NUMBER, {"answer": "near"}),
        (xml("numerical", answers(("100", "1"), ("100", "2"))), faults.SEVERAL_NUMBERS, {}),
        (xml("numerical", answers(("50", "1"))), faults.PART_POINTS, {}),
        (xml("cloze", "", "No gap"), moodle_cloze.NO_GAPS, {}),
        (xml("cloze", "", "{1:SA:=open"), moodle_cloze.NO_GAPS, {}),
        (xml("cloze", "", "{1:SA:=a} {1:MULTICHOICE:=b~c}"), moodle_cloze.OTHER_GAPS, {"kind": "MULTICHOICE"}),
        (xml("multianswer", "", "{1:NUMERICAL:=5:1}"), moodle_cloze.OTHER_GAPS, {"kind": "NUMERICAL"}),
        (xml("cloze", "", "{1:SA:=a} {2:SA:=b}"), faults.PART_POINTS, {}),
        (xml("cloze", "", "{1:SA:=a~%50%b}"), faults.PART_POINTS, {}),
        (xml("cloze", "", "{1:SA:a}"), faults.NO_ANSWER, {}),
        (xml("cloze", "", "{1:SA:=a*}"), faults.WILDCARD, {"answer": "a*"}),
        (xml("cloze", "", "{1:SA:=[a]}"), faults.SIGNS, {"answer": "[a]"}),
        (xml("cloze", "", "{1:SA:=a}" * 51), moodle_cloze.TOO_MANY_GAPS, {"most": 50}),
        (xml("gapselect", "", "No gap"), moodle_cloze.NO_GAPS, {}),
        (xml("gapselect", "", "[[1]]" * 51), moodle_cloze.TOO_MANY_GAPS, {"most": 50}),
        (
            xml("gapselect", "<selectoption><text>A</text></selectoption>", "[[2]]"),
            moodle_cloze.NO_SUCH_WORD,
            {"number": "2"},
        ),
        (xml("ddwtos", "<dragbox><text></text></dragbox>", "[[1]]"), moodle_cloze.NO_SUCH_WORD, {"number": "1"}),
        ('<question type="shortanswer">' + answers(("100", "A")) + "</question>", faults.NO_TEXT, {}),
    ],
)
def test_what_cannot_be_carried(body: str, fault: Fault, values: dict[str, object]) -> None:
    """The rest of the file is read, and the line is that of the question."""
    file = quiz(xml("truefalse", answers(("100", "true"))), body, xml("truefalse", answers(("100", "true"))))
    name = "N" if "<name>" in body else ""
    assert left_out(file) == [(6, name, fault, values)]
    assert [each.id for each in read(file).questions] == ["n", "n-2"]


@pytest.mark.parametrize(
    ("body", "losses", "changed"),
    [
        (
            xml("multichoice", answers(("100", f"A {PICTURE}"))),
            [(faults.PICTURES, {})],
            {"options": (Part("a", "A", True),), "kind": ""},
        ),
        (
            xml("multichoice", '<answer fraction="100"><text>A</text><file name="a.png">iVBORw0KGgo=</file></answer>'),
            [(faults.PICTURES, {})],
            {"options": (Part("a", "A", True),)},
        ),
        (
            xml("multichoice", answers(("100", "A"), ("-50", "B"))),
            [(faults.OTHER_POINTS, {})],
            {"options": (Part("a", "A", True), Part("b", "B", False))},
        ),
        (
            xml("multichoice", MULTI + answers(("50", "A"), ("50", "B"), ("0", "C"))),
            [(faults.OTHER_POINTS, {})],
            {"options": (Part("a", "A", True), Part("b", "B", True), Part("c", "C", False)), "partly": True},
        ),
        (
            xml("truefalse", answers(("100", "true")) + "<hint><text>Look</text></hint>"),
            [(faults.HINTS, {})],
            {"sets": (Part("", "true"),)},
        ),
        (
            xml(
                "truefalse",
                answers(("100", "true"))
                + "<correctfeedback><text>Well &lt;b&gt;done&lt;/b&gt;</text></correctfeedback>",
            ),
            [(faults.OVERALL, {"feedback": "Well done"})],
            {"sets": (Part("", "true"),)},
        ),
        (
            xml(
                "truefalse",
                '<answer fraction="100"><text>true</text><feedback><text>Yes</text></feedback></answer>'
                '<answer fraction="0"><text>false</text><feedback><text>No</text></feedback></answer>',
            ),
            [(faults.FEEDBACK, {"feedback": "Yes"}), (faults.FEEDBACK, {"feedback": "No"})],
            {"sets": (Part("", "true"),)},
        ),
        (
            xml(
                "shortanswer",
                "<generalfeedback><text>So.</text></generalfeedback>"
                '<answer fraction="100"><text>A</text><feedback><text>Yes</text></feedback></answer>',
            ),
            [(faults.FEEDBACK, {"feedback": "Yes"})],
            {"sets": (Part("", "A"),), "explanation": "So."},
        ),
        (
            xml(
                "numerical",
                answers(("100", "2"))
                + "<units><unit><multiplier>1</multiplier><unit_name>m</unit_name></unit>"
                + "<unit><multiplier>100</multiplier><unit_name>cm</unit_name></unit></units>"
                + "<unitgradingtype>1</unitgradingtype>",
            ),
            [(faults.UNITS, {"unit": "m"}), (faults.UNIT_POINTS, {})],
            {"sets": (Part("", "2 m"),)},
        ),
        (
            xml("ordering", answers(("1", "A"), ("2", "B")) + "<selecttype>RANDOM</selecttype>"),
            [(faults.OTHER_SHARES, {}), (faults.SUBSET, {})],
            {"steps": (Part("a", "A"), Part("b", "B")), "partly": True},
        ),
        (
            xml("cloze", "", "&lt;p&gt;Q&lt;/p&gt;{1:SAC:=a#Yes &amp;lt; no~b#No}"),
            [(faults.CAPITALS, {}), (faults.FEEDBACK, {"feedback": "Yes < no"}), (faults.FEEDBACK, {"feedback": "No"})],
            {"heading": "Q", "more": "[[a]]{#a}", "partly": True},
        ),
        (
            xml(
                "gapselect",
                "<selectoption><text>a</text></selectoption><selectoption><text>b</text></selectoption>",
                "[[2]] x [[2]]",
            ),
            [(faults.LISTS, {})],
            {"heading": "N", "more": "[[b]]{#a} x [[b]]{#b}", "partly": True},
        ),
        (
            xml("ddwtos", "<dragbox><text>&lt;b&gt;a&lt;/b&gt;</text></dragbox>", "[[1]]"),
            [(faults.LISTS, {})],
            {"heading": "N", "more": "[[a]]{#a}", "partly": True},
        ),
    ],
)
def test_what_is_lost_of_a_question_that_is_read(
    body: str, losses: list[tuple[Fault, dict[str, object]]], changed: dict[str, object]
) -> None:
    assert left_out(quiz(body)) == [(2, "N", fault, values) for fault, values in losses]
    assert read(quiz(body)).questions == (replace(question("n", "What?"), **changed),)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "heading", "more"),
    [
        ("&lt;h2&gt;A&lt;/h2&gt;&lt;p&gt;B&lt;/p&gt;", "A", "B"),
        ("&lt;p&gt;A&lt;br&gt; &lt;br&gt;B&lt;/p&gt;", "A", "B"),
        ("&lt;ul&gt;&lt;li&gt;A&lt;/li&gt;&lt;/ul&gt;", "N", "- A"),
        ("&lt;table&gt;&lt;tr&gt;&lt;th&gt;A|B&lt;/th&gt;&lt;/tr&gt;&lt;/table&gt;", "N", "| A&#124;B |\n| --- |"),
        ("1. = [x] ## {#a}", "1\\. = \\[x\\] ## \\{&#35;a}", ""),
        ("&lt;p&gt;A&lt;/p&gt;= B", "A", "&#61; B"),
        ("&lt;p&gt;A&lt;/p&gt;- [x] B {#b}", "A", "\\- \\[x\\] B \\{&#35;b}"),
        ("&lt;p&gt;A&lt;/p&gt;## B", "A", "\\## B"),
        ("&lt;p&gt;A&lt;/p&gt;/// case", "A", "&#47;// case"),
        ("&lt;a href='http://a.b/c d'&gt;A&lt;/a&gt; &lt;a href='#x'&gt;B&lt;/a&gt;", "[A](http://a.b/c%20d) B", ""),
        ("&lt;script&gt;A&lt;/script&gt;&lt;span style='x'&gt;B&lt;/span&gt;", "B", ""),
        ("A\u202eB\ufffd&amp;#8203;C", "AB\u200bC", ""),
        ("", "N", ""),
    ],
)
def test_html_of_a_stem(text: str, heading: str, more: str) -> None:
    [found] = read(quiz(xml("truefalse", answers(("100", "true")), text))).questions
    assert (found.heading, found.more) == (heading, more)


def test_a_broken_question_is_left_out_with_the_line_of_its_error() -> None:
    good = xml("truefalse", answers(("100", "true")))
    file = quiz(good, xml("truefalse", "<oops>"), good, xml("truefalse", "", "a & b"), good)
    assert left_out(file) == [(8, "", faults.BROKEN, {}), (14, "", faults.BROKEN, {})]
    assert [(each.id, each.line) for each in read(file).questions] == [("n", 2), ("n-2", 9), ("n-3", 16)]


def test_a_file_that_ends_too_early_keeps_its_questions() -> None:
    file = quiz(xml("truefalse", answers(("100", "true"))), xml("truefalse", answers(("100", "true"))))
    assert len(read(file[: file.rindex(b"</question>")]).questions) == 1


def refusal(file: bytes) -> tuple[Fault, int]:
    with pytest.raises(Refused) as refused:
        read(file)
    return refused.value.fault, refused.value.line


@pytest.mark.parametrize(
    ("file", "fault", "line"),
    [
        (b"", moodle_tree.NOT_MOODLE, 1),
        (b"A question?", moodle_tree.NOT_MOODLE, 1),
        (b"<html>\n<body/></html>", moodle_tree.NOT_MOODLE, 1),
        (b"<html><question>&</question></html>", moodle_tree.NOT_MOODLE, 1),
        (b"\xff\xff", NOT_TEXT, 1),
        (b"<quiz>\n\xe9</quiz>", NOT_TEXT, 2),
        (b"<quiz>\x00</quiz>", NOT_TEXT, 1),
        (b"<quiz/>" + b" " * 10_000_000, TOO_LARGE, 1),
        (b"\n<!DOCTYPE quiz><quiz/>", moodle_tree.DECLARES, 2),
        (b'<!DOCTYPE q [<!ENTITY a "b">]><quiz>&a;</quiz>', moodle_tree.DECLARES, 1),
        (b'<!DOCTYPE q SYSTEM "file:///etc/passwd"><quiz/>', moodle_tree.DECLARES, 1),
        (
            b'<!DOCTYPE q [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><quiz><question>&b;</question></quiz>',
            moodle_tree.DECLARES,
            1,
        ),
        (b"<quiz>" + b"<a>" * 20, moodle_tree.TOO_DEEP, 1),
        (b"<quiz>\n" + b"<question/>" * 5_001 + b"</quiz>", TOO_MANY, 2),
        (b"<quiz>" + b"<question >&" * 5_001, TOO_MANY, 1),
    ],
)
def test_refused_files(file: bytes, fault: Fault, line: int) -> None:
    assert refusal(file) == (fault, line)


def test_all_questions_of_a_broken_file_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moodle_tree, "MOST_NODES", 8)
    assert read(quiz(*["<question><a/>&</question>"] * 4)).questions == ()
    assert refusal(quiz(*["<question><a/>&</question>"] * 5)) == (moodle_tree.TOO_DEEP, 6)


def test_parts_that_are_empty() -> None:
    """Moodle leaves out empty answers, and so do we; a left part without a right one is for the checker."""
    [pairs, steps, number] = read(
        quiz(
            xml("matching", "<subquestion><text>A</text></subquestion><subquestion><text></text></subquestion>"),
            xml("ordering", answers(("1", ""), ("2", "B")) + "<gradingtype>ALL_OR_NOTHING</gradingtype>"),
            xml("numerical", answers(("100", "5")) + "<units><unit><unit_name> </unit_name></unit></units>"),
        )
    ).questions
    assert pairs.rows == ((Part("a", "A"), Part("", "")),)
    assert (steps.steps, steps.partly) == ((Part("a", "B"),), False)
    assert number.sets == (Part("", "5"),)


def test_an_entity_within_a_question_leads_nowhere() -> None:
    file = quiz(xml("truefalse", answers(("100", "true")), "&xxe;"))
    assert left_out(file) == [(3, "", faults.BROKEN, {})]


MEGABYTES = 9_900_000
TRUE = answers(("100", "true"))
SMALL = xml("truefalse", TRUE, "&lt;p&gt;x&lt;/p&gt;" * 60)


@pytest.mark.slow
@pytest.mark.parametrize("sign", ["[", "{", "<", "<a>", "<quiz>", "]]>", "<!--", "<![CDATA[", "&"])
@pytest.mark.parametrize("before", ["", "<quiz><question><text>"])
def test_ten_megabytes_of_brackets_are_refused_within_a_second(before: str, sign: str) -> None:
    file = (before + sign * (MEGABYTES // len(sign))).encode()
    start = process_time()
    with suppress(Refused):
        assert read(file).questions == ()
    assert process_time() - start < 5  # quadratic work would take minutes


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "fault"),
    [
        (b"[" * 10_000_001, TOO_LARGE),
        (b"{" * MEGABYTES, moodle_tree.NOT_MOODLE),
        (b"<quiz>" + b"<a>" * (MEGABYTES // 3), moodle_tree.TOO_DEEP),
        (b"<quiz>" + b"<a/>" * (MEGABYTES // 4), moodle_tree.TOO_DEEP),
        (b"<quiz>" + b"<question " * (MEGABYTES // 10), TOO_MANY),
        (b"<quiz>&" + b"<question><a/></question>" * 1_000 + b"<question>" + b"<a/>" * 100_000, moodle_tree.TOO_DEEP),
        (quiz(*[SMALL] * 1_900), faults.TOO_MUCH_HTML),
    ],
)
def test_files_that_would_take_long_are_refused(file: bytes, fault: Fault) -> None:
    assert refusal(file)[0] == fault


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (xml("truefalse", TRUE, "[" * MEGABYTES), TANGLED),
        (xml("truefalse", TRUE, "&lt;div&gt;" * 4_900), TANGLED),
        (xml("truefalse", TRUE, "&lt;b&gt;&lt;p&gt;" * 2_000), TANGLED),
        (xml("truefalse", TRUE, "&lt;p&gt;a" + " " * 51_000 + "&lt;i&gt;"), TANGLED),
        (xml("cloze", "", "{1:SA:" * (MEGABYTES // 6)), moodle_cloze.NO_GAPS),
        (xml("cloze", "", "{1:SA:=a}" * (MEGABYTES // 9)), moodle_cloze.TOO_MANY_GAPS),
        (xml("cloze", "", "{1:SA:=" + "&lt;div&gt;" * 4_900 + "}"), TANGLED),
        (xml("truefalse", TRUE.replace("100", "1" * 100_000)), faults.NO_NUMBER),
        (xml("numerical", answers(("100", "9e99"))), None),
    ],
)
def test_questions_that_would_take_long_are_left_out(body: str, fault: Fault | None) -> None:
    assert [each[2] for each in left_out(quiz(body))] == [fault] * bool(fault)


@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for file in (data, b"<quiz>" + data + b"</quiz>"):
        with suppress(Refused):
            assert isinstance(read(file), Imported)


FRAGMENTS = (
    "<question", ' type="cloze">', ' type="multichoice">', ' type="numerical">', "</question>", "<text>", "</text>", "<answer",
    ' fraction="100">', "</answer>", "<questiontext>", "</questiontext>", "{1:SA:", "=a", "~", "#", "}", "&lt;p&gt;", "&amp;",
    "<![CDATA[", "]]>", "<name>", "</name>", "1", "<units>", "<unit/>", "</units>", "<tags/>", "\n", "<!--", "-->", ">", "[[1]]",
)  # fmt: skip


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join))
@settings(max_examples=300, deadline=None)
def test_any_xml_is_read_or_refused(inside: str) -> None:
    whole = f'<quiz><question type="shortanswer"><name>{inside}</name></question>{inside}</quiz>'
    for text in (f"<quiz>{inside}</quiz>", whole):
        try:
            imported = read(text.encode())
        except Refused:
            continue
        assert len({each.id for each in imported.questions}) == len(imported.questions)


@pytest.mark.slow
@pytest.mark.parametrize("kind", sorted(PARTS))
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_what_is_written_is_read_again(kind: str, data: st.DataObject) -> None:
    written = data.draw(questions(kind))
    exported = write([written])
    assert {each.fault for each in exported.left_out} <= {moodle_writing.POINTS}
    [again] = read(exported.data).questions
    assert again == written


@pytest.mark.parametrize("kind", ["multiple", "matching", "gaps"])
@given(data=st.data())
@settings(max_examples=10, deadline=None)
def test_all_or_nothing_is_said(kind: str, data: st.DataObject) -> None:
    """Moodle gives points for a part of the answer in these kinds, where there are parts."""
    whole = replace(data.draw(questions(kind)), partly=False)
    [plan] = [each for role, each in KINDS[kind].plan(whole).items() if role in ("left", "gaps", "options")]
    parts = sum(bool(each.right) for each in whole.options) or len(plan)
    faults_said = [each.fault for each in write([whole]).left_out]
    assert faults_said == [moodle_writing.POINTS] * (parts > 1)


SINGLE = question(
    "who",
    "Who *is* told?",
    more="- A & B\n- C",
    objective="lawful",
    difficulty=3,
    options=(Part("right", "The shift leader", True), Part("wrong", "Nobody", False, "Somebody is.")),
    explanation="Rule 1.",
)


def test_a_question_as_it_is_written() -> None:
    exported = write([SINGLE])
    assert exported.left_out == ()
    assert canonicalize(exported.data.decode(), strip_text=True) == canonicalize(
        """<quiz><question type="multichoice">
        <name><text>Who is told?</text></name>
        <questiontext format="html"><text>&lt;p&gt;Who &lt;em&gt;is&lt;/em&gt; told?&lt;/p&gt;
&lt;ul&gt;
&lt;li&gt;A &amp;amp; B&lt;/li&gt;
&lt;li&gt;C&lt;/li&gt;
&lt;/ul&gt;</text></questiontext>
        <generalfeedback format="html"><text>&lt;p&gt;Rule 1.&lt;/p&gt;</text></generalfeedback>
        <defaultgrade>1</defaultgrade><penalty>0</penalty><hidden>0</hidden><idnumber>who</idnumber>
        <single>true</single><shuffleanswers>true</shuffleanswers><answernumbering>abc</answernumbering>
        <answer fraction="100" format="html"><text>The shift leader</text>
          <feedback format="html"><text></text></feedback></answer>
        <answer fraction="0" format="html"><text>Nobody</text>
          <feedback format="html"><text>&lt;p&gt;Somebody is.&lt;/p&gt;</text></feedback></answer>
        <tags><tag><text>objective-lawful</text></tag><tag><text>difficulty-3</text></tag></tags>
        </question></quiz>""",
        strip_text=True,
    )


def options(right: int, wrong: int) -> tuple[WrittenPart, ...]:
    return tuple(Part(f"o{place}", f"Option {place}", place < right) for place in range(right + wrong))


def shares(exported: Exported) -> list[str]:
    return [part.partition('"')[0] for part in exported.data.decode().split('fraction="')[1:]]


@pytest.mark.parametrize(
    ("right", "partly", "expected"),
    [(1, False, ["100", "-100"]), (3, True, ["33.33333"] * 3 + ["-33.33333"]), (8, True, ["12.5"] * 8 + ["-12.5"])],
)
def test_shares_of_the_points_that_moodle_knows(right: int, partly: bool, expected: list[str]) -> None:
    written = replace(SINGLE, options=options(right, 1), partly=partly, kind="multiple")
    assert shares(write([written])) == expected


RATING = question(
    "case",
    "A case",
    columns=("Factor", "Panel"),
    sets=(Part("", "1-5: low | high"),),
    rows=((Part("talk", "Talk"), Part("", "1-2")), (Part("visits", "Visits"), Part("", "3"))),
)


@pytest.mark.parametrize(
    ("written", "fault", "left"),
    [
        (RATING, moodle_writing.OTHER_KIND, 0),
        (replace(SINGLE, options=()), UNFINISHED, 0),
        (replace(SINGLE, kind="unheard-of"), UNFINISHED, 0),
        (replace(SINGLE, options=options(2, 1), kind="single"), UNFINISHED, 0),
        (replace(SINGLE, heading=""), UNFINISHED, 0),
        (replace(SINGLE, heading="[" * 200), TANGLED, 0),
        (replace(SINGLE, more="- /// case | A\n/// case | B"), TANGLED, 0),
        (replace(SINGLE, options=options(11, 1)), moodle_writing.TOO_MANY_RIGHT, 0),
        (replace(SINGLE, options=(Part("a", "![](../media/a.png)", True), Part("b", "B", False))), UNFINISHED, 0),
        (replace(SINGLE, sets=(Part("", "true"),)), moodle_writing.REASONS, 1),
        (replace(SINGLE, options=(), sets=(Part("", "Алматы {kazakh}"),)), moodle_writing.KAZAKH, 1),
        (replace(SINGLE, more="![A gate](../media/a.png)"), PICTURES, 1),
    ],
)
def test_what_moodle_cannot_say(written: WrittenQuestion, fault: Fault, left: int) -> None:
    """The other questions are written, and the number is that of the question."""
    exported = write([SINGLE, written])
    assert exported.left_out == (NotCarried(2, exported.left_out[0].name, fault),)
    assert len(read(exported.data).questions) == 1 + left


def test_descriptions_stand_in_the_places_of_pictures() -> None:
    [found] = read(write([replace(SINGLE, more="![A gate](../media/a.png)")]).data).questions
    assert found.more == "A gate"


def test_what_nobody_can_have_meant_is_not_written() -> None:
    [found] = read(write([replace(SINGLE, heading="Who\x01 is told\ufffe?")]).data).questions
    assert found.heading == "Who is told?"


def test_no_questions() -> None:
    assert read(write([]).data) == Imported(())


def test_all_html_of_a_file_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Text that is one paragraph costs nothing."""
    monkeypatch.setattr(moodle_source, "MOST_TAGS", 2 * (4 + 8))
    rich, poor = "&lt;p&gt;a&lt;/p&gt;&lt;p&gt;b&lt;/p&gt;", "&lt;p&gt;a&lt;/p&gt;"
    body = answers(("100", "true"))
    file = quiz(*[xml("truefalse", body, poor)] * 5, *[xml("truefalse", body, rich)] * 2)
    assert len(read(file).questions) == 7
    assert refusal(quiz(*[xml("truefalse", body, rich)] * 3)) == (faults.TOO_MUCH_HTML, 1)
