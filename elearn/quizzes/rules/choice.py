"""What single and multiple choice have in common: options, some of them right."""

from collections.abc import Iterator, Mapping
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

TOO_FEW = Fault(
    N_("This question has fewer than two options."),
    N_("Write each option on a line of its own: - [x] for a right one, - [ ] for a wrong one."),
)
NO_MARK = Fault(
    N_("This option is neither marked right nor wrong."),
    N_("Begin it with - [x] when it is right, with - [ ] when it is wrong."),
)
NO_RIGHT = Fault(N_("No option of this question is right."), N_("Mark at least one with [x]."))
NO_WRONG = Fault(N_("No option of this question is wrong."), N_("Mark at least one with [ ]."))
ONE_RIGHT = Fault(
    N_("More than one option of this single choice is right."),
    N_("Mark one with [x], or delete kind=single: several right options make a multiple choice."),
)
NO_FEEDBACK = Fault(N_("This wrong option has no feedback."), N_("Below it, write two spaces, > and why it is wrong."))


def about_options(written: WrittenQuestion) -> Iterator[Finding]:
    """What is wrong with a list of options."""
    rights = [option.right for option in written.options]
    for option in written.options:
        if option.right is None:
            yield Finding(option.line, NO_MARK)
        elif not option.right and not option.feedback:
            yield Finding(option.line, NO_FEEDBACK)
    if len(rights) < 2:
        yield Finding(written.line, TOO_FEW)
    elif None not in rights and not any(rights):
        yield Finding(written.line, NO_RIGHT)
    elif None not in rights and all(rights):
        yield Finding(written.line, NO_WRONG)


def ids(parts: tuple[WrittenPart, ...]) -> tuple[str, ...]:
    """Their ids, in the order in which they are written."""
    return tuple(part.id for part in parts)


def right_ids(written: WrittenQuestion) -> list[str]:
    """The ids of the options marked right."""
    return [option.id for option in written.options if option.right]


class Choice(Kind):
    """Options, of which the right ones are to be chosen: all in one slot."""

    shuffled = ("options",)
    many: bool

    def is_written(self, written: WrittenQuestion) -> bool:
        only_options = not (written.steps or written.rows or written.sets)
        return bool(written.options) and only_options and (len(right_ids(written)) > 1) == self.many

    def findings(self, written: WrittenQuestion) -> Iterator[Finding]:
        yield from about_options(written)
        if not self.many and len(right_ids(written)) > 1:
            yield Finding(written.line, ONE_RIGHT)

    def plan(self, written: WrittenQuestion) -> Plan:
        return {"options": ids(written.options)}

    def key(self, written: WrittenQuestion, translations: Mapping[str, WrittenQuestion]) -> dict[str, Any]:  # noqa: ARG002
        return {"right": sorted(right_ids(written)), "partly": written.partly}

    def slots(self, plan: Plan) -> tuple[Slot, ...]:  # noqa: ARG002
        return (Slot("choice", role="options", many=self.many),)

    def right(self, question: Question) -> Answer:
        return {"choice": tuple(question.key["right"])}
