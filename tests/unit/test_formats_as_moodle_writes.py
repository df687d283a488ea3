"""Files as Moodle's own export writes them, with the habits of its editor: the questions are invented, the form is Moodle's."""

from elearn.quizzes.content.writing import quiz_text
from elearn.quizzes.formats import gift, moodle_xml
from elearn.quizzes.formats.exchange import Imported

XML = """\
<?xml version="1.0" encoding="UTF-8"?>
<quiz>
<!-- question: 0  -->
  <question type="category">
    <category>
      <text>$course$/top/Default for Gate duty</text>
    </category>
    <info format="moodle_auto_format">
      <text>The default category for questions shared in context 'Gate duty'.</text>
    </info>
    <idnumber></idnumber>
  </question>

<!-- question: 4711  -->
  <question type="multichoice">
    <name>
      <text>Visitor without a document</text>
    </name>
    <questiontext format="html">
      <text><![CDATA[<p dir="ltr" style="text-align: left;">A visitor at the gate has <strong>no document</strong>.&nbsp;<br></p>
<p dir="ltr">What do you do first?<img src="@@PLUGINFILE@@/gate%20one.png" alt="Gate" class="img-fluid"></p>]]></text>
<file name="gate one.png" path="/" encoding="base64">iVBORw0KGgo=</file>
    </questiontext>
    <generalfeedback format="html">
      <text><![CDATA[<p dir="ltr" style="text-align: left;">Nobody enters unknown; nobody is sent away unheard.<br></p>]]></text>
    </generalfeedback>
    <defaultgrade>1.0000000</defaultgrade>
    <penalty>0.3333333</penalty>
    <hidden>0</hidden>
    <idnumber></idnumber>
    <single>true</single>
    <shuffleanswers>true</shuffleanswers>
    <answernumbering>abc</answernumbering>
    <showstandardinstruction>0</showstandardinstruction>
    <correctfeedback format="html">
      <text>Your answer is correct.</text>
    </correctfeedback>
    <partiallycorrectfeedback format="html">
      <text>Your answer is partially correct.</text>
    </partiallycorrectfeedback>
    <incorrectfeedback format="html">
      <text>Your answer is incorrect.</text>
    </incorrectfeedback>
    <shownumcorrect/>
    <answer fraction="100" format="html">
      <text><![CDATA[<p dir="ltr" style="text-align: left;">Ask the shift leader<br></p>]]></text>
      <feedback format="html">
        <text><![CDATA[<p dir="ltr" style="text-align: left;">That is the rule.<br></p>]]></text>
      </feedback>
    </answer>
    <answer fraction="0" format="html">
      <text><![CDATA[<p dir="ltr"><span style="font-size: 0.9375rem;">Let the visitor in &amp; write it down</span></p>]]></text>
      <feedback format="html">
        <text></text>
      </feedback>
    </answer>
    <tags>
      <tag><text>gate</text></tag>
    </tags>
  </question>

<!-- question: 4712  -->
  <question type="numerical">
    <name>
      <text>Keys</text>
    </name>
    <questiontext format="html">
      <text><![CDATA[<p dir="ltr" style="text-align: left;">How many keys hang on the board?</p>]]></text>
    </questiontext>
    <generalfeedback format="html">
      <text></text>
    </generalfeedback>
    <defaultgrade>1.0000000</defaultgrade>
    <penalty>0.3333333</penalty>
    <hidden>0</hidden>
    <idnumber>keys-1</idnumber>
    <answer fraction="100" format="moodle_auto_format">
      <text>24</text>
      <feedback format="html">
        <text></text>
      </feedback>
      <tolerance>0</tolerance>
    </answer>
    <unitgradingtype>0</unitgradingtype>
    <unitpenalty>0.1000000</unitpenalty>
    <showunits>3</showunits>
    <unitsleft>0</unitsleft>
  </question>

<!-- question: 4713  -->
  <question type="description">
    <name>
      <text>Read this first</text>
    </name>
    <questiontext format="html">
      <text><![CDATA[<p>The next questions are about the gate.</p>]]></text>
    </questiontext>
    <generalfeedback format="html">
      <text></text>
    </generalfeedback>
    <defaultgrade>0.0000000</defaultgrade>
    <penalty>0.0000000</penalty>
    <hidden>0</hidden>
    <idnumber></idnumber>
  </question>

<!-- question: 4714  -->
  <question type="matching">
    <name>
      <text>Who decides</text>
    </name>
    <questiontext format="html">
      <text><![CDATA[<p dir="ltr" style="text-align: left;">Who decides what?</p><ul><li>One each</li></ul>]]></text>
    </questiontext>
    <generalfeedback format="html">
      <text></text>
    </generalfeedback>
    <defaultgrade>1.0000000</defaultgrade>
    <penalty>0.3333333</penalty>
    <hidden>0</hidden>
    <idnumber></idnumber>
    <shuffleanswers>true</shuffleanswers>
    <correctfeedback format="html">
      <text>Your answer is correct.</text>
    </correctfeedback>
    <partiallycorrectfeedback format="html">
      <text>Your answer is partially correct.</text>
    </partiallycorrectfeedback>
    <incorrectfeedback format="html">
      <text>Your answer is incorrect.</text>
    </incorrectfeedback>
    <shownumcorrect/>
    <subquestion format="html">
      <text><![CDATA[<p dir="ltr" style="text-align: left;">A search of a cell</p>]]></text>
      <answer>
        <text>The shift leader</text>
      </answer>
    </subquestion>
    <subquestion format="html">
      <text><![CDATA[<p dir="ltr" style="text-align: left;">A transfer</p>]]></text>
      <answer>
        <text>The director</text>
      </answer>
    </subquestion>
  </question>

</quiz>
"""
XML_READ = """\
## A visitor at the gate has **no document**. {#visitor-without-a-document tags=gate}

What do you do first?

- [x] Ask the shift leader {#a}
  > That is the rule.
- [ ] Let the visitor in & write it down {#b}

> Nobody enters unknown; nobody is sent away unheard.

## How many keys hang on the board? {#keys-1}

= 24

## Who decides what? {#who-decides marks=part}

- One each

|  |  |
| --- | --- |
| A search of a cell {#a} | The shift leader {#b} |
| A transfer {#c} | The director {#d} |
"""

