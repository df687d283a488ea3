"""What a page says of how good a paper and its questions are: the figures with the words that they are about."""

from dataclasses import dataclass

from elearn.quizzes.rules.agreement import Agreement
from elearn.quizzes.rules.analysis import ItemAnalysis
from elearn.quizzes.rules.kind import Question
from elearn.quizzes.rules.reliability import Reliability
from elearn.quizzes.rules.words import Words


@dataclass(frozen=True)
class Judged:
    """A question with its words and what the answers to it say; `agreement` where it is a case that was rated."""

    question: Question
    words: Words
    item: ItemAnalysis
    agreement: Agreement | None = None


@dataclass(frozen=True)
class JudgedPaper:
    """A paper as a whole, and its questions: those to be looked at come first."""

    reliability: Reliability
    questions: tuple[Judged, ...]
