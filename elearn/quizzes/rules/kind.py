"""What every kind of question says of itself: how it is written, shown, answered and scored, and what of it is secret.

A kind is one file in `kinds/` and one template of the same name; nothing else knows it. Its file reads what instructors
write, says which slots an answer fills, and scores. Its template draws the slots and, when it may be seen, the key.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

# What an officer gave: by slot, ids of parts or the words typed. A slot left empty is not there.
Answer = Mapping[str, tuple[str, ...]]

# Stands in a stem where a slot belongs, around its id. No keyboard has it.
SLOT = "\ufffc"

_PLACE = re.compile(r"[0-9]{1,3}")


def N_(sentence: str) -> str:
    """The sentence itself, marked for translation: it is translated where it is shown."""
    return sentence


@dataclass(frozen=True)
class Fault:
    """What can be wrong with a written question and what to do, with %(name)s where a finding's values go."""

    what: str
    remedy: str


@dataclass(frozen=True)
class Finding:
    """A fault in one line of the file."""

    line: int
    fault: Fault
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class WrittenPart:
    """An option, a step or a cell of a table, in Markdown. `right` is None where no [x] or [ ] says so. The id may be missing."""

    id: str
    words: str
    right: bool | None = None
    feedback: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class WrittenQuestion:
    """A question in one language as its author wrote it, its lines sorted but not yet understood.

    `more` is what the stem says below its heading; `options` are the items of a list with marks or ids, `steps` those of a
    numbered list with ids, `rows` the lines of a table with ids below its `columns`, `sets` the lines that begin with =.
    `kind` is empty where the heading does not say it; `partly` whether it gives points for a part of the answer; `tags` are
    sorted.
    """

    id: str
    heading: str
    more: str
    objective: str
    difficulty: int
    options: tuple[WrittenPart, ...] = ()
    steps: tuple[WrittenPart, ...] = ()
    rows: tuple[tuple[WrittenPart, ...], ...] = ()
    columns: tuple[str, ...] = ()
    sets: tuple[WrittenPart, ...] = ()
    explanation: str = ""
    kind: str = ""
    partly: bool = False
    tags: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)

    @property
    def parts(self) -> tuple[WrittenPart, ...]:
        """Everything in it that may have an id of its own."""
        return (*self.options, *self.steps, *(cell for row in self.rows for cell in row))


@dataclass(frozen=True)
class Slot:
    """A place in an answer: words typed up to `longest` characters, or, with `role`, parts of that role chosen.

    With `many` several may be chosen.
    """

    id: str
    role: str = ""
    many: bool = False
    longest: int = 200


Plan = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Question:
    """A question without its words: the same in every language.

    `plan` is what it consists of and may be sent to anybody who answers it: ids of parts by role. `key` is what makes an
    answer right, in the kind's own shape: it stays here while it is secret.
    """

    id: str
    kind: str
    objective: str
    difficulty: int
    plan: Plan
    key: Mapping[str, Any]
    tags: tuple[str, ...] = ()


