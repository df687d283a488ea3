"""Writes questions as Moodle XML: see formats.moodle_xml for what is carried."""

import re
from collections.abc import Callable, Iterable, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from elearn.foundation import markup
from elearn.quizzes.formats import moodle_cloze
from elearn.quizzes.formats.carrying import PICTURES, TANGLED, LeftOut, Losses, Tags, finished_kind, tags_for
from elearn.quizzes.formats.exchange import Exported, NotCarried
from elearn.quizzes.formats.hypertext import has_picture, html_line_of, html_of, in_one_line, tidied, without_pictures
from elearn.quizzes.rules.kind import N_, SLOT, Fault, WrittenPart, WrittenQuestion
from elearn.quizzes.rules.kinds import KINDS

# Moodle knows some shares of the points only: https://docs.moodle.org/en/Multiple_Choice_question_type
_MOST_RIGHT = 10
_LONGEST_NAME = 250

OTHER_KIND = Fault(N_("Moodle has no questions of this kind."), N_("Write it as another kind of question."))
TOO_MANY_RIGHT = Fault(
    N_("More than ten options of this question are right, for which Moodle has no shares of the points."),
    N_("Make two questions of it."),
)
REASONS = Fault(
    N_("The reasons to choose from are not in the file: Moodle asks only whether a statement is true."),
    N_("Ask for the reason in a question of its own."),
)
POINTS = Fault(
    N_("In the other system, this question gives points for a part of the answer."),
    N_("Set it there, where all or nothing is possible."),
)
KAZAKH = Fault(
    N_("In the other system, Russian letters do not count for the Kazakh ones that look like them."),
    N_("Write the words that count in both spellings, with | between them."),
)

_SLOTS = re.compile(f"{SLOT}([a-z0-9-]+){SLOT}")


def write(questions: Sequence[WrittenQuestion], language: str = "en") -> Exported:
    """A Moodle XML file of these questions, whose texts are in this language. In `left_out`, the line of a question is its
    number.
    """
    quiz = Element("quiz")
    left_out: list[NotCarried] = []
    for number, question in enumerate(questions, 1):
        losses = Losses(number, in_one_line(question.heading)[:60] or question.id)
        try:
            quiz.append(_Page(question, losses, language).element())
        except LeftOut as reason:
            left_out.append(NotCarried(number, losses.name, reason.fault, reason.values))
        except markup.Unrenderable:
            left_out.append(NotCarried(number, losses.name, TANGLED))
        else:
            left_out += losses.noted
    indent(quiz)
    return Exported(tostring(quiz, "utf-8", xml_declaration=True), tuple(left_out))


class _Page:
    """The element of one question while it is written."""

    def __init__(self, question: WrittenQuestion, losses: Losses, language: str) -> None:
        self.question, self.losses, self.language = question, losses, language
        self.kind = finished_kind(question)
        self.root = Element("question")

    def element(self) -> Element:
        """Raises LeftOut and Unrenderable."""
        if self.kind not in _KINDS:
            raise LeftOut(OTHER_KIND)
        texts = (part.words + part.feedback for part in self.question.parts)
        if any(map(has_picture, (self.question.heading, self.question.more, self.question.explanation, *texts))):
            self.losses.note(PICTURES)
        name, answers = _KINDS[self.kind]
        self.root.set("type", name)
        self.text("name", _plain(self.question.heading)[:_LONGEST_NAME])
        self.html("questiontext", self.stem())
        self.html("generalfeedback", self.prose(self.question.explanation))
        self.say("defaultgrade", "1")
        self.say("penalty", "0")
        self.say("hidden", "0")
        self.say("idnumber", self.question.id)
        answers(self)
        self.tags()
        return self.root

    def say(self, tag: str, words: str, inside: Element | None = None) -> None:
        """An element with these words in it."""
        SubElement(self.root if inside is None else inside, tag).text = tidied(words)

    def text(self, tag: str, words: str, inside: Element | None = None, **attributes: str) -> Element:
        """An element with a text in it."""
        element = SubElement(self.root if inside is None else inside, tag, attributes)
        self.say("text", words, element)
        return element

    def html(self, tag: str, html: str, inside: Element | None = None, **attributes: str) -> Element:
        """An element with a text in it that is HTML."""
        return self.text(tag, html, inside, format="html", **attributes)

    def prose(self, markdown: str) -> str:
        """Raises Unrenderable."""
        return html_of(markdown, self.language)

    def stem(self) -> str:
        """The HTML of heading and rest, with the code of gaps in their places. Raises Unrenderable."""
        heading = f"<p>{html_line_of(self.question.heading)}</p>"
        if self.kind != "gaps":
            return f"{heading}\n{self.prose(self.question.more)}".strip()
        accept = KINDS["gaps"].key(self.question, {})["accept"]
        html = moodle_cloze.without_code(f"{heading}\n{self.prose(KINDS['gaps'].more(self.question))}")
        return _SLOTS.sub(lambda found: moodle_cloze.code(accept[found[1]]), html)

    def answer(self, share: str, words: str, feedback: str = "", form: str = "html") -> Element:
        """An answer that brings this share of the points, in per cent. Raises Unrenderable."""
        answer = self.text("answer", words, fraction=share, format=form)
        self.html("feedback", self.prose(feedback), answer)
        return answer

    def tags(self) -> None:
        """What Moodle has no other place for."""
        whole = self.kind in _IN_PARTS and not self.question.partly
        said = tags_for(Tags(self.question.objective, self.question.difficulty, whole, self.question.tags))
        if said:
            tags = SubElement(self.root, "tags")
            for tag in said:
                self.text("tag", tag, tags)

    def note_points(self, parts: int) -> None:
        """Moodle gives points for a part of the answer, where there are parts."""
        if parts > 1 and not self.question.partly:
            self.losses.note(POINTS)


