"""Texts of GIFT as our Markdown. Each is in one of four formats, which it may name: [html], [moodle], [plain], [markdown]."""

import re
from collections.abc import Callable
from html import unescape

from elearn.foundation import markup
from elearn.quizzes.formats.carrying import TANGLED
from elearn.quizzes.formats.exchange import Refused
from elearn.quizzes.formats.gift_syntax import GAP, Broken, formatted, unmasked, unmasked_lines, without_pictures
from elearn.quizzes.formats.hypertext import Tangled, from_plain, in_one_line, line_of, markdown_of, tidied
from elearn.quizzes.rules.kind import N_, Fault

LONGEST_LINE = 5_500  # a line of quiz.md has at most 6,000
MOST_HTML = 20_000  # tags; to convert this many takes about a second
_TAGS_PER_TEXT = 8  # as many as would take as long as a text takes by itself

TOO_MUCH_HTML = Fault(
    N_("There are more HTML tags in this file than can be read at once."), N_("Split it into several files.")
)

_HTML = re.compile(r"<[A-Za-z/!]|&#?[A-Za-z0-9]{1,31};")
_HTML_BLOCK = re.compile(r"<(?:p|div|ul|ol|li|table|h[1-6])\b", re.IGNORECASE)
_ONLY_PARAGRAPH = re.compile(r"\s*<p[^<>]*>([^<]*)</p>\s*", re.IGNORECASE)
_NO_HTML = re.compile(r"\[(?:markdown|plain)\]")
_HEADING = re.compile(r"^#{1,6}(?=\s)")
_SPACES = re.compile(r"[ \t\n]+")
_EMPTY_LINE = re.compile(r"\n[ \t]*\n")

# What begins something in quiz.md: lines with =, options, and lists or tables with ids (content.scanner).
_SET = re.compile(r"^( {0,3})=(?!=)")
_OPTION = re.compile(r"^( {0,3}[-*+]\s+)\[(?=\s*[xхXХ]?\s*\](?!\())")  # Latin and Cyrillic
_PART = re.compile(r" {0,3}(?:[-*+]|\d{1,3}[.)])\s|\s*\|")


def least_tags(piece: str) -> int:
    """How many tags a piece of a masked question takes as long as at least, in HTML: what this is in is not known yet."""
    if "<" not in piece or _NO_HTML.search(piece) or (piece.count("<") == 2 and _ONLY_PARAGRAPH.search(piece)):
        return 0
    return piece.count("<") + _TAGS_PER_TEXT


class Texts:
    """Reads the texts of one file, and counts what their HTML costs."""

    def __init__(self) -> None:
        self.html = 0
        self._readers: dict[str, Callable[[str], str]] = {
            "html": self._from_html,
            "moodle": self._from_moodle,
            "plain": _from_plain,
            "markdown": _from_markdown,
        }

    def markdown(self, text: str, default: str) -> str:
        """The Markdown of a masked text; `default` is the format of a text that names none. Raises Broken and Refused."""
        form, text = formatted(text, default)
        try:
            markdown = self._readers[form](unmasked_lines(text) if form == "markdown" else unmasked(text))
        except Tangled as error:
            raise Broken(TANGLED) from error
        if markup.obstacle(markdown) is not None or max(map(len, markdown.split("\n"))) > LONGEST_LINE:
            raise Broken(TANGLED)
        return markdown

    def line(self, text: str, default: str) -> str:
        """The same in one line."""
        return _in_one_line(self.markdown(text, default), formatted(text, default)[0])

    def _from_html(self, text: str) -> str:
        if paragraph := _ONLY_PARAGRAPH.fullmatch(text):  # most texts are one, and conversion is slow
            text = paragraph[1]
        if "<" not in text:
            return from_plain(in_one_line(unescape(text)))
        self.html += text.count("<") + _TAGS_PER_TEXT
        if self.html > MOST_HTML:
            raise Refused(TOO_MUCH_HTML)
        return markdown_of(text)

    def _from_moodle(self, text: str) -> str:
        """Moodle's own format is HTML in which line ends are seen."""
        if not _HTML.search(text):
            return _from_plain(text)
        return self._from_html(text if _HTML_BLOCK.search(text) else text.replace("\n", "<br>"))


def _from_plain(text: str) -> str:
    """A line end that somebody wrote as \\n is meant to be seen, so it parts paragraphs."""
    return from_plain(text.replace("\n", "\n\n"))


def _from_markdown(text: str) -> str:
    return without_pictures(tidied(text)).strip()


def _in_one_line(markdown: str, form: str) -> str:
    """Our own Markdown keeps its spaces at which no line may break, so that it comes back as it was."""
    return _SPACES.sub(" ", markdown).strip() if form == "markdown" else line_of(markdown)


def stem(markdown: str, form: str) -> tuple[str, str]:
    """The first paragraph in one line, and what follows it; a line is drawn where answers stood."""
    first, *rest = _EMPTY_LINE.split(markdown, maxsplit=1)
    heading = _in_one_line(_HEADING.sub("", first), form)
    more = "\n".join(map(_guarded, "".join(rest).strip().split("\n")))
    # With nothing else in its paragraph, it would be a rule across the page.
    return heading.replace(GAP, "_____"), more.replace(GAP, "\\_____")


def _guarded(line: str) -> str:
    """A line of the stem that does not begin something else in quiz.md."""
    if line.startswith("##") and not line.startswith("###"):
        return f"#{line}"
    line = _OPTION.sub(r"\1\[", _SET.sub(r"\1&#61;", line))
    return line.replace("{#", "&#123;#") if _PART.match(line) else line
