"""True or false: a statement to judge, and, where there are reasons to choose from, why."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from elearn.quizzes.rules.choice import about_options, ids, right_ids
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
    part_of,
)
from elearn.quizzes.rules.typed import about_foreign

VERDICTS = ("true", "false")

NO_VERDICT = Fault(
    N_("It is not said whether this statement is true."),
    N_("Below it, on a line of its own, write = true or = false."),
)
NOT_A_VERDICT = Fault(
    N_("“%(words)s” is neither true nor false."),
    N_("Write = true or = false, in English in every language."),
)
TWO_VERDICTS = Fault(
    N_("It is said twice whether this statement is true."),
    N_("Keep the line that is right, = true or = false, and delete the other."),
)
TWO_REASONS = Fault(
    N_("More than one reason is right."),
    N_("Mark one with [x] and the others with [ ]. A reason must explain the verdict, not only be true."),
)

RESERVED = Fault(
    N_("“%(id)s” cannot be the id of a reason."),
    N_("Use another id: true and false are the two verdicts."),
)


def _verdict(part: WrittenPart) -> str:
    return part.words.strip().lower()


class TrueFalse(Kind):
    """A statement, `= true` or `= false`, and options of which one says why.

    `marks=part` gives half the point for the verdict alone; the right reason for the wrong verdict brings nothing.
    """

    label = N_("True or false")
    shuffled = ("options",)

    def is_written(self, written: WrittenQuestion) -> bool:
        verdicts = [_verdict(part) in VERDICTS for part in written.sets]
        return bool(verdicts) and all(verdicts) and not (written.steps or written.columns)

    def findings(self, written: WrittenQuestion) -> Iterator[Finding]:
        yield from about_foreign((*written.steps, *(cell for row in written.rows for cell in row)))
        if not written.sets:
            yield Finding(written.line, NO_VERDICT)
        for part in written.sets:
            if _verdict(part) not in VERDICTS:
                yield Finding(part.line, NOT_A_VERDICT, {"words": part.words})
        yield from (Finding(part.line, TWO_VERDICTS) for part in written.sets[1:])
        if written.options:
            yield from about_options(written)
        # What was chosen is told by ids alone, also to feedback.
        yield from (Finding(part.line, RESERVED, {"id": part.id}) for part in written.options if part.id in VERDICTS)
        if len(right_ids(written)) > 1:
            yield Finding(written.line, TWO_REASONS)

    def plan(self, written: WrittenQuestion) -> Plan:
        return {"truth": VERDICTS, "options": ids(written.options)}

    def key(self, written: WrittenQuestion, translations: Mapping[str, WrittenQuestion]) -> dict[str, Any]:  # noqa: ARG002
        reason = next(iter(right_ids(written)), "")
        return {"truth": _verdict(written.sets[0]), "reason": reason, "partly": written.partly}

    def slots(self, plan: Plan) -> tuple[Slot, ...]:
        truth, reason = Slot("truth", role="truth"), Slot("reason", role="options")
        return (truth, reason) if plan["options"] else (truth,)

    def score(self, question: Question, answer: Answer) -> Fraction:
        key = question.key
        if answer.get("truth") != (key["truth"],):
            return Fraction(0)
        both = not key["reason"] or answer.get("reason") == (key["reason"],)
        return part_of(1 + both, 2, key["partly"])

    def right(self, question: Question) -> Answer:
        reason = question.key["reason"]
        return {"truth": (question.key["truth"],)} | ({"reason": (reason,)} if reason else {})


KIND = TrueFalse()
