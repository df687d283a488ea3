"""Whether Markdown will be shown as its author meant it: links, pictures, boxes, lists, stray HTML."""

import re
from collections.abc import Collection, Iterator

from elearn.foundation import markup
from elearn.foundation.manuscript.complaints import TextProblem
from elearn.foundation.manuscript.text import Manuscript, Passage, headings

_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>]+", re.IGNORECASE)
# Code between ` signs and characters after a backslash mean nothing: their place is kept, so that lines still count.
_MEANT_TO_BE_SEEN = re.compile(r"(`+)(?!`)[^\n]*?(?<!`)\1(?!`)|\\[^\n]")
_TAG = re.compile(r"<(?!(?:https?|mailto):|[^<>\s]+@)(?:/?[a-z][^<>\n]*>|!--)", re.IGNORECASE)
_LINK = re.compile(r"(!?)\[((?:[^\[\]\n]|\n(?!\s*\n))*)\]\(\s*<?([^\s()<>]*)")
_FENCE = re.compile(r" {0,3}/{3,}(.*)")
_TRANSCRIPT = re.compile(r"\s*\n/{3,}[ \t]*transcript\b")
_ITEM = re.compile(r"(?:[-*+]|1\.)\s+\S")
_SHALLOW = re.compile(r" {1,3}(?:[-*+]|\d+\.)\s+\S")


def check(manuscript: Manuscript, passage: Passage, media: Collection[str], anchors: Collection[str] = ()) -> None:
    """Complain of all that would not be shown as it was meant. `anchors` are the ids of the page that may be linked to."""
    if markup.is_prose(passage.text.strip()):
        return  # most pieces of a quiz: nothing can be wrong with them
    obstacle = markup.obstacle(passage.text)
    if obstacle is not None:
        manuscript.complain(passage.line_at(obstacle), TextProblem.TANGLED)
        return
    bare = Passage(passage.first, tuple(_without_code(passage.text).split("\n")))
    _check_tags(manuscript, bare)
    _check_links(manuscript, bare, media, anchors)
    _check_levels(manuscript, bare)
    _check_boxes(manuscript, bare)
    _check_lists(manuscript, bare)


def pictures(text: str) -> frozenset[str]:
    """The names of the media that a text shows, plays or links to."""
    links = _LINK.finditer(_without_code(text))
    return frozenset(
        link[3].removeprefix(markup.MEDIA)
        for link in links
        if link[3].startswith(markup.MEDIA) and (link[1] or markup.is_document(link[3]))
    )


def _without_code(text: str) -> str:
    return _MEANT_TO_BE_SEEN.sub(lambda found: " " * len(found[0]), text)


def _check_tags(manuscript: Manuscript, passage: Passage) -> None:
    for line, words in passage.numbered():
        if tag := _TAG.search(words):
            manuscript.complain(line, TextProblem.HTML, tag=tag[0])


def _check_links(manuscript: Manuscript, passage: Passage, media: Collection[str], anchors: Collection[str]) -> None:
    for link in _LINK.finditer(passage.text):
        line, target = passage.line_at(link.start()), link[3]
        if link[1]:
            if not target.startswith(markup.MEDIA) or target.removeprefix(markup.MEDIA) not in media:
                manuscript.complain(line, TextProblem.NO_SUCH_PICTURE, target=target)
            if not link[2].strip():
                manuscript.complain(line, TextProblem.NO_DESCRIPTION, target=target)
            if markup.is_played(target) and not _TRANSCRIPT.match(passage.text, passage.text.find("\n", link.end())):
                manuscript.complain(line, TextProblem.NO_TRANSCRIPT, target=target)
        elif markup.is_document(target) and target.removeprefix(markup.MEDIA) in media:
            continue
        elif not _ADDRESS.fullmatch(target) and not (target.startswith("#") and target[1:] in anchors):
            manuscript.complain(line, TextProblem.DEAD_LINK, target=target)


def _check_levels(manuscript: Manuscript, passage: Passage) -> None:
    for heading in headings(passage):
        if heading.level not in (2, 3, 4):
            manuscript.complain(heading.line, TextProblem.WRONG_LEVEL)


def _check_boxes(manuscript: Manuscript, passage: Passage) -> None:
    opened: int | None = None
    for line, words in passage.numbered():
        fence = _FENCE.fullmatch(words)
        if fence is None:
            continue
        if not fence[1].strip():
            if opened is None:
                manuscript.complain(line, TextProblem.BOX_NOT_OPENED)
            opened = None
            continue
        if opened is not None:
            manuscript.complain(line, TextProblem.BOX_IN_BOX, first=opened)
        _check_box(manuscript, line, fence[1])
        opened = line
    if opened is not None:
        manuscript.complain(opened, TextProblem.BOX_NOT_CLOSED)


def _check_box(manuscript: Manuscript, line: int, opening: str) -> None:
    kind, _, heading = (part.strip() for part in opening.partition("|"))
    if kind.split()[0:1] != [kind] or not heading:
        manuscript.complain(line, TextProblem.BOX_WITHOUT_HEADING)
    elif kind not in markup.BOXES:
        manuscript.complain(line, TextProblem.UNKNOWN_BOX, kind=kind, known=", ".join(markup.BOXES))


def _check_lists(manuscript: Manuscript, passage: Passage) -> None:
    for paragraph in _paragraphs(passage):
        in_list = False
        for number, (line, words) in enumerate(paragraph):
            begins = bool(_ITEM.match(words))
            late_table = number > 1 and "|" in words and "---" in words and set(words) <= set(" |:-")
            if (begins and number and not in_list) or late_table:
                manuscript.complain(line, TextProblem.NO_EMPTY_LINE)
            if _SHALLOW.match(words):
                manuscript.complain(line, TextProblem.SHALLOW_LIST)
            in_list = in_list or begins


def _paragraphs(passage: Passage) -> Iterator[list[tuple[int, str]]]:
    """Lines that belong together: between empty lines, headings and the lines that begin and end boxes."""
    paragraph: list[tuple[int, str]] = []
    for line, words in passage.numbered():
        if not words.strip() or _FENCE.fullmatch(words) or words.startswith("#"):
            yield paragraph
            paragraph = []
        else:
            paragraph.append((line, words))
    yield paragraph
