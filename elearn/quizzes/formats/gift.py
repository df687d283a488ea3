"""GIFT, Moodle's format of questions in plain text: https://docs.moodle.org/en/GIFT_format

What that page leaves open is read as Moodle reads it (question/format/gift/format.php). Carried both ways: single and
multiple choice, true or false, short answers, numbers and matching, with titles as ids, feedback, general feedback as the
explanation, and Moodle's comments for ids and tags: // [id:order] [tag:objective-lawful] [tag:difficulty-2]. All texts are
written as Markdown; what is read may be HTML, plain text or Markdown, and a missing word is shown as _____. Points for a part
of the answer are the rule there for several right options and for pairs: a tag of ours, marks-all, says where they are not.

Lost without a word, as GIFT has no place for it: ids of options, headings of tables, bold and links in the right cells of a
table, and how accepted answers are spread over lines. Everything else that is lost is named in `left_out`, where a question
may stand although it was carried.
"""

import re
from dataclasses import replace

from elearn.quizzes.formats.carrying import Losses, Tags, id_from, question_id, said_by
from elearn.quizzes.formats.exchange import Effort, Imported, NotCarried, Refused, text_of
from elearn.quizzes.formats.gift_answers import Draft, reader_of
from elearn.quizzes.formats.gift_syntax import (
    LONGEST,
    Block,
    Broken,
    blocks,
    cut,
    formatted,
    has_picture,
    masked,
    unmasked,
)
from elearn.quizzes.formats.gift_texts import MOST_HTML, TOO_MUCH_HTML, Texts, least_tags, stem
from elearn.quizzes.formats.gift_writing import write
from elearn.quizzes.formats.hypertext import shows_picture
from elearn.quizzes.rules.kind import N_, Fault, WrittenQuestion

__all__ = ["read", "write"]

NO_TEXT = Fault(N_("This question asks nothing."), N_("Write the question before the curly braces."))
PICTURES = Fault(N_("The pictures and files of this question do not come with it."), N_("Add them in the editor."))

_SIGNS = re.compile("[=~]|#+")
_NOTE = re.compile(r"\[(id|tag):([^\[\]]{1,100})\]")


def read(data: bytes) -> Imported:
    """The questions of a GIFT file. Raises Refused."""
    questions: list[WrittenQuestion] = []
    left_out: list[NotCarried] = []
    texts, used = Texts(), dict[str, int]()
    found = blocks(text_of(data))
    _weigh(found)
    for block in found:
        losses = Losses(block.position(0)[0], block.name)
        try:
            questions.append(_question(block, texts, losses, used))
        except Broken as broken:
            line, column = block.position(broken.place)
            left_out.append(NotCarried(line, block.name, broken.fault, {"column": column, **broken.values}))
        else:
            left_out += losses.noted
    return Imported(tuple(questions), tuple(left_out))


def _weigh(blocks: list[Block]) -> None:
    """Raises Refused before anything is converted. What is too long for a question is not read at all."""
    effort, tags = Effort(), 0
    for block in blocks:
        if len(block.text) <= LONGEST:
            pieces = _SIGNS.split(block.text)
            effort.spend(block.text, len(pieces), masked=masked(block.text))
            tags += sum(map(least_tags, pieces)) if "<" in block.text else 0
    if tags > MOST_HTML:
        raise Refused(TOO_MUCH_HTML)


def _question(block: Block, texts: Texts, losses: Losses, used: dict[str, int]) -> WrittenQuestion:
    pieces, (ident, tags) = cut(block), _notes(block.comments)
    form, asked = formatted(pieces.stem, "moodle")
    draft = Draft(block, pieces, form, texts, losses, tags.all_or_nothing)
    heading, more = stem(draft.prose(asked), form)
    if not heading:
        raise Broken(NO_TEXT)
    written = reader_of(pieces.answers)(
        draft,
        WrittenQuestion(
            id="",
            heading=heading,
            more=more,
            objective=tags.objective,
            difficulty=tags.difficulty,
            tags=tags.own,
            explanation=draft.prose(pieces.general),
            line=losses.line,
        ),
    )
    everything = unmasked(block.text)
    if shows_picture(everything) or has_picture(everything):
        losses.note(PICTURES)
    return replace(written, id=question_id(ident or id_from(pieces.title), block.number, used))


def _notes(comments: str) -> tuple[str, Tags]:
    """The id and the tags that the comments before a question give it."""
    found = [(note[1], note[2]) for note in _NOTE.finditer(comments)]
    ident = next((id_from(name) for key, name in found if key == "id"), "")
    return ident, said_by(tag for key, tag in found if key == "tag")
