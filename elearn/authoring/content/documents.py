"""Texts from word processors as the Markdown of a lesson: a .docx, or what was copied from one."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile

import mammoth

from elearn.authoring.rules.bringing import Lost, Unreadable
from elearn.quizzes.formats.hypertext import LONGEST, Tangled, markdown_of, shows_picture

MOST_BYTES = 20_000_000
_MOST_PARTS = 2_000
_MOST_UNPACKED = 60_000_000  # bytes, with pictures, which are not read
_MOST_XML = 8_000_000  # of the document itself: a book of 500 pages
_DOCUMENT = "word/document.xml"
# The library reads these. The others stay packed.
_READ = re.compile(r"\[Content_Types\]\.xml|_rels/\.rels|word/[a-z0-9]+\.xml|word/_rels/[a-z0-9]+\.xml\.rels")
_DECLARED = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_IMAGES, _NOTES = re.compile(r"<img\b", re.IGNORECASE), re.compile(r'<li id="[^"]*(?:footnote|endnote)-')
_NOTE_LINKS = re.compile(r'<sup><a href="#[^"]*note-[^"]*"[^>]*>[^<]*</a></sup>')
_NEW_HEADING = re.compile(r"^### ", re.MULTILINE)


@dataclass(frozen=True)
class Converted:
    """The Markdown, and what of the document stayed behind, with how often."""

    text: str
    lost: Mapping[Lost, int]


def from_word(data: bytes) -> Converted | Unreadable:
    """What a .docx says, or why it cannot be read."""
    if len(data) > MOST_BYTES:
        return Unreadable.TOO_LARGE
    try:
        packed = _without_dangers(data)
    except (BadZipFile, KeyError, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return Unreadable.NO_DOCUMENT
    if isinstance(packed, Unreadable):
        return packed
    try:
        found = mammoth.convert_to_html(
            BytesIO(packed.data),
            convert_image=mammoth.images.img_element(lambda _picture: {"src": ""}),
            external_file_access=False,
            include_embedded_style_map=False,
        )
    except (RecursionError, MemoryError):
        return Unreadable.TANGLED
    except Exception:  # the library promises nothing about documents that are damaged
        return Unreadable.DAMAGED
    lost = Counter({Lost.COMMENTS: packed.comments, Lost.BOXES: packed.boxes})
    lost[Lost.STYLES] = sum("style" in message.message for message in found.messages)
    return _converted(found.value, lost)


def from_html(html: str) -> Converted | Unreadable:
    """What was copied from a document or a page."""
    return _converted(html, Counter())


@dataclass(frozen=True)
class _Packed:
    data: bytes
    comments: int
    boxes: int


def _without_dangers(data: bytes) -> _Packed | Unreadable:
    """The document packed anew with those parts only that are read, when they are small and declare no entities."""
    with ZipFile(BytesIO(data)) as archive:
        parts = archive.infolist()
        if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
            return Unreadable.TOO_LARGE
        kept = {}
        for part in parts:
            if _READ.fullmatch(part.filename):
                with archive.open(part) as file:
                    kept[part.filename] = file.read(_MOST_XML + 1)
    if _DOCUMENT not in kept:
        return Unreadable.NO_DOCUMENT
    if any(len(each) > _MOST_XML for each in kept.values()):
        return Unreadable.TOO_LARGE
    # Encodings other than UTF-8 could hide a declaration from the search.
    if any(_DECLARED.search(each) or b"\x00" in each for each in kept.values()):
        return Unreadable.DAMAGED
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, content in kept.items():
            archive.writestr(name, content)
    comments = kept.get("word/comments.xml", b"").count(b"<w:comment ")
    return _Packed(packed.getvalue(), comments, kept[_DOCUMENT].count(b"<w:txbxContent"))


def _converted(html: str, lost: Counter[Lost]) -> Converted | Unreadable:
    lost[Lost.PICTURES] += len(_IMAGES.findall(html)) or int(shows_picture(html))
    lost[Lost.NOTES] += len(_NOTES.findall(html))
    try:
        texts = [markdown_of(piece) for piece in _pieces(_NOTE_LINKS.sub("", html))]
    except (Tangled, RecursionError):
        return Unreadable.TANGLED
    # The converter is made for questions, in which there is no heading of the second level.
    text = "\n\n".join(_NEW_HEADING.sub("## ", each) for each in texts if each)
    return Converted(text, {what: count for what, count in lost.items() if count})


def _pieces(html: str) -> list[str]:
    """The HTML in pieces that can be converted in bounded time, cut between paragraphs; lists and tables stay whole."""
    pieces, start, cut, depth = [], 0, 0, 0
    for found in re.finditer(r"<(/?)(p|h[1-6]|table|ul|ol|blockquote|div)\b[^>]*>", html, re.IGNORECASE):
        depth = max(0, depth - 1) if found[1] else depth + 1
        if found[1] and depth == 0:
            if found.end() - start > LONGEST * 3 // 4 and cut > start:
                pieces.append(html[start:cut])
                start = cut
            cut = found.end()
    return [*pieces, html[start:]]
