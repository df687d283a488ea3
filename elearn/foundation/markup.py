"""Markdown to safe HTML: what lessons, scenes and questions are rendered with, when they are published."""

import re
import threading
from collections.abc import Mapping
from html import unescape
from types import MappingProxyType
from typing import Any

import nh3
from flask_babel import force_locale
from flask_babel import gettext as _
from markdown import Markdown
from markdown.extensions import Extension
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block

# Part of every revision's digest: count it up when the same text shall be published again as other HTML.
EDITION = 2

# A lesson has some 8 kB, its longest paragraph 1 kB. The library takes quadratic time on brackets and recurses into what is
# nested, so no text is let through that could hold it up: see `obstacle`.
LONGEST = 100_000
LONGEST_PARAGRAPH = 6_000
MOST_BRACKETS = 100
DEEPEST = 6

# Where the text of a lesson finds the pictures of its module.
MEDIA = "../media/"
ID_PREFIX = "section-"
BOXES = ("case", "steps", "errors", "country", "summary", "sources", "transcript")
_SOUNDS, _VIDEOS, _DOCUMENTS = (".mp3", ".ogg", ".m4a"), (".mp4", ".webm"), (".pdf",)
# A country box that a lawyer has completed begins with these words, whatever its language.
COMPLETED = "Completed by:"

