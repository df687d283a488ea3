"""Short answer: a few words are typed."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import chain
from typing import Any

from elearn.quizzes.rules.kind import (
    N_,
    Answer,
    Fault,
    Finding,
    Kind,
    Plan,
    Question,
    Slot,
    WrittenPart,
    WrittenQuestion,
)
from elearn.quizzes.rules.spelling import WAYS, same_words
from elearn.quizzes.rules.typed import (
    about_foreign,
    about_words,
    begins_with_number,
    each_once,
    has_only_lines,
    split_words,
)

LONGEST = 200

NO_WORDS = Fault(
    N_("This question does not say which words count as right."),
    N_("Write = and the words, with | between them: = Mandela Rules | Nelson Mandela Rules"),
)
UNKNOWN_WAY = Fault(
    N_("“%(way)s” does not say how exactly the words are to be typed."),
    N_(
        "Write {case} where capitals count, {accents} where accents do, {yo} where ё and е differ, {kazakh} where Russian "
        "letters may stand for the Kazakh ones that look like them."
    ),
)


class Short(Kind):
    """`= words | other words`, on one line or several; `{case}` and the like at the end of one say how exactly."""

    label = N_("Short answer")

    def is_written(self, written: WrittenQuestion) -> bool:
        lines = [line.words for line in written.sets]
        is_truth = {line.casefold() for line in lines} <= {"true", "false"}
        return has_only_lines(written) and not is_truth and not any(map(begins_with_number, lines))

    def findings(self, written: WrittenQuestion) -> Iterator[Finding]:
        yield from about_foreign(written.parts)
        if not written.sets:
            yield Finding(written.line, NO_WORDS)
        for line in written.sets:
            words, ways = _taken_apart(line.words)
            yield from about_words(line.line, split_words(words), LONGEST)
            yield from (Finding(line.line, UNKNOWN_WAY, {"way": way}) for way in ways if way not in WAYS)

    def plan(self, written: WrittenQuestion) -> Plan:  # noqa: ARG002
        return {}

    def key(self, written: WrittenQuestion, translations: Mapping[str, WrittenQuestion]) -> dict[str, Any]:
        # Who reads one language may answer in another, as the language of a page can be switched.
        accept = chain(_accepted(written), *(_accepted(there) for _language, there in sorted(translations.items())))
        ways = {way for line in written.sets for way in _taken_apart(line.words)[1]}
        return {"accept": each_once(accept), "exact": sorted(ways)}

    def slots(self, plan: Plan) -> tuple[Slot, ...]:  # noqa: ARG002
        return (Slot("words", longest=LONGEST),)

    def score(self, question: Question, answer: Answer) -> Fraction:
        accept, exact = question.key["accept"], question.key["exact"]
        given = answer.get("words", ())
        return Fraction(int(any(same_words(typed, words, exact) for typed in given for words in accept)))

    def right(self, question: Question) -> Answer:
        return {"words": (question.key["accept"][0],)}

    def sets(self, written: WrittenQuestion, translation: WrittenQuestion) -> tuple[WrittenPart, ...]:
        """Words of both languages count; those of the translation come first."""
        return (*translation.sets, *written.sets)

    def ids(self, written: WrittenQuestion) -> dict[str, int]:
        return {"=": written.sets[0].line} if each_once(_accepted(written)) else {}


def _accepted(written: WrittenQuestion) -> Iterable[str]:
    return chain.from_iterable(split_words(_taken_apart(line.words)[0]) for line in written.sets)


def _taken_apart(line: str) -> tuple[str, list[str]]:
    """The words of a line, and what the curly braces at its end say."""
    if not line.endswith("}") or "{" not in line:
        return line, []
    words, _, inside = line[:-1].rpartition("{")
    return words, inside.split()


KIND = Short()
