"""The words of questions, each in a language, and which language's words to take."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """What an officer reads of a question while answering it: HTML of the stem and of each part, and its real language.

    A slot that stands in the stem is there as its id between two `kind.SLOT`.
    """

    stem: str
    parts: Mapping[str, str]
    language: str


@dataclass(frozen=True)
class Secrets:
    """What an officer reads of a question only when rules.shown allows it: HTML of feedback by part, and why."""

    feedback: Mapping[str, str]
    explanation: str


@dataclass(frozen=True)
class FrozenWords:
    """All words of a question in one language, rendered to HTML: what a bank keeps."""

    stem: str
    parts: Mapping[str, str]
    feedback: Mapping[str, str]
    explanation: str


def languages_in_order(wanted: str, there: Iterable[str]) -> list[str]:
    """Which language's words to take first, given the language of each text there is.

    The reader's own; then those with most texts, as a translation may lack some and the source lacks none.
    """
    count = Counter(there)
    return sorted(count, key=lambda language: (language != wanted, -count[language], language != "en", language))
