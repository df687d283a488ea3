"""Reads quiz.md: from its text to written questions, with a complaint for everything that is missing or does not fit."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from elearn.foundation.manuscript import prose
from elearn.foundation.manuscript.text import Manuscript, Passage, Section, complain_of_doubles, is_id, marked, sections
from elearn.quizzes.content.problems import QuizProblem
from elearn.quizzes.content.scanner import MARK, STEP, PartPieces, QuestionPieces, scan
from elearn.quizzes.rules.choice import NO_FEEDBACK
from elearn.quizzes.rules.kind import WrittenPart, WrittenQuestion
from elearn.quizzes.rules.kinds import KINDS, kind_of

_MARKS = ("objective", "difficulty", "tags", "kind", "marks")
_DIFFICULTIES = ("1", "2", "3")
_PARTLY = {"part": True, "all": False}


@dataclass(frozen=True)
class Setting:
    """What a text is read against: whether this is its source language, which objectives and pictures there are.

    `objectives` is None where nobody knows, as module.md cannot be read.
    """

    source: bool
    objectives: Collection[str] | None
    media: Collection[str]


def read_quiz(manuscript: Manuscript, setting: Setting) -> tuple[WrittenQuestion, ...]:
    """The questions of a quiz. What is wrong with them is noted in the manuscript."""
    questions = tuple(_question(manuscript, setting, section) for section in sections(manuscript, manuscript.whole))
    complain_of_doubles(manuscript, ((question.line, question.id) for question in questions))
    return questions


def compare(manuscript: Manuscript, translation: Iterable[WrittenQuestion], source: Iterable[WrittenQuestion]) -> None:
    """Complain where a translation lacks parts of a question, or has what its source lacks. It may lack whole questions."""
    originals = {question.id: question for question in source}
    for question in translation:
        if question.id in originals:
            _compare(manuscript, question, originals[question.id])
        elif question.id:
            manuscript.complain(question.line, QuizProblem.NOT_IN_SOURCE, id=question.id)


def _compare(manuscript: Manuscript, translation: WrittenQuestion, source: WrittenQuestion) -> None:
    name = kind_of(source)
    if name is None:
        return  # the source is complained of
    wanted, there = KINDS[name].ids(source), KINDS[name].ids(translation)
    for part_id in wanted:
        if part_id not in there:
            manuscript.complain(translation.line, QuizProblem.PART_NOT_TRANSLATED, id=part_id)
    for part_id, line in there.items():
        if part_id not in wanted:
            manuscript.complain(line, QuizProblem.NOT_IN_SOURCE, id=part_id)
    explained = {part.id for part in source.parts if part.feedback}
    for part in translation.parts:
        if part.id in explained and not part.feedback:
            manuscript.complain(part.line, NO_FEEDBACK)


def _question(manuscript: Manuscript, setting: Setting, section: Section) -> WrittenQuestion:
    line = section.heading.line
    head = marked(manuscript, line, section.heading.words, known=_MARKS, source=setting.source)
    pieces = scan(manuscript, section.body.numbered())
    columns, *rows = [cells for _line, cells in pieces.table] or [[]]
    question = WrittenQuestion(
        id=head.id or "",
        heading=head.words,
        more=pieces.stem.text,
        objective=head.marks.get("objective", ""),
        difficulty=_difficulty(head.marks),
        tags=_tags(head.marks),
        options=tuple(_part(manuscript, setting, option, may_be_right=True) for option in pieces.options),
        steps=tuple(_part(manuscript, setting, step) for step in pieces.steps),
        rows=tuple(_row(manuscript, line, row) for (line, _cells), row in zip(pieces.table[1:], rows, strict=True)),
        columns=tuple(columns),
        sets=tuple(WrittenPart("", words, line=line) for line, words in pieces.sets),
        explanation=pieces.explanation.text,
        kind=head.marks.get("kind", ""),
        partly=_PARTLY.get(head.marks.get("marks", ""), False),
        line=line,
    )
    _check_prose(manuscript, setting, (line, head.words), pieces)
    if pieces.table and any("{#" in cell for cell in pieces.table[0][1]):
        manuscript.complain(pieces.table[0][0], QuizProblem.NO_TABLE_HEADINGS)
    complain_of_doubles(manuscript, ((part.line, part.id) for part in question.parts))
    if not question.explanation and (kind_of(question) or not setting.source):
        manuscript.complain(line, QuizProblem.NO_EXPLANATION)
    if setting.source:
        _check_numbers(manuscript, pieces)
        _check_marks(manuscript, setting, question, head.marks)
        _check_kind(manuscript, question)
    return question


def _difficulty(marks: Mapping[str, str]) -> int:
    """1 to 3, or 0 where it is not said."""
    given = marks.get("difficulty")
    return int(given) if given in _DIFFICULTIES else 0


def _tags(marks: Mapping[str, str]) -> tuple[str, ...]:
    """Each once; in which order they are written means nothing."""
    return tuple(sorted({*marks.get("tags", "").split(",")} - {""}))


def _part(manuscript: Manuscript, setting: Setting, pieces: PartPieces, may_be_right: bool = False) -> WrittenPart:
    text, line = " ".join(pieces.words.text.split()), pieces.words.first
    mark = MARK.match(text) if may_be_right else None
    if mark and not setting.source:
        manuscript.complain(line, QuizProblem.MARK_IN_TRANSLATION)
    head = marked(manuscript, line, text[mark.end() :] if mark else text)
    return WrittenPart(head.id or "", head.words, bool(mark[1]) if mark else None, pieces.feedback.text, line)


def _row(manuscript: Manuscript, line: int, cells: Iterable[str]) -> tuple[WrittenPart, ...]:
    return tuple(_cell(manuscript, line, cell) for cell in cells)


def _cell(manuscript: Manuscript, line: int, words: str) -> WrittenPart:
    if "{" not in words:
        return WrittenPart("", words, line=line)
    head = marked(manuscript, line, words)
    return WrittenPart(head.id or "", head.words, line=line)


def _check_prose(manuscript: Manuscript, setting: Setting, heading: tuple[int, str], pieces: QuestionPieces) -> None:
    of_parts = (piece for part in (*pieces.options, *pieces.steps) for piece in (part.words, part.feedback))
    for piece in (pieces.stem, *of_parts, pieces.explanation):
        prose.check(manuscript, piece.passage, setting.media)
    cells = ((line, words) for line, row in pieces.table for words in row)
    for line, words in (heading, *pieces.sets, *cells):
        prose.check(manuscript, Passage(line, (words,)), setting.media)


def _check_numbers(manuscript: Manuscript, pieces: QuestionPieces) -> None:
    """Steps count in the order in which they stand: 1, 2, 3, or 1, 1, 1 as some write in Markdown. The first other is named."""
    numbers = [step.number for step in pieces.steps]
    if set(numbers) <= {1}:
        return
    lost = any(
        STEP.fullmatch(words) for words in pieces.stem.lines
    )  # steps without an id, of which their kind complains
    for expected, step in enumerate(pieces.steps, numbers[0] if lost else 1):
        if step.number != expected:
            values = {"number": step.number, "expected": expected}
            manuscript.complain(step.words.first, QuizProblem.STEP_NUMBER, **values)
            return


def _check_marks(manuscript: Manuscript, setting: Setting, question: WrittenQuestion, marks: Mapping[str, str]) -> None:
    if not question.objective:
        manuscript.complain(question.line, QuizProblem.NO_OBJECTIVE)
    elif setting.objectives is not None and question.objective not in setting.objectives:
        known = ", ".join(sorted(setting.objectives))
        manuscript.complain(question.line, QuizProblem.UNKNOWN_OBJECTIVE, objective=question.objective, known=known)
    if not question.difficulty:
        manuscript.complain(question.line, QuizProblem.NO_DIFFICULTY)
    for tag in question.tags:
        if not is_id(tag):
            manuscript.complain(question.line, QuizProblem.BAD_TAG, tag=tag)
    if marks.get("marks", "all") not in _PARTLY:
        manuscript.complain(question.line, QuizProblem.UNKNOWN_MARKING)


def _check_kind(manuscript: Manuscript, question: WrittenQuestion) -> None:
    name = kind_of(question)
    if name is None:
        manuscript.complain(question.line, QuizProblem.UNKNOWN_KIND, known=", ".join(KINDS))
        return
    for finding in KINDS[name].findings(question):
        manuscript.complain(finding.line, finding.fault, **finding.values)
