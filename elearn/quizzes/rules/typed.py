"""What kinds of questions have in common in which words or numbers are typed."""

import re
from collections.abc import Iterable, Iterator, Sequence

from elearn.quizzes.rules.kind import N_, Fault, Finding, WrittenPart, WrittenQuestion
from elearn.quizzes.rules.spelling import plain_words

FOREIGN = Fault(
    N_("This line does not belong to this kind of question."),
    N_("Delete it, or write another kind= into the curly braces of the heading."),
)
EMPTY_WORD = Fault(
    N_("A word that counts as right is missing here."),
    N_("Put words before and after each | sign: Mandela Rules | Nelson Mandela Rules"),
)
TOO_LONG = Fault(
    N_("What counts as right is longer than %(longest)d characters here."),
    N_("Ask for fewer words: nobody types a whole sentence in the one way that counts."),
)

_NUMBER = re.compile(r"-? ?[0-9]")


def has_only_lines(written: WrittenQuestion) -> bool:
    """Whether it is answered by what its lines that begin with = say, and by nothing else."""
    return bool(written.sets) and not (written.parts or written.columns or "[[" in written.more)


def begins_with_number(words: str) -> bool:
    """Whether the words begin with a figure, or with a minus and a figure."""
    return bool(_NUMBER.match(plain_words(words)))


def about_foreign(parts: Sequence[WrittenPart]) -> Iterator[Finding]:
    """What is wrong where a question has parts that its kind has no use for: said of the first."""
    yield from (Finding(part.line, FOREIGN) for part in parts[:1])


def split_words(words: str) -> list[str]:
    """The words between | signs, each with single spaces; empty ones too."""
    return [" ".join(each.split()) for each in words.split("|")]


def about_words(line: int, words: Iterable[str], longest: int) -> Iterator[Finding]:
    """What is wrong with words that count as right: one that is empty once what does not matter is taken away, or long."""
    for each in words:
        if not plain_words(each):
            yield Finding(line, EMPTY_WORD)
        elif len(each) > longest:
            yield Finding(line, TOO_LONG, {"longest": longest})


def each_once(words: Iterable[str]) -> list[str]:
    """The words in their order, without those that are empty or were there before."""
    return [each for each in dict.fromkeys(words) if plain_words(each)]
