"""The questions of a quiz as they stand, finished or not: what is complained of each, and those that can be answered."""

from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from elearn.courses.content import checks
from elearn.courses.content.reading import Read, Written, read_files
from elearn.courses.rules.module import Files
from elearn.foundation.manuscript.complaints import Complaint
from elearn.foundation.markup import Unrenderable
from elearn.quizzes.content import questions
from elearn.quizzes.content.problems import QuizProblem
from elearn.quizzes.rules.choice import NO_FEEDBACK
from elearn.quizzes.rules.kind import Question, WrittenQuestion
from elearn.quizzes.rules.translating import translated
from elearn.quizzes.rules.words import FrozenWords

# What is missing in a question that can be answered and scored all the same.
_HARMLESS = {
    NO_FEEDBACK,
    QuizProblem.NO_EXPLANATION,
    QuizProblem.NO_OBJECTIVE,
    QuizProblem.UNKNOWN_OBJECTIVE,
    QuizProblem.NO_DIFFICULTY,
    QuizProblem.BAD_TAG,
}


@dataclass(frozen=True)
class Asked:
    """A question of a file, in Markdown its heading, and what is complained of in its lines.

    `question` and `words` are None where it cannot be answered yet: with no complaint of its own, in a translation, as the
    source has to be put right first.
    """

    heading: str
    line: int
    complaints: tuple[Complaint, ...]
    question: Question | None = None
    words: FrozenWords | None = None


def asked(name: str, files: Files, path: str, media: Mapping[str, str]) -> tuple[Asked, ...]:
    """The questions of the file of that path; `files` are the outline and the quiz in every language.

    `media` has the address of each picture by name.
    """
    written = read_files(name, {**{f"media/{medium}": b"" for medium in media}, **files})
    checks.check(written)
    language = path.partition("/")[0]
    there = {each: _answerable(read) for each, read in written.quizzes.items()}
    return tuple(
        _asked(question, complaints, written, there, language, media)
        for question, complaints in _complained(written.quizzes[language])
    )


def _complained(read: Read[tuple[WrittenQuestion, ...]]) -> Iterator[tuple[WrittenQuestion, tuple[Complaint, ...]]]:
    """Each question with the complaints between its line and that of the next. The first has what stands above it too."""
    starts = [question.line for question in read.found]
    of: list[list[Complaint]] = [[] for _ in starts]
    for complaint in read.manuscript.complaints if starts else ():
        of[max(0, bisect(starts, complaint.line) - 1)].append(complaint)
    for question, complaints in zip(read.found, of, strict=True):
        yield question, tuple(complaints)


def _answerable(read: Read[tuple[WrittenQuestion, ...]]) -> dict[str, WrittenQuestion]:
    """By id those in which nothing is wrong that matters for an answer."""
    return {question.id: question for question, complaints in _complained(read) if _is_whole(complaints)}


def _is_whole(complaints: Sequence[Complaint]) -> bool:
    return all(complaint.problem in _HARMLESS for complaint in complaints)


def _asked(
    found: WrittenQuestion,
    complaints: tuple[Complaint, ...],
    written: Written,
    there: Mapping[str, Mapping[str, WrittenQuestion]],
    language: str,
    media: Mapping[str, str],
) -> Asked:
    source = there.get(written.source, {}).get(found.id)
    if source is None or not _is_whole(complaints):
        return Asked(found.heading, found.line, complaints)
    others = {each: by_id[found.id] for each, by_id in there.items() if each != written.source and found.id in by_id}
    question = questions.question(source, others)
    shown = source if language == written.source else translated(source, found)
    try:
        words = questions.words(shown, question.kind, language, media)
    except Unrenderable:
        return Asked(found.heading, found.line, complaints)
    return Asked(found.heading, found.line, complaints, question, words)