_TAGS = {
    "a", "aside", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "img", "li", "ol", "p",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "*": set(),
    "a": {"href"},
    "h2": {"id"},
    "h3": {"id"},
    "h4": {"id"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "td": {"align"},
    "th": {"align"},
}
_CLASSES = {"aside": {"notice", *BOXES}, "p": {"heading", "to-complete"}}

_TARGET = re.compile(r"https?://|mailto:|#", re.IGNORECASE)

_PARAGRAPHS = re.compile(r"\n(?:[ \t]*\n)+")
_LEVELS = re.compile(r"^(?:[ \t]*(?:>|[-*+][ \t]|\d+\.[ \t]))+", re.MULTILINE)
_LEVEL = re.compile(r"[>*+.-]")
_INDENTED = re.compile(r"^(?: {4}| {0,3}\t)" + f"{{{DEEPEST + 1}}}", re.MULTILINE)
_FENCE = re.compile(r"^ {0,3}(/{3,})[ \t]*(\w?)", re.MULTILINE)


# Prose of letters, digits and signs that mean nothing in Markdown or HTML: most options and explanations are such. It is
# known without the library what becomes of it, at a hundredth of the time. A paragraph of it begins with a letter.
_PROSE = r"[\w ,.;:?!'\"()%–—«»“”„’‘…№/-]"
_PLAIN_LINE = re.compile(rf"{_PROSE}+")
_PLAIN_PARAGRAPH = re.compile(rf"[^\W\d]{_PROSE}*(?<! )(?:\n[^\W\d]{_PROSE}*(?<! ))*")

_BLOCK = re.compile(r"</?(?:aside|blockquote|br|div|h[1-6]|hr|img|li|ol|p|t[a-z]+|ul)\b(?:\"[^\"]*\"|[^>\"])*>")
_ANY_TAG = re.compile(r"<(?:\"[^\"]*\"|[^>\"])*>")


class Unrenderable(ValueError):
    """The text is too long or too nested to be rendered in bounded time: `obstacle` tells where."""


def obstacle(text: str) -> int | None:
    """The place (character) from which a text is too long, too full of brackets or too nested; None when it is not."""
    if len(text) > LONGEST:
        return LONGEST
    start = 0
    for paragraph in _PARAGRAPHS.split(text):
        if len(paragraph) > LONGEST_PARAGRAPH or paragraph.count("[") > MOST_BRACKETS:
            return text.index(paragraph, start)
        start += len(paragraph)
    too_deep = _INDENTED.search(text) or next(
        (run for run in _LEVELS.finditer(text) if len(run[0]) > DEEPEST and len(_LEVEL.findall(run[0])) > DEEPEST), None
    )
    return too_deep.start() if too_deep else _too_many_boxes(text)


def _too_many_boxes(text: str) -> int | None:
    depth = 0
    for fence in _FENCE.finditer(text):
        depth = depth + 1 if fence[2] else max(0, depth - 1)
        if depth > DEEPEST:
            return fence.start()
    return None


def is_played(target: str) -> bool:
    """Whether a medium is a sound or a video, by the ending of its name."""
    return target.endswith(_SOUNDS + _VIDEOS)


def is_document(target: str) -> bool:
    """Whether the address is that of a document in the folder of media, to which a text links."""
    return target.startswith(MEDIA) and target.endswith(_DOCUMENTS) and "/" not in target.removeprefix(MEDIA)


class _Box(Block):
    """`/// case | On the wing` … `///`: an aside of the kind, with its heading."""

    ARGUMENT = None

    def on_create(self, parent: Any) -> Any:
        box = parent.makeelement("aside", {"class": f"notice {self.NAME}"})
        parent.append(box)
        if self.argument:
            self._paragraph(box, "heading", self.argument)
        return box

    def on_end(self, block: Any) -> None:
        body = [element for element in block if element.get("class") != "heading"]
        finished = body and (body[0].text or "").lstrip().startswith(COMPLETED)
        if self.NAME == "country" and not finished:
            with force_locale(self.md.language):
                self._paragraph(block, "to-complete", _("To be completed by a named lawyer."))

    @staticmethod
    def _paragraph(box: Any, kind: str, words: str) -> None:
        paragraph = box.makeelement("p", {"class": kind})
        paragraph.text = words
        box.append(paragraph)


class _Boxes(BlocksExtension):
    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:  # noqa: ARG002
        for kind in BOXES:
            block_mgr.register(type(f"{kind.title()}Box", (_Box,), {"NAME": kind}), self.getConfigs())


class _Plain(Extension):
    """Takes out what instructors do not mean when they write it.

    Tags are shown as text: else one stray tag swallows the rest of a lesson. Four spaces make no program, a line of dashes
    no heading, words in brackets no reference.
    """

    def extendMarkdown(self, md: Markdown) -> None:
        md.preprocessors.deregister("html_block")
        for name in ("html", "reference", "image_reference", "short_reference", "short_image_ref"):
            md.inlinePatterns.deregister(name)
        for name in ("code", "setextheader", "reference"):
            md.parser.blockprocessors.deregister(name)


class _OneLine(_Plain):
    """No blocks at all: an option may begin with "1." or "-" and is still one line of words."""

    def extendMarkdown(self, md: Markdown) -> None:
        super().extendMarkdown(md)
        for name in ("indent", "hashheader", "hr", "olist", "ulist", "quote"):
            md.parser.blockprocessors.deregister(name)


class _Instances(threading.local):
    """The library's objects are slow to make and not shared between threads."""

    def __init__(self) -> None:
        self.blocks = Markdown(
            extensions=["attr_list", "sane_lists", "tables", _Boxes(), _Plain()],
            extension_configs={"tables": {"use_align_attribute": True}},
            output_format="html",
        )
        self.line = Markdown(extensions=[_OneLine()], output_format="html")


_instances = _Instances()


def render(text: str, *, language: str = "en", media: Mapping[str, str] = MappingProxyType({})) -> str:
    """Safe HTML of a Markdown text. Raises Unrenderable.

    `language` is that of the text: what a box says of itself is said in it. `media` has the address of each picture by
    name. Ids of headings get a prefix, so that none takes the place of one that the page itself has.
    """
    if is_prose(text):
        return f"<p>{text}</p>"
    return _render(_instances.blocks, text, language, media)


def render_inline(text: str, *, media: Mapping[str, str] = MappingProxyType({})) -> str:
    """Safe HTML of one line, such as an option of a question, without a paragraph around it. Raises Unrenderable."""
    text = " ".join(text.split())
    if _is_plain(text, _PLAIN_LINE):
        return text
    html = _render(_instances.line, text, "", media)
    return html.removeprefix("<p>").removesuffix("</p>")


def is_prose(text: str) -> bool:
    """Whether the text is one paragraph in which nothing means anything in Markdown or HTML; False may be wrong."""
    return _is_plain(text, _PLAIN_PARAGRAPH)


def _is_plain(text: str, shape: re.Pattern[str]) -> bool:
    return len(text) <= LONGEST_PARAGRAPH and "_" not in text and shape.fullmatch(text) is not None


def plain(text: str) -> str:
    """The words of one line without its marks: for titles and buttons, which escape them. Raises Unrenderable."""
    return unescape(nh3.clean(render_inline(text), tags=set()))


def words_of(html: str) -> str:
    """The words of safe HTML, without a mark: blocks are parted by spaces."""
    return " ".join(unescape(_ANY_TAG.sub("", _BLOCK.sub(" ", html))).split())


def _own_or_web(_tag: str, attribute: str, value: str) -> str | None:
    """Links lead within the page or to the web, pictures come from the module."""
    if attribute == "href":
        return value if _TARGET.match(value) or is_document(value) else None
    return None if attribute == "src" and not value.startswith(MEDIA) else value


def _render(markdown: Any, text: str, language: str, media: Mapping[str, str]) -> str:
    if obstacle(text) is not None:
        raise Unrenderable
    markdown.language = language
    html = nh3.clean(
        markdown.reset().convert(text),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        attribute_filter=_own_or_web,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
        id_prefix=ID_PREFIX,
    ).replace('href="#', f'href="#{ID_PREFIX}')
    # A table may be wider than a phone: it scrolls by itself, also with the keys.
    html = html.replace("<table>", '<div class="scroll" tabindex="0"><table>').replace("</table>", "</table></div>")
    for name, address in media.items():
        if is_played(name):
            html = _played(html, name, address)
        html = html.replace(f'src="{MEDIA}{name}"', f'src="{address}"').replace(
            f'href="{MEDIA}{name}"', f'href="{address}"'
        )
    return html


def _played(html: str, name: str, address: str) -> str:
    """A sound or video where a picture of that name would stand: nothing of it is loaded before it is played."""
    element = "audio" if name.endswith(_SOUNDS) else "video"
    shown = re.compile(rf'<img(?: alt="([^"]*)")? src="{re.escape(MEDIA + name)}">')
    return shown.sub(
        lambda found: f'<{element} controls preload="none" aria-label="{found[1] or ""}" src="{address}"></{element}>',
        html,
    )
