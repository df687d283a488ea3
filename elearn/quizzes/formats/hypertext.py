"""HTML of other systems as our Markdown, and our Markdown as HTML for other systems.

What comes in is cleaned by nh3 and converted by markdownify, with the escapes of our own Markdown: it has fewer constructs
than others (foundation.markup), but lines that begin with = or /// and what stands in [[ ]] mean something (content.scanner).
Bold, italic, code, links, lists, quotes, tables and headings stay; colours, sizes, boxes and pictures go.
"""

import re
from html import unescape
from typing import Any

import nh3
from markdownify import ATX, MarkdownConverter

from elearn.foundation import markup
from elearn.foundation.manuscript.text import STRANGE

# A lesson has some 8,000 characters. nh3 takes quadratic time on blocks in blocks, and markdownify recurses into tags.
LONGEST = 50_000
MOST_TAGS = 2_000
DEEPEST = 30

_TAGS = {
    "a", "b", "blockquote", "br", "code", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "li", "ol", "p", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_BLOCKS = {"article", "div", "section"}  # paragraphs of other systems
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
# Tags that browsers close by themselves: who writes many of them after each other nests nothing.
_UNCLOSED = {"area", "br", "col", "dd", "dt", "hr", "img", "input", "li", "option", "p", "td", "th", "tr", "wbr"}
_EMPTY = {"br", "hr"}
_ADDRESS = re.compile(r"https?://|mailto:", re.IGNORECASE)
_IMAGE = re.compile(r"!\[([^\[\]\n]*)\]\([^()\n]*\)")
_ONE_PARAGRAPH = re.compile(r"\s*<p(?:\s[^<>]*)?>([^<]*)</p>\s*", re.IGNORECASE)
_PICTURE = re.compile(r"<(?:img|audio|video|object|embed|iframe|svg)\b|@@PLUGINFILE@@", re.IGNORECASE)
_AFTER_BREAK, _BREAKS = re.compile(r"<br>\s+"), re.compile(r"(?:<br>){2,}")
_BOLD, _ITALIC = re.compile(r"<(/?)b>"), re.compile(r"<(/?)i>")
_EMPHASIS = re.compile(r"<(/?)(em|strong)>")
# What word processors leave: bold that goes on after it ended, and bold spaces.
_SPLIT = re.compile(r"</(strong|em)>(\s*)<\1>|<(strong|em|code)>(\s*)</\3>")

_SPACES = re.compile(r"[\t \xa0]+")
_LINE_END = re.compile(r" ?\n[ \n]*")
_FURTHER_LINES = re.compile(r"[\x0b\x0c\x85\u2028\u2029]")
_EMPTY_LINES = re.compile(r"\n[ \t\n]*\n")

_SPECIAL = "\\`*[]{"  # the backslash first: it stands before the others then
_UNDERSCORE = re.compile(r"_(?:(?<![^\W_]_)|(?![^\W_]))")  # within a word it means nothing
_LIKE_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_LIKE_ENTITY = re.compile(r"&(?=#?\w{1,40};)")
_LINE_START = re.compile(
    r"(?:\A[0-9]{1,9}|^1)(?=[.)](?:\s|$))|^(?:[#>]|[-+](?=[-\s:&]|$)|:(?=[-:&])|=(?=\s|$)|/(?=//))", re.MULTILINE
)
_BAR = "&#124;"
_AS_ENTITY = {":": "&#58;", "=": "&#61;", "/": "&#47;"}  # no backslash helps there
_MARK = re.compile(r"[-*+]|>+|[0-9]+\.")  # of lists and quotes
_TICKS = re.compile("`+")
_MARKS = {"em": "*", "strong": "**"}
_IN_ADDRESS = {sign: f"%{ord(sign):02X}" for sign in " ()<>[]\"'\\`|{}"}


class Tangled(ValueError):
    """The HTML is too long or too nested to be read in bounded time."""


def tidied(text: str) -> str:
    """The text without characters that nobody can have meant."""
    return STRANGE.sub("", _FURTHER_LINES.sub(" ", text))


def in_one_line(text: str) -> str:
    """The text with single spaces, and without line ends."""
    return " ".join(text.split())


def line_of(markdown: str) -> str:
    """The Markdown of one line made of that of several: where there is one line, there is no table."""
    return in_one_line(markdown).replace(_BAR, "|")


def escaped(text: str) -> str:
    """The Markdown that shows this text as it is."""
    text = _LIKE_TAG.sub("&lt;", _LIKE_ENTITY.sub("&amp;", text))
    for sign in _SPECIAL:  # ten times as fast as a regular expression, where there are very many
        text = text.replace(sign, f"\\{sign}")
    # Not even behind backslashes: lines with | are tables, and tables with {# are answers.
    text = text.replace("\\{#", "\\{&#35;").replace("|", _BAR)
    return _LINE_START.sub(_escaped_start, _UNDERSCORE.sub(r"\\_", text))


def _escaped_start(found: re.Match[str]) -> str:
    start = found[0]
    return f"{start}\\" if start.isdigit() else _AS_ENTITY.get(start, f"\\{start}")


def from_plain(text: str) -> str:
    """The Markdown of a text without any markup: empty lines part its paragraphs, other line ends stay."""
    paragraphs = _EMPTY_LINES.split(tidied(text).strip())
    return "\n\n".join("  \n".join(escaped(in_one_line(line)) for line in each.split("\n")) for each in paragraphs)


def is_one_paragraph(html: str) -> bool:
    """Whether it is one paragraph without further tags, which costs nothing to convert."""
    return bool(_ONE_PARAGRAPH.fullmatch(html))


def shows_picture(html: str) -> bool:
    """Whether there is a picture, a sound or a file in it."""
    return bool(_PICTURE.search(html))


def words_of(html: str) -> str:
    """The words of some HTML, in one line. Raises Tangled."""
    if "<" in html or "&" in html:
        _check(html)
        html = unescape(nh3.clean(html, tags=set()))
    return in_one_line(tidied(html))


def markdown_of(html: str) -> str:
    """The Markdown of some HTML. Raises Tangled."""
    if len(html) > LONGEST:
        raise Tangled
    if paragraph := _ONE_PARAGRAPH.fullmatch(html):  # most texts are no more, and the libraries are slow
        html = paragraph[1]
    plain = "<" not in html
    text = _from_text(html) if plain else _Converter().convert(f"<div>{_cleaned(html)}</div>")
    lines = tidied(text).split("\n")
    kept = [_without_end(line, further) for line, further in zip(lines, [*lines[1:], ""], strict=True)]
    return _EMPTY_LINES.sub("\n\n", "\n".join(kept)).strip()


def _without_end(line: str, further: str) -> str:
    """Two spaces at the end begin a new line where there is one; others say nothing."""
    bare = line.rstrip(" ")
    return f"{bare}  " if bare and line.endswith("  ") and further.strip() else bare


def _from_text(html: str) -> str:
    """The Markdown of HTML without tags."""
    return escaped(_LINE_END.sub("\n", _SPACES.sub(" ", tidied(unescape(html)).strip())))


def _cleaned(html: str) -> str:
    """HTML with no tags but those above, each closed, and none of them deeper than the converter may go."""
    _check(html)
    html = _AFTER_BREAK.sub("<br>", _clean(html, _TAGS | _BLOCKS))
    if _BREAKS.search(html) and "<li>" not in html and "<t" not in html:
        html = _clean(_BREAKS.sub("</p><p>", html), _TAGS | _BLOCKS)
    html = _ITALIC.sub(r"<\1em>", _BOLD.sub(r"<\1strong>", html.replace("&nbsp;", " ")))
    depth = deepest = tags = 0
    for tag in _TAG.finditer(html):
        depth += 0 if tag[2] in _EMPTY else -1 if tag[1] else 1
        deepest, tags = max(deepest, depth), tags + 1
    if deepest > DEEPEST or tags > 2 * MOST_TAGS:
        raise Tangled
    return _SPLIT.sub(lambda found: found[2] or found[4] or "", _not_in_itself(html))


def _not_in_itself(html: str) -> str:
    """Without bold in bold, which our Markdown cannot say."""
    depths = {"em": 0, "strong": 0}

    def kept(found: re.Match[str]) -> str:
        depths[found[2]] += -1 if found[1] else 1
        return "" if depths[found[2]] > (0 if found[1] else 1) else found[0]

    return _EMPHASIS.sub(kept, html)


def _check(html: str) -> None:
    """Raise Tangled before nh3 would take long."""
    depth = 0
    if len(html) > LONGEST:
        raise Tangled
    for tag in _TAG.finditer(html):
        if tag[2].lower() not in _UNCLOSED:
            depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > 4 * DEEPEST:
            raise Tangled


def _clean(html: str, tags: set[str]) -> str:
    return nh3.clean(html, tags=tags, attributes=_ATTRIBUTES, attribute_filter=_to_the_web, link_rel=None)


def _to_the_web(_tag: str, attribute: str, value: str) -> str | None:
    """A link within the other system leads nowhere."""
    return None if attribute == "href" and not _ADDRESS.match(value) else value


def _between(opening: str, text: str, bare: bool, closing: str = "") -> str:
    """The text between signs, its outer spaces outside of them; without the signs where it is to be bare."""
    inner = text.strip()
    before, _, after = text.partition(inner) if inner else (text, "", "")
    return text if bare or not inner else f"{before}{opening}{inner}{closing or opening}{after}"


class _Converter(MarkdownConverter):
    """markdownify with the escapes, lists and headings of our Markdown. One instance converts one text."""

    def __init__(self) -> None:
        super().__init__(heading_style=ATX, bullets="-")
        self.items: dict[int, int] = {}

    def escape(self, text: str, parent_tags: Any) -> str:  # noqa: ARG002
        return escaped(_SPACES.sub(" ", text))

    def convert_em(self, element: Any, text: str, parent_tags: Any) -> str:
        return _between(_MARKS[element.name], text, "_noformat" in parent_tags)

    convert_strong = convert_em

    def convert_a(self, element: Any, text: str, parent_tags: Any) -> str:
        address = "".join(_IN_ADDRESS.get(sign, sign) for sign in element.get("href") or "")
        bare = "_noformat" in parent_tags or not address
        return _between("[", _SPACES.sub(" ", text.replace("\n", " ")), bare, f"]({address})")

    def convert_code(self, element: Any, text: str, parent_tags: Any) -> str:  # noqa: ARG002
        longest = max(map(len, _TICKS.findall(text)), default=0)
        ticks, space = "`" * (longest + 1), " " * bool(longest)
        return _between(ticks + space, _SPACES.sub(" ", text.replace("\n", " ")), False, space + ticks)

    def convert_blockquote(self, element: Any, text: str, parent_tags: Any) -> str:  # noqa: ARG002
        text = _EMPTY_LINES.sub("\n\n", text).strip()
        if "_inline" in parent_tags:
            return f" {text} "
        # Of the lines of a list item, the library takes none for a quote.
        mark = "" if "li" in parent_tags else ">"
        lines = [f"{mark} {line}".lstrip(" ") if line else mark for line in text.split("\n")] if text else []
        return "\n\n" + "\n".join(lines) + "\n\n"

    def convert_hN(self, level: int, element: Any, text: str, parent_tags: Any) -> str:  # noqa: ARG002
        text = in_one_line(text)
        if "_inline" in parent_tags or "li" in parent_tags or not text:
            return f" {text} " if text else "\n\n"
        ending = text[:-1] + "\\#" if text.endswith("#") and not text.endswith("\\#") else text
        return f"\n\n{'###' if level <= 3 else '####'} {ending}\n\n"

    def convert_hr(self, element: Any, text: str, parent_tags: Any) -> str:  # noqa: ARG002
        return "\n\n---\n\n" if parent_tags <= {"[document]", "div"} else "\n\n"

    def convert_li(self, element: Any, text: str, parent_tags: Any) -> str:  # noqa: ARG002
        first, *others = text.strip().split("\n")
        if not first:
            return "\n"
        further = "".join(f"\n    {line}" if line else "\n" for line in others)
        return f"{self._bullet(element)} {first}{further}\n" + ("\n" if "\n\n" in further else "")

    def _bullet(self, item: Any) -> str:
        parent = item.parent
        if parent is None or parent.name != "ol":
            return "-"
        start = parent.get("start") or ""
        first = int(start) if start.isascii() and start.isdigit() and len(start) < 4 else 1
        number = self.items.get(id(parent), first)
        self.items[id(parent)] = number + 1
        return f"{number}."

    def convert_td(self, element: Any, text: str, parent_tags: Any) -> str:  # noqa: ARG002
        return f" {in_one_line(text)} |"

    convert_th = convert_td


def has_picture(markdown: str) -> bool:
    """Whether there is a picture in some Markdown."""
    return bool(_IMAGE.search(markdown))


def without_pictures(markdown: str) -> str:
    """Markdown with the descriptions of its pictures in their places."""
    return _IMAGE.sub(r"\1", markdown)


def html_of(markdown: str, language: str = "en") -> str:
    """The HTML of a Markdown text, with descriptions instead of pictures. Raises foundation.markup.Unrenderable."""
    if any(_begins_box_in_list(line) for line in markdown.split("\n")):
        raise markup.Unrenderable  # the library would recurse without end
    return _clean(markup.render(without_pictures(markdown), language=language), _TAGS).strip()


def _begins_box_in_list(line: str) -> bool:
    before, fence, _ = line.partition("///")
    return bool(fence and before.strip()) and all(_MARK.fullmatch(mark) for mark in before.split())


def html_line_of(markdown: str) -> str:
    """The HTML of one line of Markdown, with descriptions instead of pictures. Raises foundation.markup.Unrenderable."""
    return _clean(markup.render_inline(without_pictures(markdown)), _TAGS).strip()
