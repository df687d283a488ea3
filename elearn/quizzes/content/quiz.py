"""Reads quiz.md: from its text to written questions, with a complaint for everything that is missing or does not fit."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from elearn.foundation.manuscript import prose
from elearn.foundation.manuscript.text import Manuscript, Section, complain_of_doubles, marked, sections
from elearn.quizzes.content.problems import QuizProblem
from elearn.quizzes.content.questions import WrittenOption, WrittenQuestion
from elearn.quizzes.content.scanner import MARK, OptionPieces, QuestionPieces, scan

_MARKS = ("objective", "difficulty")
_DIFFICULTIES = ("1", "2", "3")


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
    there = {option.id: option for option in translation.options if option.id}
    for option in source.options:
        mine = there.pop(option.id, None)
        if mine is None:
            manuscript.complain(translation.line, QuizProblem.OPTION_NOT_TRANSLATED, id=option.id)
        elif option.feedback and not mine.feedback:
            manuscript.complain(mine.line, QuizProblem.NO_FEEDBACK)
    for extra in there.values():
        manuscript.complain(extra.line, QuizProblem.NOT_IN_SOURCE, id=extra.id)


def _question(manuscript: Manuscript, setting: Setting, section: Section) -> WrittenQuestion:
    line = section.heading.line
    head = marked(manuscript, line, section.heading.words, known=_MARKS, source=setting.source)
    pieces = scan(manuscript, section.body.numbered())
    question = WrittenQuestion(
        id=head.id or "",
        heading=head.words,
        more=pieces.stem.text,
        objective=head.marks.get("objective", ""),
        difficulty=_difficulty(head.marks),
        options=tuple(_option(manuscript, setting, option) for option in pieces.options),
        explanation=pieces.explanation.text,
        line=line,
    )
    _check_prose(manuscript, setting, pieces)
    complain_of_doubles(manuscript, ((option.line, option.id) for option in question.options))
    if not question.explanation and question.options:
        manuscript.complain(line, QuizProblem.NO_EXPLANATION)
    if setting.source:
        _check_marks(manuscript, setting, question)
        _check_key(manuscript, question)
    return question


def _difficulty(marks: Mapping[str, str]) -> int:
    """1 to 3, or 0 where it is not said."""
    given = marks.get("difficulty")
    return int(given) if given in _DIFFICULTIES else 0


def _option(manuscript: Manuscript, setting: Setting, pieces: OptionPieces) -> WrittenOption:
    text, line = " ".join(pieces.words.text.split()), pieces.words.first
    mark = MARK.match(text)
    if setting.source and not mark:
        manuscript.complain(line, QuizProblem.NO_MARK)
    elif mark and not setting.source:
        manuscript.complain(line, QuizProblem.MARK_IN_TRANSLATION)
    head = marked(manuscript, line, text[mark.end() :] if mark else text)
    return WrittenOption(head.id or "", head.words, bool(mark[1]) if mark else None, pieces.feedback.text, line)


def _check_prose(manuscript: Manuscript, setting: Setting, pieces: QuestionPieces) -> None:
    of_options = (piece for option in pieces.options for piece in (option.words, option.feedback))
    for piece in (pieces.stem, *of_options, pieces.explanation):
        prose.check(manuscript, piece.passage, setting.media)


def _check_marks(manuscript: Manuscript, setting: Setting, question: WrittenQuestion) -> None:
    if not question.objective:
        manuscript.complain(question.line, QuizProblem.NO_OBJECTIVE)
    elif setting.objectives is not None and question.objective not in setting.objectives:
        known = ", ".join(sorted(setting.objectives))
        manuscript.complain(question.line, QuizProblem.UNKNOWN_OBJECTIVE, objective=question.objective, known=known)
    if not question.difficulty:
        manuscript.complain(question.line, QuizProblem.NO_DIFFICULTY)


def _check_key(manuscript: Manuscript, question: WrittenQuestion) -> None:
    rights: Sequence[bool | None] = [option.right for option in question.options]
    if len(rights) < 2:
        manuscript.complain(question.line, QuizProblem.TOO_FEW_OPTIONS)
    elif None not in rights:
        if not any(rights):
            manuscript.complain(question.line, QuizProblem.NO_RIGHT_OPTION)
        elif all(rights):
            manuscript.complain(question.line, QuizProblem.NO_WRONG_OPTION)
    for option in question.options:
        if option.right is False and not option.feedback:
            manuscript.complain(option.line, QuizProblem.NO_FEEDBACK)
