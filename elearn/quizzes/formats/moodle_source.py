"""What all kinds of questions of a Moodle file have in common: their texts as Markdown, and what of them gets lost."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from elearn.foundation.markup import Unrenderable
from elearn.quizzes.formats import moodle_faults as faults
from elearn.quizzes.formats.carrying import TANGLED, LeftOut, Losses, Tags, said_by
from elearn.quizzes.formats.exchange import Effort, Refused
from elearn.quizzes.formats.hypertext import (
    LONGEST,
    Tangled,
    escaped,
    from_plain,
    html_of,
    in_one_line,
    is_one_paragraph,
    line_of,
    markdown_of,
    shows_picture,
    words_of,
)
from elearn.quizzes.formats.moodle_tree import PLACE, Node
from elearn.quizzes.rules.kind import WrittenQuestion

# To convert this many tags takes about a second; a text takes as long as some tags by itself.
MOST_TAGS = 20_000
_TAGS_PER_TEXT = 8
_LETTERS_PER_TAG = 4  # of Markdown, which is rendered and then converted

_MARKDOWN, _PLAIN = "markdown", "plain_text"
_PARAGRAPH = re.compile(r"\n{2,}")
_NO_PARAGRAPH = re.compile(r"[-*+] |[0-9]{1,9}\. |> ?|\| ?|---$")
_HTML_BLOCK = re.compile(r"<(?:p|div|ul|ol|li|table|h[1-6])\b", re.IGNORECASE)
_EMPTY_LINES = re.compile(r"\n[ \t\n]*\n")

# The elements whose texts are converted, some of them within others.
_WEIGHED = ("questiontext", "generalfeedback", "subquestion", "answer", "feedback")

# What Moodle itself says where nobody wrote anything.
_STANDARD = {
    "Your answer is correct.", "Your answer is partially correct.", "Your answer is incorrect.",
    "Ваш ответ верный.", "Ваш ответ частично правильный.", "Ваш ответ неправильный.",
}  # fmt: skip
_OVERALL = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")


@dataclass
class Texts:
    """Reads the texts of one file, and counts what their HTML costs."""

    tags: int = 0
    effort: Effort = field(default_factory=Effort)

    def weigh(self, question: Node) -> None:
        """What the texts of a question are to read, before any of the file is read. Raises Refused."""
        asked = question.first("questiontext")
        default = asked.attributes.get("format", "html") if asked else "html"
        waiting = [node for tag in _WEIGHED for node in question.all(tag)]
        for node in waiting:
            text = (node.first("text") or node).text
            self.effort.spend(text[:LONGEST])
            self.tags += _cost(text, node.attributes.get("format", default))
            waiting += [each for tag in _WEIGHED for each in node.all(tag)]
        if self.tags > MOST_TAGS:
            raise Refused(faults.TOO_MUCH_HTML)

    def markdown(self, text: str, form: str) -> str:
        """The Markdown of a text in this format. Raises LeftOut and Refused."""
        self.effort.spend(text[:LONGEST])
        self.tags += _cost(text, form)
        if self.tags > MOST_TAGS:
            raise Refused(faults.TOO_MUCH_HTML)
        try:
            return _FORMATS.get(form, markdown_of)(text)
        except (Tangled, Unrenderable) as error:
            raise LeftOut(TANGLED) from error


def _cost(text: str, form: str) -> int:
    """How many tags take as long to convert as this text."""
    if form == _MARKDOWN:
        return len(text) // _LETTERS_PER_TAG + _TAGS_PER_TEXT
    if form == _PLAIN or "<" not in text or is_one_paragraph(text):
        return 0
    return text.count("<") + _TAGS_PER_TEXT


@dataclass
class Source:
    """A question of the file."""

    node: Node
    losses: Losses
    texts: Texts
    pictures: bool = False

    @property
    def tags(self) -> Tags:
        """What its tags and those of its course say."""
        named = [tag for each in ("tags", "coursetags") for tags in self.node.all(each) for tag in tags.all("tag")]
        return said_by(map(text_in, named))

    def words(self, tag: str, default: str = "") -> str:
        """What an element of this name says, without markup. Raises LeftOut."""
        node = self.node.first(tag)
        return text_in(node) if node else default

    def prose(self, node: Node | None) -> str:
        """The Markdown of a text of the question. Raises LeftOut and Refused."""
        return self.markdown(text_in(node), node) if node else ""

    def line(self, node: Node) -> str:
        """The Markdown of a text in one line. Raises LeftOut, also where it is a picture alone, and Refused."""
        before, self.pictures = self.pictures, False
        line = line_of(self.prose(node))
        if self.pictures and not line:
            raise LeftOut(faults.ONLY_PICTURE)
        self.pictures |= before
        return line

    def markdown(self, text: str, node: Node) -> str:
        """The Markdown of this text, in the format that its element names. Raises LeftOut and Refused."""
        self.pictures |= bool(node.first("file")) or shows_picture(text)
        asked = self.node.first("questiontext")
        default = asked.attributes.get("format", "html") if asked else "html"
        return self.texts.markdown(text, node.attributes.get("format", default))

    def asked(self) -> WrittenQuestion:
        """The question without its answers. Raises LeftOut and Refused."""
        return self.asking(self.prose(self.node.first("questiontext")))

    def asking(self, stem: str) -> WrittenQuestion:
        """The question with this stem, without its answers. Raises LeftOut and Refused."""
        heading, more = _heading_and_more(stem, escaped(in_one_line(self.losses.name)))
        if not heading:
            raise LeftOut(faults.NO_TEXT)
        return WrittenQuestion(
            id="",
            heading=heading,
            more=more,
            objective=self.tags.objective,
            difficulty=self.tags.difficulty,
            tags=self.tags.own,
            explanation=self.prose(self.node.first("generalfeedback")),
            line=self.node.line,
        )

    def explained(self, written: WrittenQuestion, answers: Iterable[Node]) -> WrittenQuestion:
        """The question with what was said after its answers: its explanation where it is one text, and there is no other."""
        said = dict.fromkeys(prose for answer in answers if (prose := self.prose(answer.first("feedback"))))
        if len(said) == 1 and not written.explanation:
            self.losses.note(faults.EXPLANATION)
            return replace(written, explanation=next(iter(said)))
        for prose in said:
            self.losses.note(faults.FEEDBACK, {"feedback": in_one_line(prose)})
        return written

    def note_the_rest(self) -> None:
        """Note what no kind of question can carry. Raises LeftOut."""
        if self.pictures:
            self.losses.note(faults.PICTURES)
        if any(map(text_in, self.node.all("hint"))):
            self.losses.note(faults.HINTS)
        for node in filter(None, map(self.node.first, _OVERALL)):
            if (said := words(text_in(node))) and said not in _STANDARD:
                self.losses.note(faults.OVERALL, {"feedback": said})


def text_in(node: Node) -> str:
    """What an element says: in old files outside of <text>. Raises LeftOut."""
    text = node.first("text") or node
    if text is not node and text.children:
        raise LeftOut(faults.BARE_HTML)
    return text.text


def words(html: str) -> str:
    """The words of some HTML, in one line. Raises LeftOut."""
    try:
        return words_of(html)
    except Tangled as error:
        raise LeftOut(TANGLED) from error


def _heading_and_more(stem: str, name: str) -> tuple[str, str]:
    """The first paragraph in one line, and the rest; the name where no paragraph comes first, or one with a gap."""
    first, *rest = _PARAGRAPH.split(stem, maxsplit=1)
    if stem and (_NO_PARAGRAPH.match(first) or PLACE in first):
        return name, stem
    return line_of(first.lstrip("#")) or name, "".join(rest)


def _from_moodle(text: str) -> str:
    """Moodle's own format is HTML in which line ends are seen."""
    if not _HTML_BLOCK.search(text):
        paragraphs = (each.replace("\n", "<br>") for each in _EMPTY_LINES.split(text))
        text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return markdown_of(text)


def _from_markdown(text: str) -> str:
    return markdown_of(html_of(text))


_FORMATS: Mapping[str, Callable[[str], str]] = {
    "moodle_auto_format": _from_moodle,
    _PLAIN: from_plain,
    _MARKDOWN: _from_markdown,
}
