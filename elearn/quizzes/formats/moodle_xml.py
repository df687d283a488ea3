"""Moodle XML: https://docs.moodle.org/en/Moodle_XML_format

What that page leaves open is read and written as Moodle does it (question/format/xml/format.php, and export_to_xml and
import_from_xml of question/type/ordering, gapselect and ddwtos; ordering is part of Moodle from 4.4 on, before it is a
plug-in). Carried both ways: multichoice as single and multiple choice, truefalse, shortanswer, numerical with tolerance and
unit, matching, ordering, and cloze as gaps, if all of them are typed; with <idnumber> as id, general feedback as the
explanation, and <tags> for the rest: objective-lawful, difficulty-2, marks-all for all or nothing. Read besides: gapselect
and ddwtos as gaps to type, and multichoiceset and ddmatch of plug-ins.

Points for a part of the answer are the same there and here where right options bring the same and wrong ones take away as
much, for pairs and gaps, and for orders with RELATIVE_ALL_PREVIOUS_AND_NEXT, which counts each two steps as ours does.

Lost without a word, as Moodle has no place for it: ids of options, headings of tables, bold and links in the right cells of
a table, how accepted words are spread over lines, and that accents or ё are forgiven; and, as we have none: names of
questions beside their text, categories, other tags, grades and penalties. An objective of more than 40 letters may be cut
short by Moodle, whose tags have at most 50. Everything else that is lost is named in `left_out`, where a question may stand
although it was carried.
"""

from dataclasses import replace

from elearn.quizzes.formats import moodle_faults as faults
from elearn.quizzes.formats.carrying import LeftOut, Losses, id_from, question_id
from elearn.quizzes.formats.exchange import Imported, NotCarried, text_of
from elearn.quizzes.formats.moodle_reading import question_of
from elearn.quizzes.formats.moodle_source import Source, Texts, text_in, words
from elearn.quizzes.formats.moodle_tree import Broken, Node, questions
from elearn.quizzes.formats.moodle_writing import write
from elearn.quizzes.rules.kind import WrittenQuestion

__all__ = ["read", "write"]

_LONGEST_NAME = 250
_CATEGORY = "category"


def read(data: bytes) -> Imported:
    """The questions of a Moodle XML file. Raises Refused."""
    found: list[WrittenQuestion] = []
    left_out: list[NotCarried] = []
    texts, used = Texts(), dict[str, int]()
    nodes = [node for node in questions(text_of(data)) if isinstance(node, Broken) or not _is_category(node)]
    weighing = Texts()
    for node in nodes:
        if isinstance(node, Node):
            weighing.weigh(node)
    for number, node in enumerate(nodes, 1):
        losses = Losses(node.line, "")
        try:
            found.append(_question(node, losses, texts, number, used))
        except LeftOut as reason:
            left_out.append(NotCarried(node.line, losses.name, reason.fault, reason.values))
        else:
            left_out += losses.noted
    return Imported(tuple(found), tuple(left_out))


def _is_category(node: Node) -> bool:
    return node.attributes.get("type") == _CATEGORY


def _question(node: Node | Broken, losses: Losses, texts: Texts, number: int, used: dict[str, int]) -> WrittenQuestion:
    if isinstance(node, Broken):
        raise LeftOut(faults.BROKEN)
    named, numbered = node.first("name"), node.first("idnumber")
    losses.name = words(text_in(named))[:_LONGEST_NAME] if named else ""
    question = question_of(Source(node, losses, texts))
    wanted = id_from(numbered.text if numbered else "") or id_from(losses.name)
    return replace(question, id=question_id(wanted, number, used))