class Kind(ABC):
    """One kind of question. `shuffled` are the roles whose parts stand in another order on every paper.

    With `by_people` no key scores an answer: people mark it by a rubric, which other systems have no place for.
    """

    label: str
    shuffled: tuple[str, ...] = ()
    by_people = False

    @abstractmethod
    def is_written(self, written: WrittenQuestion) -> bool:
        """Whether a question of the source language that does not name its kind has the shape of this one."""

    @abstractmethod
    def findings(self, written: WrittenQuestion) -> Iterator[Finding]:
        """What is wrong with a question of this kind in the source language."""

    @abstractmethod
    def plan(self, written: WrittenQuestion) -> Plan:
        """The parts of a question in which nothing is wrong."""

    @abstractmethod
    def key(self, written: WrittenQuestion, translations: Mapping[str, WrittenQuestion]) -> dict[str, Any]:
        """What makes an answer right, as JSON. `translations` by language: words that count may differ."""

    @abstractmethod
    def slots(self, plan: Plan) -> tuple[Slot, ...]:
        """The places to fill, in the order in which they stand on a paper with its parts in the plan's order."""

    @abstractmethod
    def score(self, question: Question, answer: Answer) -> Fraction | None:
        """From 0 to 1, for an answer that fits and is not empty; None where people have to mark it: `by_people`."""

    @abstractmethod
    def right(self, question: Question) -> Answer:
        """An answer that scores 1; an empty one where people mark."""

    def right_slots(self, question: Question, answer: Answer) -> frozenset[str]:  # noqa: ARG002
        """The slots that are right by themselves, where a page says so slot by slot."""
        return frozenset()

    def panel(self, question: Question) -> Mapping[str, tuple[int, int]]:  # noqa: ARG002
        """By slot the lowest and the highest that a panel of experts gave, where numbers on a scale are asked for."""
        return {}

    def more(self, written: WrittenQuestion) -> str:
        """The Markdown of the stem below its heading, with `SLOT` around the id of each slot that stands in it."""
        return written.more

    def elsewhere(self, written: WrittenQuestion) -> WrittenQuestion:
        """A finished question as other systems are given it: itself, or one of a kind that they know and that asks the same."""
        return written

    def sets(self, written: WrittenQuestion, translation: WrittenQuestion) -> tuple[WrittenPart, ...]:  # noqa: ARG002
        """The lines that begin with = of a question in translation: what they say is the same in every language."""
        return written.sets

    def words(self, written: WrittenQuestion) -> dict[str, str]:
        """The Markdown that officers read of each part, by its id."""
        return {part.id: part.words for part in written.parts if part.id}

    def secret_words(self, written: WrittenQuestion) -> dict[str, str]:
        """The Markdown of what is as secret as the key, by id."""
        return {part.id: part.feedback for part in written.parts if part.feedback}

    def told(self, question: Question, answer: Answer) -> frozenset[str]:  # noqa: ARG002
        """Of its secret words, the ids of those that an officer reads with this answer, once everything is shown."""
        return frozenset(part for given in answer.values() for part in given)

    def ids(self, written: WrittenQuestion) -> dict[str, int]:
        """What a translation has to have too: ids with their lines."""
        return {part.id: part.line for part in written.parts if part.id}


def fits(slots: Sequence[Slot], plan: Plan, answer: Answer) -> bool:
    """Whether this can be an answer: in its slots only, parts that are there, each once, and one where one is asked for."""
    by_id = {slot.id: slot for slot in slots}
    return all(slot_id in by_id and _fits(by_id[slot_id], plan, given) for slot_id, given in answer.items())


def _fits(slot: Slot, plan: Plan, given: Sequence[str]) -> bool:
    if len(set(given)) != len(given) or (len(given) > 1 and not slot.many):
        return False
    return set(given) <= set(plan[slot.role]) if slot.role else all(len(words) <= slot.longest for words in given)


def same(one: Answer, other: Answer) -> bool:
    """Whether two answers say the same; the order in which several parts were chosen means nothing."""
    return {slot: sorted(given) for slot, given in one.items()} == {
        slot: sorted(given) for slot, given in other.items()
    }


def at_places(slots: Sequence[Slot], layout: Plan, fields: Mapping[int, Sequence[str]]) -> Answer | None:
    """The answer that a browser gives by places: {number of the slot: [numbers of parts, or words]}, counted from 0.

    None where there is no such place. Browsers are told places only: the ids that authors write often tell what is right.
    """
    answer = {}
    for number, given in fields.items():
        if not 0 <= number < len(slots):
            return None
        slot = slots[number]
        values = _parts(layout[slot.role], given) if slot.role else [words.strip() for words in given]
        if values is None:
            return None
        if kept := tuple(value for value in values if value):
            answer[slot.id] = kept
    return answer


def _parts(parts: Sequence[str], places: Sequence[str]) -> list[str] | None:
    """A place that was left empty is no part."""
    chosen = [place for place in places if place]
    if not all(_PLACE.fullmatch(place) and int(place) < len(parts) for place in chosen):
        return None
    return [parts[int(place)] for place in chosen]


def part_of(right: int, out_of: int, partly: bool) -> Fraction:
    """The points for so many right places: all or nothing, or their share."""
    return Fraction(right, out_of) if partly else Fraction(int(right == out_of))
