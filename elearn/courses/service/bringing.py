"""Questions from other systems: what a file brings, as the text of quiz.md, and what of it is missing or lost.

Nothing is kept: the text is the answer.
"""

from bisect import bisect
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from elearn.foundation.manuscript.complaints import Complaint
from elearn.foundation.manuscript.text import LARGEST_FILE, Manuscript
from elearn.foundation.markup import Unrenderable
from elearn.quizzes.content import questions
from elearn.quizzes.content.quiz import Setting, read_quiz
from elearn.quizzes.content.writing import quiz_text
from elearn.quizzes.formats import registry
from elearn.quizzes.formats.carrying import LeftOut, finished_kind
from elearn.quizzes.formats.exchange import Imported, NotCarried, Refused
from elearn.quizzes.formats.registry import Format
from elearn.quizzes.rules.kind import WrittenQuestion
from elearn.quizzes.rules.kinds import KINDS, kind_of
from elearn.quizzes.rules.marking import Key, Reviewed
from elearn.quizzes.rules.words import Words

# So many questions are shown as officers see them; the others are listed.
MOST_SHOWN = 50


@dataclass(frozen=True)
class Wishes:
    """What a file is to be read as: its format, empty where it is to be found out; and what a question gets that does not
    say so itself. `objectives` are those of the module, None where it is not known.
    """

    file_format: str = ""
    objective: str = ""
    difficulty: int = 0
    objectives: Collection[str] | None = None
    language: str = "en"


@dataclass(frozen=True)
class Missing:
    """What a module would be complained of for, and how often."""

    complaint: Complaint
    count: int


@dataclass(frozen=True)
class BroughtQuestion:
    """A question as quiz.md says it, the line of the file in which it stood, and what of it was lost.

    `missing` is what the checker of modules complains of, each once with how often. `shown` is None where it is only listed.
    """

    written: WrittenQuestion
    line: int
    lost: tuple[NotCarried, ...]
    missing: tuple[Missing, ...]
    shown: Reviewed | None


@dataclass(frozen=True)
class Brought:
    """What a file brings. `missing` says in how many questions something is."""

    file_format: Format
    text: str
    questions: tuple[BroughtQuestion, ...]
    left_out: tuple[NotCarried, ...]

    @property
    def missing(self) -> tuple[Missing, ...]:
        return _counted(each.complaint for question in self.questions for each in question.missing)

    @property
    def lost(self) -> tuple[NotCarried, ...]:
        """What is lost of questions that are carried."""
        return tuple(each for question in self.questions for each in question.lost)

    @property
    def is_too_long(self) -> bool:
        """Whether a module cannot have a quiz of this length."""
        return len(self.text.encode()) > LARGEST_FILE


def bring(data: bytes, file_name: str, wishes: Wishes) -> Brought | Refused:
    """What the file brings, or why it is not read."""
    try:
        file_format, imported = registry.imported(data, file_name, wishes.file_format)
    except Refused as refused:
        return refused
    text = quiz_text(_completed(question, wishes) for question in imported.questions)
    # What is shown is what the text says when it is read as part of a module, and nothing else.
    manuscript = Manuscript("quiz.md", tuple(text.split("\n")))
    found = read_quiz(manuscript, Setting(True, wishes.objectives, ()))
    whole = tuple(each for each in imported.left_out if not each.of_part)
    return Brought(file_format, text, tuple(_brought(imported, found, manuscript, wishes.language)), whole)


def _completed(question: WrittenQuestion, wishes: Wishes) -> WrittenQuestion:
    known = wishes.objectives is None or question.objective in wishes.objectives
    return replace(
        question,
        objective=question.objective if question.objective and known else wishes.objective,
        difficulty=question.difficulty or wishes.difficulty,
    )


def _brought(
    imported: Imported, found: Sequence[WrittenQuestion], manuscript: Manuscript, language: str
) -> Iterator[BroughtQuestion]:
    lost: dict[int, list[NotCarried]] = {}
    for each in imported.left_out:
        if each.of_part:
            lost.setdefault(each.line, []).append(each)
    missing = _by_question(manuscript.complaints, found)
    for number, (original, written) in enumerate(zip(imported.questions, found, strict=True)):
        seen = shown(written, language) if number < MOST_SHOWN else None
        yield BroughtQuestion(written, original.line, tuple(lost.get(original.line, ())), missing[number], seen)


def _by_question(complaints: Sequence[Complaint], found: Sequence[WrittenQuestion]) -> list[tuple[Missing, ...]]:
    """What is complained of between the line of each question and that of the next."""
    starts = [question.line for question in found]
    sorted_in: list[list[Complaint]] = [[] for _ in found]
    for complaint in complaints:
        sorted_in[bisect(starts, complaint.line) - 1].append(complaint)
    return [_counted(each) for each in sorted_in]


def _counted(complaints: Iterable[Complaint]) -> tuple[Missing, ...]:
    """Each once, by what it says; the most frequent first."""
    by_words: dict[tuple[str, str], list[Complaint]] = {}
    for each in complaints:
        by_words.setdefault((each.problem.what, repr(each.values)), []).append(each)
    return tuple(sorted((Missing(same[0], len(same)) for same in by_words.values()), key=lambda each: -each.count))


def shown(written: WrittenQuestion, language: str, media: Mapping[str, str] = MappingProxyType({})) -> Reviewed | None:
    """The question with its key, as a page shows it after handing in; None where it is not finished."""
    try:
        kind = KINDS[_finished_kind(written)]
        question = questions.question(written, {})
        said = questions.words(written, question.kind, language, media)
    except (LeftOut, Unrenderable):
        return None
    key = Key(question.key, kind.right(question), 0.0, said.feedback, said.explanation)
    return Reviewed(question.kind, Words(said.stem, said.parts, language), question.plan, {}, key)


def _finished_kind(written: WrittenQuestion) -> str:
    """An essay is finished too, although no other system reads it. Raises LeftOut."""
    is_essay = kind_of(written) == "essay" and not any(KINDS["essay"].findings(written))
    return "essay" if is_essay else finished_kind(written)