GIFT = """\
// question: 0  name: Switch category to $course$/top/Default for Gate duty
$CATEGORY: $course$/top/Default for Gate duty


// question: 4711  name: Visitor
::Visitor::[html]<p dir\\="ltr">A visitor at the gate has <b>no document</b>.</p>\\n<p>What do you do first?</p>{
\t=<p>Ask the shift leader</p>#<p>That is the rule.</p>
\t~<p>Let the visitor in &amp; write it down</p>
\t~<p>Close the gate \\: without a word</p>
\t####<p>Nobody enters unknown.</p>
}


// question: 4715  name: Doors, two
::Doors, two::[html]<p>Which doors are never open at the same time?</p>{
\t~%50%<p>The outer one</p>
\t~%50%<p>The inner one</p>
\t~%-100%<p>The window</p>
}


// question: 4716  name: Escort
::Escort::[moodle]An escort may stop for fuel at any station.{FALSE}


// question: 4717  name: Word
::Word::[html]<p>What is written down at each handover?</p>{
\t=%100%keys#
\t=%100%the keys#
}


// question: 4718  name: Report
::Report::[html]<p>Describe the handover.</p>{}
"""
GIFT_READ = """\
## A visitor at the gate has **no document**. {#visitor}

What do you do first?

- [x] Ask the shift leader {#a}
  > That is the rule.
- [ ] Let the visitor in & write it down {#b}
- [ ] Close the gate : without a word {#c}

> Nobody enters unknown.

## Which doors are never open at the same time? {#doors-two marks=part}

- [x] The outer one {#a}
- [x] The inner one {#b}
- [ ] The window {#c}

## An escort may stop for fuel at any station. {#escort}

= false

## What is written down at each handover? {#word}

= keys | the keys
"""


def left(imported: Imported) -> list[tuple[int, str, str, bool]]:
    return [(each.line, each.name, each.fault.what % each.values, each.of_part) for each in imported.left_out]


def test_what_moodle_exports_as_xml() -> None:
    imported = moodle_xml.read(XML.encode())
    assert quiz_text(imported.questions) == XML_READ
    assert left(imported) == [
        (15, "Visitor without a document", "The pictures and files of this question do not come with it.", True),
        (91, "Read this first", "This is a text without answers, and no question.", False),
    ]


def test_what_moodle_exports_as_gift() -> None:
    imported = gift.read(GIFT.encode())
    assert quiz_text(imported.questions) == GIFT_READ
    assert left(imported) == [
        (15, "Doors, two", "Wrong options took away other points than they do here.", True),
        (34, "Report", "This question is answered in one's own words, and has no rubric to mark it by.", False),
    ]


def test_line_ends_of_windows_change_nothing_but_where_lines_end() -> None:
    for read, text in ((moodle_xml.read, XML), (gift.read, GIFT)):
        assert read(text.replace("\n", "\r\n").encode("utf-8-sig")) == read(text.encode())
