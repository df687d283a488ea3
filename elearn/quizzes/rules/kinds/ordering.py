"""Ordering: steps are to be put in the right order."""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import combinations
from typing import Any

from elearn.quizzes.rules.choice import ids
from elearn.quizzes.rules.kind import (
    N_,
    Answer,
    Fault,
    Finding,
    Kind,
    Plan,
    Question,
    Slot,
    WrittenQuestion,
    part_of,
)
from elearn.quizzes.rules.typed import about_foreign

TOO_FEW = Fault(
    N_("This question has fewer than three steps."),
    N_("Write each step on a line of its own, in the right order: 1. Say who you are. {#say}"),
)
NO_ID = Fault(
    N_("“%(words)s” is no step, as it has no id."),
    N_("Write one at the end of its line, for example {#say}. A list that is no step ends with a line of text."),
)
SAME_WORDS = Fault(
    N_("“%(words)s” is written twice."),
    N_("Use other words for one of them: nobody can know which of the two comes first."),
)
FEEDBACK = Fault(
    N_("A step has no feedback of its own."),
    N_("Say it in the explanation at the end: > without spaces before it."),
)

_NUMBERED = re.compile(r"^ {0,3}\d{1,3}[.)]\s+(.+)", re.MULTILINE)


def _without_id(written: WrittenQuestion) -> Iterator[Finding]:
    """A numbered line before the first step that has an id was taken for a part of the stem."""
    above = _NUMBERED.search(written.more.split("\n\n")[-1])
    if written.steps and above:
        yield Finding(written.line, NO_ID, {"words": above[1]})


def _same_words(written: WrittenQuestion) -> Iterator[Finding]:
    before = set()
    for step in written.steps:
        words = " ".join(step.words.casefold().split())
        if words and words in before:
            yield Finding(step.line, SAME_WORDS, {"words": step.words})
        before.add(words)


class Ordering(Kind):
    """A numbered list with an id for each step, in the right order.

    `marks=part` gives Kendall's tau, never less than 0: the pairs of steps in the right order less those in the wrong one, as
    a share of all (M. G. Kendall, A new measure of rank correlation, Biometrika 30, 1938). For orders at random tau is 0 on
    average, where the share of right pairs alone would be 1/2.
    """

    label = N_("Ordering")
    shuffled = ("steps",)

    def is_written(self, written: WrittenQuestion) -> bool:
        return bool(written.steps) and not (written.options or written.columns or written.sets)

    def findings(self, written: WrittenQuestion) -> Iterator[Finding]:
        cells = (cell for row in written.rows for cell in row)
        yield from about_foreign((*written.options, *cells, *written.sets))
        yield from _without_id(written)
        if len(written.steps) < 3:  # two are a toss of a coin
            yield Finding(written.line, TOO_FEW)
        yield from _same_words(written)
        yield from (Finding(step.line, FEEDBACK) for step in written.steps if step.feedback)

    def plan(self, written: WrittenQuestion) -> Plan:
        # Sorted, as the order in which they are written is the right one.
        places = range(1, len(written.steps) + 1)
        return {"steps": tuple(sorted(ids(written.steps))), "places": tuple(str(place) for place in places)}

    def key(self, written: WrittenQuestion, translations: Mapping[str, WrittenQuestion]) -> dict[str, Any]:  # noqa: ARG002
        return {"order": list(ids(written.steps)), "partly": written.partly}

    def slots(self, plan: Plan) -> tuple[Slot, ...]:
        return tuple(Slot(step, role="places") for step in plan["steps"])

    def score(self, question: Question, answer: Answer) -> Fraction:
        """A pair in which a number is missing, or with the same number twice, is neither right nor wrong."""
        rank: dict[tuple[str, ...], int] = {(place,): number for number, place in enumerate(question.plan["places"], 1)}
        numbers = [rank.get(answer.get(step, ()), 0) for step in question.key["order"]]
        pairs = list(combinations(numbers, 2))
        right, wrong = (sum(0 < low < high for low, high in way) for way in (pairs, [pair[::-1] for pair in pairs]))
        return part_of(max(0, right - wrong), len(pairs), question.key["partly"])

    def right(self, question: Question) -> Answer:
        return {step: (str(place),) for place, step in enumerate(question.key["order"], 1)}


KIND = Ordering()