def _plain(markdown: str) -> str:
    """The words of one line of Markdown. Raises Unrenderable."""
    return markup.plain(without_pictures(markdown))


def _single(page: _Page) -> None:
    page.say("single", "true")
    _answers(page, page.question.options, "100", "0")


def _multiple(page: _Page) -> None:
    right = sum(bool(option.right) for option in page.question.options)
    if right > _MOST_RIGHT:
        raise LeftOut(TOO_MANY_RIGHT)
    page.note_points(right)
    page.say("single", "false")
    share = f"{100 / right:.5f}".rstrip("0").rstrip(".")
    _answers(page, page.question.options, share, f"-{share}" if page.question.partly else "-100")


def _answers(page: _Page, options: Iterable[WrittenPart], right: str, wrong: str) -> None:
    page.say("shuffleanswers", "true")
    page.say("answernumbering", "abc")
    for option in options:
        page.answer(right if option.right else wrong, html_line_of(option.words), option.feedback)


def _true_false(page: _Page) -> None:
    if page.question.options:
        page.losses.note(REASONS)
    truth = KINDS["true_false"].key(page.question, {})["truth"]
    for verdict in ("true", "false"):
        page.answer("100" if verdict == truth else "0", verdict, form="moodle_auto_format")


def _short(page: _Page) -> None:
    key = KINDS["short"].key(page.question, {})
    if "kazakh" in key["exact"]:
        page.losses.note(KAZAKH)
    page.say("usecase", str(int("case" in key["exact"])))
    for words in key["accept"]:
        page.answer("100", words.replace("*", "\\*"), form="moodle_auto_format")


def _number(page: _Page) -> None:
    key, unit = KINDS["number"].key(page.question, {}), KINDS["number"].words(page.question).get("unit")
    page.say("tolerance", key["tolerance"], page.answer("100", key["value"], form="moodle_auto_format"))
    if unit:
        element = SubElement(SubElement(page.root, "units"), "unit")
        page.say("multiplier", "1", element)
        page.say("unit_name", unit, element)
    # With a unit, it may be typed or not; without, no words may stand behind the number.
    page.say("unitgradingtype", "0")
    page.say("unitpenalty", "0")
    page.say("showunits", "0" if unit else "3")
    page.say("unitsleft", "0")


def _matching(page: _Page) -> None:
    page.note_points(len(page.question.rows))
    page.say("shuffleanswers", "true")
    for left, right in page.question.rows:
        pair = page.html("subquestion", html_line_of(left.words))
        page.text("answer", _plain(right.words), pair)


def _ordering(page: _Page) -> None:
    page.say("layouttype", "VERTICAL")
    page.say("selecttype", "ALL")
    page.say("selectcount", str(len(page.question.steps)))
    page.say("gradingtype", "RELATIVE_ALL_PREVIOUS_AND_NEXT" if page.question.partly else "ALL_OR_NOTHING")
    page.say("showgrading", "SHOW")
    page.say("numberingstyle", "none")
    for place, step in enumerate(page.question.steps, 1):
        page.html("answer", html_line_of(step.words), fraction=str(place))


def _gaps(page: _Page) -> None:
    """They stand in the text."""
    page.note_points(len(KINDS["gaps"].plan(page.question)["gaps"]))


_IN_PARTS = ("multiple", "matching", "gaps")
_KINDS: dict[str, tuple[str, Callable[[_Page], None]]] = {
    "single": ("multichoice", _single),
    "multiple": ("multichoice", _multiple),
    "true_false": ("truefalse", _true_false),
    "short": ("shortanswer", _short),
    "number": ("numerical", _number),
    "matching": ("matching", _matching),
    "ordering": ("ordering", _ordering),
    "gaps": ("cloze", _gaps),
}
